"""not-utf8. Found where files are read."""

from __future__ import annotations

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, STRATEGY, kpi, kpis

CHECK = Check(
    rule("not-utf8"),
    mark("A file is not in UTF-8."),
    mark(
        "Every file is read as UTF-8. Files saved by older Windows programs are often in Shift_JIS (CP932); read as "
        "anything else, their Japanese would be garbled. Open the file in an editor with the right encoding and save "
        "it as UTF-8, or convert it: iconv -f CP932 -t UTF-8 OLD > NEW."
    ),
    Example(bad={STRATEGY: kpis(KPI).encode("cp932")}, good=kpi(KPI)),
)
