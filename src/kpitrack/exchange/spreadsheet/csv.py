"""CSV files as Excel saves them: UTF-8, UTF-16 or CP932, parted by commas, tabs or semicolons, with any line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from kpitrack.language import say

from .cells import MOST_ROWS, Cell, Sheet, UnreadableSheet

_SNIFFED = 60  # lines


def read_csv(data: bytes, step: Callable[[], None]) -> Sheet:
    """The one sheet of a CSV file.

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
