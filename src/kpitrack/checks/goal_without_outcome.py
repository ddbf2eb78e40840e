from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import KPI, kpi
from .view import StrategyView

_EFFECTS = {"outcome", "impact"}


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Goals without an outcome KPI on them or below, where the strategy uses levels.

    A goal of an excerpt for which nothing is listed yet is left alone.
    """
    levels: dict[str, set[str | None]] = {}
    for placed in view.kpis:
        levels.setdefault(placed.path[0], set()).add(placed.item.level)
    if not any(level for found in levels.values() for level in found):
        return
    for i, goal in enumerate(view.strategy.goals):
        found = levels.get(goal.id, set())
        whole = "whole" in {goal.inventory, view.strategy.inventory}
        if (found or whole) and not found & _EFFECTS:
            yield Diagnostic(
                CHECK.rule,
                say("the goal “{goal}” has no KPI of an outcome", goal=goal.id),
                say("add one that shows what changes for people, or write “level: outcome” where a KPI does"),
                view.path, ("goals", i, "id"),
            )  # fmt: skip


CHECK = Check(
    rule("goal-without-outcome"),
    mark("A goal has no KPI of an outcome, in it or below."),
    mark(
        "Outputs count what the administration does (講座の開催数); outcomes count what changes for people (移住者数). "
        "A goal measured by outputs alone can be reached without anything getting better. Reported only where the "
        "strategy uses “level” at all. Add an outcome, or write the level of the KPI that is one."
    ),
    Example(bad=kpi(KPI + "level: output\n"), good=kpi(KPI + "level: outcome\n")),
    find,
    needs=frozenset({"duplicate-id"}),
)
