"""wrong-type. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("wrong-type"),
    mark("A value is of the wrong kind, such as text where a number is due."),
    mark(
        'Nothing is guessed: "12" in quotes is a text and no number, and a code such as 062031 without quotes is a '
        "number and no text. Write numbers without quotes and unit, codes in quotes, lists with a dash before each "
        "entry."
    ),
    Example(bad=kpi(KPI.replace("value: 12}", "value: 十二}")), good=kpi(KPI)),
)
