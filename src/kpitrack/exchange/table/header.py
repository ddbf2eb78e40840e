"""Where the tables of a sheet start: their headings, over one to several rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.figures import UnreadableFigure, read_figure
from kpitrack.model.numbers import narrow

from .column import TableColumn, column_of
from .grid import Grid
from .words import Role, bare, is_arrow, is_grade, kind_of, role_of
from .years import Years, names_quarter

_DEEPEST = 4
_LONGEST = 40  # characters of a heading below the first row
_PLAIN_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]+%?|[0-9]+%|[0-9]{3}|[0-9]{5,}")
_NTH_YEAR = re.compile(r"(?:第)?[0-9]{1,2}年[目次]")
_WORD = re.compile(r"[^\W\d_]{2,8}")  # a heading that is not understood, such as 優先度, among others that are
_COUNT = re.compile(r"元|[0-9]{1,2}")
_LABEL = re.compile(r"単位|[今本当前次翌]年度|.*(?:目標値|実績値|基準値|現状値|当初値)")  # in the place of a name
#: A heading that begins with a number: 5段階評価, 10年後の目標値.
_COUNTED_HEADING = re.compile(
    r"[0-9]{1,2}[^0-9]*(?:目標|実績|基準|現状|評価|判定|達成[率度]|進捗[率度]|順位|平均|備考|コメント)値?(?:\([^()]*\))?"
)
_VALUES: tuple[Role, ...] = ("baseline", "target", "actual", "year", "quarter", "increase", "value", "earlier_target")
_WORTH: dict[Role | None, int] = {None: 0, "year": 1}  # of a heading; a year alone says less than a role
_SEARCHED = 400  # rows, for the headings of tables beside each other
_NUMBERED_LINE = re.compile(r"\(?(?:指標|kpi)(?:[0-9]+|[①-⑳])\)?", re.IGNORECASE)
_NEUTRAL = re.compile(r"^(?:単?年度?|累[計積]|値|数値|時点|年次|計画|見込み?|内容|名称|達成|[()%人件円])*$")
_ERA_CHANGES = {1: {(30, 1)}, -1: {(1, 30)}}  # 平成30, then 令和1, read from the left or from the right


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table: its columns, and the rows that they take."""

    columns: tuple[TableColumn, ...]
    rows: tuple[int, ...]

    def having(self, *roles: Role) -> list[TableColumn]:
        """The columns with one of ``roles``."""
        return [column for column in self.columns if column.role in roles]


def find_header(grid: Grid, index: int, years: Years) -> Header | None:
    """The headings that start in the ``index``-th row of ``grid`` that holds something, if some do.

    A line above the headings that adds nothing to them is none of them.
    """
    found = _header_at(grid, index, years)
    for less in range(1, len(found[1].rows) if found else 0):
        if not _reaches_down(grid, grid.rows[index + less - 1], grid.rows[index + less]):
            without = _header_at(grid, index + less, years)
            if found and without and without[0] >= found[0]:
                return None
    return found[1] if found else None


def _reaches_down(grid: Grid, row: int, below: int) -> bool:
    seen = {id(cell) for cell in grid.distinct(row)}
    return any(id(cell) in seen for cell in grid.distinct(below))


def _header_at(grid: Grid, index: int, years: Years) -> tuple[int, Header] | None:
    first = grid.distinct(grid.rows[index])
    if sum(bool(_PLAIN_NUMBER.fullmatch(cell.text)) for cell in first) > len(first) / 2:
        return None  # a row of numbers, of which there are many
    counted = counted_years(grid, grid.rows[index], years)
    if len(first) < 2 or any(_is_data(cell, years) and id(cell) not in counted for cell in first):
        return None
    best: tuple[int, Header] | None = None
    for depth in range(1, _DEEPEST + 1):
        rows = grid.rows[index : index + depth]
        if len(rows) < depth or (depth > 1 and not _goes_on(grid, rows, years)):
            break
        header = Header(tuple(_columns(grid, rows, years)), tuple(rows))
        worth = sum(_WORTH.get(column.role, 2) + (column.year is not None) for column in header.columns)
        if is_header(header) and (best is None or worth >= best[0]):
            best = (worth, header)
    return best


def is_header(header: Header) -> bool:
    """Whether these may be the headings of a table: something is named and something is given a value."""
    dated = header.having("time", "actual_year")
    areas = header.having("area", "area_code")
    return (
        bool(header.having("name", "area", "number") and header.having(*_VALUES))
        or bool(dated and areas)
        or bool(header.having("kind") and len(header.having("year")) > 1)
        or (
            len({column.role for column in header.having("baseline", "target", "actual")}) > 1
            and len(header.columns) > 2
        )
    )


