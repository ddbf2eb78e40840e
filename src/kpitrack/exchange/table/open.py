"""Files that hold tables, by their content: workbooks, CSV files, PDF, and Word documents, which are read here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kpitrack.exchange.spreadsheet.archive import chunks, said_damaged
from kpitrack.exchange.spreadsheet.cells import MOST_ROWS, Area, Cell, Sheet, UnreadableSheet, read_bytes, sheets_of
from kpitrack.language import say

_LINES_ABOVE = 4
_LONGEST_LINE = 120  # characters; what is longer is running text


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
        return read_document(data, step)
    return sheets_of(data, step, layout=True)


def _is_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except Exception:  # noqa: BLE001  whatever damaged bytes cause is told where the file is read
        return b"word/" in data and b"xl/" not in data


def read_document(data: bytes, step: Callable[[], None]) -> list[Sheet]:
    """The document as one sheet: tables below each other, with the last short lines before each of them.

    A cell is named by where it stands in that sheet.

    Raises:
        UnreadableSheet: it is damaged, too large, or protected by a password.
    """
    with said_damaged(_damaged()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name, chunk in chunks(archive, _too_large):
                _refuse_strict(name, chunk)
        from docx import Document

        return [_document_sheet(Document(io.BytesIO(data)), step)]


def _refuse_strict(name: str, chunk: bytes) -> None:
    if name == "word/document.xml" and b"http://purl.oclc.org/ooxml/" in chunk:
        raise UnreadableSheet(
            say("this is a document of the kind “Strict Open XML”"),
            say("open it in Word and save it as an ordinary Word document (.docx)"),
        )


def _document_sheet(document: Any, step: Callable[[], None]) -> Sheet:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    cells: list[tuple[Cell, ...]] = []
    areas: list[Area] = []
    lines: list[str] = []
    starts: set[int] = set()
    row = width = 0
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            if text := _text([block]):
                lines.append(text)
        elif isinstance(block, Table):
            for line in (line for line in lines[-_LINES_ABOVE:] if len(line) <= _LONGEST_LINE):
                row += 1
                cells.append((Cell(row, 1, line),))
            lines = []
            if len(block.columns) != width:
                starts.add(row + 1)
            width = len(block.columns)
            row = _table(block, row, cells, areas, step)
    return Sheet("", tuple(cells), tuple(areas), frozenset(starts))


def _table(table: Any, row: int, cells: list[tuple[Cell, ...]], areas: list[Area], step: Callable[[], None]) -> int:
    """Put a table below ``row``; returns its last row."""
    from docx.text.paragraph import Paragraph

    open_: dict[int, tuple[int, int]] = {}  # what goes on downwards: its first row and its width, by its column
    for line in table._tbl.tr_lst:  # noqa: SLF001  the public rows repeat merged cells
        row += 1
        if row > MOST_ROWS:
            raise _too_large()
        column = 1 + line.grid_before
        found = []
        for place in line.tc_lst:
            width = place.grid_span
            if place.vMerge == "continue" and column in open_:
                top = open_[column][0]
                areas[:] = [area for area in areas if (area.top, area.left) != (top, column)]
                areas.append(Area(top, column, row, column + open_[column][1] - 1))
            else:
                open_[column] = (row, width)
                if width > 1:
                    areas.append(Area(row, column, row, column + width - 1))
                if text := "\n".join(part for p in place.p_lst if (part := Paragraph(p, table).text.strip())):
                    found.append(Cell(row, column, text))
            column += width
        if found:
            cells.append(tuple(found))
            step()
    return row + 1


def _text(paragraphs: list[Any]) -> str:
    return " ".join(" ".join(paragraph.text.split()) for paragraph in paragraphs).strip()


def _too_large() -> UnreadableSheet:
    return UnreadableSheet(
        say("the document is larger unpacked than any table of KPIs"), say("copy its tables into a new document")
    )


def _damaged() -> UnreadableSheet:
    return UnreadableSheet(
        say("the document is damaged or incomplete"), say("open it in Word, save it again, or ask for it again")
    )
