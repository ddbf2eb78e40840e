"""Tables of areas, as e-Stat and RESAS give them out: areas and years down or across, a series a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpitrack.exchange.spreadsheet.cells import Cell

from .column import TableColumn
from .grid import Grid
from .header import is_figure
from .layout import TableLayout
from .record import Indicator, TableValue
from .years import NamedYear, Years

_CODE_BEFORE = re.compile(r"^[#A-Z]?[0-9]{3,6}[_＿:：\s]+|^[A-Z][0-9]{4,6}[_＿]")
_UNIT_BEHIND = re.compile(r"[【\[(（](?P<unit>[^】\])）]{1,8})[】\])）]$")


def is_statistics(layout: TableLayout) -> bool:
    """Whether a table lists areas, each with its values of one or several years."""
    areas = layout.having("area", "area_code")
    return bool(areas) and not layout.having("baseline", "target") and not layout.kind and bool(
        layout.row_year or layout.having("year", "actual")
    )  # fmt: skip


def read_statistics(grid: Grid, layout: TableLayout, rows: Sequence[int], years: Years, sheet: str) -> list[Indicator]:
    """The series of each area, named by the heading of their column, or by the row's item where years are across."""
    found: dict[tuple[str, ...], Indicator] = {}
    places = layout.having("area", "area_code")
    for row in rows:
        area = tuple(cell for column in places if (cell := grid.at(row, column.at)))
        if not area:
            continue
        for column, name, year in _series(grid, layout, row, years):
            cell = grid.at(row, column.at)
            if cell is None or not is_figure(cell.text):
                continue
            key = (name, *(place.text for place in area))
            indicator = found.get(key)
            if indicator is None:
                indicator = Indicator(_plain(name), sheet, column.cells or (cell,), area=area, years=years)
                indicator.unit_above = unit["unit"] if (unit := _UNIT_BEHIND.search(name)) else ""
                found[key] = indicator
            indicator.values.append(TableValue(cell, "actual", year))
    return list(found.values())


def _series(grid: Grid, layout: TableLayout, row: int, years: Years) -> list[tuple[TableColumn, str, NamedYear | None]]:
    """The columns of a row that hold values, each with the name of its series and the year of the value."""
    items = [cell.text for column in layout.having("name") if (cell := grid.at(row, column.at))]
    across = layout.having("year", "actual")
    if across and not layout.row_year:
        return [(column, " ".join(items), column.year) for column in across]
    named = layout.row_year
    label: Cell | None = grid.at(row, named.at) if named else None
    year = years.only(label.text) if label else None
    taken = {"area", "area_code", "number", "time", "actual_year", "unit", "name", "notes"}
    return [
        (column, " ".join([*items, column.words]).strip(), year)
        for column in layout.header.columns
        if column.role not in taken and column is not named and column.cells
    ]


def _plain(name: str) -> str:
    """The name of a series without the code before it and the unit behind it."""
    return _UNIT_BEHIND.sub("", _CODE_BEFORE.sub("", name)).strip()
