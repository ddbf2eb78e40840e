"""``kpitrack explain``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.language import mark

from .session import has_color
from .usage import AS_OF_HELP, choose

HELP = mark(
    "Show how a KPI's verdict comes about, step by step: which actual was chosen and why, the path, each rate with its "
    "numbers in place, the rule that fired, the grade and its source; and for each number its file and line."
)


def run(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help=mark("strategy/kpi, or the KPI's id."))],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YEAR", help=AS_OF_HELP)] = None,
    grading: Annotated[
        str | None, typer.Option("--grading", metavar="NAME", help=mark("Grade by this scheme instead."))
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=mark("text or json."))] = "text",
) -> int:
    """Show the working."""
    choose("--format", format_, ("text", "json"))

    from kpitrack.files.placing import locator
    from kpitrack.render.screen import columns, show
    from kpitrack.render.working import working
    from kpitrack.render.working_text import as_json, render

    from .judging import examine
    from .naming import find_kpi
    from .work import open_work

    work = open_work(as_of)
    file, item = find_kpi(work, kpi)
    case = examine(work, file, item, grading)
    steps = working(case, locator(work.repository.read))
    if format_ == "json":
        for line in as_json(case, steps):
            print(line)
    else:
        show(render(case, steps, columns()), has_color(sys.stdout.isatty()))
    return 0
