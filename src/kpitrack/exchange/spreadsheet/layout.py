"""What is merged and what is hidden in the sheets of a workbook, which the quick reading of its cells does not tell."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET
from xml.parsers import expat

from .cells import MOST_COLUMNS, Area, Sheet

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_AREAS = 100_000


@dataclass(slots=True)
class _Layout:
    hidden: bool = False
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    areas: list[Area] = field(default_factory=list)


def with_layout(data: bytes, sheets: list[Sheet]) -> list[Sheet]:
    """The ``sheets`` of the workbook ``data``, each with its merged areas and its hidden cells marked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive)
        return [_laid_out(sheet, _scan(archive, *parts[sheet.name])) if sheet.name in parts else sheet
                for sheet in sheets]  # fmt: skip


def _parts(archive: zipfile.ZipFile) -> Mapping[str, tuple[str, bool]]:
    """Each sheet's part in the archive, and whether the sheet is hidden."""
    folder = "xl/"
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  entities were refused before
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  likewise
    targets = {one.get("Id"): str(one.get("Target", "")) for one in relations}
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet" and (target := targets.get(sheet.get(_RELATION))):
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder + target)
            found[str(sheet.get("name"))] = (path, sheet.get("state", "visible") != "visible")
    return found


def _scan(archive: zipfile.ZipFile, path: str, hidden: bool) -> _Layout:
    """One pass over a sheet's part, which keeps nothing of its cells."""
    layout = _Layout(hidden)

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row" and attributes.get("hidden") in {"1", "true"} and attributes.get("r", "").isdigit():
            layout.rows.add(int(attributes["r"]))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            layout.columns.update(range(first, min(last, MOST_COLUMNS) + 1))
        elif name == "mergeCell" and len(layout.areas) < _MOST_AREAS and (area := _area(attributes.get("ref", ""))):
            layout.areas.append(area)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(path) as file:
        parser.ParseFile(file)
    return layout


def _area(reference: str) -> Area | None:
    found = _AREA.fullmatch(reference)
    if not found or found[3] is None:
        return None
    rows, columns = sorted((int(found[2]), int(found[4]))), sorted((_column(found[1]), _column(found[3])))
    return Area(rows[0], columns[0], rows[1], columns[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _laid_out(sheet: Sheet, layout: _Layout) -> Sheet:
    rows = sheet.rows
    if layout.hidden or layout.rows or layout.columns:
        rows = tuple(
            tuple(
                replace(cell, hidden=True)
                if layout.hidden or cell.row in layout.rows or cell.column in layout.columns
                else cell
                for cell in row
            )
            for row in rows
        )
    return Sheet(sheet.name, rows, tuple(layout.areas))
