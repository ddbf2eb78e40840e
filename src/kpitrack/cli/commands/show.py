"""``kpitrack show``."""

from __future__ import annotations

import sys
from typing import Annotated

from kpitrack.cli.context import has_color
from kpitrack.cli.options import AsOf, Grading, KPIName, choice, choose
from kpitrack.language import mark, pick

HELP = mark(
    "Show one KPI: its verdict, its figures, its series drawn against the path to the target, and its reference sheet."
)
FORMATS = ("text", "json")


def run(
    kpi: KPIName,
    as_of: AsOf = None,
    grading: Grading = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
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
