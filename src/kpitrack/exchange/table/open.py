"""Files that hold tables, by their content: workbooks, CSV files, Word documents, PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from kpitrack.exchange.spreadsheet.cells import Sheet, UnreadableSheet, read_bytes, sheets_of
from kpitrack.language import say


def open_tables(path: Path, step: Callable[[], None] = lambda: None, *, sheet: str | None = None) -> list[Sheet]:
    """The sheets of a file, with what is merged and hidden in them.

    Args:
        path: of a workbook, a CSV file, a Word document or a PDF with text in it.
        step: is called once for each row or page.
        sheet: the name of the only one that is wanted.

    Raises:
        UnreadableSheet: it cannot be read as any of them, or has no such sheet.
    """
    sheets = _sheets(read_bytes(path), step)
    if sheet is None:
        return sheets
    wanted = [one for one in sheets if one.name == sheet]
    if not wanted:
        names = ", ".join(one.name for one in sheets if one.name)
        raise UnreadableSheet(
            say("there is no sheet {name}", name=sheet),
            say("it has these: {words}", words=names) if names else say("it has only one; leave --sheet out"),
        )
    return wanted


def _sheets(data: bytes, step: Callable[[], None]) -> list[Sheet]:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from .pdf import read_pdf

        return read_pdf(data, step)
    if data.startswith(b"PK") and _is_document(data):
        from .word import read_document

        return read_document(data, step)
    return sheets_of(data, step, layout=True)


def _is_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except Exception:  # noqa: BLE001  whatever damaged bytes cause is told where the file is read
        return b"word/" in data and b"xl/" not in data
