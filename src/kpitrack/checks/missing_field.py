"""missing-field. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("missing-field"),
    mark("A required field is missing or has no value."),
    mark(
        "A strategy needs id, title, organization with its name, period and goals; a goal and a measure id and title; "
        'a KPI id, name and unit, of which the unit may be "". Add the field. What is not known, of the fields that '
        "are not required, is left out."
    ),
    Example(bad=kpi(KPI.replace("unit: 件\n", "")), good=kpi(KPI)),
)
