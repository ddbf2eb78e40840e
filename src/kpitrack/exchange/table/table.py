"""From a grid to the indicators of its tables: headings, lines between them, and rows, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.model.numbers import narrow

from .account import Account
from .column import Column
from .grid import Grid
from .header import Header, find_header
from .layout import Layout, layout_of
from .outline import FOOTNOTE, Outline, is_marker, is_outcome_marker, label_and_title, looks_like_section
from .outline import node_of as node_named
from .record import Node, Record, Value, ValueRole
from .words import Kind, Role, bare, kind_behind, kind_of, role_of
from .years import NamedYear, Years, names_span

VALUE_ROLES: tuple[Role, ...] = ("baseline", "target", "actual")
_TEXTS: tuple[Role, ...] = ("unit", "direction", "department", "definition", "source", "notes")
_YEARS_BESIDE: dict[ValueRole, Role] = {
    "baseline": "baseline_year", "target": "target_year", "actual": "actual_year",
}  # fmt: skip
_UNIT_ABOVE = re.compile(r"^[(（]?単位\s*[:：]\s*(?P<unit>[^)）]{1,10})[)）]?$")
_DEPARTMENT_ABOVE = re.compile(r"^(?:主管課|担当課|所管課|担当|所管|主管部?課?名?)\s*[:：]\s*\S+")
_INDICATOR = re.compile(r"(?:数|率|割合|人口|額|量|件数|人数|度|比|者|時間|距離|面積|指数|人|回)(?:[(（].*[)）])?$")

_REPORTED = re.compile(r"年度?[)]?\s*(?:の|末)?\s*(?:実績|結果|決算)|年度分")
_AFTERWARDS = re.compile(r"終了後|完了後|最終実績")

_REASONS: dict[Role, Text] = {
    "rate": say("a rate: kpitrack works it out itself"),
    "grade": say("a grade: kpitrack gives its own"),
    "money": say("an amount of money, no value of the indicator"),
    "number": say("a number or code of the table's own"),
    "quarter": say("of a quarter or half a year, which a yearly value is not"),
    "increase": say("an increase, not the level that is reached"),
    "earlier_target": say("an earlier target: write it under revisions, with the day on which it was changed"),
    "expected_course": say("what is expected without the plan, neither a target nor an actual"),
    "year": say("under a year that does not say whether it holds targets or actuals"),
    "kind": say("says what kind of row it is, in a way that is not understood"),
    "area_code": say("the code of an area"),
    "area": say("the name of an area"),
    "time": say("a time that no value is beside"),
    "value": say("a value whose heading does not say what it is"),
}
_WOULD_BE = "指標名, 単位, 基準値, 現状値, 目標値, 実績値, 目標値(R6), 実績値(R4), 担当課, 備考; Indicator, Unit, Baseline, Target"


class TableReader:
    """One grid while it is read from top to bottom."""

    def __init__(self, grid: Grid, sheet: str, years: Years, account: Account, outline: Outline) -> None:
        self.grid, self.sheet, self.years, self.account, self.outline = grid, sheet, years, account, outline
        self.records: list[Record] = []
        self.title: Cell | None = None
        self.above: list[Cell] = []
        self._layout: Layout | None = None
        self._current: Record | None = None
        self._kinds: set[Kind] = set()
        self._row_years: set[int] = set()
        self._unit_above = ""
        self._department: Cell | None = None

    def read(self) -> list[Record]:
        """The indicators of every table in the grid, in order."""
        index = 0
        while index < len(self.grid.rows):
            header = find_header(self.grid, index, self.years)
            if header and self._has_body(header, index + len(header.rows)):
                self._enter(header, index + len(header.rows))
                index += len(header.rows)
                continue
            row = self.grid.rows[index]
            index += 1
            if self._layout is None:
                self._line(row)
            else:
                self._row(row, self._layout)
        return self.records

    def _has_body(self, header: Header, after: int) -> bool:
        return after < len(self.grid.rows) and len(header.columns) > 1

    def _enter(self, header: Header, after: int) -> None:
        above = [self.sheet, *(cell.text for cell in self.above)]
        below = []
        for row in self.grid.rows[after:]:
            if find_header(self.grid, self.grid.rows.index(row), self.years) if len(below) < 60 else None:
                break
            below.append(row)
        self._layout = layout_of(header, self.grid, below, self.years, above)
        self._current, self._kinds = None, set()
        for column in self._layout.header.columns:
            self._account_for_heading(column, self._layout)

    def _account_for_heading(self, column: Column, layout: Layout) -> None:
        names = {one.at for one in layout.names}
        understood = column.at in names or column.role in {*VALUE_ROLES, *_TEXTS, "goal", "measure", *_YEARS_BESIDE.values()}
        dated = layout.kind is not None or layout.in_names
        if understood or (column.role == "kind" and layout.kind) or (column.role == "year" and dated) or column is layout.row_year:
            for cell in column.cells:
                self.account.use(cell, "heading")
            return
        self.account.leave(column.cells, self._why(column))

    def _why(self, column: Column) -> Text:
        if column.role is not None and column.role in _REASONS:
            return _REASONS[column.role]
        if not column.cells:
            return say("stands in a column without a heading; headings such as these are understood: {words}", words=_WOULD_BE)
        return say(
            "the heading “{heading}” is not understood; such as these are: {words}",
            heading=column.words[:60],
            words=_WOULD_BE,
        )

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
        text = " ".join(cell.text.split())
        if cell.formula or not isinstance(cell.value, str):
            self.account.leave(cell, say("stands outside of the tables"))
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
        elif alone and looks_like_section(cell) and len(text) <= 100:
            self.account.use(cell, self.outline.enter_section(cell))
        elif self.title is None and alone and 3 < len(text) <= 120 and self._layout is None:
            self.title = cell
            self.account.use(cell, "title")
        else:
            self.account.leave(cell, say("stands outside of the tables"))

    # Rows

    def _row(self, row: int, layout: Layout) -> None:
        cells = self.grid.distinct(row)
        named = [cell for column in layout.names if (cell := self.grid.at(row, column.at))]
        if self._is_between(row, cells, named, layout):
            self._between(cells, named, row)
            return
        self._enter_groups(row, layout)
        self._leave_what_is_not_taken(row, layout)
        name = " ".join(" ".join(cell.text.split()) for cell in {id(cell): cell for cell in named}.values())
        kind: Kind | None = None
        if layout.kind:
            label = self.grid.at(row, layout.kind.at)
            kind = kind_of(label.text) if label else None
            if label:
                (self.account.use(label, "heading") if kind else self.account.leave(label, _REASONS["kind"]))
        elif layout.in_names and (behind := kind_behind(name)):
            name, kind = behind
        if not self._continues(name, named, kind, row, layout):
            if not named:
                self.account.leave(cells, say("the row has no indicator's name"))
                return
            self._start(name, named, row, layout)
        if self._current:
            self._take(self._current, row, kind, layout)

    def _is_between(self, row: int, cells: Sequence[Cell], named: Sequence[Cell], layout: Layout) -> bool:
        """Whether a row is a line between the rows of the table: a section, a note, a heading once more."""
        values = [
            cell
            for column in layout.header.columns
            if column.role in {*VALUE_ROLES, "year", "unit", "quarter", "rate", "increase", "earlier_target", "money", "kind"}
            and (cell := self.grid.at(row, column.at))
        ]
        if len(cells) == 1 and isinstance(cells[0].value, str):
            only = cells[0]
            if FOOTNOTE.match(only.text.strip()) or self._wide(row, only, layout):
                return True
            if self._current and only in self._current.cells:
                return True
            return not values and not (named and _INDICATOR.search(only.text.strip()) and not looks_like_section(only))
        return False

    def _wide(self, row: int, cell: Cell, layout: Layout) -> bool:
        """Whether one cell covers both names and values."""
        columns = [column for column, other in self.grid.row(row) if other is cell]
        values = {column.at for column in layout.having(*VALUE_ROLES, "year")}
        return len(columns) > 1 and bool(values & set(columns))

    def _between(self, cells: Sequence[Cell], named: Sequence[Cell], row: int) -> None:
        only = cells[0]
        if self._current and only in self._current.cells:
            return
        if not FOOTNOTE.match(only.text.strip()) and not is_marker(only.text) and len(only.text) <= 100:
            self._current = None
            if _UNIT_ABOVE.match(only.text.strip()) or _DEPARTMENT_ABOVE.match(only.text.strip()):
                self._single(only, alone=True)
            elif self._rows_follow(row):
                self.account.use(only, self.outline.enter_section(only))
            else:
                self.account.leave(only, say("stands outside of the tables"))
            return
        self._single(only, alone=True)

    def _rows_follow(self, row: int) -> bool:
        """Whether something with more than one cell stands below."""
        after = self.grid.rows[self.grid.rows.index(row) + 1 :][:40]
        return any(len(self.grid.distinct(other)) > 1 for other in after)

    def _enter_groups(self, row: int, layout: Layout) -> None:
        groups = [column for column in layout.having("goal", "measure") if column.at not in {c.at for c in layout.names}]
        for level, column in enumerate(groups):
            cell = self.grid.at(row, column.at)
            if cell is None or cell.formula:
                continue
            node = node_named(cell)
            if is_marker(cell.text):
                self.account.use(cell, "heading")
                continue
            if not node.number and (number := self._number_beside(row, column, layout)):
                node = replace(node, number=" ".join(number.text.split()))
                self.account.use(number, str(column.role))
                for heading in (one.cells for one in layout.having("number") if number is self.grid.at(row, one.at)):
                    for cell_above in heading:
                        self.account.use(cell_above, "heading")
            self.outline.enter_group(level, node)
            self.account.use(cell, str(column.role))

    def _number_beside(self, row: int, group: Column, layout: Layout) -> Cell | None:
        """The number of a measure, in the column left of its title."""
        left = [column for column in layout.header.columns if column.at < group.at]
        if left and left[-1].role == "number" and re.search(r"施策|目標|事業|政策", left[-1].words):
            return self.grid.at(row, left[-1].at)
        return None

    def _continues(self, name: str, named: Sequence[Cell], kind: Kind | None, row: int, layout: Layout) -> bool:
        """Whether the row says more of the indicator above it."""
        if self._current is None:
            return False
        if layout.row_year:
            year = self.years.only(cell.text) if (cell := self.grid.at(row, layout.row_year.at)) else None
            if year and (not named or name == self._current.name) and year.year not in self._row_years:
                return True
        if layout.kind is None and not layout.in_names:
            return False
        if kind is None or kind in self._kinds:
            return False
        same = bool(named) and all(any(cell is own for own in self._current.cells) for cell in named)
        if not named or same:
            return True
        return name == self._current.name and layout.in_names

    def _start(self, name: str, named: Sequence[Cell], row: int, layout: Layout) -> None:
        number = next((cell for c in layout.having("number") if (cell := self.grid.at(row, c.at))), None)
        area = tuple(cell for c in layout.having("area", "area_code") if (cell := self.grid.at(row, c.at)))
        record = Record(name, self.sheet, tuple(named), number=number, area=area, unit_above=self._unit_above)
        record.department = self._department
        record.quarters = bool(layout.having("quarter"))
        record.of_year, record.reports = self._of_year()
        self._current, self._kinds, self._row_years = record, set(), set()
        self.records.append(record)
        self.outline.add(record)

    def _of_year(self) -> tuple[NamedYear | None, bool]:
        """The one year that the lines above the table name, and whether they say that it reports on that year."""
        lines = [self.sheet, *(cell.text for cell in self.above if isinstance(cell.value, str))]
        found = [year for line in lines if (year := self.years.only(line))]
        spans = any(names_span(line) for line in lines)
        if spans or len({year.year for year in found}) != 1:
            return None, False
        return found[0], any(_REPORTED.search(narrow(line)) for line in lines)

    def _take(self, record: Record, row: int, kind: Kind | None, layout: Layout) -> None:
        """Take the row's cells into ``record``."""
        if kind:
            self._kinds.add(kind)
        for cell in (cell for c in layout.names if (cell := self.grid.at(row, c.at))):
            if not any(cell is own for own in record.cells):
                record.cells = (*record.cells, cell)
        row_year = None
        if layout.row_year and (cell := self.grid.at(row, layout.row_year.at)):
            row_year = self.years.only(cell.text)
            self.account.use(cell, "year")
            if row_year:
                self._row_years.add(row_year.year)
        for column in layout.header.columns:
            cell = self.grid.at(row, column.at)
            if cell is None or any(cell is own for own in column.cells):
                continue
            if column.role in _TEXTS:
                known = record.texts.setdefault(column.role, [])
                if not any(cell is other for other in known):
                    known.append(cell)
            elif role := self._value_role(column, kind, layout):
                if not any(value.cell is cell for value in record.values):
                    record.values.append(self._value(cell, role, column, row, row_year, layout))
            elif kind in {"rate", "grade", "money", "notes"} and column.role in {*VALUE_ROLES, "year"}:
                self.account.leave(cell, _REASONS[kind] if kind in _REASONS else say("a note beside the values"))

    def _value_role(self, column: Column, kind: Kind | None, layout: Layout) -> ValueRole | None:
        if kind is not None and column.role in {"year", "target", "actual", "value"}:
            if column.year is None and column.role in {"target", "actual"}:
                return "target" if column.role == "target" else "actual"
            return kind if kind in {"target", "actual", "baseline"} else None  # type: ignore[return-value]  # one of these
        if column.role == "value" and layout.row_year:
            return "actual"
        return column.role if column.role in VALUE_ROLES else None  # type: ignore[return-value]  # one of these

    def _value(
        self, cell: Cell, role: ValueRole, column: Column, row: int, row_year: NamedYear | None, layout: Layout
    ) -> Value:
        year = column.year or (row_year if role != "baseline" else None)
        beside = [
            other
            for other in layout.header.columns
            if other.role == _YEARS_BESIDE[role] and other is not layout.row_year and column.year is None
        ]
        if role == "actual" and not beside and column.year is None and _AFTERWARDS.search(column.words):
            beside = layout.having("target_year")  # what was reached when the target fell due
        near = min(beside, key=lambda other: abs(other.at - column.at), default=None)
        year_cell = self.grid.at(row, near.at) if near else None
        if year is None and near and near.year:
            year = near.year
        return Value(cell, role, year, year_cell)

    def _leave_what_is_not_taken(self, row: int, layout: Layout) -> None:
        dated = layout.kind is not None or layout.in_names
        for column in layout.header.columns:
            cell = self.grid.at(row, column.at)
            if cell is None or column.at in {one.at for one in layout.names}:
                continue
            if column.role is None or (column.role in _REASONS and not (dated and column.role in {"year", "value"})):
                self.account.leave(cell, self._why(column))


def side_by_side(grid: Grid, years: Years) -> Iterator[Grid]:
    """The tables that stand beside each other, parted by an empty column; the grid itself where it is one."""
    for index in range(len(grid.rows)):
        if header := find_header(grid, index, years):
            rows = grid.rows[grid.rows.index(header.rows[0]) :]
            taken = {column for row in rows for column, _ in grid.row(row)}
            segments: list[list[int]] = []
            for column in sorted(taken):
                if segments and column == segments[-1][-1] + 1:
                    segments[-1].append(column)
                else:
                    segments.append([column])
            parts = [grid.part(segment, rows) for segment in segments]
            if len(parts) > 1 and all(part.rows and find_header(part, 0, years) for part in parts):
                above = [row for row in grid.rows if row < rows[0]]
                yield grid.part([*grid.columns], above)
                yield from parts
                return
            break
    yield grid


def empty_name(cell: Cell) -> bool:
    """Whether a cell that should hold a name holds none."""
    return not bare(narrow(cell.text))
