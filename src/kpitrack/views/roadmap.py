"""``roadmap``: the items of a strategy's roadmap (工程表) over the fiscal years, and what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kpitrack.analysis.roadmap import Bar, years
from kpitrack.language import Text, mark, pick, said, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy
from kpitrack.model.years import show_year

from .text import json
from .text.bars import TICK, stretch
from .text.columns import Column
from .text.markdown import mermaid_task, mermaid_text
from .text.plain import pad, widest, wrap
from .text.styled import Piece, Styled, wrapped
from .titles import heading, path_title

_STATES: dict[str, tuple[str, str, str, str]] = {
    # state: word, the bar's colour, its character without colours, the tag of a task in Mermaid
    "done": (mark("done"), "good", "#", "done, "),
    "under_way": (mark("under way"), "going", "=", "active, "),
    "planned": (mark("planned"), "unknown", "-", ""),
    "dropped": (mark("dropped"), "closed", "x", "done, "),
}
_WIDEST_CELL = 7
TODAY = "v"

#: Each strategy with the items of its roadmap.
Roadmaps = Sequence[tuple[Strategy, Sequence[Bar]]]


def state_word(state: str) -> str:
    """An item's state in words."""
    return translate(_STATES[state][0])


def owner_text(bar: Bar) -> str:
    """What an item is part of: the numbers and title of the node, or the KPI's name."""
    return pick(bar.kpi.name) if bar.kpi else path_title(bar.branch)


def title_text(bar: Bar) -> str:
    """An item's title, or its id where the title is empty."""
    return pick(bar.item.title).strip() or bar.item.id


def late_text(bar: Bar) -> Text | None:
    """Why an item is late."""
    match bar.late:
        case "not_begun":
            return say("late: was to begin in {year}", year=show_year(bar.first))
        case "not_finished":
            return say("late: was to end in {year}", year=show_year(bar.last))
        case None:
            return None


def nothing_text(strategy: str) -> Text:
    """That a strategy has no roadmap."""
    return say("{strategy} has no roadmap.", strategy=strategy)


def as_text(roadmaps: Roadmaps, as_of: int, columns: int) -> Iterator[Styled]:
    """The charts for a terminal of so many ``columns``; a mark stands over the fiscal year ``as_of``."""
    for strategy, bars in roadmaps:
        yield from heading(strategy, columns, as_of)
        if not bars:
            yield Styled(visible(str(nothing_text(strategy.id))))
        else:
            yield from _Chart(strategy, bars, as_of, columns).lines()
        yield Styled()
    used = {bar.item.state for _, bars in roadmaps for bar in bars}
    if used:
        line = Styled()
        for state, (_, colour, fill, _) in _STATES.items():
            if state in used:
                line.extend([stretch(colour, 2, fill), Piece(f" {state_word(state)}   ")])
        yield line


