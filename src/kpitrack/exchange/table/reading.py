"""From the sheets of a file to what they say: goals, measures, KPIs, actuals, and an account of every cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet
from kpitrack.language import say

from .drafted import DraftKPI
from .grid import Grid, filled, grid_of, nothing_known, with_dates_as_text
from .header import find_header, side_by_side
from .kpi import KPIReader
from .outline import GOAL, DraftOutline, merge_goals, node_of
from .own import as_people_write
from .record import Account, DraftNode, Indicator
from .row import VALUE_ROLES
from .table import Setting, TableReader
from .years import Years

_WIDEST_ON_ITS_SIDE = 200  # columns
_LONGEST_ON_ITS_SIDE = 400  # rows


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet: its name, and what became of its cells."""

    name: str
    account: Account


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file: its name, and its sheets."""

    path: str
    sheets: tuple[SheetReading, ...]


@dataclass(slots=True)
class TablesReading:
    """What was understood of the files."""

    files: list[FileReading] = field(default_factory=list)  # with the account of each sheet's cells
    goals: list[DraftNode] = field(default_factory=list)  # with the records of their indicators
    records: list[Indicator] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)  # of the sheet of each of ``records``
    kpis: list[DraftKPI] = field(default_factory=list)  # by the number of their records among ``records``
    title: Cell | None = None  # of the strategy, where a text stands above a table
    above: list[Cell] = field(default_factory=list)  # the texts that stand above tables


@dataclass(slots=True)
class _Attempt:
    records: list[Indicator]
    account: Account
    goals: list[DraftNode]
    readers: list[TableReader]
    kpis: list[DraftKPI]

    @property
    def worth(self) -> int:
        """How many values were understood."""
        if not self.kpis:
            return sum(len(record.values) for record in self.records)
        return sum(use.role in {*VALUE_ROLES, "milestone"} for use in self.account.used)


def read_tables(
    files: Iterable[tuple[str, Sequence[Sheet]]],
    step: Callable[[], None] = lambda: None,
    *,
    known: Callable[[str], bool] | None = None,
) -> TablesReading:
    """What the tables of ``files`` say.

    Args:
        files: the path of each, and its sheets with their layout.
        step: is called once for each indicator.
        known: look for nothing but the actuals of the KPIs of which this tells whether a text is what one is called;
            `TablesReading.kpis` stays empty.
    """
    reading = TablesReading()
    for path, sheets in files:
        found = []
        for sheet in sheets:
            attempt = _read_sheet(sheet, len(reading.records), several=len(sheets) > 1, known=known)
            merge_goals(reading.goals, attempt.goals)
            reading.records += attempt.records
            reading.kpis += attempt.kpis
            reading.accounts += [attempt.account] * len(attempt.records)
            for _ in attempt.records:
                step()
            for reader in attempt.readers:
                reading.title = reading.title or reader.title
                reading.above += reader.above
            found.append(SheetReading(sheet.name, attempt.account))
        reading.files.append(FileReading(path, tuple(found)))
    return reading


def _read_sheet(sheet: Sheet, first: int, *, several: bool, known: Callable[[str], bool] | None) -> _Attempt:
    """The sheet as it stands or on its side, whichever says more.

    Args:
        sheet: with its layout.
        first: the number of its first indicator among those of all files.
        several: whether the file has other sheets, so that places need its name.
        known: as for `read_tables`.
    """
    sheet, of_programs = as_people_write(with_dates_as_text(sheet))
    cells = tuple(filled(sheet))
    visible = [cell.text for cell in cells if not cell.hidden and isinstance(cell.value, str)]
    years = Years([sheet.name, *visible])
    grid = grid_of(sheet, known or nothing_known)
    place = sheet.name if several else ""

    def setting(starts: frozenset[int]) -> Setting:
        account = Account(tuple(sorted((*cells, *of_programs), key=lambda cell: (cell.row, cell.column))))
        account.leave(of_programs, say("a column for programs, or what a table of people cannot say"))
        return Setting(sheet.name, years, account, DraftOutline(), starts, known is not None)

    upright = _attempt(grid, setting(sheet.starts), first, place)
    if 1 < len(grid.columns) <= _WIDEST_ON_ITS_SIDE and len(grid.rows) <= _LONGEST_ON_ITS_SIDE:
        turned = grid.on_its_side()
        if any(find_header(turned, index, years) for index in range(len(turned.rows))):
            sideways = _attempt(turned, setting(frozenset()), first, place)
            if sideways.worth > upright.worth:
                return sideways
    return upright


def _attempt(grid: Grid, setting: Setting, first: int, place: str) -> _Attempt:
    """What the tables of one grid say; ``place`` is what their KPIs' cells are called by beside their own place."""
    readers: list[TableReader] = []
    records: list[Indicator] = []
    for part in side_by_side(grid, setting.years):
        reader = TableReader(part, setting, readers[0].above if readers else ())
        records += reader.read()
        readers.append(reader)
    for record in records:
        record.sheet = place
    goals = setting.outline.goals
    if GOAL.match(setting.sheet) and len(goals) == 1 and goals[0].cell is None:
        titled = node_of(Cell(1, 1, setting.sheet))
        goals[0].title, goals[0].number = titled.title, titled.number
    if setting.only_actuals:
        return _Attempt(records, setting.account, goals, readers, [])
    kpis = [
        KPIReader(record, setting.years, setting.account, first + number).read()
        for number, record in enumerate(records)
    ]
    return _Attempt(records, setting.account, goals, readers, kpis)
