"""What a table says of one indicator: its cells by their role, before their meaning is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.model.figures.figure import Status

from .words import Role
from .years import NamedYear, Years

ValueRole = Literal["baseline", "target", "actual"]


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
    heading says 進捗 or 達成状況, under which a percentage may also be a rate.
    """

    cell: Cell
    role: ValueRole
    year: NamedYear | None = None
    year_cell: Cell | None = None
    status: Status = "normal"
    progress: bool = False


@dataclass(slots=True)
class Indicator:
    """One indicator.

    Attributes:
        name: as printed, in one line.
        sheet: where it stands.
        cells: that hold its name.
        values: in the order of the table.
        texts: its unit, direction, definition and the like.
        number: a number or code of the table's own.
        unit_above: the unit that a line above the table names for all of it.
        of_year: the year that the table is of, where the lines above it name one.
        reports: whether they say that what was reached in that year stands in the table.
        quarters: whether values of quarters stand beside its own.
        years: of its sheet.
        path: the titles of the goal and measures that it stands under.
        department: the cell above the table that names who is in charge of all of it.
    """

    name: str
    sheet: str
    cells: tuple[Cell, ...]
    values: list[TableValue] = field(default_factory=list)
    texts: dict[Role, list[Cell]] = field(default_factory=dict)
    number: Cell | None = None
    area: tuple[Cell, ...] = ()
    unit_above: str = ""
    of_year: NamedYear | None = None
    reports: bool = False
    department: Cell | None = None
    quarters: bool = False
    years: Years = field(default_factory=lambda: Years(()))
    path: tuple[str, ...] = ()
