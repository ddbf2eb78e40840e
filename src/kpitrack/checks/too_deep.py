"""too-deep. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("too-deep"),
    mark("Values are nested more than 32 levels deep."),
    mark(
        "No field of a kpitrack file lies that deep. Usually a bracket is opened again and again, or the file was made"
        " by a program for another purpose."
    ),
    Example(bad=kpi(KPI + "notes: " + "[" * 33 + "]" * 33 + "\n"), good=kpi(KPI)),
)
