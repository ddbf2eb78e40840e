"""``status`` of several strategies: what the whole says, then a line a strategy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpitrack.analysis.freshness import Freshness
from kpitrack.analysis.standing import Standing, share_good
from kpitrack.language import say, say_n
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.rollup import ASSESSED, GOOD
from kpitrack.views.text.bars import share_bar
from kpitrack.views.text.columns import Column
from kpitrack.views.text.plain import shorten, widest
from kpitrack.views.text.styled import Piece, Styled, wrapped
from kpitrack.views.words import status_mark

from .head import by_group, standing_lines

if TYPE_CHECKING:
    import polars as pl

_TITLE, _NARROWEST_OWNER = 14, 8  # columns below which there is none
_BAR, _WIDEST_BAR = 10, 24


def strategy_line(judged: pl.DataFrame) -> Line:
    """The line of the strategy whose KPIs ``judged`` are, with the columns of `kpitrack.progress.judge.judge`."""
    first = Standing(judged.row(0, named=True))
    return Line(first.strategy_id, first.organization, first.strategy_title, Counter(judged["status"]))


@dataclass(frozen=True, slots=True)
class Line:
    """A strategy: its id, whose it is, what it is called, and how many of its KPIs have each status."""

    strategy: str
    organization: str
    title: str
    counts: Counter[str]

    @property
    def kpis(self) -> int:
        """How many KPIs it has."""
        return sum(self.counts.values())

    @property
    def assessed(self) -> int:
        """How many of them can be assessed."""
        return sum(n for status, n in self.counts.items() if status in ASSESSED)

    @property
    def good(self) -> int:
        """How many go well."""
        return sum(n for status, n in self.counts.items() if status in GOOD)

    @property
    def share(self) -> str:
        """How many go well, of those that can be assessed; empty where less than half can."""
        known = share_good(self.good, self.assessed, self.kpis) is not None
        return f"{self.good}/{self.assessed}" if known else ""

    @property
    def marks(self) -> str:
        """How many KPIs have each mark: ``◎2 △1``."""
        found: Counter[str] = Counter()
        for status in STATUSES:
            if self.counts[status]:
                found[status_mark(status)] += self.counts[status]
        return " ".join(f"{mark}{n}" for mark, n in found.items())


def as_text(
    lines: Iterable[Line], without: Sequence[str], fresh: Freshness, as_of: int, columns: int
) -> Iterator[Styled]:
    """The lines of the summary, laid out for ``columns``.

    Args:
        lines: of the strategies with KPIs.
        without: the ids of those without any.
        fresh: how fresh the whole is.
        as_of: the year of the verdicts.
        columns: the width of the screen.
    """
    found = list(lines)
    total: Counter[str] = sum((line.counts for line in found), Counter())
    several = len(found) + len(without)
    head = say_n("{n} strategy as of FY{as_of}", "{n} strategies as of FY{as_of}", several, as_of=as_of)
    yield from wrapped(str(head), columns, "bold")
    yield from standing_lines(total, fresh, columns)
    yield Styled()
    ids = Column((line.strategy for line in found), columns // 2)
    shares = Column((line.share for line in found), right=True)
    marks = max(widest(line.marks) for line in found)
    room = columns - ids.narrow - 2  # for what stands after the id, least of all the marks
    bar = min(_WIDEST_BAR, max(_BAR, columns // 6)) if shares.narrow else 0
    if room < bar + shares.narrow + marks + _NARROWEST_OWNER + 5:
        bar = 0
    beside = bar + shares.narrow + 3 if bar else shares.narrow + 2 * bool(shares.narrow)
    owners = Column((visible(one.organization) for one in found), min(20, max(4, room - beside - marks - 2)))
    room -= owners.widest + 2 + beside
    titles = Column((visible(line.title) for line in found), room - marks - 2) if room - marks > _TITLE else None
    for line in found:
        row = Styled(f"{ids.cell(line.strategy)}  {owners.cell(visible(line.organization))}  ")
        if titles:
            row.append(f"{titles.cell(visible(line.title))}  ")
        if bar:
            row.extend(share_bar(by_group(line.counts), bar) if line.share else [Piece(" " * bar)]).append(" ")
        if shares.narrow:
            row.append(f"{shares.cell(line.share)}  ")
        yield row.append(line.marks if titles else shorten(line.marks, max(2, room)))
    if without:
        names = str(say(", ")).join(without)
        yield from wrapped(str(say("without a KPI: {names}", names=visible(names))), columns, "dim")
    yield Styled()
    if shares.narrow:
        yield from wrapped(str(say("n/m: of m KPIs that can be assessed, n are achieved or on track")), columns, "dim")
    hint = say("One in detail: kpitrack status STRATEGY. All in detail: kpitrack status --long")
    yield from wrapped(str(hint), columns, "dim")
