"""Where the rows of a sheet have gone that loops have repeated, and what follows them: formulas, areas, pictures."""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from .tree import MAIN, Element

_AREA = re.compile(r"(?=.*[A-Z:])(\$?[A-Z]{0,3}\$?)([0-9]+)(?::(\$?[A-Z]{0,3}\$?)([0-9]+))?")
"""A cell, an area or whole rows: what stands before the number of each row, and the number."""
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NAME = re.compile(r"([A-Z]+)([0-9]+)")
_BOX_ROW = re.compile(r"(<(?:\w+:)?Row>)([0-9]+)(</(?:\w+:)?Row>)")
_BOX_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</(?:\w+:)?Anchor>)")


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
    found = _AREA.fullmatch(text)
    if found is None:
        return [text]
    column, start, other, end = found.groups()
    return [
        f"{column}{first}:{other if end else column}{last}" if end or first != last else f"{column}{first}"
        for first, last in rows.areas(int(start), int(end or start), apart=apart)
    ]


def moved_areas(text: str, rows: MovedRows) -> str:
    """The areas of a list such as a ``sqref``."""
    return " ".join(area for one in text.split() for area in moved_area(one, rows))


Sheets = Mapping[str, MovedRows]  # by the name of each sheet whose rows have moved, where to


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
    found = _AREA.fullmatch(area)
    if rows is None or found is None:
        return text
    column, start, other, end = found.groups()
    first, last = rows.seen_from(place if sheet == own else None, int(start), int(end or start))
    one = f"{column}{first}"
    two = f"{other if end else column}{last}"
    alone = one == two if spread else not end
    return f"{name}{bang}{one if alone else f'{one}:{two}'}"


def renumber(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Give rows, cells, formulas and areas of a sheet the numbers that they have now."""
    for place, (row, number) in enumerate(zip(root.iter(f"{MAIN}row"), rows.numbers, strict=True)):
        row.set("r", str(number))
        for cell in row:
            if found := _NAME.fullmatch(cell.get("r", "")):
                cell.set("r", f"{found[1]}{number}")
            formula = cell.find(f"{MAIN}f")
            if formula is not None and formula.text:
                formula.text = moved_formula(formula.text, sheets, sheet, place)
                if formula.get("ref"):
                    formula.set("ref", cell.get("r"))
    if rows.same:
        return
    _areas(root, rows, sheets, sheet)


def _areas(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    for name in ("mergeCells", "hyperlinks"):
        holder = root.find(f"{MAIN}{name}")
        for one in list(holder if holder is not None else ()):
            for area in moved_area(one.get("ref"), rows, apart=True):
                made = copy.deepcopy(one)
                made.set("ref", area)
                one.addprevious(made)
            holder.remove(one)
        if holder is not None and name == "mergeCells":
            holder.set("count", str(len(holder)))
    _breaks(root, rows)
    _sparklines(root, rows, sheets, sheet)
    follow_all(root, rows, sheets, sheet)
    dimension = root.find(f"{MAIN}dimension")
    if dimension is not None:
        root.remove(dimension)


def follow_all(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Let what the elements of a part say of rows follow them: areas, formulas of rules, anchors of pictures."""
    done = {f"{MAIN}{name}" for name in ("mergeCell", "hyperlink", "c", "f")}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in done and not _of_sparkline(element):
            _follow(element, rows, sheets, sheet)


def _of_sparkline(element: Element) -> bool:
    above = element.getparent()
    return above is not None and isinstance(above.tag, str) and above.tag.endswith("}sparkline")


def _follow(element: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    local = element.tag.rpartition("}")[2]
    for name in ("sqref", "ref", "activeCell", "topLeftCell"):
        if element.get(name):
            element.set(name, moved_areas(element.get(name), rows))
    if local in {"formula", "formula1", "formula2", "f"} and element.text:
        above = next(
            (
                area
                for one in (element, *element.iterancestors())
                if (area := one.get("sqref") or one.findtext("{*}sqref"))
            ),
            "",
        )
        start = re.search(r"[0-9]+", above)
        place = rows.numbers.index(int(start[0])) if start and int(start[0]) in rows.numbers else None
        element.text = moved_formula(element.text, sheets, sheet, place)
    elif local == "sqref" and element.text:
        element.text = moved_areas(element.text, rows)
    elif element.tag == f"{_ANCHOR}row" and element.text:
        element.text = str(rows.first(int(element.text) + 1) - 1)


def _sparklines(root: Element, rows: MovedRows, sheets: Sheets, sheet: str) -> None:
    """Give each copy of a row its own drawing in a cell, of its own figures."""
    for one in list(root.iter("{*}sparkline")):
        place, drawn = one.find("{*}sqref"), one.find("{*}f")
        found = _NAME.fullmatch(place.text or "") if place is not None else None
        if found is None or drawn is None:
            continue
        for number in rows.new(int(found[2])):
            made = copy.deepcopy(one)
            made.find("{*}sqref").text = f"{found[1]}{number}"
            made.find("{*}f").text = moved_formula(drawn.text or "", sheets, sheet, rows.numbers.index(number))
            one.addprevious(made)
        one.getparent().remove(one)


def _breaks(root: Element, rows: MovedRows) -> None:
    holder = root.find(f"{MAIN}rowBreaks")
    for one in list(holder if holder is not None else ()):
        old = int(one.get("id"))
        for number in rows.new(old) or [rows.first(old)]:
            made = copy.deepcopy(one)
            made.set("id", str(number))
            one.addprevious(made)
        holder.remove(one)
    if holder is not None:
        holder.set("count", str(len(holder)))
        holder.set("manualBreakCount", str(len(holder)))


def chart_moved(root: Element, sheets: Sheets) -> None:
    """Let a chart draw the rows where they have gone, and nothing that it has kept of them."""
    for formula in root.iter("{*}f"):
        if formula.text:
            formula.text = moved_formula(formula.text, sheets, None, spread=True)
    for kept in [*root.iter("{*}numCache"), *root.iter("{*}strCache")]:
        kept.getparent().remove(kept)


def comment_boxes_moved(data: bytes, rows: MovedRows) -> bytes:
    """The boxes of comments where their cells have gone; their part is no XML that every parser reads."""

    def moved(place: str) -> str:
        return str(rows.first(int(place) + 1) - 1)

    def anchored(found: re.Match[str]) -> str:
        places = found[2].split(",")
        for at in (2, 6):  # the rows of its corners
            if len(places) == 8 and places[at].strip().isdigit():
                places[at] = f" {moved(places[at])}"
        return found[1] + ",".join(places) + found[3]

    text = _BOX_ROW.sub(lambda found: f"{found[1]}{moved(found[2])}{found[3]}", data.decode("utf-8", "surrogateescape"))
    return _BOX_ANCHOR.sub(anchored, text).encode("utf-8", "surrogateescape")
