"""The account of a sheet's cells: each that holds something is used, or left with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import Text, say


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
