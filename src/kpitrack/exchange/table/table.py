"""From a grid to the indicators of its tables: headings, lines between them, and rows, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import say
from kpitrack.model.numbers import narrow

from .column import REASONS, TableColumn, why_left
from .grid import Grid
from .header import Header, find_header, is_heading
from .layout import TableLayout, layout_of
from .outline import (
    FOOTNOTE,
    DraftOutline,
    indicator_named,
    is_marker,
    is_outcome_marker,
    label_and_title,
    looks_like_section,
    node_of,
)
from .record import Account, Indicator
from .row import VALUE_ROLES, Row, is_indicator
from .statistics import is_statistics, read_statistics
from .words import YEARS_BESIDE, Role, role_of
from .years import NamedYear, Years, names_span

_TEXTS: tuple[Role, ...] = ("unit", "direction", "department", "definition", "source", "notes")
_UNIT_ABOVE = re.compile(r"^[(（]?単位\s*[:：]\s*(?P<unit>[^)）]{1,10})[)）]?$")
_DEPARTMENT_ABOVE = re.compile(r"^(?:主管課|担当課|所管課|担当|所管|主管部?課?名?)\s*[:：]\s*\S+")
_REPORTED = re.compile(r"年度?[)]?\s*(?:の|末)?\s*(?:実績|結果|決算)|年度分")
_TOTAL = re.compile(r"(?:(?:合|小|総)?計|total)(?:[(（].*[)）])?", re.IGNORECASE)
_OUTSIDE = say("stands outside of the tables")
_NAMELESS = say("the row has no indicator's name")
_SAMPLE = 60  # rows by which a table's layout is told
_LONGEST_TITLE = 120  # characters
_LONGEST_SECTION = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole sheet: its name, its years, the account of its cells, its goals, and where tables begin.

    ``starts`` are the rows where a table begins whose columns are not those of the table above it. With
    ``only_actuals`` nothing but actuals is looked for: a year alone heads actuals, and tables of areas are read, too.
    """

    sheet: str
    years: Years
    account: Account
    outline: DraftOutline
    starts: frozenset[int] = frozenset()
    only_actuals: bool = False


