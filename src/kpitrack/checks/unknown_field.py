"""unknown-field. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("unknown-field"),
    mark("A field is not known where it stands."),
    mark(
        "A mistyped field would be left out without a word, and with it a target or a source. The hint names the field"
        " that is nearest, or all that may stand here. A field that is right may also stand at the wrong level: check "
        "the indentation."
    ),
    Example(bad=kpi(KPI + "deparment: 企画課\n"), good=kpi(KPI + "department: 企画課\n")),
)
