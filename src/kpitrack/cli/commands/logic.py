"""``kpitrack logic``."""

from __future__ import annotations

import sys
from typing import Annotated

from kpitrack.cli.context import has_color
from kpitrack.cli.options import AsOf, Strategies, choice, choose
from kpitrack.language import mark

HELP = mark(
    "Draw the logic model of a strategy: from measure over output and outcome to goal.\n\n"
    "Says where the model is faulty: goals without an outcome, measures that lead nowhere, outcomes that nothing leads "
    "to, cycles; and where the data break it: outputs that go well while the outcome they feed regresses, is off track "
    "or missed."
)
FORMATS = ("text", "mermaid", "dot", "json")


def run(
    strategy: Strategies = None,
    as_of: AsOf = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    """Draw the logic models."""
    choose("--format", format_, FORMATS)

    from kpitrack.analysis.logic import breaks, flaws, logic_models
    from kpitrack.cli.judging import standings
    from kpitrack.cli.naming import choose_strategies, strategies_of
    from kpitrack.cli.work import open_work
    from kpitrack.views.logic import Drawn

    work = open_work(as_of)
    chosen = choose_strategies(work, strategy)
    statuses = {ref: row["status"] for ref, row in standings(work).items()}
    models = {model.strategy.id: model for model in logic_models(strategies_of(work))}
    drawings = [
        Drawn(model, statuses, flaws(model), breaks(model, statuses)) for model in (models[one.id] for one in chosen)
    ]
    if format_ == "text":
        from kpitrack.views.logic_text import render
        from kpitrack.views.text.screen import columns, show

        show(render(drawings, columns()), has_color(sys.stdout.isatty()))
        return 0
    from kpitrack.views import logic_dot, logic_json, logic_mermaid

    lines = {
        "mermaid": lambda: logic_mermaid.render(drawings),
        "dot": lambda: logic_dot.render(drawings),
        "json": lambda: logic_json.render(drawings, work.as_of),
    }[format_]()
    for line in lines:
        print(line)
    return 0
