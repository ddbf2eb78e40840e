"""bad-id. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("bad-id"),
    mark("An id has characters that it may not have."),
    mark(
        "Ids stand in references, addresses and file names, so they are made of small letters a–z, digits and hyphens,"
        " and begin with a letter or digit. Japanese belongs into title and name."
    ),
    Example(bad=kpi(KPI.replace("telework-practitioners", "Telework_実践者")), good=kpi(KPI)),
)
