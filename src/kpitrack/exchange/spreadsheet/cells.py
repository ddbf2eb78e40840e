"""Spreadsheets: workbooks and CSV files, read into cells with their places, never evaluated."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kpitrack.language import Complaint, say
from kpitrack.model.numbers import exact, plain_number
from kpitrack.repository.opener import Cause, Refusal, read_given

LARGEST_FILE = 50_000_000  # bytes
MOST_ROWS = 100_000
_SNIFFED = 60  # lines of a CSV file
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HINTS = {
    Cause.FOLDER: say("name the files in it"),
    Cause.TOO_LARGE: say("take pictures and other sheets out of it and save it again"),
}

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


class UnreadableSheet(Complaint):
    """A file cannot be read as a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``value`` is the stored value, or the text of a formula."""

    row: int  # from 1
    column: int  # from 1
    value: Value  # a number, a text, a date; None where it is empty
    formula: bool = False  # whether it is a formula
    error: bool = False  # whether it shows an error such as ``#N/A``
    number_format: str = "General"  # how a number is shown
    # whether its row, its column or its sheet is hidden; known only where the layout was asked for
    hidden: bool = False

    @property
    def place(self) -> str:
        """``B5``."""
        letters, rest = "", self.column
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{letters}{self.row}"

    @property
    def text(self) -> str:
        """The content as text: a number with the fewest digits, a day as ``2024-06-30``."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, float | int):
            return plain_number(exact(shortest(self.value)))
        if isinstance(self.value, dt.datetime):
            return self.value.date().isoformat() if self.value.time() == dt.time() else self.value.isoformat(" ")
        return str(self.value).strip()

    @property
    def empty(self) -> bool:
        """Whether it is empty."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Area(NamedTuple):
    """A merged area: its first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    name: str  # empty for a CSV file
    rows: tuple[tuple[Cell, ...], ...]  # each with the cells that hold something
    areas: tuple[Area, ...] = ()  # what is merged; known only where the layout was asked for
    # the rows where a table begins whose columns are not those of the table above it
    starts: frozenset[int] = frozenset()


def shortest(value: float) -> int | float:
    """A stored number with the 15 digits that a spreadsheet keeps: ``0.1 + 0.2`` is ``0.3``."""
    if isinstance(value, int):
        return value
    kept = float(f"{value:.15g}")
    return int(kept) if kept.is_integer() and abs(kept) < 1e15 else kept


def sheets_of(data: bytes, step: Callable[[], None] = lambda: None, *, layout: bool = False) -> list[Sheet]:
    """Every sheet of what is in an ``.xlsx`` or CSV file.

    Args:
        data: the bytes of the file.
        step: is called once for each row.
        layout: also tell what is merged and what is hidden.

    Raises:
        UnreadableSheet: it is no such file, is damaged, too large, protected by a password, or holds macros.
    """
    if data.startswith(_OLE):
        raise _ole(data)
    if data.startswith(b"PK"):
        from .xlsx import read_workbook

        return read_workbook(data, step, layout=layout)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise UnreadableSheet(say("this is a PDF, no workbook"), say("send the .xlsx file, or a CSV file"))
    return [read_csv(data, step)]


def read_bytes(path: Path) -> bytes:
    """What is in a file that somebody sent.

    Raises:
        UnreadableSheet: it cannot be read, is empty or too large.
    """
    data = read_given(path, LARGEST_FILE)
    if isinstance(data, Refusal):
        raise UnreadableSheet(data.message, _HINTS.get(data.cause))
    if not data:
        raise UnreadableSheet(say("the file is empty"), say("ask for it again"))
    return data


def _ole(data: bytes) -> UnreadableSheet:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableSheet(
            say("the workbook is protected by a password"), say("open it, take the password off and save it again")
        )
    return UnreadableSheet(say("this is the old Excel format .xls"), say("open it and save it as .xlsx"))


def read_csv(data: bytes, step: Callable[[], None]) -> Sheet:
    """The one sheet of a CSV file as Excel saves it: UTF-8, UTF-16 or CP932, parted by commas, tabs or semicolons.

    Raises:
        UnreadableSheet: its characters cannot be read, or its quotes do not match.
    """
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableSheet(
            say("this is neither a workbook nor a CSV file"), say("send the .xlsx file, or a CSV file")
        )
    rows: list[tuple[Cell, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, fields in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise UnreadableSheet(say("the file has more than {rows} rows", rows=MOST_ROWS))
            cells = tuple(
                Cell(number, place, field.replace("\r\n", "\n").replace("\r", "\n"))
                for place, field in enumerate(fields, 1)
                if field.strip()
            )
            if cells:
                rows.append(cells)
                step()
    except csv.Error as error:
        raise UnreadableSheet(
            say("line {line} is no CSV: {reason}", line=reader.line_num, reason=error),
            say("open it in Excel and save it again as CSV or .xlsx"),
        ) from error
    return Sheet("", tuple(rows))


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp932"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSheet(
        say("the characters of the file are neither UTF-8 nor Shift_JIS (CP932)"),
        say("open it in Excel and save it as “CSV UTF-8” or .xlsx"),
    )


def _delimiter(text: str) -> str:
    """The delimiter that yields the most cells in the first lines."""
    head = "\n".join(text.splitlines()[:_SNIFFED])
    return max(",\t;", key=head.count)
