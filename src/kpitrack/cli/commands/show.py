"""``kpitrack show``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.cli.context import has_color
from kpitrack.cli.options import AS_OF_HELP, choose
from kpitrack.language import mark, pick

HELP = mark(
    "Show one KPI: its verdict, its figures, its series drawn against the path to the target, and its reference sheet."
)


def run(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help=mark("strategy/kpi, or the KPI's id."))],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YEAR", help=AS_OF_HELP)] = None,
    grading: Annotated[
        str | None, typer.Option("--grading", metavar="NAME", help=mark("Grade by this scheme instead."))
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=mark("text or json."))] = "text",
) -> int:
    """Show the KPI."""
    choose("--format", format_, ("text", "json"))

    from kpitrack.cli.judging import examine
    from kpitrack.cli.naming import find_kpi
    from kpitrack.cli.work import open_work

    work = open_work(as_of)
    file, item = find_kpi(work, kpi)
    case = examine(work, file, item, grading)
    if format_ == "json":
        from kpitrack.views.show_json import render as as_json

        for line in as_json(case.standing, case.series, case.original):
            print(line)
        return 0
    from kpitrack.views.show import render
    from kpitrack.views.text.screen import columns, show

    titles = [pick(node.title) for node in case.nodes]
    show(render(case.standing, case.series, titles, columns(), case.original), has_color(sys.stdout.isatty()))
    return 0
