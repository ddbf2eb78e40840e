"""unreadable-file. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, kpi

CHECK = Check(
    rule("unreadable-file"),
    mark("A file cannot be read."),
    mark(
        "It may belong to someone else, be a folder or a link that leads nowhere, or have gone while it was read. "
        "Check that it is there and that you may read it. What is not a file of data should not have a name that ends "
        "in .yaml."
    ),
    Example(bad=kpi(KPI) | {"data/strategies/old.yaml/readme.txt": "2019年度までの版"}, good=kpi(KPI)),
)
