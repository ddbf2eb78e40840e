"""Reading the sheets that departments send back: their columns and filled rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet, UnreadableSheet
from kpitrack.language import in_every_language, say

from .carried import ACTUAL, FILLED, IDENTITY, Carried, Damaged, carried_in, is_carried
from .columns import (
    EVERY_COLUMN,
    GUIDE,
    MEMBER,
    NEEDED,
    RESPONDENT,
    header_names,
    plain_header,
    statuses_by_word,
)
from .row import FilledRow, Find, Problem, Row

_SEARCHED = 60  # rows, for the header
_READ = ("kpi", "node", "last_year_of", "year", "era", *IDENTITY, *FILLED)
"""The columns that are read; the others are for information."""


@dataclass(slots=True)
class FilledSheet:
    """A returned file."""

    answers: list[FilledRow] = field(default_factory=list)  # what its rows answer, in order
    problems: list[Problem] = field(default_factory=list)  # the cells that could not be read
    # the columns that are not of the sheet, by their titles, or else their letters
    ignored: list[str] = field(default_factory=list)
    # the names of sheets that hold something and are not of the workbook
    others: list[str] = field(default_factory=list)
    # the places of what was written into the lines above the tables
    respondents: list[str] = field(default_factory=list)
    empty: int = 0  # how many rows are not filled in
    cleared: list[str] = field(default_factory=list)  # the places of rows that held something and are empty now
    gone: list[str] = field(default_factory=list)  # the keys and years that it was exported with and has no row of
    carried: Carried | None = None  # what it was exported with; None where it does not carry that
    damaged: bool = False  # whether it carries that and it is not what was exported


def read_answers(sheets: Sequence[Sheet], find: Find) -> FilledSheet:
    """Read the rows of all ``sheets``.

    Args:
        sheets: of one file, hidden ones included, with their layout, so that merged cells are found.
        find: gives the KPI, goal or measure of a key.

    Raises:
        UnreadableSheet: none of them has the row of column names.
    """
    found = FilledSheet()
    words = statuses_by_word()
    tables = [(sheet, header) for sheet in sheets if (header := _header(sheet))]
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
    met: set[tuple[str, int]] = set()
    named = {sheet.name for sheet, _ in tables}
    found.others = [sheet.name for sheet in sheets if sheet.name not in named and sheet.rows and not _is_ours(sheet)]
    for sheet, (above, start, columns, known) in tables:
        added = _added(sheet.rows[above:], known, start - above)
        found.ignored += [name for name in added if name not in found.ignored]
        found.respondents += [f"{sheet.name}!{cell.place}" for cell in _respondent(sheet.rows[:above])]
        inputs = [name for name in FILLED if name in columns.values()]
        over_rows = {(area.top, area.left) for area in sheet.areas if area.bottom > area.top}
        for line in sheet.rows[start:]:
            cells = {columns[cell.column]: cell for cell in line if cell.column in columns and not cell.empty}
            row = Row(sheet.name, cells, inputs, words)
            row.refuse_merged(over_rows)
            met |= row.named
            found.answers += row.read(find, rows)
            found.problems += row.problems
            found.cleared += [f"{sheet.name}!{place}" for place, _ in row.cleared]
            if row.has_key:
                found.empty += not row.filled and not row.cleared
    found.gone = [f"{key} {year}" for key, year in rows or () if not {(key, year), (_short(key), year)} & met]
    return found


def _short(key: str) -> str:
    return key.rpartition("/")[2]


class _Header(NamedTuple):
    """Where a table begins."""

    above: int  # how many rows stand above it
    start: int  # the index of its first row that is no header
    read: Mapping[int, str]  # the columns that are read, by number
    known: Collection[int]  # the numbers of all its columns


def _header(sheet: Sheet) -> _Header | None:
    """The header of a table; None without one."""
    names = {name: name for name in (*_READ, *(column.name for column in EVERY_COLUMN))}
    for known in (names, header_names()):
        for index, row in enumerate(sheet.rows[:_SEARCHED]):
            if row[0].row > _SEARCHED:
                break
            heads = [(cell, known.get(plain_header(cell.text))) for cell in row if not cell.formula]
            titles = [name for _, name in heads if name]
            if not ({"kpi", "node"} & set(titles) and "year" in titles and set(FILLED) & set(titles)):
                continue
            if set(ACTUAL) & set(titles) and "value" not in titles:
                raise UnreadableSheet(
                    say("the sheet {name} has no column “value” any more", name=sheet.name),
                    say("put the column with the values back; what was written there is lost from this file"),
                )
            if twice := [name for name in _READ if titles.count(name) > 1]:
                raise UnreadableSheet(
                    say("the column {name} stands in the sheet twice", name=twice[0]), say("take one of them out")
                )
            read = {cell.column: str(name) for cell, name in heads if name in _READ}
            start = index + 1 + _holds_titles(sheet.rows[index + 1 : index + 2], read)
            return _Header(index, start, read, {cell.column for cell, name in heads if name})
    return None


def _added(rows: Sequence[Sequence[Cell]], known: Collection[int], headers: int) -> list[str]:
    """The columns that somebody has added to a table, by their titles, or else their letters."""
    titles: dict[int, str] = {}
    for number, row in enumerate(rows):
        for cell in row:
            if cell.column not in known and not cell.empty and not titles.get(cell.column):
                titles[cell.column] = cell.text if number < headers else cell.place.rstrip("0123456789")
    return list(titles.values())


def _respondent(rows: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
    """What was written above a table: beside the words that ask who answers."""
    asked = {word for message in (*RESPONDENT, MEMBER) for word in in_every_language(message)}
    for row in rows:
        if any(cell.text in asked for cell in row):
            yield from (cell for cell in row if not cell.empty and cell.text not in asked)


def _is_ours(sheet: Sheet) -> bool:
    """Whether a sheet without a table is the guide, or what the workbook carries along."""
    first = sheet.rows[0][0]
    return is_carried(first) or first.text in in_every_language(GUIDE)


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
