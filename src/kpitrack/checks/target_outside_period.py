from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say, say_n

from .check import Check, Context, Example
from .examples import KPI
from .examples import kpi as example
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Targets for a year outside the strategy's period; one finding on the period where most targets are outside."""
    start, end = view.strategy.period.start, view.strategy.period.end
    if end < start:
        return
    dated = [aim for aim in view.aims if aim.target.year is not None]
    outside = [aim for aim in dated if not start <= (aim.target.year or start) <= end]
    if len(outside) > 1 and 2 * len(outside) > len(dated):
        yield Diagnostic(
            CHECK.rule,
            say_n(
                "the target of {n} KPI is for a year outside the strategy's period, {start} to {end}",
                "the targets of {n} KPIs are for years outside the strategy's period, {start} to {end}",
                len(outside), start=start, end=end,
            ),
            say("check the period, and the years of the targets"),
            view.path, ("period",),
        )  # fmt: skip
        return
    for kpi, at, target, _form in outside:
        yield Diagnostic(
            CHECK.rule,
            say(
                "the target of “{kpi}” is for {year}, outside the strategy's period, {start} to {end}",
                kpi=kpi.id, year=target.year, start=start, end=end,
            ),
            say("check the year of the target, and the period"),
            view.path, (*at, "target", "year"),
        )  # fmt: skip


CHECK = Check(
    rule("target-outside-period"),
    mark("A target's year lies outside the strategy's period."),
    mark(
        "A strategy sets its targets within its own period, mostly for its last year. Another year is often a slip, "
        "or was left over when the period was extended. Where the document does say so, accept the finding in "
        "kpitrack.yaml under “ignore”, with the reason."
    ),
    Example(bad=example(KPI.replace("year: 2024", "year: 2042")), good=example(KPI)),
    find,
    needs=frozenset({"target-not-after-baseline"}),
)
