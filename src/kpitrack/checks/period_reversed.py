from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpi, kpis
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Periods and roadmap items that end before they begin."""
    period = view.strategy.period
    if period.end < period.start:
        yield Diagnostic(
            CHECK.rule,
            say("the period ends in {end}, before it begins in {start}", start=period.start, end=period.end),
            say("check both years, or exchange them"),
            view.path, ("period", "end"),
        )  # fmt: skip
    for placed in (*view.nodes, *view.kpis):
        for i, bar in enumerate(placed.item.roadmap or ()):
            if bar.end is not None and bar.end < bar.start:
                yield Diagnostic(
                    CHECK.rule,
                    say(
                        "“{item}” of the roadmap ends in {end}, before it begins in {start}",
                        item=bar.id, start=bar.start, end=bar.end,
                    ),
                    say("check both years, or exchange them"),
                    view.path, (*placed.at, "roadmap", i, "end"),
                )  # fmt: skip


CHECK = Check(
    rule("period-reversed"),
    mark("A strategy's period, or a bar of its roadmap, ends before it begins."),
    mark(
        "The period tells which target years belong to the strategy, and where a KPI starts whose baseline names no "
        "year. Check which of the two years is mistyped, or exchange them."
    ),
    Example(bad={STRATEGY: kpis(KPI).replace("end: 2024", "end: 2004")}, good=kpi(KPI)),
    find,
)
