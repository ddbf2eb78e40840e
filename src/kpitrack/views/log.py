"""The numbers of a KPI and who recorded them, in words."""

from __future__ import annotations

from typing import Any

from kpitrack.history.log import Event
from kpitrack.history.number_history import Slot
from kpitrack.language import mark, say, translate
from kpitrack.model.strategy import KPI
from kpitrack.model.written import flow
from kpitrack.model.years import show_year

from .entry_words import brief, differing

_SLOTS = {"baseline": mark("Baseline"), "target": mark("Target"), "milestones": mark("Milestones")}
_KINDS = {"recorded": mark("recorded"), "changed": mark("changed"), "removed": mark("removed")}


def kind_word(event: Event) -> str:
    """What happened."""
    return translate(_KINDS[event.kind])


def slot_word(slot: Slot, kpi: KPI) -> str:
    """Which number: the year of an actual, or what it is."""
    return translate(_SLOTS[slot.what]) if slot.year is None else show_year(slot.year, calendar=kpi.calendar)


def number_text(slot: Slot, number: Any) -> str:
    """A number in few words."""
    return brief(number) if slot.what == "actual" else flow(number)


def values(event: Event) -> str:
    """What was there and what is there."""
    if event.kind == "changed":
        if event.slot.what == "actual":
            return " → ".join(differing(event.old, event.new))
        return f"{flow(event.old)} → {flow(event.new)}"
    return number_text(event.slot, event.old if event.kind == "removed" else event.new)


def who(event: Event) -> str:
    """The day, the author and the commit."""
    if not event.commit.name:
        return str(say("not committed yet"))
    return f"{event.commit.date[:10]}  {event.commit.author}  {event.commit.name[:10]}"
