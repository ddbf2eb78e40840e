"""yaml-syntax. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, STRATEGY, kpi, kpis

CHECK = Check(
    rule("yaml-syntax"),
    mark("A file cannot be read as YAML."),
    mark(
        "A bracket or quote is not closed, a colon has no space after it, the indentation does not fit, or a value "
        "begins with a character that means something else to YAML, such as % or @. Nothing of the file can be used "
        "until that is put right. Often the mistake is in the line before the one that is shown."
    ),
    Example(bad={STRATEGY: kpis(KPI).replace("value: 12}", "value: 12")}, good=kpi(KPI)),
)
