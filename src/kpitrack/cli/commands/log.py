from __future__ import annotations

from typing import Annotated

from kpitrack.cli.context import note
from kpitrack.cli.opening import opened_files
from kpitrack.cli.options import KPIName, choice, option, year_argument
from kpitrack.cli.screen import columns, show
from kpitrack.language import mark, say

HELP = mark(
    "Show who recorded, changed or removed each number of a KPI, when, and in which commit: its baseline, target and "
    "milestones, and its actuals.\n\n"
    "Values are compared, not lines: an edit that changes no value is nobody's, and a number keeps its author when its "
    "file takes another name, its entry moves to another file, or its KPI takes another id."
)
FORMATS = ("text", "json")


def run(
    kpi: KPIName,
    year: Annotated[str | None, option("--year", "Only this fiscal year.", "YEAR")] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    only = None if year is None else year_argument("--year", year)

    space = opened_files()
    from kpitrack.history.git import require_git
    from kpitrack.history.log import history
    from kpitrack.workspace.case import case_of
    from kpitrack.workspace.choose import Asked, choose

    case = case_of(choose(space, Asked(kpi=kpi)))
    ref = case.standing.ref
    git = require_git(space.listing.root)
    events = history(git, [file.path for file in space.listing.files], space.read, ref)
    if git.shallow:
        note(
            say("the clone is shallow: its oldest commit stands for all before it. To get those: git fetch --unshallow")
        )
    events = [event for event in events if only in {None, event.slot.year}]
    from kpitrack.views.log import as_json, as_text

    lines = as_json(ref, events) if format_ == "json" else as_text(ref, case.standing.kpi, events, columns())
    show(lines, format_)
    return 0
