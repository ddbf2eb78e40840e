"""How a table is laid out: which columns hold the names, the values of which years, and what the rows are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.numbers import narrow

from .column import TableColumn, paired
from .grid import Grid
from .header import Header, is_figure, name_groups
from .outline import is_marker
from .unit import is_unit
from .words import YEARS_BESIDE, Role, bare, direction_of, is_arrow, is_grade, kind_behind, kind_of, others_among
from .years import Years, named

_SAMPLE = 60  # rows
_LABEL = re.compile(r"(?:指標|KPI|No\.?|[A-Za-zア-ンⅠ-Ⅻ①-⑳]|[A-Za-z]{1,4})?[ -]?[0-9①-⑳-]{0,6}", re.IGNORECASE)
_CERTAIN = re.compile(r"指標|kpi|項目名|indicator|measure|業績|目標項目|^name", re.IGNORECASE)
_REPORTS = re.compile(r"実績|進捗|達成状況|推移|評価|検証|outturn|performance|actual|results?", re.IGNORECASE)
_YEARS_OF: dict[Role | None, Role] = {"baseline_year": "baseline", "target_year": "target", "actual_year": "actual"}
_NOTHING = re.compile(r"[※*—―－–-]|n/?a|data only|unknown", re.IGNORECASE)
_MAYBE_NAMES: frozenset[Role | None] = frozenset((None, "measure", "goal", "definition", "time"))
_MIDTERM = re.compile(r"中間値?(?!.*(?:目標|計画|目安))")
_YEARLY_PLANS = re.compile(r"計画値|年次計画|目標値?一覧|年[次度]別の?(?:目標|計画)|各年度の?(?:目標|計画)")
_PLANS = re.compile(rf"{_YEARLY_PLANS.pattern}|目標値?の|目標値?(?:設定)?表$")


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns of a table once what stands below their headings has been looked at."""

    header: Header  # the headings
    names: tuple[TableColumn, ...]  # the columns that make up an indicator's name
    kind: TableColumn | None  # the column that says what a row's values are, where there is one
    paired: frozenset[str]  # the names that stand there once for each kind, as ``特定健診受診率 実績`` does
    row_year: TableColumn | None  # the column whose cells say which year a row is of
    whose: TableColumn | None = None  # the column whose cells say whose values a row holds: 町, 県, 国
    others: frozenset[str] = frozenset()  # those of them that are others

    def having(self, *roles: Role) -> list[TableColumn]:
        """The columns with one of ``roles``."""
        return self.header.having(*roles)


def layout_of(  # noqa: PLR0913  each is one thing that a layout is told by
    header: Header,
    grid: Grid,
    below: Sequence[int],
    years: Years,
    above: Iterable[str],
    *,
    years_are_actuals: bool = False,
) -> TableLayout:
    """The layout of the table under ``header``, whose rows are ``below`` it and whose title and lines ``above``.

    With ``years_are_actuals`` a column headed with a year alone holds actuals.
    """
    rows = below[:_SAMPLE]
    columns = [_sniffed(column, _below(grid, column, rows)) for column in _paired(header.columns)]
    columns, whose, others = _whose(columns, grid, rows)
    kind = _kind_column(columns, grid, rows)
    columns = [column.with_role("kind") if kind and column.at == kind.at else column for column in columns]
    columns, names = _names(columns, grid, rows)
    columns = _own_values(columns, name_groups(header, grid, rows))
    columns = _targets(columns, min((one.at for one in names), default=0), grid, rows)
    pairs = _kinds_in_names(names, grid, rows) if kind is None else frozenset[str]()
    columns = _times(columns)
    dated = any(column.role == "year" for column in columns)
    row_year = None if pairs or (kind and dated) else _row_year(columns, grid, rows, years)
    if kind is None and not pairs:
        columns = _years(columns, above, sure=years_are_actuals)
        columns = _first_actual(columns)
    return TableLayout(replace(header, columns=tuple(columns)), tuple(names), kind, pairs, row_year, whose, others)


def _below(grid: Grid, column: TableColumn, rows: Sequence[int]) -> list[Cell]:
    found = {id(cell): cell for row in rows if (cell := grid.at(row, column.at)) and cell not in column.cells}
    return list(found.values())


def _most(cells: Sequence[Cell], holds: object, share: float = 0.6) -> bool:
    return bool(cells) and callable(holds) and sum(bool(holds(cell)) for cell in cells) >= share * len(cells)


