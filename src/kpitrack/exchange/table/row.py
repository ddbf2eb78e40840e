"""One row of a table: the indicator that it names, what kind of values it holds, and its cells by their role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.figures.figure import Status

from .column import TableColumn, counting
from .grid import Grid
from .layout import TableLayout
from .outline import FOOTNOTE, looks_like_section
from .record import TableValue, ValueRole
from .unit import unit_in
from .words import YEARS_BESIDE, Kind, Role, is_of_others, kind_behind, kind_of
from .years import NamedYear, Years

VALUE_ROLES: tuple[ValueRole, ...] = ("baseline", "target", "actual")
_OF_A_ROW: frozenset[Role | None] = frozenset(
    (*VALUE_ROLES, "year", "unit", "quarter", "rate", "increase", "earlier_target", "money", "kind")
)
_STATUSES: tuple[tuple[str, Status], ...] = (
    ("見込", "forecast"), ("速報", "provisional"), ("暫定", "provisional"), ("推計", "estimated"),
)  # fmt: skip
_PROGRESS = re.compile(r"進捗|達成状況|progress|achievement", re.IGNORECASE)
_RATED = re.compile(r"実績[^(（]*[(（][^)）]*(?:達成|進捗)[率度]")
_AFTERWARDS = re.compile(r"終了後|完了後|最終実績")
_INDICATOR = re.compile(r"(?:数|率|割合|人口|額|量|件数|人数|度|比|者|時間|距離|面積|指数|人|回)(?:[(（].*[)）])?$")


def is_indicator(name: str) -> bool:
    """Whether a name ends as those of indicators do: …数, …率, …額."""
    return bool(_INDICATOR.search(name))


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
    of_others: bool = False  # whether its values are those of the prefecture, the nation or others

    def __post_init__(self) -> None:
        named = {id(cell): cell for column in self.layout.names if (cell := self.at(column))}
        self.named = tuple(named.values())
        self.name = " ".join(" ".join(cell.text.split()) for cell in self.named)
        if self.layout.kind:
            self.label = self.at(self.layout.kind)
            self.kind = kind_of(self.label.text) if self.label else None
        elif (behind := kind_behind(self.name)) and behind[0] in self.layout.paired:
            self.name, self.kind = behind
        whose = self.at(self.layout.whose) if self.layout.whose else None
        self.of_others = is_of_others(self.name) or (whose is not None and whose.text in self.layout.others)
        self.of_others = self.of_others or (self.label is not None and is_of_others(self.label.text))
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
        return not (self.named and is_indicator(text) and not looks_like_section(only))

    def _is_wide(self, cell: Cell) -> bool:
        """Whether one cell covers both names and values."""
        columns = [column for column, other in self.grid.row(self.number) if other is cell]
        values = {column.at for column in self.layout.having(*VALUE_ROLES, "year")}
        return len(columns) > 1 and bool(values & set(columns))

    def value_role(self, column: TableColumn) -> ValueRole | None:
        """What the cell in ``column`` is a value of, where it is one: the row says it more exactly than the heading."""
        if self.kind not in {None, "value"} and column.role in {"year", "target", "actual", "value"}:
            told = self.kind if column.year or column.role in {"year", "value"} else column.role
            return next((role for role in VALUE_ROLES if role == told), None)
        if column.role == "value" and self.layout.row_year:
            return "actual"
        return next((role for role in VALUE_ROLES if role == column.role), None)

    def value(self, cell: Cell, role: ValueRole, column: TableColumn) -> TableValue:
        """The value in ``cell``, with the year of its heading or the cell that names it."""
        year = column.year or (self.year if role != "baseline" else None)
        told = TableValue(
            cell,
            role,
            year,
            status=self._status(column) if role == "actual" else "normal",
            progress=bool(_PROGRESS.search(column.words)) and "実績" not in column.words,
            years=self._years(column, role),
            over=column.over,
            counting="" if column.over else self.counting or counting(column.words),
            rated=bool(_RATED.search(column.words)),
        )
        if column.year is not None:
            return told
        beside = [one for one in self.layout.having(YEARS_BESIDE[role]) if one is not self.layout.row_year]
        if role == "actual" and not beside and _AFTERWARDS.search(column.words):
            beside = self.layout.having("target_year")  # what was reached when the target fell due
        near = min(beside, key=lambda other: abs(other.at - column.at), default=None)
        year_cell = self.at(near) if near else None
        return replace(told, year=year or (near.year if near else None), year_cell=year_cell)

    def _years(self, column: TableColumn, role: ValueRole) -> frozenset[int]:
        """The years of all headings that the merged cell in ``column`` stands under, and that of the row."""
        area = self.grid.area(self.number, column.at)
        over = [one for one in self.layout.header.columns if area.left <= one.at <= area.right]
        found = {one.year.year for one in over if one.year and self.value_role(one) == role}
        return frozenset(found or ({self.year.year} if self.year and role != "baseline" else ()))

    def unit_of(self, column: TableColumn) -> str:
        """The unit that the row's label or the heading names in brackets."""
        return (unit_in(self.label.text) if self.label else "") or unit_in(column.words)

    @property
    def key(self) -> tuple[str | None, int | None]:
        """By what it differs from the other rows of its indicator: its kind with how it is counted, and its year."""
        return f"{self.kind} {self.counting}" if self.kind else None, self.year.year if self.year else None

    @property
    def counting(self) -> str:
        """Whether the label of the row says that its values are running totals or of single years."""
        return counting(self.label.text) if self.label else ""

    def _status(self, column: TableColumn) -> Status:
        """What the headings of an actual say of it: expected, provisional or estimated."""
        words = column.words + (self.label.text if self.label else "")
        return next((status for word, status in _STATUSES if word in words), "normal")
