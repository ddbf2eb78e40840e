"""The numbers of a KPI and who recorded them, in words."""

from __future__ import annotations

from kpitrack.history.recorded import Event
from kpitrack.language import mark, say, translate

from .entry_words import brief, differing

_KINDS = {"recorded": mark("recorded"), "changed": mark("changed"), "removed": mark("removed")}


def kind_word(event: Event) -> str:
    """What happened."""
    return translate(_KINDS[event.kind])


def values(event: Event) -> str:
    """What was there and what is there."""
    if event.kind == "changed":
        return " → ".join(differing(event.old, event.new))
    return brief(event.old if event.kind == "removed" else event.new)


def who(event: Event) -> str:
    """The day, the author and the commit."""
    if not event.commit.name:
        return str(say("not committed yet"))
    return f"{event.commit.date[:10]}  {event.commit.author}  {event.commit.name[:10]}"
