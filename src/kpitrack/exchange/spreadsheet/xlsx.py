"""Workbooks (``.xlsx``): the cells that hold something, a formula told from a value, what is merged and what is hidden.

The sizes stated in the file are not trusted; unpacking stops at a limit.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree import ElementTree as ET

from kpitrack.language import say

from .archive import chunks, said_damaged
from .cells import MOST_ROWS, Cell, Sheet, UnreadableSheet
from .sheet_part import SheetParser, SheetPart, Styles, TooManyCells, plain_text

_ERA_FORMAT = re.compile(r"g{1,3}e{1,2}(?!n)", re.IGNORECASE)  # ggge"年度" shows the year of a day by its era
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class _Part(NamedTuple):
    name: str
    path: str
    hidden: bool


def read_workbook(data: bytes, step: Callable[[], None], *, layout: bool = False) -> list[Sheet]:
    """Every sheet of a workbook, with its merged areas and what is hidden where ``layout`` is asked for.

    Raises:
        UnreadableSheet: it is not a workbook, is damaged, too large, or holds macros.
    """
    with said_damaged(_damaged()), zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_parts(archive.infolist())
        _unpack(archive)
        try:
            return list(_sheets(archive, step, layout=layout))
        except TooManyCells:
            raise _too_large() from None


def saved_at(data: bytes) -> dt.datetime | None:
    """When a workbook that can be read was last saved, as it says itself, in UTC; None where it does not say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts = {_local(one): one.text or "" for one in _xml(archive, "docProps/core.xml")}
        found = dt.datetime.fromisoformat(texts.get("modified") or texts["created"])
    except (KeyError, ValueError, zipfile.BadZipFile, ET.ParseError):
        return None
    return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _sheets(archive: zipfile.ZipFile, step: Callable[[], None], *, layout: bool) -> Iterator[Sheet]:
    book = _xml(archive, "xl/workbook.xml")
    texts, styles = _texts(archive), _styles(archive, book)
    for part in _parts(archive, book):
        with archive.open(part.path) as file:
            read = SheetParser(texts, styles, step).read(file)
        yield _laid_out(part, read) if layout else Sheet(part.name, tuple(read.rows))


def _laid_out(part: _Part, read: SheetPart) -> Sheet:
    """The sheet with its hidden cells marked."""

    def marked(cell: Cell) -> Cell:
        column = any(cell.column in columns for columns in read.hidden_columns)
        return replace(cell, hidden=True) if part.hidden or cell.row in read.hidden_rows or column else cell

    if not (part.hidden or read.hidden_rows or read.hidden_columns):
        return Sheet(part.name, tuple(read.rows), tuple(read.areas))
    return Sheet(part.name, tuple(tuple(map(marked, row)) for row in read.rows), tuple(read.areas))


def _xml(archive: zipfile.ZipFile, path: str) -> ET.Element:
    return ET.fromstring(archive.read(path))  # noqa: S314  entities were refused before


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _parts(archive: zipfile.ZipFile, book: ET.Element) -> Iterator[_Part]:
    """Each sheet's name, its part in the archive, and whether it is hidden; sheets of charts have none."""
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id"): one.get("Target", "") for one in relations if "chartsheet" not in one.get("Type", "")}
    for sheet in book.iter():
        if _local(sheet) == "sheet" and (target := targets.get(sheet.get(_RELATION))):
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            yield _Part(str(sheet.get("name")), path, sheet.get("state", "visible") != "visible")


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, without the readings of Japanese words that stand beside them."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found = []
    for item in _xml(archive, "xl/sharedStrings.xml"):
        runs = [item, *(one for one in item if _local(one) == "r")]
        texts = [one.text or "" for run in runs for one in run if _local(one) == "t"]
        found.append(plain_text("".join(texts)))
    return found


def _styles(archive: zipfile.ZipFile, book: ET.Element) -> Styles:
    """The number formats of the workbook's styles."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

    old = any(_local(one) == "workbookPr" and one.get("date1904") in {"1", "true"} for one in book)
    epoch = MAC_EPOCH if old else WINDOWS_EPOCH
    if "xl/styles.xml" not in archive.namelist():
        return Styles((), frozenset(), epoch)
    root = _xml(archive, "xl/styles.xml")
    known = dict(BUILTIN_FORMATS) | {
        int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in root.iter() if _local(one) == "numFmt"
    }
    cells = next((one for one in root if _local(one) == "cellXfs"), ())
    formats = [known.get(int(one.get("numFmtId", 0)), "General") for one in cells]
    return Styles(
        formats,
        frozenset(i for i, code in enumerate(formats) if is_date_format(code) or _ERA_FORMAT.search(code)),
        epoch,
    )


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse anything but a plain workbook before any part is parsed."""
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
