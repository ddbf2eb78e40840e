from __future__ import annotations

from typing import Annotated

from kpitrack.cli.context import note
from kpitrack.cli.offers import strategies
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, argument, choice
from kpitrack.cli.screen import columns, show_as
from kpitrack.language import mark, say

HELP = mark(
    "Show the roadmap (工程表) of a strategy as bars over the fiscal years, and what is late.\n\n"
    "An item is late where it is still planned after the year of its start, or under way after the year of its end."
)
FORMATS = ("text", "mermaid", "json")


def run(
    strategy: Annotated[
        list[str] | None, argument("STRATEGY", "Ids of strategies; else all with a roadmap.", strategies)
    ] = None,
    as_of: AsOf = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    space = opened(as_of)
    from kpitrack.analysis.roadmap import roadmap
    from kpitrack.views.roadmap import as_json, as_mermaid, as_text
    from kpitrack.workspace.choose import choose_strategies

    chosen = map(space.strategies.strategy, choose_strategies(space, strategy))
    roadmaps = [(one, roadmap(one, space.as_of)) for one in chosen]
    if not strategy:
        roadmaps = [(one, bars) for one, bars in roadmaps if bars]
        if not roadmaps:
            note(say("No strategy here has a roadmap: write one on a measure or KPI, under “roadmap”."))
    start = space.settings.fiscal_year_start
    show_as(
        format_,
        text=lambda: as_text(roadmaps, space.as_of, columns()),
        mermaid=lambda: as_mermaid(roadmaps, space.as_of, start),
        json=lambda: as_json(roadmaps, space.as_of),
    )
    return 0