class TableReader:
    """One grid while it is read from top to bottom.

    Args:
        grid: with one table, or with several below each other.
        setting: of its sheet.
        above: what was found to stand above it.

    Attributes:
        title: the text above the tables that may be the strategy's.
        above: all that stands above tables.
    """

    def __init__(self, grid: Grid, setting: Setting, above: Sequence[Cell] = ()) -> None:
        self.grid, self.setting = grid, setting
        self.account, self.outline, self.years = setting.account, setting.outline, setting.years
        self.title: Cell | None = None
        self.above = list(above)
        self.records: list[Indicator] = []
        self._layout: TableLayout | None = None
        self._current: Indicator | None = None
        self._named: tuple[Cell, str] | None = None  # the indicator of a table without names
        self._columns: dict[int, Cell] = {}  # the values of the current indicator by the column that they stand in last
        self._seen: set[tuple[str | None, int | None]] = set()  # the kind and year of each row of the current indicator
        self._unit_above = ""
        self._department: Cell | None = None

    def read(self) -> list[Indicator]:
        """The indicators of every table in the grid, in order."""
        rows = self.grid.rows
        index = 0
        named: tuple[Cell, str] | None = None  # the indicator that the line above a table names
        while index < len(rows):
            if found := self._named_below(index):
                named, index = found, index + 1
                continue
            header = find_header(self.grid, index, self.years)
            if header and index + len(header.rows) < len(rows):
                index += len(header.rows)
                self._enter(header, index, named)
                if self.setting.only_actuals and self._layout and is_statistics(self._layout):
                    index = self._take_statistics(self._layout, index)
                continue
            if rows[index] in self.setting.starts:
                self._layout = self._current = None
            if self._layout is None:
                self._line(rows[index])
            else:
                self._row(rows[index], self._layout)
            index += 1
        return self.records

    def _named_below(self, index: int) -> tuple[Cell, str] | None:
        """The indicator that a line names, where the table below it has rows of kinds such as 実績値 and no names."""
        cells = self.grid.distinct(self.grid.rows[index])
        found = indicator_named(cells)
        if found is None:
            return None
        for place in range(index + 1, min(index + 4, len(self.grid.rows))):
            header = find_header(self.grid, place, self.years)
            if header is None:
                continue
            layout = self._laid_out(header, place + len(header.rows))
            if layout.names or not layout.kind:
                return None
            self._layout = self._current = None
            self.account.leave(found[0], _OUTSIDE)
            if cells[0] is not found[0]:
                self.account.use(cells[0], "heading")
            return found
        return None

    def _enter(self, header: Header, after: int, named: tuple[Cell, str] | None) -> None:
        """Begin the table under ``header``, whose rows start at the ``after``-th of the grid.

        ``named`` is the indicator that a line above it names, for a table without names.
        """
        self._layout = self._laid_out(header, after)
        self._named = None if self._layout.names else named
        self._current = None
        for column in self._layout.header.columns:
            self._account_for_heading(column, self._layout)

    def _laid_out(self, header: Header, after: int) -> TableLayout:
        """The layout of the table under ``header``, told by its rows, which start at the ``after``-th of the grid."""
        below: list[int] = []
        for place in range(after, min(after + _SAMPLE, len(self.grid.rows))):
            cells = self.grid.distinct(self.grid.rows[place])
            if find_header(self.grid, place, self.years) or indicator_named(cells):
                break
            if len(cells) == 1 and is_marker(cells[0].text):
                continue
            below.append(self.grid.rows[place])
        above = [self.setting.sheet, *(cell.text for cell in self.above)]
        return layout_of(header, self.grid, below, self.years, above, years_are_actuals=self.setting.only_actuals)

    def _take_statistics(self, layout: TableLayout, after: int) -> int:
        """Take a table of areas, which goes on to the end of the grid; returns the place after it."""
        rows = self.grid.rows[after:]
        self.records += read_statistics(self.grid, layout, rows, self.years, self.setting.sheet)
        for row in rows:
            for column in layout.having("area", "area_code"):
                self.account.leave(self.grid.at(row, column.at), REASONS[column.role or "area"])
            self.account.leave(self.grid.distinct(row), say("of another area, or of no KPI that is known"))
        return len(self.grid.rows)

    def _account_for_heading(self, column: TableColumn, layout: TableLayout) -> None:
        roles: set[Role | None] = {*VALUE_ROLES, *_TEXTS, "goal", "measure", "whose", *YEARS_BESIDE.values()}
        if layout.kind or layout.paired:
            roles |= {"year", "kind"}
        if column.role in roles or column is layout.row_year or any(column.at == one.at for one in layout.names):
            for cell in column.cells:
                self.account.use(cell, "heading")
        else:
            self.account.leave(column.cells, why_left(column))

    # Lines above and between tables

    def _line(self, row: int) -> None:
        """Take what stands above a table: its title, goals, measures, the unit of all of it."""
        cells = self.grid.distinct(row)
        self.above += cells
        if labelled := label_and_title(cells):
            label, node = labelled
            role = role_of(re.sub(r"[0-9.-]+$", "", label))
            if role in {"goal", "measure"}:
                self.outline.enter_line(node, goal=role == "goal")
                for cell in cells:
                    self.account.use(cell, str(role))
                return
        longest = max(cells, key=lambda cell: len(cell.text))
        for cell in cells:
            self._single(cell, alone=cell is longest)

    def _single(self, cell: Cell, *, alone: bool) -> None:
        """Take one cell outside of the rows; ``alone`` where it may be a title."""
        text = " ".join(cell.text.split())
        if cell.formula or not isinstance(cell.value, str):
            self.account.leave(cell, _OUTSIDE)
        elif FOOTNOTE.match(text):
            self.account.leave(cell, say("a note beside the table"))
        elif unit := _UNIT_ABOVE.match(text):
            self._unit_above = unit["unit"].strip()
            self.account.use(cell, "unit")
        elif _DEPARTMENT_ABOVE.match(text):
            self._department = cell
            self.account.use(cell, "department")
        elif is_marker(text):
            if is_outcome_marker(text):
                self.outline.enter_goal_itself()
            self.account.use(cell, "heading")
        elif alone and looks_like_section(cell) and len(text) <= _LONGEST_SECTION:
            self.account.use(cell, self.outline.enter_section(cell))
        elif self.title is None and alone and 3 < len(text) <= _LONGEST_TITLE and self._layout is None:
            self.title = cell
            self.account.use(cell, "title")
        else:
            self.account.leave(cell, _OUTSIDE)

    def _between(self, cell: Cell, row: int) -> None:
        """Take a line between the rows of a table."""
        if self._current and any(cell is own for own in self._current.cells):
            return
        text = cell.text.strip()
        beside = FOOTNOTE.match(text) or _UNIT_ABOVE.match(text) or _DEPARTMENT_ABOVE.match(text) or is_marker(text)
        if beside or len(text) > _LONGEST_SECTION:
            self._single(cell, alone=True)
        elif self._rows_follow(row):
            self.account.use(cell, self.outline.enter_section(cell))
        else:
            self.account.leave(cell, _OUTSIDE)
        self._current = None if not FOOTNOTE.match(text) else self._current

    def _rows_follow(self, row: int) -> bool:
        """Whether something with more than one cell stands below."""
        after = self.grid.rows[self.grid.position(row) + 1 :][:40]
        return any(len(self.grid.distinct(other)) > 1 for other in after)

    # Rows

    def _row(self, number: int, layout: TableLayout) -> None:
        row = Row(self.grid, number, layout, self.years)
        if self._is_aside(row):
            return
        self._enter_groups(row)
        self._account_beside(row)
        if row.named and _TOTAL.fullmatch(row.name):
            self.account.leave(self.grid.distinct(number), say("a total of the rows above"))
            self._current = None
            return
        if not self._continues(row):
            if not row.named and (self._named is None or not row.kind):
                self.account.leave(self.grid.distinct(number), _NAMELESS)
                return
            if row.named and is_heading(row.name, self.years):
                self.account.leave(self.grid.distinct(number), _NAMELESS)
                self._current = None
                return
            self._start(row)
        if self._current:
            self._take(self._current, row)

    def _is_aside(self, row: Row) -> bool:
        """Take a row that is none of an indicator: a line between rows, their title, or values of others."""
        cells = self.grid.distinct(row.number)
        if row.is_between(self._current.cells if self._current else ()):
            self._between(cells[0], row.number)
        elif row.of_others:
            self.account.leave(cells, REASONS["others"])
        elif self._is_title_of(row):
            for cell in cells:
                self.account.use(cell, self.outline.enter_section(cell) if cell is row.named[0] else "heading")
            self._current = None
        else:
            return False
        return True

    def _account_beside(self, row: Row) -> None:
        """Account for what stands beside the values: labels, and cells whose column is not taken."""
        layout = row.layout
        dated = layout.kind is not None or bool(layout.paired)
        for column, cell in row.cells():
            if column.role is None or (column.role in REASONS and not (dated and column.role in {"year", "value"})):
                self.account.leave(cell, why_left(column))
        if layout.whose:
            self.account.use(row.at(layout.whose), "heading")
        if row.label and row.kind:
            self.account.use(row.label, "heading")

    def _is_title_of(self, row: Row) -> bool:
        """Whether the row only numbers and titles the rows below it, which have no number: 1 | 農業者を増やします."""
        numbers = row.layout.having("number")
        after = self.grid.rows[self.grid.position(row.number) + 1 :][:1]
        if not after or len(row.named) != 1 or len(self.grid.distinct(row.number)) != 2 or row.kind:
            return False
        if not any(row.at(column) for column in numbers) or is_indicator(row.name):
            return False
        below = Row(self.grid, after[0], row.layout, self.years)
        valued = any(below.value_role(column) for column, _ in below.cells())
        return bool(valued and below.named and below.named[0] is not row.named[0]) and not any(
            below.at(column) for column in numbers
        )

    def _enter_groups(self, row: Row) -> None:
        """Go to the goal and the measures that the row's columns name."""
        names = {column.at for column in row.layout.names}
        groups = [column for column in row.layout.having("goal", "measure") if column.at not in names]
        for level, column in enumerate(groups):
            cell = row.at(column)
            if cell is None or cell.formula:
                continue
            if is_marker(cell.text):
                self.account.use(cell, "heading")
                continue
            node = node_of(cell)
            number = self._number_beside(row, column)
            if not node.number and number and (own := row.at(number)):
                node = replace(node, number=" ".join(own.text.split()))
                for taken in (own, *number.cells):
                    self.account.use(taken, str(column.role))
            self.outline.enter_group(level, node)
            self.account.use(cell, str(column.role))

    @staticmethod
    def _number_beside(row: Row, group: TableColumn) -> TableColumn | None:
        """The column left of a measure's title that holds its number."""
        left = [column for column in row.layout.header.columns if column.at < group.at]
        numbers = left and left[-1].role == "number" and re.search(r"施策|目標|事業|政策", left[-1].words)
        return left[-1] if numbers else None

    def _continues(self, row: Row) -> bool:
        """Whether the row says more of the indicator above it."""
        current, layout = self._current, row.layout
        if current is None:
            return False
        same = all(any(cell is own for own in current.cells) for cell in row.named)
        if row.named and same and row.key == (None, None):
            return True  # a merged name over rows of projects
        if row.key in self._seen:
            return False
        if row.year and (not row.named or row.name == current.name):
            return True
        if (layout.kind is None and not layout.paired) or row.kind is None:
            return False
        return same or row.name == current.name

    def _start(self, row: Row) -> None:
        layout = row.layout
        names, name = row.named, row.name
        if not names and self._named:
            names, name = (self._named[0],), self._named[1]
        record = Indicator(name, self.setting.sheet, names, unit_above=self._unit_above)
        record.number = next((cell for column in layout.having("number") if (cell := row.at(column))), None)
        record.area = tuple(cell for column in layout.having("area", "area_code") if (cell := row.at(column)))
        record.department = self._department
        record.years = self.years
        record.quarters = bool(layout.having("quarter"))
        record.of_year, record.reports = self._of_year()
        self._current, self._seen, self._columns = record, set(), {}
        self.records.append(record)
        self.outline.add(record)

    def _of_year(self) -> tuple[NamedYear | None, bool]:
        """The one year that the lines above the table name, and whether they say that it reports on that year."""
        lines = [self.setting.sheet, *(cell.text for cell in self.above if isinstance(cell.value, str))]
        found = [year for line in lines if (year := self.years.only(line))]
        if any(names_span(line) for line in lines) or len({year.year for year in found}) != 1:
            return None, False
        return found[0], any(_REPORTED.search(narrow(line)) for line in lines)

    def _take(self, record: Indicator, row: Row) -> None:
        """Take the row's cells into ``record``."""
        self._seen.add(row.key)
        record.cells = (*record.cells, *(cell for cell in row.named if not any(cell is own for own in record.cells)))
        if row.layout.row_year and row.year:
            self.account.use(row.at(row.layout.row_year), "year")
        for column, cell in row.cells():
            if column.role in _TEXTS:
                known = record.texts.setdefault(column.role, [])
                if not any(cell is other for other in known):
                    known.append(cell)
            elif row.kind == "time":
                record.take_time(cell, self._columns.get(column.at))
            elif role := row.value_role(column):
                self._columns[column.at] = cell
                record.take(row.value(cell, role, column))
                record.units_beside |= {row.unit_of(column)} - {""}
            elif row.kind and column.role in {*VALUE_ROLES, "year"}:
                self.account.leave(cell, REASONS.get(row.kind) or say("a note beside the values"))
