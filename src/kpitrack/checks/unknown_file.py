"""unknown-file. Found where files are looked for."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi, kpis

CHECK = Check(
    rule("unknown-file"),
    mark("A file lies where it is not read."),
    mark(
        "Only files that end in .yaml below data/strategies and data/actuals are read, and kpitrack.yaml at the root. "
        "Any other file among them was probably meant to count. Give it that ending, move it, or start its name with a"
        " dot. Notes in .md and .txt may lie beside the data."
    ),
    Example(bad=kpi(KPI) | {"data/strategies/tsuruoka-3.yml": kpis(KPI)}, good=kpi(KPI)),
)
