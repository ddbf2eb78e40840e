from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import mark, say
from kpitrack.model.numbers import show_number

from .check import Check, Context, Example
from .continued_units_differ import continued, successor
from .examples import ACTUALS
from .outline import View

_ACCUMULATION = 4


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """KPIs that have another value of a year than the one that they continue."""
    for reference, now, before in continued(view):
        if now.kind != before.kind or now.kind[_ACCUMULATION] == "running_total":
            continue  # other units are another finding, and running totals share nothing
        for year, value in sorted(now.values.items()):
            if before.values.get(year, value) != value:
                yield Diagnostic(
                    CHECK.rule,
                    say(
                        "in {year}, “{kpi}” has {value}, but “{before}”, which it continues, {other}",
                        year=year, kpi=reference.subject, value=show_number(value), before=reference.text,
                        other=show_number(before.values[year]),
                    ),
                    say("record each year once, under either name, and correct the one that is wrong"),
                    reference.owner.path, reference.at,
                )  # fmt: skip


def _recorded(value: int) -> dict[str, str]:
    def entries(strategy: str, number: int) -> str:
        return f"strategy: {strategy}\nactuals:\n  visitors: {{2024: {number}}}\n"

    return {
        **successor("万人"),
        ACTUALS: entries("tsuruoka-2", 110),
        ACTUALS.replace("tsuruoka-2", "tsuruoka-3"): entries("tsuruoka-3", value),
    }


CHECK = Check(
    rule("continued-values-differ"),
    mark("A KPI and the one that it continues have different values of one year."),
    mark(
        "“continues” makes one series of two KPIs, so that a year has one value, recorded under either name. Where "
        "both have one, they must be the same; of two that differ, one is wrong, and the verdicts of the two "
        "strategies would contradict each other. Take the wrong one out."
    ),
    Example(bad=_recorded(112), good=_recorded(110)),
    of_repository=find,
    needs=frozenset({"unknown-reference", "cycle", "continued-units-differ"}),
)
