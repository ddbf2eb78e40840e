"""Sheets written down as rows, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kpitrack.exchange.spreadsheet.cells import Area, Cell, Sheet
from kpitrack.exchange.table.draft import write_drafts
from kpitrack.exchange.table.drafted import DraftKPI
from kpitrack.exchange.table.reading import TablesReading, read_tables
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import load


def sheet(*rows: Sequence[object], name: str = "", areas: Sequence[Area] = ()) -> Sheet:
    """A sheet with a cell for each value that is not None or empty."""
    return Sheet(
        name,
        tuple(
            tuple(
                Cell(number, place, cast("Any", value)) for place, value in enumerate(row, 1) if value not in {None, ""}
            )
            for number, row in enumerate(rows, 1)
            if any(value not in {None, ""} for value in row)
        ),
        tuple(areas),
    )


def read(*sheets: Sheet) -> TablesReading:
    """What the sheets of one file say; every cell of them is accounted for."""
    reading = read_tables([("list.xlsx", list(sheets))])
    for found in reading.files[0].sheets:
        account = found.account
        assert len(account.used) + len(account.left) == len(account.cells)
        assert all(str(left.reason) for left in account.left)
    return reading


def fields(kpi: DraftKPI) -> dict[str, Any]:
    """The fields of a KPI by name, and its actuals."""
    found = {line.name: line.value for line in kpi.lines}
    return found | ({"actuals": {year: entry.value for year, entry in kpi.actuals.items()}} if kpi.actuals else {})


def values(*rows: Sequence[object], **more: Any) -> list[dict[str, Any]]:
    """The fields of each KPI of a sheet."""
    return [fields(kpi) for kpi in read(sheet(*rows, **more)).kpis]


def left(reading: TablesReading) -> dict[str, str]:
    """The reason for each cell that was left, by its place."""
    return {one.cell.place: str(one.reason) for found in reading.files[0].sheets for one in found.account.left}


def drafted(reading: TablesReading) -> tuple[Strategy, str]:
    """The draft as a strategy without errors in its shape, and as text."""
    text = write_drafts(reading, "list.xlsx").strategy
    loaded = load(Kind.STRATEGY, "data/strategies/draft.yaml", text.encode())
    assert isinstance(loaded.model, Strategy), [str(found.message) for found in loaded.findings]
    return loaded.model, text
