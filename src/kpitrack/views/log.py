"""``log``: the numbers of a KPI, and who recorded each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.history.log import Event, by_slot
from kpitrack.history.number_history import Slot
from kpitrack.language import mark, said, translate
from kpitrack.language.visible import visible
from kpitrack.model.strategy import KPI
from kpitrack.model.written import written
from kpitrack.model.years import show_year

from .diff import both_in_words, brief, differing, in_words
from .text import json
from .text.columns import Column
from .text.plain import wrap
from .text.styled import Styled, wrapped
from .titles import kpi_heading

_SLOTS = {"baseline": mark("Baseline"), "target": mark("Target"), "milestones": mark("Milestones")}
_KINDS = {"recorded": mark("recorded"), "changed": mark("changed"), "removed": mark("removed")}


def kind_word(event: Event) -> str:
    """What happened."""
    return translate(_KINDS[event.kind])


def number_text(slot: Slot, number: Any, kpi: KPI) -> str:
    """A number in few words."""
    return brief(number) if slot.what == "actual" else in_words(number, kpi.calendar)


def values(event: Event, kpi: KPI) -> str:
    """The old and the new value in words."""
    if event.kind == "changed":
        if event.slot.what == "actual":
            return " → ".join(differing(event.old, event.new))
        return " → ".join(both_in_words(event.old, event.new, kpi.calendar))
    return number_text(event.slot, event.old if event.kind == "removed" else event.new, kpi)


def who(event: Event) -> tuple[str, str, str]:
    """The day, the author and the commit of an event; in the author's place, that it is not committed yet."""
    if not event.commit.name:
        return "", said("not committed yet"), ""
    return event.commit.date[:10], visible(event.commit.author), event.commit.name[:10]


def as_text(ref: str, kpi: KPI, events: Sequence[Event], columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``: number by number, the oldest event first."""
    yield from kpi_heading(kpi, ref, columns)
    if not events:
        yield Styled(said("nothing was recorded yet"))
    most = (None, max(17, columns // 4), None, None)
    cells = [[*who(event), kind_word(event)] for event in events]
    facts = [Column(texts, limit) for texts, limit in zip(zip(*cells, strict=True), most, strict=False)]
    left = 2 + sum(column.widest + 2 for column in facts)
    for slot, members in by_slot(events):
        yield Styled()
        now = members[-1]
        number = visible(number_text(slot, now.new, kpi) if now.stands else "–")
        what = translate(_SLOTS[slot.what]) if slot.year is None else show_year(slot.year, calendar=kpi.calendar)
        yield from wrapped(f"{what}  {number}", columns - 2, "bold", rest="  ")
        for event in members:
            first, *more = wrap(visible(values(event, kpi)), max(20, columns - left)) or [""]
            named = zip(facts, (*who(event), kind_word(event)), strict=True)
            line = Styled("  ").append(
                "".join(f"{column.cell(text)}  " for column, text in named), "" if event.commit.name else "yellow"
            )
            yield line.append(first)
            yield from (Styled(f"{' ' * left}{text}") for text in more)
            where = f"{event.path}  {event.commit.subject}".rstrip()
            yield from wrapped(visible(where), columns - 6, "dim", first="      ")


def as_json(ref: str, events: Sequence[Event]) -> Iterator[str]:
    """The document ``kpitrack/log/1``: the events, oldest first."""
    yield from json.lines("log", ref=ref, events=[_event(event) for event in events])


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
