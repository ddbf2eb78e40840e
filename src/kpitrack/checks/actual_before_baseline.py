from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """KPIs with entries before the year of their baseline; reported once, at the first."""
    for (kpi, _at, _path), entries in view.every_series:
        start = kpi.baseline.year if kpi.baseline else None
        if start is None or min(entries) >= start:
            continue
        years = sorted(year for year in entries if year < start)
        yield Diagnostic(
            CHECK.rule,
            say(
                "“{kpi}” has a value for {years}, before the year of its baseline, {start}",
                kpi=kpi.id, years=", ".join(map(str, years)), start=start,
            ),
            say("check the year; values before the baseline count for nothing"),
            view.file_of(kpi.id, years[0]), ("actuals", kpi.id, years[0]), Part.KEY,
        )  # fmt: skip


CHECK = Check(
    rule("actual-before-baseline"),
    mark("An actual is recorded for a year before the baseline's."),
    mark(
        "Progress counts from the baseline, so that earlier values do not enter any rate. A year before it is often a "
        "slip, or the baseline's year is. Correct the wrong one; a series from before may be kept where the finding "
        "is accepted in kpitrack.yaml under “ignore”, with the reason."
    ),
    Example(bad=recorded("2012: 3\n2022: 6\n"), good=recorded("2021: 3\n2022: 6\n")),
    find,
)
