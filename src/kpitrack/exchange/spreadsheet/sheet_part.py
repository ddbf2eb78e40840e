"""One sheet's part of a workbook, read in one pass that keeps only the cells that hold something.

Cells that are only formatted, of which there may be millions, cost next to nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from .archive import LARGEST_PARTS
from .cells import MOST_ROWS, Area, Cell, Value

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")  # not half of a character
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_CELLS = 3_000_000
_MOST_AREAS = 100_000
_TEXTS = frozenset(("v", "f", "t"))


_CHUNK = 1 << 20
_NOTHING = ";;;"  # the format that shows no number
_EMPTY_ROW = re.compile(
    rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|(?<!/)>(?:<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>)*</row>)',
)
_UNPLACED = re.compile(rb'<(?:row|c)(?! r=")[ />]|<!')
"""Rows and cells that stand where the one before them ends, so that none may be left out, or what is no element."""


class TooManyCells(Exception):  # noqa: N818  what is the matter
    """The sheet holds more rows or cells than any sheet of KPIs."""


@dataclass(frozen=True, slots=True)
class Styles:
    """How numbers are shown, by the number of a cell's style, and which of them are dates."""

    formats: Sequence[str]  # the number format of each style
    dates: frozenset[int]  # the styles that show a number as a day or time
    epoch: dt.datetime  # the day from which days are counted


@dataclass(slots=True)
class SheetPart:
    """What a sheet's part holds: its rows, what is merged, and which rows and columns are hidden."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)


class SheetParser:
    """Takes the elements of a sheet's part as they come.

    Args:
        texts: the workbook's shared texts.
        styles: of its cells.
        step: is called once for each row that holds something.
    """

    def __init__(self, texts: Sequence[str], styles: Styles, step: Callable[[], None]) -> None:
        self.part = SheetPart()
        self._texts, self._styles, self._step = texts, styles, step
        self._row = self._column = self._style = self._cells = self._size = 0
        self._type = "n"
        self._formula = self._hides_zeros = False
        self._cell: Mapping[str, str] = {}  # the attributes of the cell that is open, looked at if it holds something
        self._ignored = 0  # how deep within the reading of a Japanese text, which is no part of it
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._code: list[str] = []
        self._found: list[Cell] = []

    def read(self, file: IO[bytes]) -> SheetPart:
        """The content of ``file``.

        Raises:
            TooManyCells: it holds more than any sheet of KPIs.
            expat.ExpatError, ValueError: it is damaged.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        for chunk in _without_empty_rows(file):
            self._size += len(chunk)
            if self._size > LARGEST_PARTS:
                raise TooManyCells
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return self.part

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._cell = attributes
            return
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell = attributes
        elif name in _TEXTS:
            self._formula = self._formula or name == "f"
            self._into = None if self._ignored else self._code if name == "f" else self._value
        elif name == "rPh":
            self._ignored += 1
        elif name == "row":
            self._start_row(attributes)
        elif name == "sheetView":
            self._hides_zeros = attributes.get("showZeros") in {"0", "false"}
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.part.hidden_columns.append(range(first, last + 1))
        elif name == "mergeCell" and len(self.part.areas) < _MOST_AREAS:
            self._merge(attributes.get("ref", ""))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if not 0 < self._row <= _LAST_ROW:
            raise ValueError(self._row)
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.part.hidden_rows.add(self._row)

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            if self._value or self._formula:
                self._end_cell()
            elif "r" not in self._cell:
                self._column += 1
        elif name in _TEXTS:
            self._into = None
        elif name == "rPh":
            self._ignored -= 1
        elif name == "row" and self._found:
            if len(self.part.rows) == MOST_ROWS:
                raise TooManyCells
            self.part.rows.append(tuple(self._found))
            self._found = []
            self._step()

    def _end_cell(self) -> None:
        place = _PLACE.fullmatch(self._cell.get("r", ""))
        self._column = column_number(place[1]) if place else self._column + 1
        self._type, self._style = self._cell.get("t", "n"), int(self._cell.get("s", 0))
        self._keep()
        self._formula = False
        self._value, self._code, self._into = [], [], None

    def _keep(self) -> None:
        """Keep the cell that has been read.

        Raises:
            TooManyCells, ValueError: there are too many, or its place is none.
        """
        if self._column > _LAST_COLUMN:
            raise ValueError(self._column)
        self._cells += 1
        if self._cells > _MOST_CELLS:
            raise TooManyCells
        if self._formula:
            self._found.append(Cell(self._row, self._column, "=" + "".join(self._code), formula=True))
            return
        value = self._converted("".join(self._value))
        number = isinstance(value, int | float) and not isinstance(value, bool)
        shown = number or isinstance(value, dt.date)
        number_format = self._styles.formats[self._style] if shown and self._style < len(self._styles.formats) else ""
        if number and not value and self._hides_zeros:
            number_format = _NOTHING
        self._found.append(
            Cell(self._row, self._column, value, error=self._type == "e", number_format=number_format or "General")
        )

    def _converted(self, text: str) -> Value:
        """The value that a cell holds as it is written in its part."""
        if self._type == "s":
            return self._texts[int(text)]
        if self._type == "b":
            return bool(int(text))
        if self._type == "d":
            return dt.datetime.fromisoformat(text.removesuffix("Z"))
        if self._type != "n":
            return plain_text(text)
        number = float(text) if set(text) & set(".eE") else int(text)
        if self._style in self._styles.dates:
            from openpyxl.utils.datetime import from_excel

            day: dt.datetime | dt.date | dt.time | dt.timedelta | None = from_excel(number, self._styles.epoch)
            return day
        return number

    def _merge(self, reference: str) -> None:
        if found := _AREA.fullmatch(reference):
            top, bottom = sorted((int(found[2]), int(found[4])))
            left, right = sorted((column_number(found[1]), column_number(found[3])))
            self.part.areas.append(Area(top, left, bottom, right))


def _without_empty_rows(file: IO[bytes]) -> Iterator[bytes]:
    """The content of a sheet's part without rows whose cells are only formatted, of which there may be a million."""
    rest, plain = b"", True
    while chunk := file.read(_CHUNK):
        chunk = rest + chunk
        end = chunk.rfind(b"<row ") if len(chunk) < 4 * _CHUNK else 0
        whole, rest = (chunk[:end], chunk[end:]) if end > 0 else (chunk, b"")
        plain = plain and not _UNPLACED.search(whole)
        yield _EMPTY_ROW.sub(b"", whole) if plain else whole
    yield rest


def column_number(letters: str) -> int:
    """1 for ``A``, 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def plain_text(text: str) -> str:
    """A text as it was typed, its line ends alike: a workbook writes characters that XML lacks as ``_x000D_``."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
