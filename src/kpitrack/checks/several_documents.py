"""several-documents. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, STRATEGY, kpi, kpis

CHECK = Check(
    rule("several-documents"),
    mark("A file holds several YAML documents."),
    mark(
        "A line of --- starts a new document, and everything after it would be left out. One file holds one strategy, "
        "or actuals of one strategy. Put the others into files of their own, or remove the line."
    ),
    Example(bad={STRATEGY: kpis(KPI) + "---\n" + kpis(KPI)}, good=kpi(KPI)),
)
