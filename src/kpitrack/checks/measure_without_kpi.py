from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, goals
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Measures without a KPI on them or below."""
    measured = {name for placed in view.kpis for name in placed.path}
    for node in view.nodes:
        if node.path and node.item.id not in measured:
            yield Diagnostic(
                CHECK.rule,
                say("the measure “{measure}” has no KPI", measure=node.item.id),
                say("add one, if the document has one for it"),
                view.path, (*node.at, "id"),
            )  # fmt: skip


_GOALS = """\
- id: g2
  title: ひとの交わりを加速させ、移住者や関係人口を増やす
  measures:
    - id: g2-1-1-i
      title: テレワークの推進
"""
_KPIS = "      kpis:\n        - " + KPI.strip().replace("\n", "\n          ") + "\n"

CHECK = Check(
    rule("measure-without-kpi"),
    mark("A measure has no KPI, in it or below."),
    mark(
        "Whether a measure does what it is meant to cannot be seen without a KPI. Many measures have none by right, so "
        "this is looked for only when it is selected: kpitrack validate --select measure-without-kpi."
    ),
    Example(bad={STRATEGY: goals(_GOALS)}, good={STRATEGY: goals(_GOALS + _KPIS)}),
    find,
)
