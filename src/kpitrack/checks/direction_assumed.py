from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say
from kpitrack.model.numbers import plain_number, show_number

from .check import Check, Context, Example
from .examples import kpi
from .targets import baseline_of
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """KPIs whose plain target lies below the baseline, and that do not say which way is better."""
    for item, at, target, form in view.aims:
        if form != "value" or item.better is not None or item.scale is not None or item.accumulation == "sum":
            continue
        start, value = baseline_of(item), target.value
        if start is None or value is None or value >= start:
            continue
        yield Diagnostic(
            CHECK.rule,
            say(
                "the target of “{kpi}”, {target}, lies below its baseline, {baseline}; so lower is taken to be better",
                kpi=item.id, target=show_number(value), baseline=show_number(start),
            ),
            say(
                "write “better: lower” if it is to fall; if its fall is to be limited, write “hold: at_least” beside "
                "“value: {value}”",
                value=plain_number(value),
            ),
            view.path, (*at, "target"), Part.KEY,
        )  # fmt: skip


_KPI = """\
id: population
name: 総人口
unit: 人
baseline: {year: 2020, value: 20412}
target: {year: 2024, %svalue: 19500}
"""

CHECK = Check(
    rule("direction-assumed"),
    mark("A target lies below the baseline, and nothing says whether that is the aim or the limit."),
    mark(
        "A number below the baseline is written for two different things: what is to fall (待機児童 50人 → 0人), and "
        "what falls anyway and is to be kept from falling further (総人口 20,412人 → 19,500人以上). Read the wrong way "
        "round, a loss is praised. Lower is taken to be better; say “better: lower”, or write the limit as "
        "“hold: at_least”."
    ),
    Example(bad=kpi(_KPI % ""), good=kpi(_KPI % "hold: at_least, ")),
    find,
    needs=frozenset({"target-form", "target-not-after-baseline", "unit-slip"}),
)
