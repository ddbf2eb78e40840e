"""One row of a table: the indicator that it names, what kind of values it holds, and its cells by their role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.figures.figure import Status

from .column import TableColumn
from .grid import Grid
from .layout import TableLayout
from .outline import FOOTNOTE, looks_like_section
from .record import TableValue, ValueRole
from .words import YEARS_BESIDE, Kind, Role, kind_behind, kind_of
from .years import NamedYear, Years

VALUE_ROLES: tuple[ValueRole, ...] = ("baseline", "target", "actual")
_OF_A_ROW: frozenset[Role | None] = frozenset(
    (*VALUE_ROLES, "year", "unit", "quarter", "rate", "increase", "earlier_target", "money", "kind")
)
_STATUSES: tuple[tuple[str, Status], ...] = (
    ("見込", "forecast"), ("速報", "provisional"), ("暫定", "provisional"), ("推計", "estimated"),
)  # fmt: skip
_PROGRESS = re.compile(r"進捗|達成状況|progress|achievement", re.IGNORECASE)
_AFTERWARDS = re.compile(r"終了後|完了後|最終実績")
_INDICATOR = re.compile(r"(?:数|率|割合|人口|額|量|件数|人数|度|比|者|時間|距離|面積|指数|人|回)(?:[(（].*[)）])?$")


@dataclass(slots=True)
class Row:
    """One row."""

    grid: Grid  # in which it stands
    number: int  # its number there
    layout: TableLayout  # of its table
    years: Years  # of the sheet
    named: tuple[Cell, ...] = ()  # the cells that hold the name
    name: str = ""  # in one line, without the kind that may stand behind it
    kind: Kind | None = None  # what its values are, where the row says it
    label: Cell | None = None  # the cell that says so
    year: NamedYear | None = None  # of the whole row, where a column names it

    def __post_init__(self) -> None:
        named = {id(cell): cell for column in self.layout.names if (cell := self.at(column))}
        self.named = tuple(named.values())
        self.name = " ".join(" ".join(cell.text.split()) for cell in self.named)
        if self.layout.kind:
            self.label = self.at(self.layout.kind)
            self.kind = kind_of(self.label.text) if self.label else None
        elif (behind := kind_behind(self.name)) and behind[0] in self.layout.paired:
            self.name, self.kind = behind
        if self.layout.row_year and (cell := self.at(self.layout.row_year)):
            self.year = self.years.only(cell.text)

    def at(self, column: TableColumn) -> Cell | None:
        """The cell in ``column``."""
        return self.grid.at(self.number, column.at)

    def cells(self) -> Iterator[tuple[TableColumn, Cell]]:
        """The columns with their cells, those of the names left out."""
        names = {column.at for column in self.layout.names}
        for column in self.layout.header.columns:
            cell = self.at(column)
            if cell is not None and column.at not in names and not any(cell is own for own in column.cells):
                yield column, cell

    def is_between(self, current: Sequence[Cell]) -> bool:
        """Whether the row is a line between the rows of the table: a section, a note, a cell that goes on downwards.

        Args:
            current: the cells of the name of the indicator above.
        """
        distinct = self.grid.distinct(self.number)
        if len(distinct) != 1 or not isinstance(distinct[0].value, str):
            return False
        only = distinct[0]
        text = only.text.strip()
        if FOOTNOTE.match(text) or self._is_wide(only) or any(only is cell for cell in current):
            return True
        if any(column.role in _OF_A_ROW for column, _ in self.cells()):
            return False
        return not (self.named and _INDICATOR.search(text) and not looks_like_section(only))

    def _is_wide(self, cell: Cell) -> bool:
        """Whether one cell covers both names and values."""
        columns = [column for column, other in self.grid.row(self.number) if other is cell]
        values = {column.at for column in self.layout.having(*VALUE_ROLES, "year")}
        return len(columns) > 1 and bool(values & set(columns))

    def value_role(self, column: TableColumn) -> ValueRole | None:
        """What the cell in ``column`` is a value of, where it is one: the row says it more exactly than the heading."""
        if self.kind is not None and column.role in {"year", "target", "actual", "value"}:
            told = self.kind if column.year or column.role in {"year", "value"} else column.role
            return next((role for role in VALUE_ROLES if role == told), None)
        if column.role == "value" and self.layout.row_year:
            return "actual"
        return next((role for role in VALUE_ROLES if role == column.role), None)

    def value(self, cell: Cell, role: ValueRole, column: TableColumn) -> TableValue:
        """The value in ``cell``, with the year of its heading or the cell that names it."""
        year = column.year or (self.year if role != "baseline" else None)
        status = self._status(column) if role == "actual" else "normal"
        progress = bool(_PROGRESS.search(column.words)) and "実績" not in column.words
        if column.year is not None:
            return TableValue(cell, role, year, status=status, progress=progress)
        beside = [one for one in self.layout.having(YEARS_BESIDE[role]) if one is not self.layout.row_year]
        if role == "actual" and not beside and _AFTERWARDS.search(column.words):
            beside = self.layout.having("target_year")  # what was reached when the target fell due
        near = min(beside, key=lambda other: abs(other.at - column.at), default=None)
        year_cell = self.at(near) if near else None
        return TableValue(cell, role, year or (near.year if near else None), year_cell, status, progress)

    def _status(self, column: TableColumn) -> Status:
        """What the headings of an actual say of it: expected, provisional or estimated."""
        words = column.words + (self.label.text if self.label else "")
        return next((status for word, status in _STATUSES if word in words), "normal")
