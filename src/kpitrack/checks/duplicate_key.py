"""duplicate-key. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("duplicate-key"),
    mark("A field or name stands twice in the same place."),
    mark(
        "Of two fields with the same name only one could count, and which one would depend on the program that reads "
        "the file. Keep the one that is right."
    ),
    Example(bad=kpi(KPI + "unit: 人\n"), good=kpi(KPI)),
)
