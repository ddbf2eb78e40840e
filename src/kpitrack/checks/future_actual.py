from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say
from kpitrack.model.actuals import Actual, Entry
from kpitrack.model.vocabulary import WITHOUT_VALUE

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView

_PRESENT = {
    "fy": mark("“{kpi}” has a value for {years}, but the present fiscal year is {now}"),
    "cy": mark("“{kpi}” has a value for {years}, but the present calendar year is {now}"),
}


def find(view: StrategyView, context: Context) -> Iterator[Diagnostic]:
    """KPIs with values other than forecasts for years that have not begun; reported once, at the first."""
    for (kpi, _at, _path), entries in view.every_series:
        now = context.latest(kpi.calendar)
        if max(entries) <= now:
            continue
        years = sorted(year for year, entry in entries.items() if year > now and not _expected(entry))
        if years:
            yield Diagnostic(
                CHECK.rule,
                say(_PRESENT[kpi.calendar], kpi=kpi.id, years=", ".join(map(str, years)), now=now),
                say("check the year; an expected value has “status: forecast”"),
                view.file_of(kpi.id, years[0]), ("actuals", kpi.id, years[0]), Part.KEY,
            )  # fmt: skip


def _expected(entry: Entry) -> bool:
    return entry is None or (
        isinstance(entry, Actual) and (entry.status in WITHOUT_VALUE or entry.status == "forecast")
    )


CHECK = Check(
    rule("future-actual"),
    mark("An actual is recorded for a year that has not come yet."),
    mark(
        "An actual is what has happened. A year that lies ahead is a slip of the year, or the value is a forecast or a "
        "plan. Correct the year, write “status: forecast”, or put planned values under “milestones” in the strategy."
    ),
    Example(bad=recorded("2021: 3\n2122: 6\n"), good=recorded("2021: 3\n2022: 6\n")),
    find,
)
