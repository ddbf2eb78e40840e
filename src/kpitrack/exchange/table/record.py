"""What a table says of one indicator: its cells by their role, and the account of what became of every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say
from kpitrack.model.figures.figure import Status

from .phrase import NotUnderstood, Phrase
from .words import Role
from .years import NamedYear, Years

ValueRole = Literal["baseline", "target", "actual"]
_RATE_BEHIND = re.compile(r"\s*[(（]\s*(?:達成[率度])?\s*[0-9０-９.．,]+\s*[%％]\s*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Use:
    """What a cell was taken as, and for which KPI (its number among those of the file), if for one."""

    cell: Cell
    role: str
    kpi: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that was not taken, and why."""

    cell: Cell
    reason: Text


@dataclass(slots=True)
class Account:
    """What became of the cells of one sheet."""

    cells: tuple[Cell, ...]
    _used: dict[int, Use] = field(default_factory=dict)
    _left: dict[int, Left] = field(default_factory=dict)

    def use(self, cell: Cell | None, role: str, kpi: int | None = None) -> None:
        """Note that ``cell`` was taken as ``role``; the first use counts."""
        if cell is not None and id(cell) not in self._used:
            self._used[id(cell)] = Use(cell, role, kpi)

    def leave(self, cells: Cell | Iterable[Cell] | None, reason: Text) -> None:
        """Note why ``cells`` are not taken, if nothing else takes them; the first reason counts."""
        for cell in [cells] if isinstance(cells, Cell) else cells or ():
            self._left.setdefault(id(cell), Left(cell, reason))

    @property
    def used(self) -> list[Use]:
        """The cells that were taken, in the order of the sheet."""
        return [self._used[id(cell)] for cell in self.cells if id(cell) in self._used]

    @property
    def left(self) -> list[Left]:
        """All other cells, in the order of the sheet, each with a reason."""
        return [
            self._left.get(id(cell)) or Left(cell, _unplaced(cell)) for cell in self.cells if id(cell) not in self._used
        ]


def _unplaced(cell: Cell) -> Text:
    if cell.hidden:
        return say("stands in a hidden row, column or sheet; show it and import again to have it read")
    if cell.formula:
        return say("a formula is not evaluated: copy its result and paste it as a value")
    return say("belongs to no table that is understood")


@dataclass(slots=True)
class DraftNode:
    """A goal or a measure. ``cell`` is None where the table names none."""

    title: str = ""
    number: str = ""
    cell: Cell | None = None
    kpis: list[Indicator] = field(default_factory=list)
    measures: list[DraftNode] = field(default_factory=list)

    def walk(self) -> Iterator[Indicator]:
        """The indicators of the node and of those below it, in order."""
        yield from self.kpis
        for measure in self.measures:
            yield from measure.walk()


@dataclass(frozen=True, slots=True)
class TableValue:
    """A cell that holds a value, what it is a value of, and the year that its heading or the cell beside it names.

    ``status`` is what the heading says of an actual, by SDMX's word: 実績見込 is a forecast. ``progress`` where the
    heading says 進捗 or 達成状況, under which a percentage may also be a rate. ``years`` are those of all headings and
    rows that its merged cell stands under, and ``over`` the words by which the heading counts over several years.
    ``counting`` is ``total`` for running totals, ``single`` for single years, where the table says it, and ``rated``
    means that a rate stands in brackets behind the value: 実績（達成率）.
    """

    cell: Cell
    role: ValueRole
    year: NamedYear | None = None
    year_cell: Cell | None = None
    status: Status = "normal"
    progress: bool = False
    years: frozenset[int] = frozenset()
    over: str = ""
    counting: str = ""
    rated: bool = False

    @property
    def figure_cell(self) -> Cell:
        """The cell with what is a value in it."""
        if not self.rated or not isinstance(self.cell.value, str):
            return self.cell
        return replace(self.cell, value=_RATE_BEHIND.sub("", self.cell.value))


@dataclass(slots=True)
class Indicator:
    """One indicator."""

    name: str  # as printed, in one line
    sheet: str  # where it stands
    cells: tuple[Cell, ...]  # that hold its name
    values: list[TableValue] = field(default_factory=list)  # in the order of the table
    texts: dict[Role, list[Cell]] = field(default_factory=dict)  # its unit, direction, definition and the like
    number: Cell | None = None  # a number or code of the table's own
    area: tuple[Cell, ...] = ()
    unit_above: str = ""  # the unit that a line above the table names for all of it
    units_beside: set[str] = field(default_factory=set)  # those in the labels and headings of its values
    of_year: NamedYear | None = None  # the year that the table is of, where the lines above it name one
    reports: bool = False  # whether they say that what was reached in that year stands in the table
    department: Cell | None = None  # the cell above the table that names who is in charge of all of it
    quarters: bool = False  # whether values of quarters stand beside its own
    years: Years = field(default_factory=lambda: Years(()))  # of its sheet
    path: tuple[str, ...] = ()  # the titles of the goal and measures that it stands under

    def take(self, value: TableValue) -> None:
        """Take a value; one whose merged cell was met before is of the years of both places."""
        for place, known in enumerate(self.values):
            if known.cell is value.cell:
                self.values[place] = replace(known, years=known.years | value.years)
                return
        self.values.append(value)

    def take_time(self, cell: Cell, of: Cell | None) -> None:
        """Take the time of the value in the cell ``of`` that stands in a row of its own below it."""
        self.values = [replace(one, year_cell=cell, year=None) if one.cell is of else one for one in self.values]

    @property
    def unit_around(self) -> str:
        """The one unit that the labels or headings of its values name, else that of the line above the table."""
        return next(iter(self.units_beside)) if len(self.units_beside) == 1 else self.unit_above

    @property
    def unit_cell(self) -> Cell | None:
        """The cell that names its unit."""
        return next((cell for cell in self.texts.get("unit", []) if not cell.formula), None)


def year_of(
    value: TableValue, phrase: Phrase | None, record: Indicator, account: Account, number: int
) -> NamedYear | None:
    """The year beside the value, else of the cell beside it, else of its heading, else of the whole table.

    ``phrase`` is what its cell says, if it is a figure; ``number`` that of the indicator in the ``account``.

    Raises:
        NotUnderstood: it stands over several years, and is no target that each of them has to reach.
    """
    if value.over:
        raise NotUnderstood(say("counted over several years (“{words}”): it does not say which", words=value.over))
    if len(value.years) > 1:
        if not (phrase and phrase.every_year):
            raise NotUnderstood(say("stands over several years, and does not say which of them it is of"))
        return NamedYear(max(value.years), value.year.calendar if value.year else None, 0, 0)
    if phrase and phrase.figure.month:
        return NamedYear(phrase.figure.month.fiscal_year, "fy", 0, 0)
    if phrase and phrase.figure.year:
        return NamedYear(phrase.figure.year, phrase.figure.calendar, 0, 0)
    if value.year_cell is not None:
        if year := record.years.only(value.year_cell.text):
            account.use(value.year_cell, "year", number)
            return year
        account.leave(value.year_cell, say("names no year that is certain"))
    return value.year or _year_of_table(value, record)


def _year_of_table(value: TableValue, record: Indicator) -> NamedYear | None:
    """The one year that the lines above the table name, for a target beside actuals that end with it."""
    of = record.of_year
    if of is None or value.role == "baseline":
        return None
    if value.role == "actual":
        return of if record.reports else None
    own = {one.year.year for one in record.values if one.role == "actual" and one.year}
    alone = sum(one.role == "target" for one in record.values) == 1
    return of if alone and own and max(own) == of.year else None
