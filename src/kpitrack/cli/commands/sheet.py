"""``kpitrack sheet``: the workbook that departments fill in, out and back."""

from __future__ import annotations

from kpitrack.cli.table import CommandRow
from kpitrack.language import mark

SUMMARY = mark("The workbook that departments fill in, and back.")
SUBCOMMANDS = (
    CommandRow("export", "sheet_export", mark("Write the workbook that departments fill in.")),
    CommandRow("import", "sheet_import", mark("Record what departments have filled in.")),
)