class _Chart:
    """One strategy's chart: titles to the left, years of equal width, the state to the right."""

    def __init__(self, strategy: Strategy, bars: Sequence[Bar], as_of: int, columns: int) -> None:
        self.bars = bars
        self.as_of = as_of
        self.columns = columns
        self.years = years(strategy, bars)
        right = max(widest(state_word(bar.item.state)) for bar in bars) + 4
        room = columns - right
        longest = max(widest(title_text(bar)) for bar in bars) + 4
        self.cell = max(1, min(_WIDEST_CELL, (room - min(longest, room // 2)) // len(self.years)))
        left = max(10, min(longest, room - self.cell * len(self.years)))
        self.room = left - 4
        self.left = Column((self.title(bar)[0] for bar in bars), least=left - 2)

    def title(self, bar: Bar) -> list[str]:
        """The lines of an item's title."""
        return [f"  {line}  " for line in wrap(visible(title_text(bar)), self.room) or [""]]

    def lines(self) -> Iterator[Styled]:
        """The scale, the items below what they are part of, and how many are late."""
        yield from self.scale()
        for owner, bars in groupby(self.bars, key=owner_text):
            yield from wrapped(visible(owner), self.columns, "bold")
            for bar in bars:
                yield from self.bar(bar)
        if late := sum(1 for bar in self.bars if bar.late):
            yield Styled(str(say_n("{n} item is late", "{n} items are late", late)), "bold red")

    def scale(self) -> Iterator[Styled]:
        """The years, and a mark above the current one."""
        label = 4 if self.cell >= 5 else 2
        every = -(-(label + 1) // self.cell)  # so that a label and a space fit
        scale = "".join(
            pad(str(year)[-label:], self.cell * every) for i, year in enumerate(self.years) if i % every == 0
        )
        if self.as_of in self.years:
            before = self.cell * (self.as_of - self.years[0])
            note = f"{TODAY} {say('as of FY{year}', year=self.as_of)}"
            fits = self.left.widest + before + widest(note) <= self.columns
            yield Styled(self.left.cell("") + " " * before + (note if fits else TODAY), "dim")
        yield Styled(self.left.cell("") + scale.rstrip(), "dim")

    def bar(self, bar: Bar) -> Iterator[Styled]:
        """An item: its title and bar; below, why it is late."""
        first, *rest = self.title(bar)
        title, leaders = self.left.parted(first)
        line = Styled(title).append(leaders, "dim")
        for year in self.years:
            line.extend(self.cell_of(bar, year))
        line.append(f"  {state_word(bar.item.state)}")
        if bar.late:
            line.append(" !", "bold red")
        yield line
        yield from map(Styled, rest)
        if (late := late_text(bar)) is not None:
            yield from wrapped(f"! {late}", self.columns - 4, "red", first=" " * 4)

    def cell_of(self, bar: Bar, year: int) -> list[Piece]:
        """A year's cell; the last one of an item without an end points onward."""
        _, colour, fill, _ = _STATES[bar.item.state]
        if not bar.first <= year <= bar.last:
            return [Piece(pad(TICK if year == self.as_of else "", self.cell), "dim")]
        if bar.item.end is None and year == bar.last:
            return [stretch(colour, self.cell - 1, fill), Piece(">", f"bold on_{colour}")]
        return [stretch(colour, self.cell, fill)]


def as_mermaid(roadmaps: Roadmaps, as_of: int, fiscal_year_start: int = 4) -> Iterator[str]:
    """The lines of one Gantt chart. What is late is marked as critical; what was dropped says so.

    Args:
        roadmaps: the strategies.
        as_of: the fiscal year at which they are looked at.
        fiscal_year_start: the month in which a fiscal year starts: a bar runs to the first day of the year after.
    """
    titles = ", ".join(pick(strategy.title) for strategy, _ in roadmaps)
    yield "gantt"
    yield f"  title {mermaid_text(said('{titles} (as of FY{year})', titles=titles, year=as_of))}"
    yield "  dateFormat YYYY-MM-DD"
    yield "  axisFormat %Y-%m"
    yield "  todayMarker off"
    count = 0
    for strategy, bars in roadmaps:
        for owner, group in groupby(bars, key=owner_text):
            name = f"{pick(strategy.title)} {owner}" if len(roadmaps) > 1 else owner
            yield f"  section {mermaid_text(name)}"
            for bar in group:
                tags = "crit, " if bar.late else _STATES[bar.item.state][3]
                start, end = (f"{year:04}-{fiscal_year_start:02}-01" for year in (bar.first, bar.last + 1))
                yield f"  {mermaid_task(_task_title(bar))} :{tags}t{count}, {start}, {end}"
                count += 1


def _task_title(bar: Bar) -> str:
    """An item's title, with the word for what colour alone would show."""
    if bar.late:
        return f"{title_text(bar)} ({say('late')})"
    return f"{title_text(bar)} ({state_word('dropped')})" if bar.item.state == "dropped" else title_text(bar)


def as_json(roadmaps: Roadmaps, as_of: int) -> Iterator[str]:
    """The document ``kpitrack/roadmap/1``. ``end`` is null where none is stated; ``late`` says why, or is null."""
    strategies = [_roadmap(strategy, bars) for strategy, bars in roadmaps]
    yield from json.lines("roadmap", as_of=as_of, strategies=strategies)


def _roadmap(strategy: Strategy, bars: Sequence[Bar]) -> dict[str, Any]:
    return {
        "strategy": strategy.id,
        "title": pick(strategy.title),
        "period": {"start": strategy.period.start, "end": strategy.period.end},
        "late": sum(1 for bar in bars if bar.late),
        "items": [
            {
                "id": bar.item.id,
                "title": pick(bar.item.title),
                "of": bar.owner,
                "path": list(bar.branch.path),
                "start": bar.item.start,
                "end": bar.item.end,
                "state": bar.item.state,
                "late": bar.late,
            }
            for bar in bars
        ],
    }
