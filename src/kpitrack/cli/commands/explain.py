"""``kpitrack explain``."""

from __future__ import annotations

import sys
from typing import Annotated

from kpitrack.cli.context import has_color
from kpitrack.cli.options import AsOf, Grading, KPIName, choice, choose
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
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    """Show the working."""
    choose("--format", format_, ("text", "json"))

    from kpitrack.cli.judging import examine
    from kpitrack.cli.naming import find_kpi
    from kpitrack.cli.work import open_work
    from kpitrack.repository.places import locator
    from kpitrack.views.explain.steps import working
    from kpitrack.views.explain.text import as_json, as_text
    from kpitrack.views.text.screen import columns, show

    work = open_work(as_of)
    file, item = find_kpi(work, kpi)
    case = examine(work, file, item, grading)
    steps = working(case, locator(work.repository.read))
    lines = as_json(case, steps) if format_ == "json" else as_text(case, steps, columns())
    show(lines, has_color(sys.stdout.isatty()), format_)
    return 0
