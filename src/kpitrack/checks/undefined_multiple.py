from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import kpi
from .targets import baseline_of
from .view import StrategyView

_MULTIPLES = {"times_baseline", "percent_change", "percent_per_year"}


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Targets that are a multiple or a percentage of a baseline of zero."""
    for item, at, _target, form in view.aims:
        if form in _MULTIPLES and baseline_of(item) == 0:
            yield Diagnostic(
                CHECK.rule,
                say(
                    "the baseline of “{kpi}” is 0, and “{form}” of 0 is 0 again",
                    kpi=item.id, form=form,
                ),
                say("write the target as “value” or “change”, or correct the baseline"),
                view.path, (*at, "target", str(form)),
            )  # fmt: skip


_KPI = """\
id: telework-practitioners
name: 移住定住施策によるテレワーク実践者数
unit: 件
baseline: {year: 2020, value: %d}
target: {year: 2024, times_baseline: 2}
"""

CHECK = Check(
    rule("undefined-multiple"),
    mark("A target is a multiple or a percentage of a baseline that is zero."),
    mark(
        "Twice nothing is nothing: a target such as “2倍に” or “3割増” says nothing where the baseline is 0. "
        "Write what is to be reached as a number (“value”) or as a step (“change”), or correct the baseline."
    ),
    Example(bad=kpi(_KPI % 0), good=kpi(_KPI % 6)),
    find,
    needs=frozenset({"target-form"}),
)
