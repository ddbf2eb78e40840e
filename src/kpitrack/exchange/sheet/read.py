"""Reading the sheets that departments send back: their columns and filled rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet, UnreadableSheet
from kpitrack.language import say

from .carried import FILLED, IDENTITY, Carried, Damaged, carried_in
from .columns import EVERY_COLUMN, NEEDED, header_names, plain_header, statuses_by_word
from .row import FilledRow, Find, Problem, Row

_SEARCHED = 60  # rows, for the header
_READ = ("kpi", "node", "last_year_of", "year", "era", *IDENTITY, *FILLED)
"""The columns that are read; the others are for information."""


@dataclass(slots=True)
class FilledSheet:
    """A returned file.

    Attributes:
        answers: what its rows answer, in order.
        problems: the cells that could not be read.
        ignored: the names of unknown columns.
        empty: how many rows are not filled in.
        untouched: how many rows are as they were exported.
        cleared: the places of rows that held something and are empty now.
        carried: what it was exported with; None where it does not carry that.
        damaged: whether it carries that and it is not what was exported.
    """

    answers: list[FilledRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    empty: int = 0
    untouched: int = 0
    cleared: list[str] = field(default_factory=list)
    carried: Carried | None = None
    damaged: bool = False


def read_answers(sheets: Sequence[Sheet], find: Find, step: Callable[[], None] = lambda: None) -> FilledSheet:
    """Read the rows of all ``sheets``.

    Args:
        sheets: of one file, hidden ones included.
        find: gives the KPI, goal or measure of a key.
        step: called once for each row.

    Raises:
        UnreadableSheet: none of them has the row of column names.
    """
    found = FilledSheet()
    words = statuses_by_word()
    tables = [(sheet, *header) for sheet in sheets if (header := _header(sheet))]
    if not tables:
        raise UnreadableSheet(
            say("no sheet has a row with the column names {names}", names=", ".join(NEEDED)),
            say("put the row of small grey names back, as kpitrack sheet export writes it"),
        )
    try:
        found.carried = carried_in(sheets)
    except Damaged:
        found.damaged = True
    rows = found.carried.rows if found.carried else None
    for sheet, start, columns, ignored in tables:
        found.ignored += [name for name in ignored if name not in found.ignored]
        inputs = [name for name in FILLED if name in columns.values()]
        for line in sheet.rows[start:]:
            cells = {columns[cell.column]: cell for cell in line if cell.column in columns and not cell.empty}
            row = Row(sheet.name, cells, inputs, words)
            answers = row.read(find, rows)
            found.answers += answers
            found.problems += row.problems
            found.cleared += [f"{sheet.name}!{place}" for place, _ in row.cleared]
            if row.has_key:
                found.empty += not row.filled and not row.cleared
                found.untouched += bool(row.filled) and not answers and not row.problems
            step()
    return found


def _header(sheet: Sheet) -> tuple[int, dict[int, str], list[str]] | None:
    """The first row, the columns by number, and the unknown names; None without a header."""
    names = {name: name for name in (*_READ, *(column.name for column in EVERY_COLUMN))}
    for known in (names, header_names()):
        for index, row in enumerate(sheet.rows[:_SEARCHED]):
            if row[0].row > _SEARCHED:
                break
            heads = [(cell, known.get(plain_header(cell.text))) for cell in row if not cell.formula]
            titles = [name for _, name in heads if name]
            if not ({"kpi", "node"} & set(titles) and "year" in titles and set(FILLED) & set(titles)):
                continue
            if twice := [name for name in _READ if titles.count(name) > 1]:
                raise UnreadableSheet(
                    say("the column {name} stands in the sheet twice", name=twice[0]), say("take one of them out")
                )
            read = {cell.column: str(name) for cell, name in heads if name in _READ}
            start = index + 1 + _holds_titles(sheet.rows[index + 1 : index + 2], read)
            return start, read, [cell.text for cell, name in heads if not name]
    return None


def _holds_titles(rows: Sequence[Sequence[Cell]], columns: Mapping[int, str]) -> bool:
    """Whether a row that follows the names holds the titles of ``columns``, for people to read."""
    titles = header_names()
    read = [
        (titles.get(plain_header(cell.text)), columns[cell.column])
        for row in rows
        for cell in row
        if cell.column in columns
    ]
    return bool(read) and all(title == name for title, name in read)
