"""``roadmap`` on a terminal: a bar an item over the fiscal years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from kpitrack.analysis.roadmap import Bar, years
from kpitrack.language import pick, say, say_n
from kpitrack.model.strategy import Strategy
from kpitrack.views.text.plain import pad, visible, width, wrap
from kpitrack.views.tree.view import described

from .roadmap import late_text, nothing_text, owner_text, state_word, title_text

_FILL = {"done": "█", "under_way": "▓", "planned": "░", "dropped": "╌"}
_STYLE = {"done": "green", "under_way": "cyan", "planned": "", "dropped": "dim"}
_WIDEST_CELL = 7


def render(roadmaps: Sequence[tuple[Strategy, Sequence[Bar]]], as_of: int, columns: int) -> Iterator[Text]:
    """The lines of the charts.

    Args:
        roadmaps: each strategy with its items.
        as_of: the fiscal year at which they are looked at; a mark stands over it.
        columns: the width to keep to.
    """
    for strategy, bars in roadmaps:
        for line in wrap(f"{visible(pick(strategy.organization.name))}  {visible(pick(strategy.title))}", columns):
            yield Text(line, style="bold")
        yield Text(described(strategy, as_of), style="dim")
        if not bars:
            yield Text(visible(str(nothing_text(strategy.id))))
        else:
            yield from _Chart(strategy, bars, as_of, columns).lines()
        yield Text()
    states = {bar.item.state for _, bars in roadmaps for bar in bars}
    if states:
        legend = (f"{fill * 2} {state_word(state)}" for state, fill in _FILL.items() if state in states)
        yield Text("   ".join(legend), style="dim")


class _Chart:
    """One strategy's chart: titles to the left, a cell a year, the state to the right."""

    def __init__(self, strategy: Strategy, bars: Sequence[Bar], as_of: int, columns: int) -> None:
        self.bars = bars
        self.as_of = as_of
        self.columns = columns
        self.years = years(strategy, bars)
        self.right = max(width(state_word(bar.item.state)) for bar in bars) + 2
        room = columns - self.right - 2
        titles = max(width(title_text(bar)) for bar in bars) + 4
        self.cell = max(1, min(_WIDEST_CELL, (room - min(titles, room // 2)) // len(self.years)))
        self.left = max(10, min(titles, room - self.cell * len(self.years)))

    def lines(self) -> Iterator[Text]:
        """The scale, the items below what they are part of, and how many are late."""
        yield from self.scale()
        for owner, bars in groupby(self.bars, key=owner_text):
            for line in wrap(visible(owner), self.columns):
                yield Text(line, style="bold")
            for bar in bars:
                yield from self.bar(bar)
        if late := sum(1 for bar in self.bars if bar.late):
            yield Text(str(say_n("{n} item is late", "{n} items are late", late)), style="bold red")

    def scale(self) -> Iterator[Text]:
        """The years, and a mark over the one that it is."""
        label = 4 if self.cell >= 5 else 2
        every = -(-(label + 1) // self.cell)  # so that a label and a space fit
        scale = "".join(
            pad(str(year)[-label:], self.cell * every) for i, year in enumerate(self.years) if i % every == 0
        )
        if self.as_of in self.years:
            at = self.left + self.cell * (self.as_of - self.years[0])
            note = str(say("as of FY{year}", year=self.as_of))
            fits = at + 2 + width(note) <= self.columns
            yield Text(f"{' ' * at}▼ {note}" if fits else pad(f"{note} ▼", at + 1, right=True), style="dim")
        yield Text(" " * self.left + scale.rstrip(), style="dim underline")

    def bar(self, bar: Bar) -> Iterator[Text]:
        """An item: its title and bar, and below, why it is late."""
        first, *rest = wrap(visible(title_text(bar)), self.left - 3) or [""]
        line = Text(pad(f"  {first}", self.left))
        for year in self.years:
            line.append(self.piece(bar, year), style=_STYLE[bar.item.state])
        line.append(f"  {state_word(bar.item.state)}")
        if bar.late:
            line.append(" !", style="bold red")
        yield line
        for more in rest:
            yield Text(f"  {more}")
        if (late := late_text(bar)) is not None:
            yield Text(f"    ! {late}", style="red")

    def piece(self, bar: Bar, year: int) -> str:
        """A year's cell; an item without an end runs out."""
        if not bar.first <= year <= bar.last:
            return pad("│" if year == self.as_of else "", self.cell)
        fill = _FILL[bar.item.state] * self.cell
        return f"{fill[:-1]}›" if bar.item.end is None and year == bar.last else fill
