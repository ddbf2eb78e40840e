"""Rows whose height is a proposal: a spreadsheet makes them higher where somebody types a longer text."""

from __future__ import annotations

import io
import re
import zipfile

_FIXED = re.compile(rb'(<row [^>]*?) customHeight="1"')


def with_growing_rows(workbook: bytes) -> bytes:
    """The workbook with its heights of rows as they are, but not fixed.

    xlsxwriter marks each height that it writes as set by hand, and then no spreadsheet changes it any more: a text
    typed into such a row is cut on the screen and on paper.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content = _FIXED.sub(rb"\1", content)
            new.writestr(entry, content)
    return out.getvalue()
