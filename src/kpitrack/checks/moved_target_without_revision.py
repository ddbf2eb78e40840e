"""moved-target-without-revision. Found by comparing two revisions of the repository: see ``kpitrack diff``."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

_MOVED = KPI.replace("value: 12}", "value: 8}")

CHECK = Check(
    rule("moved-target-without-revision"),
    mark("A target was changed, and no entry under “revisions” keeps the earlier one."),
    mark(
        "A target that is lowered in silence makes a KPI look reached. kpitrack diff compares the files with an "
        "earlier state in git and finds targets that moved. Changing one is no mistake, if the earlier target is kept "
        "under “revisions”, with the day and the reason."
    ),
    Example(
        bad=kpi(_MOVED),
        good=kpi(
            _MOVED
            + "revisions:\n  - on: 2023-03-20\n    target: {year: 2024, value: 12}\n    reason: 中間評価による見直し\n"
        ),
    ),
)
