"""Rows of a filled workbook that are tall enough for their texts, as a spreadsheet makes them while one types."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpitrack.exchange.sheet.page import lines_at_most

from .cell_styles import CellStyles
from .moved_parts import MAIN
from .tree import Element

_NAME = re.compile(r"([A-Z]+)([0-9]+)")
_COLUMN = 8.43  # characters of 11 points, where the sheet says nothing else
_SIZE = 11.0
_LEADING = 1.4
_TALLEST = 409.0  # points, in Excel
_SLACK = 1.05
"""By how much a text may be taller than its row by this reckoning before the row grows."""


def columns_of(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def grow_rows(root: Element, cells: Mapping[str, str], styles: CellStyles) -> None:
    """Make rows taller whose texts need it; none becomes lower.

    Args:
        root: of the sheet, its rows where they now are.
        cells: the filled texts by cell.
        styles: the looks of the workbook.
    """
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
            found = _NAME.fullmatch(name)
            if name not in cells or found is None:
                continue
            size, wraps = styles.text_look(cell.get("s"))
            start = columns_of(found[1])
            end, rows = spans.get(name, (start, 1))
            if wraps and rows == 1:
                width = sum(widths.get(column, _COLUMN) for column in range(start, end + 1))
                needed = max(needed, lines_at_most(cells[name], (width - 1) * _SIZE / size) * size * _LEADING + 3)
        if needed > float(row.get("ht", default)) * _SLACK:
            row.set("ht", f"{min(needed, _TALLEST):g}")


def _span(area: str) -> tuple[str, tuple[int, int]] | None:
    """The first cell of a merged area, its last column, and how many rows it has."""
    start, _, end = area.partition(":")
    one, other = _NAME.fullmatch(start), _NAME.fullmatch(end)
    if one is None or other is None:
        return None
    return start, (columns_of(other[1]), int(other[2]) - int(one[2]) + 1)
