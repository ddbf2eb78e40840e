from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import Text, mark, say

from .check import Check, Context, Example
from .examples import ACTUALS, KPI, STRATEGY, actuals, kpis
from .outline import Outline, View
from .references import Guesses


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """Actuals of KPIs that their strategy does not have."""
    guesses = Guesses()
    for one in view.strategies:
        if one.ambiguous or len(view.by_id[one.id]) > 1:
            continue  # a duplicate id may be the one that is meant
        for path, kpi in one.unknown:
            yield Diagnostic(
                CHECK.rule,
                say("the strategy “{strategy}” has no KPI “{kpi}”", strategy=one.id, kpi=kpi),
                _hint(view, one, kpi, guesses), path, ("actuals", kpi), Part.KEY,
            )  # fmt: skip


def _hint(view: View, one: Outline, kpi: str, guesses: Guesses) -> Text:
    if kpi in one.node_ids:
        return say("“{kpi}” is a goal or measure; write the id of one of its KPIs", kpi=kpi)
    if near := guesses.did_you_mean(kpi.removeprefix(f"{one.id}/"), lambda: one.kpi_ids):
        return near
    for other in view.strategies:
        if kpi in other.kpi_ids:
            return say("“{strategy}” has one; its actuals need a file of their own", strategy=other.id)
    return say("add the KPI to {path}, or take its actuals out", path=one.path)


CHECK = Check(
    rule("unknown-kpi"),
    mark("Actuals are recorded for a KPI that the strategy does not have."),
    mark(
        "Values under an unknown id belong to no target, and would be missing from every table without a word. "
        "Usually the id is mistyped, or the KPI was renamed in the strategy only. Write the id as the strategy has it."
    ),
    Example(
        bad={STRATEGY: kpis(KPI), ACTUALS: actuals("telework-practitioner:\n  2021: 3\n")},
        good={STRATEGY: kpis(KPI), ACTUALS: actuals("telework-practitioners:\n  2021: 3\n")},
    ),
    of_repository=find,
)
