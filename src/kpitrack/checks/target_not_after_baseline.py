from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import KPI
from .examples import kpi as example
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Targets in or before the year of their baseline."""
    for kpi, at, target, _form in view.aims:
        baseline = kpi.baseline
        if baseline is None or baseline.year is None or target.year is None:
            continue
        if target.year <= baseline.year:
            yield Diagnostic(
                CHECK.rule,
                say(
                    "the target of “{kpi}” is for {year}, not after the year of its baseline, {baseline}",
                    kpi=kpi.id, year=target.year, baseline=baseline.year,
                ),
                say("check both years; the target's year must be {year} or later", year=baseline.year + 1),
                view.path, (*at, "target", "year"),
            )  # fmt: skip


CHECK = Check(
    rule("target-not-after-baseline"),
    mark("A KPI's target year is not after its baseline year."),
    mark(
        "Progress is the way from the baseline to the target, and it is judged by the share of the years between them "
        "that has passed. Where there are no years between them, no verdict is possible. "
        "Check which of the two years is mistyped."
    ),
    Example(bad=example(KPI.replace("year: 2024", "year: 2019")), good=example(KPI)),
    find,
)
