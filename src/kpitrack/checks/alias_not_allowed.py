"""alias-not-allowed. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("alias-not-allowed"),
    mark("A file uses an anchor, an alias or a merge key."),
    mark(
        "With & and * and <<, YAML can repeat a part of a file elsewhere. People who read the file must then look in "
        "two places, an edit of one value would change others, and a small file can blow up to fill the memory. Write "
        "out what is meant. A text that begins with & or * stands in quotes."
    ),
    Example(bad=kpi(KPI.replace("{year: 2020", "&start {year: 2020")), good=kpi(KPI)),
)
