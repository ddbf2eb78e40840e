"""The numbers of a KPI and who recorded them, in words."""

from __future__ import annotations

from kpitrack.history.flow import flow
from kpitrack.history.recorded import Event
from kpitrack.language import mark, say, translate

_KINDS = {"recorded": mark("recorded"), "changed": mark("changed"), "removed": mark("removed")}


def kind_word(event: Event) -> str:
    """What happened."""
    return translate(_KINDS[event.kind])


def entry_text(entry: object) -> str:
    """An entry as a file would hold it; a bare value as itself."""
    if isinstance(entry, dict) and set(entry) == {"value"}:
        return flow(entry["value"])
    return flow(entry) if entry else "–"


def values(event: Event) -> str:
    """What was there and what is there."""
    if event.kind == "changed":
        return f"{entry_text(event.old)} → {entry_text(event.new)}"
    return entry_text(event.old if event.kind == "removed" else event.new)


def who(event: Event) -> str:
    """The day, the author and the commit."""
    if not event.commit.name:
        return str(say("not committed yet"))
    return f"{event.commit.date[:10]}  {event.commit.author}  {event.commit.name[:10]}"
