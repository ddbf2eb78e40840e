"""``kpitrack sheet``: the workbook that departments fill in, out and back."""

from __future__ import annotations

from kpitrack.cli.table import Entry
from kpitrack.language import mark

SUMMARY = mark("The workbook that departments fill in, and back.")
SUBCOMMANDS = (
    Entry("export", "sheet_export", mark("Write the workbook that departments fill in.")),
    Entry("import", "sheet_import", mark("Record what departments have filled in.")),
)