def _goes_on(grid: Grid, rows: Sequence[int], years: Years) -> bool:
    """Whether the last of ``rows`` belongs to the headings, too."""
    if _is_numbered_line(grid.distinct(rows[-1])):
        return False
    above = {id(cell) for row in rows[:-1] for cell in grid.distinct(row)}
    counted = counted_years(grid, rows[-1], years)
    new = [cell for cell in grid.distinct(rows[-1]) if id(cell) not in above]
    other = [cell for cell in new if not (id(cell) in counted or _head_like(cell, years))]
    return bool(new) and 3 * len(other) < len(new) and all(_WORD.fullmatch(cell.text) for cell in other)


def _is_numbered_line(cells: Sequence[Cell]) -> bool:
    """Whether a row holds only the number of the indicator whose table follows: 指標2."""
    return len(cells) == 1 and bool(_NUMBERED_LINE.fullmatch(bare(cells[0].text)))


def _head_like(cell: Cell, years: Years) -> bool:
    """Whether a cell may stand in a lower row of headings: words of headings and years, no values."""
    text = bare(cell.text)
    if cell.formula or len(text) > _LONGEST or _is_data(cell, years):
        return False
    if is_arrow(cell.text) or is_grade(cell.text):
        return False
    rest = years.without(text)
    return bool(_NEUTRAL.match(rest)) or role_of(rest) is not None or years.only(cell.text) is not None


def _is_data(cell: Cell, years: Years) -> bool:
    """Whether a cell holds a figure, such as ``120件``, which no heading does; a year may be one."""
    text = narrow(cell.text)
    if cell.formula or isinstance(cell.value, bool):
        return True
    year = years.only(text)
    if year and (not text[: year.start].strip() and not text[year.end :].strip("末 ")):
        return False
    if (
        names_quarter(text)
        or _NTH_YEAR.match(text)
        or _COUNTED_HEADING.fullmatch(bare(text))
        or (year and role_of(bare(text[: year.start] + text[year.end :])))
    ):
        return False
    return not isinstance(cell.value, str) or is_figure(text)


def is_heading(text: str, years: Years) -> bool:
    """Whether a text is a heading and no name, as where a form has its labels in several columns: R3実績, 単位."""
    dated = years.only(text) and role_of(years.without(bare(text))) in {"baseline", "target", "actual"}
    return bool(dated or _LABEL.fullmatch(bare(text))) or kind_of(text) in {"target", "baseline"}


def is_figure(text: str) -> bool:
    """Whether a text reads as a figure with a number in it."""
    try:
        return read_figure(text).value is not None
    except UnreadableFigure:
        return False


def counted_years(grid: Grid, row: int, years: Years) -> dict[int, int]:
    """The years of cells that hold only a count beside one with its era, by the cell: H27, 28, 29, 30, R1, 2."""
    cells = grid.distinct(row)
    known = [_year_and_count(cell, years) for cell in cells]
    found: dict[int, int] = {}
    for places, step in ((range(1, len(cells)), 1), (range(len(cells) - 2, -1, -1), -1)):
        for place in places:
            beside, text = known[place - step], narrow(cells[place].text).strip()
            if known[place] is None and beside and _COUNT.fullmatch(text):
                count = _number(text)
                if count == beside[1] + step or (beside[1], count) in _ERA_CHANGES[step]:
                    known[place] = (beside[0] + step, count)
                    found[id(cells[place])] = beside[0] + step
    return found


def _year_and_count(cell: Cell, years: Years) -> tuple[int, int] | None:
    """The year that a cell names, and its count in its era."""
    text = narrow(cell.text).strip()
    if not (year := years.only(text)):
        return None
    count = re.search(r"(?:^|[^0-9])(元|[0-9]{1,2})年?度?(?![0-9])", text[year.start : year.end] or text)
    return (year.year, _number(count[1])) if count else None


def _number(count: str) -> int:
    return 1 if count == "元" else int(count)


def _columns(grid: Grid, rows: Sequence[int], years: Years) -> list[TableColumn]:
    """A column for each number under which something stands in ``rows`` or below them."""
    counted = {key: year for row in rows for key, year in counted_years(grid, row, years).items()}
    first, last = grid.position(rows[0]), grid.position(rows[-1])
    used = {column for row in grid.rows[first : last + 60] for column, _ in grid.row(row)}
    found: list[TableColumn] = []
    for column in sorted(used):
        path: list[Cell] = []
        for depth, row in enumerate(rows):
            cell = grid.at(row, column) or _from_the_left(grid, rows, depth, column)
            if cell and (not path or cell is not path[-1]):
                path.append(cell)
        year = counted.get(id(path[-1])) if path else None
        one = column_of(column, path, years, counted=year)
        if one.role == "unit" and _names_alone(grid, rows, column, path):
            one = one.with_role("name")
        before = found[-1] if found else None
        if year and one.role == "year" and before and before.year and before.year.year == year - 1:
            one = one.with_role(before.role)  # H26 実績, 27, 28
        found.append(one)
    return _named_by_content(found, grid, grid.rows[last + 1 : last + 60])


