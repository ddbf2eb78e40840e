"""CSV from values that are data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kpitrack.model.numbers import whole_as_int

from .plain import visible

_FORMULA = frozenset("=+-@\t\r")

Cell = str | float | bool | None


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table: its header, then a line a row, none with its line end."""
    yield csv_line(columns)
    yield from map(csv_line, rows)


def csv_line(cells: Iterable[Cell]) -> str:
    """One line without its end. A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Numbers stay numbers and what is missing stays empty. The rule is OWASP's on CSV injection.
    """
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([_cell(cell) for cell in cells])
    return buffer.getvalue()


def _cell(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        text = visible(cell)
        return f"'{text}" if text[:1] in _FORMULA else text
    return whole_as_int(cell)
