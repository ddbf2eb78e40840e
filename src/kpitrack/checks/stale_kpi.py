from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say
from kpitrack.model.actuals import Entries, has_value, status_of

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, context: Context) -> Iterator[Diagnostic]:
    """Undecided KPIs whose newest value is older than lag and frequency explain."""
    for kpi, at, target, _form in view.aims:
        first = kpi.baseline.year if kpi.baseline else None
        start = first if first is not None else view.strategy.period.start - 1
        newest = _newest(view.series(kpi.id), start, context.as_of)
        over = kpi.discontinued is not None and kpi.discontinued.year <= context.as_of
        if over or (target.year is not None and newest is not None and newest >= target.year):
            continue
        due = context.as_of - kpi.lag - (kpi.frequency - 1)
        if (start if newest is None else newest) < due:
            yield Diagnostic(
                CHECK.rule,
                say("“{kpi}” has no value newer than {year}; that of {due} was due", kpi=kpi.id, year=newest, due=due)
                if newest is not None
                else say("“{kpi}” has no value yet; that of {due} was due", kpi=kpi.id, due=due),
                say("record it, or write “status: missing” and a note; where it comes later, set “lag” or “frequency”"),
                view.path, (*at, "id"),
            )  # fmt: skip


def _newest(entries: Entries, after: int, until: int) -> int | None:
    usable = (
        year
        for year, entry in entries.items()
        if after < year <= until and has_value(entry) and status_of(entry) != "forecast"
    )
    return max(usable, default=None)


CHECK = Check(
    rule("stale-kpi"),
    mark("A KPI's newest value is older than it should be by now."),
    mark(
        "By default a year's value is expected in the year after (lag: 1), every year (frequency: 1). Where it comes "
        "later or less often, say so on the KPI. Status and review show the same, so this is looked for only when it "
        "is selected: kpitrack validate --select stale-kpi."
    ),
    Example(bad=recorded("2021: 3\n"), good=recorded("2021: 3\n2022: 6\n2023: 10\n")),
    find,
    needs_all_actuals=True,
)
