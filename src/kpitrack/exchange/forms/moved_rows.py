"""Where the rows of a sheet have gone that loops have repeated, and what refers to them: formulas, areas, pictures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

_CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?)([0-9]+)")
_ROWS = re.compile(r"(\$?)([0-9]+):(\$?)([0-9]+)")
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?|\$?[0-9]+:\$?[0-9]+")


class MovedRows:
    """The rows of a sheet by their old numbers.

    Args:
        came_out: the old number of each row that is there now, in order; each stands for one row.
        stored: the old numbers of all rows that the form had.
    """

    def __init__(self, came_out: Sequence[int], stored: Sequence[int]) -> None:
        self.came_out, self._stored = came_out, sorted(stored)
        self.numbers: list[int] = []
        last_old = last_new = 0
        for old in came_out:
            between = 0
            if old > last_old:
                held = bisect_left(self._stored, old) - bisect_left(self._stored, last_old + 1)
                between = old - last_old - 1 - held
            last_new += between + 1
            self.numbers.append(last_new)
            last_old = old

    @property
    def same(self) -> bool:
        """Whether every row is where it was."""
        return list(self.came_out) == self.numbers

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, old in enumerate(self.came_out):
            found.setdefault(old, []).append(place)
        return found

    @cached_property
    def _olds(self) -> list[int]:
        return sorted(self._places)

    def new(self, old: int) -> list[int]:
        """The numbers of all copies of a row."""
        return [self.numbers[place] for place in self._places.get(old, ())]

    def first(self, old: int) -> int:
        """The first copy of a row, or of the next one where it was left out."""
        at = bisect_left(self._olds, old)
        if at < len(self._olds) and self._olds[at] == old:
            return self.new(old)[0]
        if at == 0:
            return old
        before = self._olds[at - 1]
        after = self.numbers[self._places[before][-1]] + 1
        gap = old - before - 1 - (bisect_left(self._stored, old) - bisect_left(self._stored, before + 1))
        return after + gap

    def last(self, old: int) -> int:
        """The last copy of a row, or of the one before where it was left out."""
        if old in self._places:
            return self.new(old)[-1]
        return self.first(old) - (1 if old in self._stored else 0)

    def areas(self, start: int, end: int, *, apart: bool) -> list[tuple[int, int]]:
        """The areas that the rows ``start`` to ``end`` have become.

        Args:
            start: the first old row.
            end: the last old row.
            apart: whether each copy is an area of its own, as merged cells are.
        """
        if not any(start <= old <= end for old in self._stored):
            return [(self.first(start), self.first(start) + end - start)]
        found: list[tuple[int, int]] = []
        begun = last = -2
        for place, old in enumerate(self.came_out):
            if not start <= old <= end:
                continue
            if place != last + 1 or (apart and old == begun):
                begun = old
                found.append((self.numbers[place], self.numbers[place]))
            else:
                found[-1] = found[-1][0], self.numbers[place]
            last = place
        if found and end not in self._stored:
            found[-1] = found[-1][0], max(found[-1][1], self.last(end))
        if found and start not in self._stored:
            found[0] = min(found[0][0], self.first(start)), found[0][1]
        return found

    def seen_from(self, place: int | None, start: int, end: int) -> tuple[int, int]:
        """The rows that a reference to ``start`` to ``end`` means; see `_seen`.

        Args:
            place: of the row that refers to them, among those that came out; none for what lies outside the sheet.
            start: the first old row.
            end: the last old row.
        """
        if place is None:
            first, last = self.first(start), self.last(end)
        else:
            first, last = self._seen(place, start)[0], self._seen(place, end)[-1]
        return first, max(first, last)

    def _seen(self, place: int, old: int) -> Sequence[int]:
        """The copies of a row in the same turn of the loop as the row at ``place``, else the nearest, else all.

        A row refers to itself; to a row above or below it between itself and its own next copy on that side.
        """
        own = self.came_out[place]
        if own == old:
            return [self.numbers[place]]
        copies = self._places.get(old)
        if not copies:
            return [self.first(old), self.last(old)]
        mine = self._places[own]
        at = bisect_left(mine, place)
        if old > own:
            until = mine[at + 1] if at + 1 < len(mine) else len(self.came_out)
            start, end = bisect_left(copies, place), bisect_left(copies, until)
            near = copies[start:end] or copies[start : start + 1]
        else:
            since = mine[at - 1] if at else -1
            start, end = bisect_left(copies, since), bisect_left(copies, place)
            near = copies[start:end] or copies[max(0, end - 1) : end]
        return (
            [self.numbers[near[0]], self.numbers[near[-1]]]
            if near
            else [self.numbers[copies[0]], self.numbers[copies[-1]]]
        )


def moved_area(text: str, rows: MovedRows, *, apart: bool = False) -> list[str]:
    """The areas that an area such as ``B5:D7`` has become."""
    if whole := _ROWS.fullmatch(text):
        return [f"{first}:{last}" for first, last in rows.areas(int(whole[2]), int(whole[4]), apart=apart)]
    start, _, end = text.partition(":")
    one, other = _CELL.fullmatch(start), _CELL.fullmatch(end or start)
    if one is None or other is None:
        return [text]
    return [
        f"{one[1]}{one[2]}{first}:{other[1]}{other[2]}{last}" if end or first != last else f"{one[1]}{one[2]}{first}"
        for first, last in rows.areas(int(one[3]), int(other[3]), apart=apart)
    ]


def moved_areas(text: str, rows: MovedRows) -> str:
    """The areas of a list such as a ``sqref``."""
    return " ".join(area for one in text.split() for area in moved_area(one, rows))


Sheets = Mapping[str, MovedRows]
"""By the name of each sheet whose rows have moved, where to."""


def moved_formula(
    formula: str, sheets: Sheets, own: str | None, place: int | None = None, *, spread: bool = False
) -> str:
    """A formula whose references follow the rows.

    Args:
        formula: without the ``=``.
        sheets: whose rows have moved.
        own: the sheet that a reference without a name means.
        place: of the formula's row; see `MovedRows.seen_from`.
        spread: whether one cell becomes the area of its copies, as the points of a chart do.
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    tokens = Tokenizer(f"={formula}").items
    for token in tokens:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _moved_reference(token.value, sheets, own, place, spread)
    return "".join(token.value for token in tokens)


def _moved_reference(text: str, sheets: Sheets, own: str | None, place: int | None, spread: bool) -> str:
    name, bang, area = text.rpartition("!")
    sheet = name.strip("'").replace("''", "'") if bang else own
    rows = sheets.get(sheet or "")
    if rows is None or not _AREA.fullmatch(area):
        return text
    if spread and ":" not in area:
        area = f"{area}:{area}"
    moved = _followed(area, lambda a, b: rows.seen_from(place if sheet == own else None, a, b))
    start, _, end = moved.partition(":")
    return f"{name}{bang}{start if spread and start == end else moved}"


def _followed(area: str, rows: Callable[[int, int], tuple[int, int]]) -> str:
    if whole := _ROWS.fullmatch(area):
        first, last = rows(int(whole[2]), int(whole[4]))
        return f"{whole[1]}{first}:{whole[3]}{last}"
    start, _, end = area.partition(":")
    one, other = _CELL.fullmatch(start), _CELL.fullmatch(end or start)
    if one is None or other is None:
        return area
    first, last = rows(int(one[3]), int(other[3]))
    if not end:
        return f"{one[1]}{one[2]}{first}"
    return f"{one[1]}{one[2]}{first}:{other[1]}{other[2]}{last}"
