"""Workbooks (``.xlsx``), read with openpyxl: unlike the faster readers it tells a formula from a value.

The sizes stated in the file are not trusted; unpacking stops at a limit.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kpitrack.language import say

from .archive import chunks
from .cells import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, UnreadableSheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MOST_CELLS = 3_000_000


def read_workbook(data: bytes, step: Callable[[], None], *, layout: bool = False) -> list[Sheet]:
    """Every sheet of a workbook, with its merged areas and what is hidden where ``layout`` is asked for.

    Raises:
        UnreadableSheet: it is not a workbook, is damaged, too large, or holds macros.
    """
    _inspect(data)
    from openpyxl import load_workbook

    from .layout import with_layout

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of formats that it would lose on writing, which is never done
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = _sheets(book, step)
            return with_layout(data, sheets) if layout else sheets
        except UnreadableSheet:
            raise
        except Exception as error:  # openpyxl does not catch the errors of damaged parts
            raise _damaged() from error


def _sheets(book: Workbook, step: Callable[[], None]) -> list[Sheet]:
    found = []
    cells = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows: list[tuple[Cell, ...]] = []
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            if kept := tuple(_cell(cell) for cell in row if cell.value is not None):
                if len(rows) == MOST_ROWS:
                    raise _too_large()
                rows.append(kept)
                cells += len(kept)
                step()
            if cells > _MOST_CELLS:
                raise _too_large()
        found.append(Sheet(sheet.title, tuple(rows)))
    return found


def _cell(cell: Any) -> Cell:
    formula = cell.data_type == "f"
    value = cell.value if not formula or isinstance(cell.value, str) else getattr(cell.value, "text", "=")
    if isinstance(value, str):
        # how a workbook writes a carriage return, which openpyxl does not decode
        value = value.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")
    number_format = cell.number_format if isinstance(value, int | float) else "General"
    return Cell(cell.row, cell.column, value, formula, cell.data_type == "e", number_format or "General")


def _inspect(data: bytes) -> None:
    """Refuse anything but a plain workbook before any part is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive.infolist())
            _unpack(archive)
    except UnreadableSheet:
        raise
    except Exception as error:  # BadZipFile, zlib.error and whatever else damaged bytes cause
        raise _damaged() from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableSheet(say("this is an OpenDocument file"), say("open it and save it as .xlsx"))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableSheet(say("this is no Excel workbook"), say("send the .xlsx file, or a CSV file"))
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSheet(
            say("the workbook is protected by a password"), say("open it, take the password off and save it again")
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _macros()
    if "xl/workbook.bin" in names:
        raise UnreadableSheet(say("this is the binary Excel format .xlsb"), say("open it and save it as .xlsx"))


def _unpack(archive: zipfile.ZipFile) -> None:
    for part, chunk in chunks(archive, _too_large):
        if part == "[Content_Types].xml" and b"macroEnabled" in chunk:
            raise _macros()
        if part == "xl/workbook.xml" and b"http://purl.oclc.org/ooxml/" in chunk:
            raise UnreadableSheet(
                say("this is a workbook of the kind “Strict Open XML”"),
                say("open it in Excel and save it as an ordinary Excel workbook (.xlsx)"),
            )


def _macros() -> UnreadableSheet:
    return UnreadableSheet(say("the workbook holds macros"), say("open it and save it as .xlsx, without macros"))


def _too_large() -> UnreadableSheet:
    return UnreadableSheet(
        say("the workbook is larger unpacked than any sheet of KPIs: more than {rows} rows", rows=MOST_ROWS),
        say("copy the filled rows into a new workbook and send that"),
    )


def _damaged() -> UnreadableSheet:
    return UnreadableSheet(
        say("the workbook is damaged or incomplete"), say("open it in Excel, save it again, or ask for it again")
    )
