"""What a column of a table holds, told by its heading of one or several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.numbers import narrow

from .words import Role, bare, role_of
from .years import NamedYear, Years, names_quarter

_PAIRED = re.compile(r"\s*[/／・、,\n]\s*|\s+")
_MODIFYING: tuple[Role, ...] = ("earlier_target", "increase", "money", "quarter")
_YEAR_OF: dict[Role, Role] = {"baseline": "baseline_year", "target": "target_year", "actual": "actual_year"}
_BLANK: tuple[Role | None, ...] = (None, "value", "time")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes:
        at: its number in the grid.
        role: None where its heading is not understood, and ``year`` where it names a year and nothing else.
        year: that its heading names.
        cells: its heading, from top to bottom.
    """

    at: int
    role: Role | None
    year: NamedYear | None
    cells: tuple[Cell, ...]

    @property
    def words(self) -> str:
        """The heading in one line."""
        return " ".join(" ".join(cell.text.split()) for cell in self.cells)

    def with_role(self, role: Role | None) -> TableColumn:
        """The column with another role."""
        return replace(self, role=role)


def column_of(at: int, cells: Sequence[Cell], years: Years, *, counted: int | None = None) -> TableColumn:
    """The column at ``at`` under the headings ``cells``.

    Args:
        at: its number.
        cells: from top to bottom.
        years: of the table.
        counted: the year that its lowest heading names by its place in a row of years: 28 after H27.
    """
    parts = [bare(cell.text) for cell in cells]
    found = [years.only(cell.text) for cell in cells]
    year = next((one for one in reversed(found) if one), None)
    if counted is not None:
        year, parts[-1] = NamedYear(counted, None, 0, 0), ""
    roles = [role_of(_without_years(part, years)) for part in parts]
    if any(names_quarter(narrow(cell.text)) for cell in cells):
        roles = [*roles, "quarter"]
    return TableColumn(at, _combined(roles, dated=year is not None), year, tuple(cells))


def _without_years(part: str, years: Years) -> str:
    for one in reversed(years.find(part)):
        part = part[: one.start] + part[one.end :]
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
    if lowest == "time" and telling[-1] in _YEAR_OF:
        return _YEAR_OF[telling[-1]]
    if lowest == "actual" and telling[0] == "baseline":
        return "baseline"
    return telling[-1]


def paired(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Columns under one and the same heading, such as 実績／達成度 over two of them: each with the role of its word."""
    words = [word for word in _PAIRED.split(columns[0].cells[0].text.strip()) if word] if columns[0].cells else []
    roles = [role_of(bare(word)) for word in words]
    if len(roles) == len(columns) and None not in roles:
        return [column.with_role(role) for column, role in zip(columns, roles, strict=True)]
    return list(columns)
