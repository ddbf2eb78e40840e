"""``kpitrack sheet``: the workbook that departments fill in, out and back."""

from __future__ import annotations

from kpitrack.language import mark

from .commands import Entry

SUMMARY = mark("The workbook that departments fill in, and back.")
SUBCOMMANDS = (
    Entry("export", "sheet_export", mark("Write the workbook that departments fill in.")),
    Entry("import", "sheet_import", mark("Record what departments have filled in.")),
)
