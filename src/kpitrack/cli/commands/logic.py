from __future__ import annotations

from typing import Annotated, Any

from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Strategies, choice
from kpitrack.cli.screen import columns, show_as
from kpitrack.language import mark

HELP = mark(
    "Draw the logic model of a strategy: from measure over output and outcome to goal.\n\n"
    "Says where the model is faulty: goals without an outcome, measures that lead nowhere, outcomes that nothing leads "
    "to, cycles; and where the data break it: outputs that go well while the outcome they feed regresses, is off track "
    "or missed."
)
FORMATS = ("text", "mermaid", "dot", "json")


def run(
    strategy: Strategies = None, as_of: AsOf = None, format_: Annotated[str, choice("--format", FORMATS)] = "text"
) -> int:
    space = opened(as_of)
    from kpitrack.analysis.logic import breaks, flaws, logic_models
    from kpitrack.views.logic import JudgedModel, as_dot, as_json, as_mermaid, as_text
    from kpitrack.workspace.choose import Asked, choose, choose_strategies, with_tied

    names = choose_strategies(space, strategy)
    near = with_tied(space, names)
    statuses: dict[str, Any] = {one.ref: one.status for one in choose(space, Asked(near)).standings()}
    models = {one.strategy.id: one for one in logic_models(map(space.strategies.strategy, near))}
    drawings = [JudgedModel(one, statuses, flaws(one), breaks(one, statuses)) for one in map(models.__getitem__, names)]
    show_as(
        format_,
        text=lambda: as_text(drawings, columns()),
        mermaid=lambda: as_mermaid(drawings),
        dot=lambda: as_dot(drawings),
        json=lambda: as_json(drawings, space.as_of),
    )
    return 0
