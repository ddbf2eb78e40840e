"""A strategy's outline: its goals and measures as a tree, and the money of the initiatives below each of them.

Money is summed over what is known, and a rate of execution (執行率) computed only from what has both a budget and
what was spent, since a missing figure is no zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import KPI, Goal, Initiative, Measure, Strategy


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal or measure and the measures below it.

    Args:
        strategy: the id of the strategy.
        node: the goal or measure.
        path: the ids from the goal down to it.
        trail: the printed numbers from the goal down to it; nodes without a number are left out.
        branches: the measures below, in the order of the document.
        department: who answers for it: its own department, else that of the nearest node above it.
    """

    strategy: str
    node: Goal | Measure
    path: tuple[str, ...]
    trail: tuple[LocalizedText, ...]
    branches: tuple[Branch, ...]
    department: LocalizedText | None = None

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
    """The goals of ``strategy`` with their measures, in the order of the document."""
    return tuple(_branch(goal, Branch(strategy.id, goal, (), (), ())) for goal in strategy.goals)


def _branch(node: Goal | Measure, above: Branch) -> Branch:
    trail = (*above.trail, node.number) if node.number else above.trail
    own = Branch(above.strategy, node, (*above.path, node.id), trail, (), node.department or above.department)
    return replace(own, branches=tuple(_branch(measure, own) for measure in node.measures or ()))


@dataclass(frozen=True, slots=True)
class Spending:
    """The money of initiatives, in the unit of the document.

    Args:
        initiatives: how many there are.
        budget: the sum of the budgets that are known; null where none is.
        spent: the sum of what is known to be spent; null where nothing is.
        rate: spent ÷ budget over the initiatives that have both; null where none has, or the budgets are zero.
        rated: how many initiatives have both.
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
