"""tag-not-allowed. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("tag-not-allowed"),
    mark("A file uses a YAML tag."),
    mark(
        "A tag such as !!str tells a program to read a value as something else than it looks like. Write numbers as "
        "numbers and texts as texts, in quotes where they look like numbers; then no tag is needed."
    ),
    Example(bad=kpi(KPI.replace("unit: 件", "unit: !!str 件")), good=kpi(KPI)),
)
