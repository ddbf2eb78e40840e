from __future__ import annotations

from typing import Annotated

from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Grading, KPIName, Sources, choice
from kpitrack.cli.screen import columns, show
from kpitrack.language import mark

HELP = mark(
    "Show how a KPI's verdict comes about, step by step: which actual was chosen and why, the path, each rate with its "
    "numbers in place, the rule that fired, the grade and its source; and for each number its file and line."
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
    from kpitrack.repository.places import locator
    from kpitrack.views.explain.steps import working
    from kpitrack.views.explain.text import as_json, as_text
    from kpitrack.workspace.case import case_of
    from kpitrack.workspace.choose import Asked, choose

    chosen = choose(space, Asked(kpi=kpi), grading=grading)
    case = case_of(chosen)
    steps = working(case, locator(chosen.workspace.strategies.read))
    lines = as_json(case, steps) if format_ == "json" else as_text(case, steps, columns())
    show(lines, format_)
    return 0