def _names_alone(grid: Grid, rows: Sequence[int], column: int, path: Sequence[Cell]) -> bool:
    """Whether a column headed 指標名 above （単位） holds the names: the upper heading stands over no other column."""
    over = [other for other in grid.columns if any(grid.at(row, other) is path[0] for row in rows)]
    return len(path) > 1 and role_of(bare(path[0].text)) == "name" and over == [column]


def _named_by_content(columns: list[TableColumn], grid: Grid, rows: Sequence[int]) -> list[TableColumn]:
    """Where no heading says which column holds the names, it is the one in which known indicators are called.

    A row that calls one itself is none of headings.
    """
    heads = [cell.text for column in columns for cell in column.cells]
    if any(column.role == "name" for column in columns) or any(map(grid.is_known, heads)):
        return columns
    for place, column in enumerate(columns):
        cells = (grid.at(row, column.at) for row in rows)
        if column.role not in _VALUES and any(cell and grid.is_known(cell.text) for cell in cells):
            return [*columns[:place], column.with_role("name"), *columns[place + 1 :]]
    return columns


def _from_the_left(grid: Grid, rows: Sequence[int], depth: int, column: int) -> Cell | None:
    """The heading that also covers ``column`` although nothing says that it is merged: one that has headings below."""
    row = rows[depth]
    if not any(grid.at(below, column) for below in rows[depth + 1 :]):
        return None
    group = [grid.at(above, column) for above in rows[:depth]]
    before = [other for other in grid.columns if other < column and grid.at(row, other)]
    if not before:
        return None
    left = grid.at(row, before[-1])
    wide = grid.area(row, before[-1])
    if wide.right > wide.left or (wide.bottom > wide.top):
        return None  # how far it reaches is said
    if any(group) and group != [grid.at(above, before[-1]) for above in rows[:depth]]:
        return None
    covered = any(grid.at(below, before[-1]) for below in rows[depth + 1 :])
    return left if covered else None


def side_by_side(grid: Grid, years: Years) -> Iterator[Grid]:
    """The tables that stand beside each other, parted by an empty column or by names of their own.

    The grid itself where it is one. What stands left of the first names belongs to all of them.
    """
    headers = _headers(grid, years)
    if not headers:
        yield grid
        return
    rows = grid.rows[grid.position(headers[0].rows[0]) :]
    used = sorted({column for row in rows for column, _ in grid.row(row)})
    firsts = [header.rows[0] for header in headers[1:]] + [grid.rows[-1] + 1]
    starts = {
        name_groups(header, grid, [row for row in grid.rows if header.rows[-1] < row < after][:60])
        for header, after in zip(headers, firsts, strict=True)
    }
    if len(starts) == 1 and (groups := next(iter(starts))):
        left = [column for column in used if column < groups[0]]
        segments = [
            [*left, *(column for column in used if first <= column < after)]
            for first, after in pairwise([*groups, used[-1] + 1])
        ]
    else:
        segments = []
        for column in used:
            if segments and column == segments[-1][-1] + 1:
                segments[-1].append(column)
            else:
                segments.append([column])
    parts = [grid.part(segment, rows) for segment in segments]
    if len(parts) > 1 and all(part.rows and find_header(part, 0, years) for part in parts):
        yield grid.part(grid.columns, [row for row in grid.rows if row < rows[0]])
        yield from parts
    else:
        yield grid


def _headers(grid: Grid, years: Years) -> list[Header]:
    """The headings of the tables below each other, those that begin in the first rows."""
    found: list[Header] = []
    for index in range(min(len(grid.rows), _SEARCHED)):
        if found and grid.rows[index] <= found[-1].rows[-1]:
            continue
        if header := find_header(grid, index, years):
            found.append(header)
    return found


def name_groups(header: Header, grid: Grid, below: Sequence[int]) -> tuple[int, ...]:
    """Where names with values of their own begin beside each other, for several indicators in each row; else empty."""
    starts: list[int] = []
    valued = True
    for column in header.columns:
        cells = [cell for row in below if (cell := grid.at(row, column.at)) and cell not in column.cells]
        words = bool(cells) and not any(is_figure(cell.text) for cell in cells)
        if column.role == "name" and valued and words:
            starts.append(column.at)
            valued = False
        valued = valued or column.role in _VALUES
    if not valued:
        starts = starts[:-1]
    return tuple(starts) if len(starts) > 1 else ()
