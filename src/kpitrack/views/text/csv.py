"""CSV from values of files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpitrack.exchange.headings import japanese
from kpitrack.exchange.spreadsheet.formula import csv_cell
from kpitrack.language.visible import visible

Cell = str | float | bool | None


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table: its header, then a line a row, none with its line end."""
    yield csv_line(columns)
    yield from map(csv_line, rows)


def for_people(
    lines: Iterable[str], *, bom: bool, headings: str | None, own: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The lines of a table as Excel opens them.

    Args:
        lines: its header and rows.
        bom: whether it starts with a byte order mark, by which Excel recognises UTF-8.
        headings: the language of the header; None for the names of the columns.
        own: the Japanese headings of columns that mean something else in this table than in others.
    """
    own = own or {}
    rest = iter(lines)
    for header in rest:
        names = next(csv.reader([header]))
        yield ("\ufeff" if bom else "") + csv_line(
            [own.get(name) or japanese(name) for name in names] if headings == "ja" else names
        )
        break
    yield from rest


def csv_line(cells: Iterable[Cell]) -> str:
    """One line without its end. A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Numbers stay numbers and what is missing stays empty.
    """
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([csv_cell(cell, visible) for cell in cells])
    return buffer.getvalue()