def _paired(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Neighbouring columns under one and the same heading get a role each, where it names several."""
    found: list[TableColumn] = []
    group: list[TableColumn] = []
    for column in [*columns, None]:
        head = group[0] if group else None
        same = (
            column is not None
            and head is not None
            and bool(column.cells)
            and (column.cells == head.cells or (column.cells == head.cells[:-1] and head.year is not None))
        )
        if same and column:
            group.append(replace(column, year=head.year) if head else column)
            continue
        found += paired(group) if len(group) > 1 else group
        group = [column] if column else []
    return found


def _sniffed(column: TableColumn, cells: Sequence[Cell]) -> TableColumn:
    """The column with the role that its content shows, where its heading does not say it, or says something else."""
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    if column.role in {None, "value", "kind"} and _most(texts, lambda cell: is_arrow(cell.text)):
        return column.with_role("direction")
    if column.role in {None, "value", *_YEARS_OF.values()} and _most(cells, lambda cell: is_unit(cell.text), 0.9):
        return column.with_role("unit")  # beside each value, under its heading
    letters = len(texts) == len(cells) and _most(texts, lambda cell: is_grade(cell.text), 0.9)
    figures = any(is_figure(cell.text) for cell in cells)
    graded = any(not _NOTHING.fullmatch(cell.text) for cell in cells)
    if letters and graded and not figures and column.role in {None, "actual", "target", "rate", "year"}:
        return column.with_role("grade")
    if column.role in _YEARS_OF and figures and not any(named(narrow(cell.text)) for cell in cells):
        return column.with_role(_YEARS_OF[column.role])  # 基準年度（平成26年度） over values
    if column.role == "direction" and not any(direction_of(cell.text) for cell in cells):
        return column.with_role(None)
    return column


def _whose(
    columns: list[TableColumn], grid: Grid, rows: Sequence[int]
) -> tuple[list[TableColumn], TableColumn | None, frozenset[str]]:
    """The columns, the one of them that says whose values a row holds, and the labels in it that name others."""
    for place, column in enumerate(columns):
        if column.role in {None, "kind", "name", "value", "measure", "area"}:
            labels = {cell.text for cell in _below(grid, column, rows)}
            others = others_among(sorted(labels))
            if others and (column.role != "area" or len(labels - others) == 1):
                told = column.with_role("whose")
                return [*columns[:place], told, *columns[place + 1 :]], told, others
    return columns, None, frozenset()


def _kind_column(columns: Sequence[TableColumn], grid: Grid, rows: Sequence[int]) -> TableColumn | None:
    for column in columns:
        if column.role in {None, "kind", "name", "value", "measure", "time"}:
            cells = _below(grid, column, rows)
            kinds = Counter(kind_of(cell.text) for cell in cells)
            if sum(count for kind, count in kinds.items() if kind) >= max(0.6 * len(cells), 1) and (
                kinds["target"] or kinds["actual"] or (kinds["value"] and kinds["time"])
            ):
                return column
    return None


def _names(columns: list[TableColumn], grid: Grid, rows: Sequence[int]) -> tuple[list[TableColumn], list[TableColumn]]:
    """Which of the columns headed 指標, 項目 and the like hold the names; a heading may stand over several columns."""
    columns = [_spanned(column, left, grid, rows) for left, column in zip([None, *columns], columns, strict=False)]
    named = [column for column in columns if column.role == "name"]
    labels = [
        column for column in named if _most(_below(grid, column, rows), lambda cell: _LABEL.fullmatch(cell.text), 0.8)
    ]
    if len(labels) < len(named):
        columns = [column.with_role("number") if column in labels else column for column in columns]
        named = [column for column in named if column not in labels]
    told = [one for one in named if not _is_marked(_below(grid, one, rows))]
    if told and len(told) < len(named):
        columns = [column.with_role("kind") if column in named and column not in told else column for column in columns]
        named = told
    if not named:
        named = [column for column in columns if column.role == "area"][:1] or _any_text(columns, grid, rows)
    if len(named) > 1:
        counted = [c for c in named if _most(_below(grid, c, rows), lambda cell: is_figure(cell.text), 0.5)]
        candidates = [column for column in named if column not in counted] or named
        first = max(candidates, key=lambda column: (_certain(column), -column.at))
        kept = [column for column in candidates if column.cells == first.cells]
        others = {column.at for column in named} - {column.at for column in kept}
        columns = [_other_name(column, grid, rows, columns) if column.at in others else column for column in columns]
        named = kept
    return columns, named


def _is_marked(cells: Sequence[Cell]) -> bool:
    """Whether a column under a word for indicators holds none, but their kinds, or nothing but its merged heading."""
    return not cells or _most(cells, lambda cell: is_marker(cell.text))


def _certain(column: TableColumn) -> int:
    return bool(_CERTAIN.search(bare(column.words)))


def _spanned(column: TableColumn, left: TableColumn | None, grid: Grid, rows: Sequence[int]) -> TableColumn:
    """A column without a heading right of names that are only letters: 成果指標名 over A | 転入者数."""
    if column.cells or column.role or left is None or left.role != "name":
        return column
    cells = _below(grid, column, rows)
    if _most(cells, _is_text) and not _most(cells, lambda cell: kind_of(cell.text)):
        return replace(column, role="name", cells=left.cells)
    return column


def _is_text(cell: Cell) -> bool:
    text = cell.text
    return isinstance(cell.value, str) and not (is_figure(text) or _LABEL.fullmatch(text) or named(narrow(text)))


def _any_text(columns: Sequence[TableColumn], grid: Grid, rows: Sequence[int]) -> list[TableColumn]:
    """The last column of texts left of the values."""
    values = [c.at for c in columns if c.role in {"baseline", "target", "actual", "year", "quarter"}]
    texts = [
        column
        for column in columns
        if column.role in _MAYBE_NAMES
        and _most(_below(grid, column, rows), _is_text)
        and (not values or column.at < min(values))
    ]
    return texts[-1:]


def _other_name(column: TableColumn, grid: Grid, rows: Sequence[int], columns: Sequence[TableColumn]) -> TableColumn:
    cells = _below(grid, column, rows)
    if _most(cells, lambda cell: is_figure(cell.text), 0.5):
        taken = any(other.role == "target" for other in columns)
        return column.with_role(None if taken else "target")
    return column.with_role("definition" if re.search(r"内容|description", column.words, re.IGNORECASE) else "measure")


def _targets(columns: list[TableColumn], names: int, grid: Grid, rows: Sequence[int]) -> list[TableColumn]:
    """A column headed 目標 in which words stand names goals where it is left of the ``names``.

    A value of the middle is a target only where nothing was measured later.
    """
    found = []
    for column in columns:
        if column.role == "target" and column.at < names:
            cells = _below(grid, column, rows)
            worded = _most(cells, lambda cell: not re.search(r"[0-9０-９]", cell.text))
            found.append(column.with_role("goal") if worded else column)
        elif column.role == "target" and _MIDTERM.search(bare(column.words)) and _measured_since(column, columns):
            found.append(column.with_role("midterm"))
        else:
            found.append(column)
    return found


def _measured_since(column: TableColumn, columns: Sequence[TableColumn]) -> bool:
    """Whether another column holds what was reached later, so that a value of the middle may be an actual, too."""
    return any(
        other.role == "actual" and (other.year is None or column.year is None or other.year.year > column.year.year)
        for other in columns
    )


def _own_values(columns: Sequence[TableColumn], groups: Sequence[int]) -> list[TableColumn]:
    """The columns, those without a role that belong to further names in the same rows."""
    return [column.with_role(None) if len(groups) > 1 and column.at >= groups[1] else column for column in columns]


def _kinds_in_names(names: Sequence[TableColumn], grid: Grid, rows: Sequence[int]) -> frozenset[str]:
    """The names that come in pairs such as ``… 計画`` and ``… 実績``."""
    found: dict[str, set[str]] = {}
    for column in names:
        for cell in _below(grid, column, rows):
            if kinds := kind_behind(cell.text):
                found.setdefault(kinds[0], set()).add(kinds[1])
    return frozenset(name for name, kinds in found.items() if len(kinds) > 1)


def _times(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """A column headed 年度 right of a value says of which year that is."""
    found: list[TableColumn] = []
    for column in columns:
        left = found[-1].role if found else None
        beside = column.role == "time" and left in YEARS_BESIDE and found[-1].year is None
        found.append(column.with_role(YEARS_BESIDE[left]) if beside and left else column)
    return found


def _row_year(columns: Sequence[TableColumn], grid: Grid, rows: Sequence[int], years: Years) -> TableColumn | None:
    for column in columns:
        if column.role in {"time", "actual_year"}:
            cells = _below(grid, column, rows)
            if _most(cells, lambda cell: years.only(cell.text) is not None, 0.8):
                return column
    return None


def _years(columns: Sequence[TableColumn], above: Iterable[str], *, sure: bool) -> list[TableColumn]:
    """Columns headed with a year alone hold actuals where rates stand beside them or the table says so above."""
    if not any(column.role == "year" for column in columns):
        return list(columns)
    last = max((column.year.year for column in columns if column.role == "target" and column.year), default=0)
    bare_years = [column.year.year for column in columns if column.role == "year" and column.year]
    rated = max(bare_years) < last and any(column.role in {"rate", "grade"} for column in columns)
    rated = rated or any(
        column.role == "year" and after.role in {"rate", "grade"} for column, after in pairwise(columns)
    )
    lines = " ".join(narrow(line) for line in above)
    reports = bool(_REPORTS.search(lines)) and not _PLANS.search(lines)
    targets = any(column.role == "target" for column in columns)
    # Where other columns are called actuals, these are not.
    told = any(column.role == "actual" and column.cells for column in columns)
    if (
        (sure and not told and not _PLANS.search(lines))
        or (rated and not _YEARLY_PLANS.search(lines))
        or (reports and targets)
    ):
        return [column.with_role("actual") if column.role == "year" else column for column in columns]
    return list(columns)


def _first_actual(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Of actuals on both sides of the target, the last one before it is what the plan starts from."""
    at = {role: [c.at for c in columns if c.role == role] for role in ("baseline", "target", "actual")}
    if at["baseline"] or len(at["target"]) != 1 or not at["actual"]:
        return list(columns)
    before = [place for place in at["actual"] if place < at["target"][0]]
    if not before or len(before) == len(at["actual"]):
        return list(columns)
    years = {column.at: column.year.year for column in columns if column.year}
    if years.get(before[-1], 0) + 1 == years.get(at["target"][0]):
        return list(columns)  # the year before stands beside the target of a year, and begins no plan
    return [column.with_role("baseline") if column.at == before[-1] else column for column in columns]
