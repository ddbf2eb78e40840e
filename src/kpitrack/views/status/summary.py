"""``status`` of several strategies: what the whole says, then a line a strategy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.language.visible import visible
from kpitrack.model.settings import STATUSES
from kpitrack.views.text.plain import pad, shorten, width
from kpitrack.views.text.styled import Styled, wrapped
from kpitrack.views.words import counts_line, status_mark

if TYPE_CHECKING:
    import polars as pl

#: Statuses that say how a KPI goes; see `kpitrack.progress.rollup.ASSESSED`.
_ASSESSED = frozenset({
    "achieved", "achieved_early", "on_track", "at_risk", "off_track", "regressing", "missed",
})  # fmt: skip
_NARROWEST_TITLE = 12


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
        return sum(n for status, n in self.counts.items() if status in _ASSESSED)

    @property
    def marks(self) -> str:
        """How many KPIs have each mark: ``◎2 △1``."""
        found: Counter[str] = Counter()
        for status in STATUSES:
            if self.counts[status]:
                found[status_mark(status)] += self.counts[status]
        return " ".join(f"{mark}{n}" for mark, n in found.items())


def as_text(lines: Iterable[Line], as_of: int, columns: int) -> Iterator[Styled]:
    """The lines of the summary, laid out for ``columns``."""
    found = list(lines)
    total: Counter[str] = sum((line.counts for line in found), Counter())
    assessed = sum(line.assessed for line in found)
    kpis = sum(total.values())
    head = say(
        "{strategies} strategies, {kpis} KPIs, as of FY{as_of}; {assessed} can be assessed",
        strategies=len(found), kpis=kpis, as_of=as_of, assessed=assessed,
    )  # fmt: skip
    yield from wrapped(str(head), columns, "bold")
    yield from wrapped(counts_line(total), columns)
    yield Styled()
    ids = max(width(line.strategy) for line in found)
    owners = min(20, max(width(visible(line.organization)) for line in found))
    marks = max(width(line.marks) for line in found)
    room = columns - ids - owners - marks - 6
    for line in found:
        title = shorten(visible(line.title), room) if room >= _NARROWEST_TITLE else ""
        cells = [pad(line.strategy, ids), pad(shorten(visible(line.organization), owners), owners)]
        cells += [pad(title, room)] if title else []
        yield Styled("  ".join([*cells, line.marks]))
    yield Styled()
    hint = say("One in detail: kpitrack status STRATEGY. All in detail: kpitrack status --long")
    yield from wrapped(str(hint), columns, "dim")
