"""What was taken from tables, and every cell that was left with the reason, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.exchange.table.reading import SheetReading, TablesReading
from kpitrack.language import say, say_n
from kpitrack.language.visible import visible

_SHORT = 24


def render(reading: TablesReading) -> Iterator[str]:
    """A line for each sheet, and one for each reason why cells of it are left."""
    for file in reading.files:
        for sheet in file.sheets:
            place = f"{file.path} {sheet.name}".strip()
            account = sheet.account
            yield str(
                say_n(
                    "{place}: {n} cell filled, {used} used, {left} left",
                    "{place}: {n} cells filled, {used} used, {left} left",
                    len(account.cells),
                    place=visible(place),
                    used=len(account.used),
                    left=len(account.left),
                )
            )
            yield from _left(sheet)


def _left(sheet: SheetReading) -> Iterator[str]:
    reasons: dict[str, list[Cell]] = {}
    for left in sheet.account.left:
        reasons.setdefault(str(left.reason), []).append(left.cell)
    for reason, cells in reasons.items():
        named = ", ".join(f"{cell.place} “{_short(cell)}”" for cell in cells)
        yield f"  {visible(str(say('{cells}: {reason}', cells=named, reason=reason)))}"


def _short(cell: Cell) -> str:
    text = " ".join(cell.text.split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
