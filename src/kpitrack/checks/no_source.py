from __future__ import annotations

import re
from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.language import mark, say, say_n

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpi, kpis
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """KPIs without a source in a strategy without one; a single finding where most KPIs have none."""
    if view.strategy.source:
        return
    covered = {node.item.id for node in view.nodes if node.item.source}
    without = [
        placed for placed in view.kpis if not placed.item.source and (not covered or covered.isdisjoint(placed.path))
    ]
    hint = say("add “source: …” to the strategy, with the document's title and address, or to the KPI")
    if len(without) == 1 or 2 * len(without) <= len(view.kpis):
        for placed in without:
            yield Diagnostic(
                CHECK.rule,
                say("neither “{kpi}” nor its strategy names a source", kpi=placed.item.id),
                hint, view.path, (*placed.at, "id"), Part.VALUE,
            )  # fmt: skip
    elif without:
        yield Diagnostic(
            CHECK.rule,
            say_n(
                "neither the strategy nor {n} KPI of it names a source",
                "neither the strategy nor {n} KPIs of it name a source",
                len(without),
            ),
            hint, view.path, ("id",), Part.VALUE,
        )  # fmt: skip


CHECK = Check(
    rule("no-source"),
    mark("Neither the KPI nor its strategy names a source."),
    mark(
        "A figure that cannot be traced to a document cannot be defended in the assembly nor corrected later. Add a "
        "“source” to the strategy (title, address, date of publication), or to the KPI where its figures come from "
        "elsewhere."
    ),
    Example(bad={STRATEGY: re.sub("(?m)^source:.*\n", "", kpis(KPI))}, good=kpi(KPI)),
    find,
)
