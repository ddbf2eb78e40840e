"""bad-year. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("bad-year"),
    mark("A year cannot be read."),
    mark(
        "Years are fiscal years and are written as 2024, FY2024, 令和6年度 or R6. A year without its era, a month, or "
        "a year that no era has cannot be placed. Years run from 1900 to 2200, so that a digit too many is found."
    ),
    Example(bad=kpi(KPI.replace("year: 2024", "year: 20224")), good=kpi(KPI)),
)
