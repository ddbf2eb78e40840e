"""The roadmap (工程表): what is planned for which fiscal years, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kpitrack.model.strategy import KPI, RoadmapItem, Strategy

from .outline import Branch, outline

Lateness = Literal["not_begun", "not_finished"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One item of the roadmap.

    Args:
        item: as written.
        branch: the goal or measure that it is part of, or that the KPI hangs on.
        kpi: the KPI that it is part of, if any.
        first, last: its first and last fiscal year; the strategy's last one where no end is stated.
        late: which date it has missed: its start or its end; null where it is in time.
    """

    item: RoadmapItem
    branch: Branch
    kpi: KPI | None
    first: int
    last: int
    late: Lateness | None

    @property
    def owner(self) -> str:
        """The ref of what it is part of."""
        return f"{self.branch.strategy}/{self.kpi.id}" if self.kpi else self.branch.ref


def roadmap(strategy: Strategy, as_of: int) -> list[Bar]:
    """The items of ``strategy`` in the order of the document; ``late`` is as of the fiscal year ``as_of``."""
    return [
        Bar(item, branch, kpi, item.start, _last(item, strategy), lateness(item, as_of))
        for goal in outline(strategy)
        for branch in goal.walk()
        for kpi, items in [(None, branch.node.roadmap), *((kpi, kpi.roadmap) for kpi in branch.node.kpis or ())]
        for item in items or ()
    ]


def _last(item: RoadmapItem, strategy: Strategy) -> int:
    return max(item.start, strategy.period.end if item.end is None else item.end)


def lateness(item: RoadmapItem, as_of: int) -> Lateness | None:
    """Whether ``item`` is late: still planned after the year of its start, or under way after that of its end.

    In those years themselves it is in time. Without an end, what is under way is never late.
    """
    if item.state == "planned" and item.start < as_of:
        return "not_begun"
    if item.state == "under_way" and item.end is not None and item.end < as_of:
        return "not_finished"
    return None


def years(strategy: Strategy, bars: Sequence[Bar]) -> range:
    """The fiscal years to show: the strategy's, and those before and after that an item takes."""
    first = min([strategy.period.start, *(bar.first for bar in bars)])
    last = max([strategy.period.end, *(bar.last for bar in bars)])
    return range(first, last + 1)
