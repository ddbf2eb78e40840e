"""A sheet as a grid: what stands where, through merged areas, and the same grid on its side."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kpitrack.exchange.spreadsheet.cells import Area, Cell, Sheet

_MOST_COVERED = 200_000
_UNSEEN = re.compile(r"\[[^\]]*\]|_.|\*.")
_QUOTED = re.compile(r'"[^"]*"')


class Grid:
    """The visible cells of a sheet by row and column. A merged area holds one cell, which is found at each place of it.

    Attributes:
        cells: what holds something, by its place; on its side, rows and columns are exchanged.
        rows: the numbers of the rows in which something stands, in order.
        columns: likewise.
        is_known: whether a text is what a known indicator is called.
    """

    def __init__(
        self, cells: Mapping[tuple[int, int], Cell], areas: Iterable[Area], is_known: Callable[[str], bool]
    ) -> None:
        self.cells = dict(cells)
        self.is_known = is_known
        self._areas: dict[tuple[int, int], Area] = {}
        self._covered: dict[tuple[int, int], tuple[int, int]] = {}
        self._index()
        for area in areas:
            self._merge(area)
        self._index()

    def _index(self) -> None:
        self.rows = sorted({row for row, _ in self.cells})
        self.columns = sorted({column for _, column in self.cells})

    def _merge(self, area: Area) -> None:
        """Let ``area`` hold what stands in its first place; an area that overlaps an earlier one is passed over."""
        rows = [row for row in self.rows if area.top <= row <= area.bottom]
        columns = [column for column in self.columns if area.left <= column <= area.right]
        first = (area.top, area.left)
        if first not in self.cells or len(rows) * len(columns) > _MOST_COVERED:
            return
        places = [(row, column) for row in rows for column in columns if (row, column) != first]
        if first in self._covered or any(place in self._covered or place in self._areas for place in places):
            return
        self._areas[first] = area
        for place in places:
            self._covered[place] = first
            self.cells.pop(place, None)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that is seen there."""
        place = (row, column)
        return self.cells.get(self._covered.get(place, place))

    def area(self, row: int, column: int) -> Area:
        """The area of what is seen there."""
        place = self._covered.get((row, column), (row, column))
        return self._areas.get(place, Area(row, column, row, column))

    def row(self, row: int) -> list[tuple[int, Cell]]:
        """The columns and cells that are seen in ``row``, in order; a merged area at each of its columns."""
        return [(column, cell) for column in self.columns if (cell := self.at(row, column))]

    def distinct(self, row: int) -> list[Cell]:
        """The cells that are seen in ``row``, each once."""
        return list({id(cell): cell for _, cell in self.row(row)}.values())

    def position(self, row: int) -> int:
        """The place of ``row`` among `rows`."""
        return bisect_left(self.rows, row)

    def on_its_side(self) -> Grid:
        """The grid with its rows as columns."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        areas = [Area(area.left, area.top, area.right, area.bottom) for area in self._areas.values()]
        return Grid(cells, areas, self.is_known)

    def part(self, columns: Iterable[int], rows: Iterable[int]) -> Grid:
        """The grid of only these columns and rows."""
        wanted, lines = set(columns), set(rows)
        cells = {place: cell for place, cell in self.cells.items() if place[0] in lines and place[1] in wanted}
        return Grid(cells, self._areas.values(), self.is_known)


def with_dates_as_text(sheet: Sheet) -> Sheet:
    """The sheet with its dates as people read them, 2019年3月31日; 2019年度 where the format shows a year alone."""

    def told(cell: Cell) -> Cell:
        if cell.formula or not isinstance(cell.value, dt.date):
            return cell
        seen = _UNSEEN.sub("", cell.number_format)
        day = f"{cell.value.month}月{cell.value.day}日"
        if not re.search(r"[md]", _QUOTED.sub("", seen), re.IGNORECASE):
            day = "度" if "年度" in seen else ""
        return replace(cell, value=f"{cell.value.year}年{day}")

    if not any(isinstance(cell.value, dt.date) for row in sheet.rows for cell in row):
        return sheet
    return replace(sheet, rows=tuple(tuple(map(told, row)) for row in sheet.rows))


def filled(sheet: Sheet) -> list[Cell]:
    """Every cell that holds something, a merged area once, hidden ones included."""
    every = Grid(_cells(sheet, hidden=True), sheet.areas, nothing_known)
    return [every.cells[place] for place in sorted(every.cells)]


def nothing_known(_: str) -> bool:
    """That no text is what an indicator is called, where none is known."""
    return False


def grid_of(sheet: Sheet, is_known: Callable[[str], bool]) -> Grid:
    """What is to be seen of the sheet; ``is_known`` tells what known indicators are called."""
    return Grid(_cells(sheet, hidden=False), sheet.areas, is_known)


def _cells(sheet: Sheet, *, hidden: bool) -> dict[tuple[int, int], Cell]:
    return {
        (cell.row, cell.column): cell
        for row in sheet.rows
        for cell in row
        if not cell.empty and (hidden or not cell.hidden)
    }
