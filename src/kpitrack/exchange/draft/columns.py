"""The columns of KPI lists as towns publish them: which role each has, told by its heading of one to three rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet
from kpitrack.model.figures import UnreadableFigure, read_figure, read_year
from kpitrack.model.figures.dates import YEAR
from kpitrack.model.numbers import narrow

Role = Literal[
    "number", "goal", "measure", "name", "unit", "baseline", "baseline_year", "target", "target_year", "milestone",
    "actual", "department", "definition", "source", "notes", "year",
]  # fmt: skip

_WORDS: tuple[tuple[Role, str], ...] = (
    ("number", r"^(?:no\.?|№|#|番号|連番|通し番号|整理番号|指標番号)$"),
    ("department", r"担当|所管|主管|部署|部局|課名|department"),
    ("unit", r"^単位|単位$|^units?$"),
    ("definition", r"定義|説明|算出|算定|計算式|計算方法|考え方|definition"),
    ("source", r"出典|根拠|データ元|データの|統計|典拠|把握方法|source"),
    ("notes", r"備考|^注|摘要|特記|notes?$|remarks?"),
    ("name", r"目標指標|目標項目|数値目標|指標名|指標の名称|評価指標|業績評価|重要業績|項目名"),
    ("name", r"kpi名|^kpi$|indicator|^name$"),
    ("baseline_year", r"(?:現状|現況|基準|策定時|当初|初期|直近)値?の?\(?(?:年度?|時点|年次)\)?$|^基準(?:年度?|時点)"),
    ("target_year", r"(?:目標|達成|最終)値?の?\(?(?:年度?|時期|期限|年次)\)?$|targetyear"),
    ("baseline_year", r"baselineyear"),
    ("baseline", r"現状|現況|基準|策定時|当初|初期値|直近値|従前|ベースライン|baseline|^current"),
    ("actual", r"実績|進捗|達成状況|達成率|達成度|actual"),
    ("goal", r"基本目標|政策目標|戦略目標|基本方針|政策分野|^分野|^柱|の柱|大項目|大分類|^goals?$"),
    ("milestone", r"目安|中間|期待値|milestone"),
    ("target", r"目標|target"),
    ("measure", r"施策|取組|取り組み|中項目|小項目|中分類|小分類|基本的方向|プロジェクト|事業|measure"),
    ("name", r"指標|項目|kpi"),
)
_ROLES = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _WORDS]
_YEARS = re.compile(rf"(?<![0-9])(?:{YEAR}|(?:19|20|21)[0-9]{{2}}(?![0-9]))末?")
_OTHER_HEADS = re.compile(
    r"^(?:年度?|値|数値|時点|年次|基準|目標|計画|見込み?|内容|名称|評価|達成|実績|備考|単位|[()])*$"
)
_CERTAIN_NAMES = re.compile(r"項目|指標名|名称|評価指標|業績|目標指標", re.IGNORECASE)
_DEEPEST = 3
_LONGEST_HEAD = 30  # characters


class Heading(NamedTuple):
    """What a column holds, the year that its heading names, and the heading's words and first cell."""

    role: Role | None
    year: int | None
    words: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Header:
    """A heading: the columns by their number, and how many rows of the sheet it takes."""

    columns: Mapping[int, Heading]
    depth: int

    def having(self, role: Role) -> list[int]:
        """The numbers of the columns with ``role``."""
        return [at for at, heading in self.columns.items() if heading.role == role]


def find_header(sheet: Sheet, index: int) -> Header | None:
    """The heading that starts in the row ``index`` of ``sheet``, if one does: a name, and a baseline or a target."""
    best: Header | None = None
    if len(sheet.rows[index]) < 2 or any(_data_like(cell) for cell in sheet.rows[index]):
        return None
    for depth in range(1, _DEEPEST + 1):
        rows = sheet.rows[index : index + depth]
        if len(rows) < depth or rows[-1][0].row - rows[0][0].row != depth - 1:
            break
        if depth > 1 and not all(_head_like(cell) for cell in rows[-1]):
            break
        header = Header(_columns(rows), depth)
        if _is_header(header) and (best is None or _worth(header) > _worth(best)):
            best = header
    return best


def _is_header(header: Header) -> bool:
    return bool(header.having("name") and (header.having("baseline") or header.having("target")))


def _worth(header: Header) -> int:
    return sum(heading.role is not None for heading in header.columns.values())


def _head_like(cell: Cell) -> bool:
    """Whether a cell may stand in the second or third row of a heading: words of headings and years, no values."""
    text = _bare(cell.text)
    rest = _YEARS.sub("", text)
    if cell.formula or len(text) > _LONGEST_HEAD or _data_like(cell):
        return False
    return bool(_OTHER_HEADS.match(rest)) or _role(rest) is not None


def _data_like(cell: Cell) -> bool:
    """Whether a cell holds a figure, such as ``120件`` or ``現状維持``, which no heading does; a year may be one."""
    if _YEARS.fullmatch(_bare(cell.text)):
        return False
    return not isinstance(cell.value, str) or is_figure(cell)


def _columns(rows: Sequence[Sequence[Cell]]) -> dict[int, Heading]:
    """The heading of each column, its rows joined; a cell that spans several columns counts for each of them."""
    texts = [{cell.column: cell for cell in row} for row in rows]
    found = {}
    for column in sorted({at for row in texts for at in row}):
        parts: list[Cell] = []
        for depth, row in enumerate(texts):
            if column in row:
                parts.append(row[column])
            elif any(column in below for below in texts[depth + 1 :]):
                left = [at for at in row if at < column]
                above = any(column in upper for upper in texts[:depth])
                if left and not above:
                    parts.append(row[max(left)])
        words = " ".join(" ".join(part.text.split()) for part in parts)
        label = _bare("".join(part.text for part in parts))
        year = _year(label)
        rest = _YEARS.sub("", label).replace("()", "")
        role = _role(rest) if rest else "year" if year else None
        found[column] = Heading(role, year, words, parts[0])
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s・:※*]", "", narrow(text)).translate(str.maketrans("〔［【〈《〕］】〉》", "((((()))))"))


def _role(rest: str) -> Role | None:
    return next((role for role, pattern in _ROLES if pattern.search(rest)), None)


def _year(label: str) -> int | None:
    found = _YEARS.findall(label)
    if len(found) != 1:
        return None
    try:
        return read_year(found[0].removesuffix("末")).year
    except UnreadableFigure:
        return None


def settle(header: Header, rows: Sequence[Sequence[Cell]]) -> Header:
    """The header with its doubtful columns settled by what stands below them.

    項目 and 成果指標 both name indicators, but where both are there and figures stand below the second, it holds
    the targets, as in many towns' strategies.
    """
    names = header.having("name")
    if len(names) < 2:
        return header
    first = next((at for at in names if _CERTAIN_NAMES.search(_bare(header.columns[at].words))), names[0])
    columns = dict(header.columns)
    for at in names:
        if at != first:
            below = [cell for row in rows for cell in row if cell.column == at]
            figures = sum(is_figure(cell) for cell in below)
            taken = bool(header.having("target"))
            role: Role | None = "target" if below and 2 * figures > len(below) and not taken else None
            columns[at] = columns[at]._replace(role=role)
    return Header(columns, header.depth)


def is_figure(cell: Cell) -> bool:
    """Whether what stands in the cell reads as a figure."""
    try:
        read_figure(cell.text)
    except UnreadableFigure:
        return False
    return True
