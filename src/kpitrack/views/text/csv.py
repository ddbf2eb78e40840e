"""Lines of CSV from values that are data."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from .plain import visible

_FORMULA = frozenset("=+-@\t\r")

Cell = str | float | bool | None


def csv_line(cells: Sequence[Cell]) -> str:
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
    return int(cell) if float(cell).is_integer() and abs(cell) < 2**53 else cell
