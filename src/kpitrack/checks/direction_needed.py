from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import Text, mark, plain, say
from kpitrack.model.strategy import KPI
from kpitrack.model.target import Target
from kpitrack.model.vocabulary import RANK

from .check import Check, Context, Example
from .examples import kpi
from .targets import baseline_of, direction_of
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """KPIs without ``better`` whose baseline and target do not show the direction."""
    for item, at, target, form in view.aims:
        if item.better is not None or item.scale is not None or form in {None, "range", "hold"}:
            continue
        why = _why(item, target)
        if why is not None:
            yield Diagnostic(
                CHECK.rule, why, say("add “better: higher” or “better: lower”"),
                view.path, (*at, "target"), Part.KEY,
            )  # fmt: skip


def _why(item: KPI, target: Target) -> Text | None:
    if direction_of(item, target) is not None:
        return None
    if target.form == "improve":
        return say("“improve” does not say which way “{kpi}” is to go", kpi=item.id)
    known = baseline_of(item) is not None
    if target.form == "parity_with":
        message = say("without a baseline, the target of “{kpi}” does not show which way it is to go", kpi=item.id)
        return None if known else message
    if known or item.accumulation == "sum":
        return say("baseline and target of “{kpi}” are equal and do not show which way is better", kpi=item.id)
    rank = say("“{kpi}” is a rank, of which lower is better, and has no baseline to show it", kpi=item.id)
    return rank if plain(item.unit) == RANK else None  # a plain value without a baseline: higher is assumed


_KPI = """\
id: healthy-life-men
name: 健康寿命（男性）
unit: 歳
baseline: {year: 2020, value: 79.83}
target: {year: 2024, improve: true}
"""

CHECK = Check(
    rule("direction-needed"),
    mark("It cannot be told whether a higher or a lower value is better."),
    mark(
        "Whether a value is better when it is higher or lower shows where baseline and target differ. Where they are "
        "equal, where the target names no number (延伸, 増加を目指す), or where there is no baseline to compare with, "
        "the file must say it. Add “better: higher” or “better: lower”. "
        "Only for a plain “value” without a baseline, higher is assumed."
    ),
    Example(bad=kpi(_KPI), good=kpi(_KPI + "better: higher\n")),
    find,
    needs=frozenset({"target-form", "undefined-multiple", "unknown-reference", "cycle"}),
)
