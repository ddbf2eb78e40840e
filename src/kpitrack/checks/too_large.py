"""too-large. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("too-large"),
    mark("A file is over 20 MB, or a text in it over 100 kB."),
    mark(
        "Files of data are read by people, too, and travel through git and reviews. Split a large file: the actuals of"
        " one strategy may stand in any number of files. Keep a long text in a document of its own, and name that."
    ),
    Example(bad=kpi(KPI + "notes: " + "x" * 100_001 + "\n"), good=kpi(KPI)),
)
