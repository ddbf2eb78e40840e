from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import KPI, kpi
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Milestones before or in the year of the baseline, or after the year of the target."""
    for placed in view.kpis:
        item = placed.item
        if not item.milestones:
            continue
        first = item.baseline.year if item.baseline else None
        last = item.target.year if item.target else None
        for year in item.milestones:
            at = (*placed.at, "milestones", year)
            if first is not None and year <= first:
                yield Diagnostic(
                    CHECK.rule,
                    say("the milestone for {year} is not after the baseline's year, {first}", year=year, first=first),
                    say("correct its year, or take it out; the baseline holds the value of {first}", first=first),
                    view.path, at, Part.KEY,
                )  # fmt: skip
            elif last is not None and year > last:
                yield Diagnostic(
                    CHECK.rule,
                    say("the milestone for {year} is after the target's year, {last}", year=year, last=last),
                    say("correct its year, or take it out; the path ends with the target"),
                    view.path, at, Part.KEY,
                )  # fmt: skip


CHECK = Check(
    rule("milestone-outside-path"),
    mark("A milestone's year does not lie between baseline and target."),
    mark(
        "Milestones (目安値, 期待値) bend the expected path that runs from the baseline to the target. One before the "
        "path begins or after it ends has no effect, so its year is probably mistyped. "
        "Write years after the baseline's, up to the target's."
    ),
    Example(
        bad=kpi(KPI + "milestones: {2021: 3, 2022: 6, 2025: 9}\n"),
        good=kpi(KPI + "milestones: {2021: 3, 2022: 6, 2023: 9}\n"),
    ),
    find,
    needs=frozenset({"target-not-after-baseline"}),
)
