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
    from kpitrack.views.logic import JudgedModel, as_dot, as_json, as_mermaid, as_text
    from kpitrack.views.text.screen import columns, show_as

    work = open_work(as_of)
    chosen = choose_strategies(work, strategy)
    statuses = {ref: row["status"] for ref, row in standings(work).items()}
    models = {model.strategy.id: model for model in logic_models(strategies_of(work))}
    drawings = [
        JudgedModel(model, statuses, flaws(model), breaks(model, statuses))
        for model in (models[one.id] for one in chosen)
    ]
    show_as(
        format_,
        has_color(sys.stdout.isatty()),
        text=lambda: as_text(drawings, columns()),
        mermaid=lambda: as_mermaid(drawings),
        dot=lambda: as_dot(drawings),
        json=lambda: as_json(drawings, work.as_of),
    )
    return 0
