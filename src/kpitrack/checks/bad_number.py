"""bad-number. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("bad-number"),
    mark("A number is not written as YAML writes it."),
    mark(
        "Commas, full-width digits, ▲ for minus and underscores make a text of a number, and percentages need their "
        "sign where a rate is meant. Write digits only, with a point for decimals: 12600, -3, 0.8. The hint names what"
        " to write."
    ),
    Example(bad=kpi(KPI.replace("value: 12}", "value: １２}")), good=kpi(KPI)),
)
