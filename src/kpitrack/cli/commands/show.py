from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Grading, KPIName, Sources, choice
from kpitrack.cli.screen import columns, show, show_as
from kpitrack.language import mark

if TYPE_CHECKING:
    from kpitrack.workspace.open import Workspace

HELP = mark(
    "Show one KPI: its verdict, its figures, its series drawn against the path to the target, and its reference sheet; "
    "or, by the id of a strategy, what it comes from and says: its lineage, goals, statements, grants and committee."
)
FORMATS = ("text", "json")


def run(
    kpi: KPIName,
    as_of: AsOf = None,
    grading: Grading = None,
    sources: Sources = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    space = opened(as_of, sources)
    if kpi in space.strategies:
        return _strategy(space, kpi, format_)
    from kpitrack.views.show import as_json, as_text
    from kpitrack.workspace.case import case_of
    from kpitrack.workspace.choose import Asked, choose

    case = case_of(choose(space, Asked(kpi=kpi), grading=grading))
    show(as_json(case) if format_ == "json" else as_text(case, columns()), format_)
    return 0


def _strategy(space: Workspace, name: str, format_: str) -> int:
    """Show a strategy with all that it says beside its measures; the measures are shown by ``tree``."""
    from kpitrack.analysis.lineage import lineages
    from kpitrack.views.annexes import population_of
    from kpitrack.views.tree import json, text
    from kpitrack.views.tree.view import Options, judged
    from kpitrack.workspace.choose import Asked, choose

    asked = choose(space, Asked((name,)))
    bundle = space.strategies.bundle(name)
    strategy = space.strategies.strategy(name)
    verdicts = judged(asked.standings())
    known = lineages(space.heads.select("strategy", "supersedes", "carries_out").iter_rows())
    population = population_of(file.model for file in bundle.actuals if file.model)
    options = Options(
        asked.as_of, depth=1, texts=True, lineages=known, titles=asked.strategy_titles, population={name: population}
    )
    show_as(
        format_,
        text=lambda: text.as_text([strategy], verdicts, options, columns()),
        json=lambda: json.as_json([strategy], verdicts, options),
    )
    return 0
