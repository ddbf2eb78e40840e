"""``log``: the numbers of a KPI, and who recorded each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.history.log import Event, by_slot
from kpitrack.history.number_history import Slot
from kpitrack.language import mark, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.strategy import KPI
from kpitrack.model.written import flow, written
from kpitrack.model.years import show_year

from .diff import brief, differing
from .text import json
from .text.styled import Styled
from .titles import kpi_title

_SLOTS = {"baseline": mark("Baseline"), "target": mark("Target"), "milestones": mark("Milestones")}
_KINDS = {"recorded": mark("recorded"), "changed": mark("changed"), "removed": mark("removed")}


def kind_word(event: Event) -> str:
    """What happened."""
    return translate(_KINDS[event.kind])


def slot_word(slot: Slot, kpi: KPI) -> str:
    """Which number it is: the year of an actual, or baseline, target, milestones."""
    return translate(_SLOTS[slot.what]) if slot.year is None else show_year(slot.year, calendar=kpi.calendar)


def number_text(slot: Slot, number: Any) -> str:
    """A number in few words."""
    return brief(number) if slot.what == "actual" else flow(number)


def values(event: Event) -> str:
    """The old and the new value in words."""
    if event.kind == "changed":
        if event.slot.what == "actual":
            return " → ".join(differing(event.old, event.new))
        return f"{flow(event.old)} → {flow(event.new)}"
    return number_text(event.slot, event.old if event.kind == "removed" else event.new)


def who(event: Event) -> str:
    """The date, the author and the commit of an event."""
    if not event.commit.name:
        return str(say("not committed yet"))
    return f"{event.commit.date[:10]}  {event.commit.author}  {event.commit.name[:10]}"


def as_text(ref: str, kpi: KPI, events: Sequence[Event]) -> Iterator[Styled]:
    """The lines for a terminal: number by number, the oldest event first."""
    yield Styled(visible(kpi_title(kpi)), "bold")
    yield Styled(visible(ref), "dim")
    if not events:
        yield Styled(str(say("nothing was recorded yet")))
    for slot, members in by_slot(events):
        yield Styled()
        now = members[-1]
        number = visible(number_text(slot, now.new) if now.stands else "–")
        yield Styled(f"{slot_word(slot, kpi)}  {number}", "bold")
        for event in members:
            line = Styled("  ").append(visible(who(event)), "" if event.commit.name else "yellow")
            yield line.append(f"  {kind_word(event)} {visible(values(event))}")
            yield Styled(f"      {visible(event.path)}  {visible(event.commit.subject)}".rstrip(), "dim")


def as_json(ref: str, events: Sequence[Event]) -> Iterator[str]:
    """The document ``kpitrack/log/1``: the events, oldest first."""
    yield from json.lines(json.document("log", ref=ref, events=[_event(event) for event in events]))


def _event(event: Event) -> dict[str, Any]:
    commit = event.commit if event.commit.name else None
    return {
        "what": event.slot.what,
        "year": event.slot.year,
        "kind": event.kind,
        "old": written(event.old),
        "new": written(event.new),
        "path": event.path,
        "stands": event.stands,
        "commit": commit and commit.name,
        "author": commit and commit.author,
        "date": commit and commit.date,
        "subject": commit and commit.subject,
    }
