"""Labels in a drawing, placed so that none covers another, a mark or, where it can be helped, a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .svg import ems, text

Segment = tuple[float, float, float, float]  # A piece of a line: from x, y to x, y
_LINE = 1.25  # the height of a line of text, in units of the size of the letters
_PADDING = 0.4  # what stays free beside a text, likewise
_CROSSED = 12.0  # what it costs to cross a line, in ranks of the places that are tried
_SHORTER = 10.0  # what it costs to say less, likewise
_UPWARDS = 4.0  # how much worse a label stands above or below its point than as far away at its side


class Box(NamedTuple):
    """A rectangle by its left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether it covers some of another one."""
        return self[0] < other[2] and other[0] < self[2] and self[1] < other[3] and other[1] < self[3]

    def meets_any(self, others: Iterable[Box]) -> bool:
        """Whether it covers some of any of several; told at once, since it is asked most."""
        left, top, right, bottom = self
        for to_left, to_top, to_right, to_bottom in others:
            if left < to_right and to_left < right and top < to_bottom and to_top < bottom:
                return True
        return False

    def within(self, other: Box) -> bool:
        """Whether it lies in another one."""
        return self[0] >= other[0] and self[2] <= other[2] and self[1] >= other[1] and self[3] <= other[3]

    def crossed(self, line: Segment) -> bool:
        """Whether a line runs through it (by cutting the line at each side: Liang and Barsky)."""
        left, top, right, bottom = self
        x, y, to_x, to_y = line
        if (x <= left and to_x <= left) or (x >= right and to_x >= right):
            return False
        if (y <= top and to_y <= top) or (y >= bottom and to_y >= bottom):
            return False
        dx, dy = to_x - x, to_y - y
        start, end = 0.0, 1.0
        for run, room in ((-dx, x - left), (dx, right - x), (-dy, y - top), (dy, bottom - y)):
            if run < 0:
                start = max(start, room / run)
            elif run > 0:
                end = min(end, room / run)
        return start < end


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be written beside a place ``x``, ``y``."""

    kind: str  # its class
    texts: tuple[str, ...]  # what to say, in order of preference; shorter ones are for where there is little room
    x: float
    y: float
    distance: float = 9  # how far from the place the text may begin
    needed: bool = False  # whether it stays even where it must stand far away; others are left out
    sides: tuple[str, ...] = (  # where to try, in order
        "above", "below", "right", "left", "above-left", "above-right", "below-left", "below-right",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with the text that fits, and where it stands."""

    label: Label
    words: str
    box: Box
    size: float

    def svg(self) -> str:
        """The text itself."""
        return text(self.label.kind, self.box.left, self.box.bottom - 0.3 * self.size, self.words)


def place(
    labels: Iterable[Label], room: Box, size: float, marks: Sequence[Box], lines: Sequence[Segment]
) -> list[Placed]:
    """The labels that find a place, the first ones first.

    Args:
        labels: in order of importance.
        room: that none may leave.
        size: of the letters, in pixels.
        marks: what none may cover.
        lines: what they cross only where nothing else is left.
    """
    found: list[Placed] = []
    taken = list(marks)
    most = (room.right - room.left) / size - _PADDING
    for label in labels:
        texts = tuple(words for words in label.texts if ems(words) <= most)  # never a part of a number
        best = _best(replace(label, texts=texts), room, size, taken, lines) if texts else None
        if best is not None:
            found.append(best)
            taken.append(best.box)
    return found


def _best(label: Label, room: Box, size: float, taken: Sequence[Box], lines: Sequence[Segment]) -> Placed | None:
    """The place that costs least: each text and place that comes later costs more, and so does each line crossed."""
    best, least = None, math.inf
    for shorter, words in enumerate(label.texts):
        extent = (ems(words) + _PADDING) * size, _LINE * size
        for rank, box in enumerate(_around(label, *extent, room)):
            cost: float = rank + _SHORTER * shorter
            if cost >= least:
                break
            if not box.within(room) or box.meets_any(taken):
                continue
            cost += _CROSSED * sum([box.crossed(line) for line in lines])
            if cost < least:
                best, least = Placed(label, words, box, size), cost
    if best is None and label.needed:
        words = label.texts[-1]
        extent = (ems(words) + _PADDING) * size, _LINE * size
        free = (box for box in _anywhere(label, *extent, room) if not box.meets_any(taken))
        best = next((Placed(label, words, box, size) for box in free), None)
    return best


def _around(label: Label, wide: float, high: float, room: Box) -> Iterator[Box]:
    """The places beside the point, those close to it first; pushed back into the room from its sides."""
    for steps in range(3):
        gap = label.distance + steps * high
        for side in label.sides:
            vertical = -gap - high if "above" in side else gap if "below" in side else -high / 2
            if "left" in side:
                across = -wide - (label.distance if side == "left" else 2)
            elif "right" in side:
                across = label.distance if side == "right" else 2
            else:
                across = -wide / 2
            if steps and side in {"left", "right"}:
                continue
            left = label.x + across
            if side in {"above", "below"}:
                left = min(max(left, room.left), room.right - wide)
            top = label.y + vertical
            yield Box(left, top, left + wide, top + high)


def _anywhere(label: Label, wide: float, high: float, room: Box) -> Iterator[Box]:
    """Every place of a coarse grid, the nearest first."""
    columns = max(1, int((room.right - room.left - wide) / (2 * high)) + 1)
    rows = max(1, int((room.bottom - room.top) / (high / 2)) - 1)
    boxes = []
    for column in range(columns):
        for row in range(rows):
            left = max(room.left, min(room.left + column * 2 * high, room.right - wide))
            top = room.top + row * high / 2
            boxes.append(Box(left, top, left + wide, top + high))

    def away(box: Box) -> float:
        return abs(box.left + wide / 2 - label.x) + _UPWARDS * abs(box.top + high / 2 - label.y)

    yield from sorted(boxes, key=away)
