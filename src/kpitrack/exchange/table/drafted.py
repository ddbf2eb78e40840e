"""A KPI as the draft of a strategy has it: its fields with the cells they come from, its actuals, and what is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text


class DraftField(NamedTuple):
    """A field of a KPI: what is written, the cell that it comes from, and that cell's words."""

    name: str
    value: Any
    cell: Cell | None = None
    words: str = ""


class DraftActual(NamedTuple):
    """The actual of a year: its value, its status by SDMX's word, a note, and its cell."""

    value: int | float
    status: str
    note: str
    cell: Cell


@dataclass(slots=True)
class DraftKPI:
    """One indicator: its fields, its actuals, and what of its cells has to be decided by a person."""

    name: str
    unit: str
    sheet: str
    cell: Cell
    lines: list[DraftField] = field(default_factory=list)
    actuals: dict[int, DraftActual] = field(default_factory=dict)
    open: list[tuple[Cell, Text]] = field(default_factory=list)
    years: set[int] = field(default_factory=set)

    def value_of(self, name: str) -> Any:
        """What is written in the field ``name``, or None."""
        return next((line.value for line in self.lines if line.name == name), None)
