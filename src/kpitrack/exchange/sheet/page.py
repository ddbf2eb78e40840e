"""How a sheet lies on paper: A4 across, its letters never below eight points, each text whole."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpitrack.language import active, translate
from kpitrack.model.numbers import exact

from .columns import Column
from .rows import Line

FONT_SIZE = 9  # points
LINE = FONT_SIZE * 1.5  # the height of a line in points; Japanese fonts need more than western ones
TALLEST = 409.0  # the height in points above which spreadsheets make no row
_MOST = int((TALLEST - 4) / LINE)  # lines of a row
MARGIN = 0.3  # inches
_PAPER = 841.9 - 2 * MARGIN * 72  # points, of A4 across
_SMALLEST = 8  # points, on paper
_HALF = FONT_SIZE / 2  # points of a half-width character
_EDGE = 3.75 + 3.0  # points at both sides of a cell that hold no text
_UNIT = 5.25  # points of a column's unit: a digit of the default font
_SLACK = 1.12  # by which columns are wider where the font is another one
_FITTING = _PAPER * FONT_SIZE / _SMALLEST / _SLACK  # points of columns on a page with the smallest letters
_NARROWEST, _CRAMPED, _WIDEST = 0.75, 0.85, 1.6  # times what a column of texts is
_YEARS = {"year", "era"}


@dataclass(frozen=True, slots=True)
class Page:
    """The columns as they are shown, and how many pages they take side by side."""

    columns: tuple[Column, ...]  # all of them; ``place`` and ``width`` are those on this page
    pages: int  # one, or two where one would make the letters too small

    @property
    def printed(self) -> list[int]:
        """The numbers of the columns on the page, from the left."""
        return [number for number, column in enumerate(self.columns) if column.place == "page"]

    def height(self, cells: Mapping[str, object]) -> float:
        """The height in points of a row in which each text of ``cells`` is whole, as far as rows can be high."""
        lines = (
            lines_of(str(cells[column.name]), column.width)
            for column in self.columns
            if column.place == "page" and column.name in cells
        )
        return min(max(lines, default=1) * LINE + 4, TALLEST)

    def parted(self, line: Line) -> Iterator[Line]:
        """The line, and below it those on which its texts to look at go on, where a row cannot be high enough.

        A title alone stays whole: it is of no row that could go on.
        """
        key = next((line.cells[name] for name in ("node", "kpi", "last_year_of") if name in line.cells), None)
        if key is None:
            yield line
            return
        rest: dict[str, str] = {}
        cells = dict(line.cells)
        for column in self.columns:
            text = cells.get(column.name)
            is_read = column.kind == "prose" and column.place == "page" and not (line.asked and column.fill)
            if is_read and isinstance(text, str):
                cells[column.name], rest[column.name] = _cut(text, column.width)
        yield replace(line, cells=cells)
        if following := {name: text for name, text in rest.items() if text}:
            same = {name: content for name, content in cells.items() if name in {"name", "department"}}
            yield from self.parted(Line("shown", {"last_year_of": key, **same, **following}))


def lay_out(columns: Sequence[Column], lines: Sequence[Line], *, one_department: bool) -> Page:
    """Lay the columns out on the page.

    What is empty is hidden, and what the heading says for all rows: a single year or department. Where the page is too
    narrow, the columns of texts become narrower; a definition for which they would be cramped goes beside it; and at
    last it takes a second page.

    Args:
        columns: of the sheet.
        lines: its rows.
        one_department: whether the heading names the department.
    """
    asked = [line for line in lines if line.asked]
    used = {name for line in lines if line.asked or line.kind == "shown" for name in line.cells}
    hidden = {column.name for column in columns if not (column.fill or column.name in used)}
    one_year = len({line.cells["year"] for line in asked}) == 1
    hidden |= _YEARS if one_year else _YEARS - {"era" if active() == "ja" else "year"}
    hidden |= {"department"} if one_department else set()
    found = [column._replace(place="hidden") if column.name in hidden else column for column in columns]
    found = _wide_enough(found, lines)
    if _wide(_with_texts(found, _CRAMPED)) > _FITTING:
        found = [_beside(column) if column.name == "definition" else column for column in found]
    if (missing := _PAPER - _wide(found)) > 0 or (missing := _FITTING - _wide(found)) < 0:
        found = _with_texts_wider(found, missing)
    return Page(tuple(found), 1 if _wide(found) <= _FITTING * 1.01 else 2)


def _with_texts_wider(columns: Sequence[Column], points: float) -> list[Column]:
    """The columns of texts wider by as many ``points`` in all, or narrower, within limits."""
    texts = sum(column.width * _HALF for column in columns if column.kind == "prose" and column.place == "page")
    return _with_texts(columns, min(max(1 + points / max(texts, 1), _NARROWEST), _WIDEST))


def _with_texts(columns: Sequence[Column], factor: float) -> list[Column]:
    """The columns, those of texts ``factor`` times as wide."""
    return [column._replace(width=column.width * factor) if column.kind == "prose" else column for column in columns]


def _beside(column: Column) -> Column:
    """The column beside the page, if it is on it."""
    return column._replace(place="beside") if column.place == "page" else column


def units_of(width: float) -> float:
    """``width`` in half-width characters as a spreadsheet counts the width of a column."""
    return (width * _HALF + _EDGE - 3.75) / _UNIT


def lines_of(text: str, width: float) -> int:
    """How many lines ``text`` takes in ``width`` half-width characters."""
    return sum(max(1, math.ceil(width_of(line) * 1.08 / max(width, 1))) for line in text.split("\n")) if text else 1


def lines_at_most(text: str, letters: float) -> int:
    """How many lines ``text`` takes where whole half-width letters fit into a line, however it is parted."""
    return sum(max(1, -(-width_of(line) // max(1, int(letters)))) for line in text.split("\n"))


def _cut(text: str, width: float) -> tuple[str, str]:
    """As much of ``text`` as a row can show in ``width`` half-width characters, and what is left; whole lines first."""
    if lines_of(text, width) <= _MOST:
        return text, ""
    end = bisect_left(range(len(text)), _MOST + 1, key=lambda end: lines_of(text[:end], width)) - 1
    line = text.rfind("\n", 0, end)
    return (text[:line], text[line + 1 :]) if line > end // 2 else (text[:end], text[end:])


def width_of(text: str) -> int:
    """The width of ``text`` in half-width characters."""
    try:
        return len(text.encode("cp932"))  # one byte for a narrow character, two for a wide one
    except UnicodeEncodeError:
        return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _wide(columns: Sequence[Column]) -> float:
    return sum(column.width * _HALF + _EDGE for column in columns if column.place == "page")


def _wide_enough(columns: Sequence[Column], lines: Sequence[Line]) -> list[Column]:
    """The columns as wide as their longest number, which is shown as ##### otherwise, and the words of their titles.

    The value to fill in is assumed to be as long as those beside it.
    """
    longest = {column.name: 0 for column in columns if column.kind == "number"}
    for line in lines:
        for name, before in longest.items():
            if isinstance(value := line.cells.get(name), int | float):
                longest[name] = max(before, len(f"{exact(value):,f}"))
    if longest:
        longest["value"] = max(longest.values())
    return [
        column._replace(width=max(column.width, longest.get(column.name, 0) * 1.1 + 1, _longest_word(column)))
        for column in columns
    ]


def _longest_word(column: Column) -> float:
    """The width of the longest word of the title that can't be parted, in bold letters."""
    return max((len(word) * 1.15 + 0.5 for word in translate(column.title).split() if word.isascii()), default=0)
