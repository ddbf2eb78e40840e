"""``kpitrack show``."""

from __future__ import annotations

import sys
from typing import Annotated

from kpitrack.cli.context import has_color
from kpitrack.cli.options import AsOf, Grading, KPIName, Sources, choice
from kpitrack.language import mark

HELP = mark(
    "Show one KPI: its verdict, its figures, its series drawn against the path to the target, and its reference sheet."
)
FORMATS = ("text", "json")


def run(
    kpi: KPIName,
    as_of: AsOf = None,
    grading: Grading = None,
    sources: Sources = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    """Show the KPI."""
    from kpitrack.cli.opening import opened

    space = opened(as_of, sources)
    from kpitrack.views.show import as_json, as_text
    from kpitrack.views.text.screen import columns, show
    from kpitrack.workspace.case import case_of
    from kpitrack.workspace.choose import Asked
    from kpitrack.workspace.choose import choose as choose_kpis

    case = case_of(choose_kpis(space, Asked(kpi=kpi), grading=grading))
    show(as_json(case) if format_ == "json" else as_text(case, columns()), has_color(sys.stdout.isatty()), format_)
    return 0
