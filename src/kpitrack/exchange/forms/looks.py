"""How a filled workbook looks: cells that get what their values need, and rows that are tall enough for their texts."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from kpitrack.exchange.sheet.page import lines_at_most
from kpitrack.exchange.spreadsheet.formula import is_like_formula
from kpitrack.exchange.spreadsheet.sheet_part import column_number

from .tree import MAIN, Element

_TEXT = "49"  # the number of the format @
_PERCENT = "0.0%"
_OWN = 164  # the first number of a format that is no built-in one
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
_COLUMN = 8.43  # characters of 11 points, where the sheet says nothing else
_SIZE = 11.0
_LEADING = 1.4
_TALLEST = 409.0  # points, in Excel
_SLACK = 1.05  # by how much a text may be taller than its row by this reckoning before the row grows


class CellStyles:
    """The looks, by their numbers; ``root`` is that of the part ``styles.xml``."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._looks = root.find(f"{MAIN}cellXfs")
        self._made: dict[tuple[str, str], str] = {}

    def is_text(self, number: str | None) -> bool:
        """Whether a cell takes all that is in it for text."""
        return bool(self._format(number) == _TEXT)

    def text_look(self, number: str | None) -> tuple[float, bool]:
        """The size in points of the letters in a cell, and whether they go on in a next line."""
        look = self._looks[int(number or 0)] if self._looks is not None else None
        if look is None:
            return 11.0, False
        fonts = self.root.find(f"{MAIN}fonts")
        font = fonts[int(look.get("fontId", 0))].find(f"{MAIN}sz") if fonts is not None else None
        alignment = look.find(f"{MAIN}alignment")
        wraps = alignment is not None and alignment.get("wrapText") in {"1", "true"}
        return float(font.get("val")) if font is not None else 11.0, wraps

    def as_percent(self, cell: Element) -> None:
        """Show a ratio in per cent, unless the form says how numbers look in the cell."""
        if self._format(cell.get("s")) == "0":
            cell.set("s", self._with(cell.get("s"), "numFmtId", self._percent(), "applyNumberFormat"))

    def as_text(self, cell: Element, text: str) -> None:
        """Keep a text that is like a formula a text, also where somebody edits the cell."""
        if is_like_formula(text):
            cell.set("s", self._with(cell.get("s"), "quotePrefix", "1", None))

    def _format(self, number: str | None) -> str:
        at = int(number or 0)
        return self._looks[at].get("numFmtId", "0") if self._looks is not None and at < len(self._looks) else "0"

    def _with(self, number: str | None, name: str, value: str, flag: str | None) -> str:
        key = number or "0", name
        if key not in self._made:
            look = copy.deepcopy(self._looks[int(key[0])])
            look.set(name, value)
            if flag:
                look.set(flag, "1")
            self._looks.append(look)
            self._looks.set("count", str(len(self._looks)))
            self._made[key] = str(len(self._looks) - 1)
        return self._made[key]

    def _percent(self) -> str:
        formats = self.root.find(f"{MAIN}numFmts")
        if formats is None:
            formats = self.root.makeelement(f"{MAIN}numFmts", {})
            self.root.insert(0, formats)
        for one in formats:
            if one.get("formatCode") == _PERCENT:
                return str(one.get("numFmtId"))
        number = str(max([_OWN - 1, *(int(one.get("numFmtId")) for one in formats)]) + 1)
        formats.append(formats.makeelement(f"{MAIN}numFmt", {"numFmtId": number, "formatCode": _PERCENT}))
        formats.set("count", str(len(formats)))
        return number


def grow_rows(root: Element, cells: Mapping[str, str], styles: CellStyles) -> None:
    """Make rows taller whose filled texts, given by cell, need it; none becomes lower."""
    widths: dict[int, float] = {}
    for one in root.iter(f"{MAIN}col"):
        for number in range(int(one.get("min")), min(int(one.get("max")), 500) + 1):
            widths[number] = float(one.get("width", _COLUMN))
    spans = dict(filter(None, (_span(one.get("ref", "")) for one in root.iter(f"{MAIN}mergeCell"))))
    default = float(root.find(f"{MAIN}sheetFormatPr").get("defaultRowHeight", 15))
    for row in root.iter(f"{MAIN}row"):
        needed = 0.0
        for cell in row:
            name = cell.get("r", "")
            found = _PLACE.fullmatch(name)
            if name not in cells or found is None:
                continue
            size, wraps = styles.text_look(cell.get("s"))
            start = column_number(found[1])
            end, rows = spans.get(name, (start, 1))
            if wraps and rows == 1:
                width = sum(widths.get(column, _COLUMN) for column in range(start, end + 1))
                needed = max(needed, lines_at_most(cells[name], (width - 1) * _SIZE / size) * size * _LEADING + 3)
        if needed > float(row.get("ht", default)) * _SLACK:
            row.set("ht", f"{min(needed, _TALLEST):g}")


def _span(area: str) -> tuple[str, tuple[int, int]] | None:
    """The first cell of a merged area, its last column, and how many rows it has."""
    start, _, end = area.partition(":")
    one, other = _PLACE.fullmatch(start), _PLACE.fullmatch(end)
    if one is None or other is None:
        return None
    return start, (column_number(other[1]), int(other[2]) - int(one[2]) + 1)
