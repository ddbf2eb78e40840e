"""A strategy's outline: its goals and measures as a tree, and what stands below each of them summed up.

Statuses are counted, never averaged: a mean of verdicts says nothing. Money is summed over what is known, and a
rate of execution (執行率) only over what has both a budget and what was spent, since a missing figure is no zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .settings import STATUSES, Status
from .strategy import KPI, Goal, Initiative, Measure, Strategy

GOOD: frozenset[Status] = frozenset({"achieved", "achieved_early", "on_track"})
"""What counts as achieved or on track."""
ASSESSED: frozenset[Status] = GOOD | {"at_risk", "off_track", "regressing", "missed"}
"""What says how it goes; the other statuses say that it cannot be told, or not yet."""
_WORST: tuple[Status, ...] = ("regressing", "missed", "off_track", "at_risk")


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal or measure and the measures below it.

    Args:
        strategy: the id of the strategy.
        node: the goal or measure.
        path: the ids from the goal down to it.
        trail: the numbers as printed from the goal down to it; what has none is left out.
        branches: the measures below, in the order of the document.
    """

    strategy: str
    node: Goal | Measure
    path: tuple[str, ...]
    trail: tuple[str, ...]
    branches: tuple[Branch, ...]

    @property
    def ref(self) -> str:
        """``strategy/node``."""
        return f"{self.strategy}/{self.node.id}"

    @property
    def depth(self) -> int:
        """1 for a goal, 2 for a measure of a goal, and so on."""
        return len(self.path)

    @property
    def cross_cutting(self) -> bool:
        """Whether it is a cross-cutting goal (横断的な目標)."""
        return isinstance(self.node, Goal) and self.node.cross_cutting

    def walk(self) -> Iterator[Branch]:
        """This branch and all below it, in the order of the document."""
        yield self
        for branch in self.branches:
            yield from branch.walk()

    def kpis(self) -> Iterator[KPI]:
        """The KPIs on it and below it, in the order of the document."""
        for branch in self.walk():
            yield from branch.node.kpis or ()

    def initiatives(self, year: int | None = None) -> Iterator[Initiative]:
        """The initiatives on it and below it; with ``year``, those of that fiscal year."""
        for branch in self.walk():
            yield from initiatives_of(branch.node, year)


def initiatives_of(node: Goal | Measure, year: int | None = None) -> Iterator[Initiative]:
    """The initiatives on ``node`` itself; with ``year``, those of that fiscal year."""
    return (one for one in node.initiatives or () if year is None or one.year == year)


def outline(strategy: Strategy) -> tuple[Branch, ...]:
    """The goals of ``strategy`` in the order of the document, each with what is below it."""
    return tuple(_branch(strategy.id, goal, (), ()) for goal in strategy.goals)


def _branch(strategy: str, node: Goal | Measure, path: tuple[str, ...], trail: tuple[str, ...]) -> Branch:
    path = (*path, node.id)
    trail = (*trail, node.number) if node.number else trail
    below = tuple(_branch(strategy, measure, path, trail) for measure in node.measures or ())
    return Branch(strategy, node, path, trail, below)


@dataclass(frozen=True, slots=True)
class Rollup:
    """How many KPIs stand where.

    Args:
        counts: KPIs by status, the ones without data among them, in the order of the method.
        worst: the ref of the KPI that goes worst, where one is at risk or worse.
    """

    counts: Mapping[Status, int]
    worst: str | None = None

    @property
    def total(self) -> int:
        """How many KPIs there are."""
        return sum(self.counts.values())

    @property
    def assessed(self) -> int:
        """How many can be assessed."""
        return sum(self.counts.get(status, 0) for status in ASSESSED)

    @property
    def good(self) -> int:
        """How many are achieved or on track."""
        return sum(self.counts.get(status, 0) for status in GOOD)

    @property
    def share(self) -> float | None:
        """The achieved and on-track among those that can be assessed; null where none can."""
        return self.good / self.assessed if self.assessed else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rollup needs of a KPI: its ref, its status, and its pace as a ratio where there is one."""

    ref: str
    status: Status
    pace: float | None = None


def rollup(verdicts: Iterable[Verdict]) -> Rollup:
    """``verdicts`` counted. Of two KPIs with the same status the one with the lower pace is worse."""
    found = list(verdicts)
    counts = Counter(one.status for one in found)
    bad = [one for one in found if one.status in _WORST]
    worst = min(
        bad,
        key=lambda one: (_WORST.index(one.status), one.pace if one.pace is not None else float("inf")),
        default=None,
    )
    return Rollup({status: counts[status] for status in STATUSES if counts[status]}, worst and worst.ref)


@dataclass(frozen=True, slots=True)
class Spending:
    """The money of initiatives, in the unit of the document.

    Args:
        initiatives: how many there are.
        budget: the sum of the budgets that are known; null where none is.
        spent: the sum of what is known to be spent; null where nothing is.
        rate: spent over budget, of those alone that have both; null where none has, or the budgets are zero.
        rated: how many those are.
    """

    initiatives: int
    budget: float | None
    spent: float | None
    rate: float | None
    rated: int

    @property
    def known(self) -> bool:
        """Whether any figure is known."""
        return self.budget is not None or self.spent is not None


def spending(initiatives: Iterable[Initiative]) -> Spending:
    """The money of ``initiatives``."""
    found = list(initiatives)
    budgets = [one.budget for one in found if one.budget is not None]
    spent = [one.spent for one in found if one.spent is not None]
    both = [(one.budget, one.spent) for one in found if one.budget is not None and one.spent is not None]
    base = sum(budget for budget, _ in both)
    return Spending(
        len(found),
        sum(budgets) if budgets else None,
        sum(spent) if spent else None,
        sum(amount for _, amount in both) / base if base else None,
        len(both),
    )
