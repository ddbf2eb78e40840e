"""What a column of a table holds, told by its heading of one or several rows, or why it is not taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.model.numbers import narrow

from .words import YEARS_BESIDE, Role, bare, role_of
from .years import NamedYear, Years, named, names_quarter, names_span

_PAIRED = re.compile(r"\s*[/／・、,\n]\s*|\s+")
_SEVERAL_YEARS = re.compile(
    r"[0-9]{1,2}\s*[かカヶケヵ箇]?年(?:間|度分)?の?(?:累計|累積|合計|計|総数|平均)"
    r"|期間(?:中|内)?の?(?:累計|累積|合計|平均)|通算"
)
_TOTAL = re.compile(r"累計|累積|cumulative", re.IGNORECASE)
_SINGLE = re.compile(r"単年|当年度|年度内")
_MODIFYING: tuple[Role, ...] = ("earlier_target", "increase", "money", "quarter")
#: What may stand beside the year of a heading that names nothing else: R6要求額 names something.
_BESIDE_A_YEAR = re.compile(
    r"(?:単?年度?|年次|末日?|時点|現在|の|値|数値?|計|累[計積]|見込み?|速報|暫定|推計|確定|国勢調査|国調|センサス|調査|状況|年間|通年"
    r"|第?[0-9]{1,2}年[目次]|基準年?|目標年?|又は|または|fy|(?:full|fiscal|financial)?year(?:end(?:ed|ing)?)?|annual|[()・/~、,.:%人件円-])*",
    re.IGNORECASE,
)
_OVER_TABLES: tuple[Role, ...] = ("name", "goal", "measure", "department", "definition", "notes")
_BLANK: tuple[Role | None, ...] = (None, "value", "time")
REASONS: dict[Role, Text] = {
    "rate": say("a rate: kpitrack works it out itself"),
    "grade": say("a grade: kpitrack gives its own"),
    "money": say("an amount of money, no value of the indicator"),
    "number": say("a number or code of the table's own"),
    "quarter": say("of a quarter or half a year, which a yearly value is not"),
    "increase": say("an increase, not the level that is reached"),
    "earlier_target": say("an earlier target: write it under revisions, with the day on which it was changed"),
    "midterm": say("a value of the middle, and does not say whether it is a target or an actual"),
    "other_year": say("of a year that is named by another one, such as 前年度"),
    "others": say("a value of others, for comparison"),
    "frequency": say("how often it is measured"),
    "expected_course": say("what is expected without the plan, neither a target nor an actual"),
    "year": say("under a year that does not say whether it holds targets or actuals"),
    "kind": say("says what kind of row it is, in a way that is not understood"),
    "area_code": say("the code of an area"),
    "area": say("the name of an area"),
    "time": say("a time that no value is beside"),
    "value": say("a value whose heading does not say what it is"),
}
_WOULD_BE = (
    "指標名, 単位, 基準値, 現状値, 目標値, 実績値, 目標値(R6), 実績値(R4), 担当課, 備考; "
    "Indicator, Unit, Baseline, Target"
)


@dataclass(frozen=True)
class TableColumn:
    """A column of a table."""

    at: int  # its number in the grid
    role: Role | None  # None where its heading is not understood, and ``year`` where it names a year and nothing else
    year: NamedYear | None  # that its heading names
    cells: tuple[Cell, ...]  # its heading, from top to bottom

    @cached_property
    def words(self) -> str:
        """The heading in one line."""
        return " ".join(" ".join(cell.text.split()) for cell in self.cells)

    @cached_property
    def over(self) -> str:
        """The words by which it says that its values are counted over several years: 5年間累計, R2～R6累計."""
        if found := _SEVERAL_YEARS.search(narrow(self.words)):
            return found[0]
        spans = names_span(self.words) and (self.role in {"baseline", "actual"} or counting(self.words) == "total")
        return self.words if spans else ""

    def with_role(self, role: Role | None) -> TableColumn:
        """The column with another role."""
        return replace(self, role=role)


def counting(words: str) -> Literal["total", "single", ""]:
    """Whether a heading or label says that values are running totals, 累計, or of single years, 単年度."""
    if _SINGLE.search(words):
        return "single"
    return "total" if _TOTAL.search(words) else ""


def column_of(at: int, cells: Sequence[Cell], years: Years, *, counted: int | None = None) -> TableColumn:
    """The column at ``at`` under the headings ``cells``, from top to bottom.

    ``counted`` is the year that its lowest heading names by its place in a row of years: 28 after H27.
    """
    parts = [bare(cell.text) for cell in cells]
    found = [years.only(cell.text) for cell in cells]
    year = next((one for one in reversed(found) if one), None)
    if counted is not None:
        year, parts[-1] = NamedYear(counted, None, 0, 0), ""
    rests = [_without_years(part, years) for part in parts]
    roles = [role_of(rest) for rest in rests]
    alone = all(_BESIDE_A_YEAR.fullmatch(rest) for rest, named in zip(rests, found, strict=True) if named)
    if any(names_quarter(narrow(cell.text)) for cell in cells):
        roles = [*roles, "quarter"]
    role = _combined(roles, dated=year is not None)
    return TableColumn(at, role if role != "year" or alone else None, year, tuple(cells))


def _without_years(part: str, years: Years) -> str:
    part = years.without(part)
    if years.only(part) and re.fullmatch(r"(?:元|[0-9]{1,2})年度?", part):
        return ""
    return re.sub(r"\((?:数値は)?末?(?:時点|現在)?\)|^末|末$", "", part)


def _combined(roles: Sequence[Role | None], *, dated: bool) -> Role | None:
    """The role that headings above each other give: the lowest one's, as those above it say more exactly."""
    for modifying in _MODIFYING:
        if modifying in roles:
            return modifying
    telling = [role for role in roles if role not in _BLANK]
    lowest = roles[-1] if roles else None
    if not telling:
        return "year" if dated else lowest
    if lowest == "time" and telling[-1] in YEARS_BESIDE:
        return YEARS_BESIDE[telling[-1]]
    if lowest == "actual" and telling[0] == "baseline":
        return "baseline"
    if dated and lowest is None and telling[-1] in _OVER_TABLES:
        return "year"  # 基本目標1 above years is the title of the table
    return telling[-1]


def paired(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Columns under one and the same heading, such as 実績／達成度 over two of them: each with the role of its word."""
    words = [word for word in _PAIRED.split(columns[0].cells[0].text.strip()) if word] if columns[0].cells else []
    words = [word for word in words if not (named(narrow(word)) and role_of(bare(word)) is None)]
    roles = [role_of(bare(word)) for word in words]
    if len(roles) == len(columns) and None not in roles:
        return [column.with_role(role) for column, role in zip(columns, roles, strict=True)]
    return list(columns)


def why_left(column: TableColumn) -> Text:
    """Why what stands in ``column`` is not taken; of a heading that is not understood, which ones would be."""
    if column.role in REASONS:
        return REASONS[column.role]
    if not column.cells:
        return say(
            "stands in a column without a heading; headings such as these are understood: {words}", words=_WOULD_BE
        )
    return say(
        "the heading “{heading}” is not understood; such as these are: {words}",
        heading=column.words[:60],
        words=_WOULD_BE,
    )
