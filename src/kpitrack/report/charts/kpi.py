"""The chart of a KPI: its actuals against its path, its target and what is projected, labelled in place.

There are two drawings of each, one for wide pages and paper and one for narrow screens; the style sheet shows the one
that fits. Every year is a column that can be pointed at, touched or reached by the keyboard, and shows its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import escape

from kpitrack.model.numbers import show_number
from kpitrack.model.years import era_short

from .labels import Box, Label, Placed, Segment, place
from .scales import Plane, ticks, years_shown
from .svg import XMLNS, clipped, ems, group, n, path, rect, shape, text, wrapped
from .wording import Wording, YearText

_MARK = 8.0  # half the room that a mark takes
_BRACKET = 15.0  # how far left of the newest actual the gap to the path stands
_LEAST_GAP = 12.0  # the smallest gap that is drawn, in pixels

_ABOVE = ("above", "below", "above-left", "below-left", "above-right", "below-right", "right", "left")
_BELOW = ("below", "above", "below-left", "above-left", "below-right", "above-right", "right", "left")
_LEFT = ("above-left", "below-left", "above", "below", "left", "above-right", "below-right")
_RIGHT = ("above-right", "below-right")


class Size(NamedTuple):
    """A drawing's extent and the size of its letters, in pixels, and how many steps its numbers should make."""

    name: str
    width: float
    height: float
    letters: float
    steps: int


WIDE = Size("wide", 900, 350, 14, 5)
NARROW = Size("narrow", 344, 280, 12, 4)
SIZES = (WIDE, NARROW)


def charts(words: Wording, summary: str) -> str:
    """Both drawings of a KPI's chart, which ``summary`` says in a sentence; empty where there is nothing to draw."""
    if not words.drawn.points:
        return ""
    years = words.years()
    return "".join(Chart(words, size).svg(summary, years) for size in SIZES)


class Chart:
    """A drawing of one size, and what it says."""

    def __init__(self, words: Wording, size: Size) -> None:
        self.words, self.drawn, self.size = words, words.drawn, size
        years = self.drawn.years()
        self.first, self.last = min(years), max(years)
        self.scale = self._scale()
        digits = _decimals(self.scale)
        word = words.one.number if words.one.row.get("scale") is not None else None
        self.numbers = [word(value) if word else show_number(value, digits).replace("-", "−") for value in self.scale]
        if word:
            self.numbers = [clipped(number, size.width * 0.42 / size.letters) for number in self.numbers]
        left = max(ems(number) for number in self.numbers) * size.letters + 12
        inner = min(26.0, size.width / 14)
        self.left, self.right = left, size.width - 6
        self.plane = Plane(
            self.first, self.last, self.scale[0], self.scale[-1], left + inner, self.right - inner,
            1.6 * size.letters, size.height - 3.1 * size.letters,
        )  # fmt: skip

    def svg(self, summary: str, years: Sequence[YearText]) -> str:
        """The drawing, of which only the years are read aloud, each with its figures."""
        plane, size = self.plane, self.size
        marks = "".join(shape(one.mark, plane.x(one.year), plane.y(one.value)) for one in self.drawn.points)
        seen = [*self._behind(), *self._lines(), group("points", marks), *(one.svg() for one in self.labels())]
        columns = "".join(self._column(one) for one in years)
        return (
            f'<svg xmlns="{XMLNS}" class="plot {size.name}" viewBox="0 0 {n(size.width)} {n(size.height)}" '
            f'font-size="{n(size.letters)}" role="group" aria-label="{escape(summary)}">'
            f'<g aria-hidden="true">{"".join(seen)}</g>{columns}</svg>'
        )

    def labels(self) -> list[Placed]:
        """The labels with their places."""
        plane = self.plane
        room = Box(self.left + 2, 0, self.right, plane.bottom - 2)
        marks = [
            Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK)
            for x, y in ((plane.x(one.year), plane.y(one.value)) for one in self.drawn.points)
        ]
        return place(self._wanted(), room, self.size.letters, marks, list(self._segments()))

    def _scale(self) -> list[float]:
        values = self.drawn.values()
        if self.words.one.row.get("scale") is not None:
            steps = len(self.words.one.row["scale"])
            return [float(step) for step in range(min(0, int(min(values))), max(steps, int(max(values)) + 1))]
        whole = all(value == int(value) for value in self.drawn.recorded())
        return ticks(values, self.size.steps, 1.0 if whole else 0.0)

    def _at(self, line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(self.plane.x(year), self.plane.y(value)) for year, value in line]

    def _behind(self) -> Iterator[str]:
        """What the lines stand on: bands, what is projected, the scale and the years."""
        plane, size = self.plane, self.size
        low, high = self.drawn.band
        if (low, high) != (None, None):
            top = plane.top if high is None else plane.y(high)
            bottom = plane.bottom if low is None else plane.y(low)
            yield rect("band", self.left, top, self.right - self.left, bottom - top)
        if self.drawn.trend:
            (start, _), (end, _) = self.drawn.trend
            yield rect("ahead", plane.x(start), plane.top, plane.x(end) - plane.x(start), plane.bottom - plane.top)
        yield "".join(
            f'<path class="grid" d="M{n(self.left)} {n(plane.y(value))}H{n(self.right)}"/>' for value in self.scale[1:]
        )
        yield f'<path class="axis" d="M{n(self.left)} {n(plane.bottom)}H{n(self.right)}"/>'
        for value, number in zip(self.scale, self.numbers, strict=True):
            yield text("tick", self.left - 7, plane.y(value) + 0.35 * size.letters, number, "end")
        most = int((self.right - self.left) / (3.4 * size.letters))
        for year in years_shown(self.first, self.last, most):
            x, y = plane.x(year), plane.bottom
            yield f'<path class="axis" d="M{n(x)} {n(y)}v5"/>'
            yield text("tick", x, y + 1.6 * size.letters, str(year), "middle")
            yield text("tick", x, y + 2.75 * size.letters, era_short(year), "middle")

    def _lines(self) -> Iterator[str]:
        drawn, plane = self.drawn, self.plane
        for bound in drawn.band:
            if bound is not None:
                yield path("limit", [(self.left, plane.y(bound)), (self.right, plane.y(bound))])
        goal = self._goal()
        if goal is not None and drawn.band == (None, None):
            yield path("goal", [(self.left, plane.y(goal)), (plane.x(self.last), plane.y(goal))])
        for year in drawn.breaks:
            x = plane.x(year - 0.5) if year > self.first else plane.x(year)
            yield path("break", [(x, plane.top), (x, plane.bottom)])
        for kind, line in (("path", drawn.path), ("compared", drawn.compared), ("mean", drawn.mean)):
            if len(line) > 1:
                yield path(kind, self._at(line))
        if drawn.trend:
            yield path("trend", self._at(drawn.trend))
        yield from (path("run", self._at(run)) for run in drawn.runs if len(run) > 1)
        if bracket := self._bracket():
            x, top, bottom = bracket
            kind = "lead" if self._goes_well() else "gap"
            yield f'<path class="{kind}" d="M{n(x - 4)} {n(top)}h8m-4 0V{n(bottom)}m-4 0h8"/>'

    def _goal(self) -> float | None:
        row = self.words.one.row
        known = any(point.mark == "target" for point in self.drawn.points)
        value: float | None = row["target_value"] if known else None
        return value

    def _bracket(self) -> tuple[float, float, float] | None:
        """The place of the gap between the newest actual and the path, and its ends; None where it is too small."""
        if self.drawn.gap is None or not self.words.gap():
            return None
        year, actual, expected = self.drawn.gap
        top, bottom = sorted((self.plane.y(actual), self.plane.y(expected)))
        near = min(_BRACKET, self.plane.step / 2)
        return (self.plane.x(year) - near, top, bottom) if bottom - top >= _LEAST_GAP else None

    def _segments(self) -> Iterator[Segment]:
        """The lines that labels keep clear of."""
        drawn, plane = self.drawn, self.plane
        for line in (drawn.path, drawn.compared, drawn.mean, drawn.trend, *drawn.runs):
            yield from ((*start, *end) for start, end in pairwise(self._at(line)))
        bounds = [bound for bound in drawn.band if bound is not None]
        goal = self._goal()
        for value in [*bounds, *([] if goal is None or bounds else [goal])]:
            yield self.left, plane.y(value), self.right, plane.y(value)
        for year in drawn.breaks:
            yield plane.x(year - 0.5), plane.top, plane.x(year - 0.5), plane.bottom
        if bracket := self._bracket():
            x, top, bottom = bracket
            yield x, top, x, bottom

    def _wanted(self) -> Iterator[Label]:
        """The labels, the most important ones first."""
        words, drawn, plane = self.words, self.drawn, self.plane
        if observed := drawn.actuals():
            x, y = plane.x(observed[-1].year), plane.y(observed[-1].value)
            sides = _BELOW if self._path_is_above() else _ABOVE
            yield Label("l-newest", words.newest(), x, y, needed=True, sides=sides)
        for point in drawn.points:
            if point.mark == "target":
                x, y = plane.x(point.year), plane.y(point.value)
                yield Label("l-target", words.target(), x, y, needed=True, sides=_LEFT)
        bounds = [bound for bound in drawn.band if bound is not None]
        if bounds and self._goal() is None:
            yield Label("l-target", words.target(), self.left, plane.y(bounds[0]), 3, sides=_RIGHT)
        if bracket := self._bracket():
            x, top, bottom = bracket
            kind = "l-ahead" if self._goes_well() else "l-gap"
            yield Label(kind, (words.gap(),), x, (top + bottom) / 2, 5, sides=("left", *_LEFT[:2], "right"))
        if drawn.trend and (foreseen := words.forecast()):
            ((x, y),) = self._at(drawn.trend[-1:])
            yield Label("l-trend", foreseen, x, y, 5, sides=_LEFT)
        for point in drawn.points:
            if point.mark in {"former", "baseline"}:
                x, y = plane.x(point.year), plane.y(point.value)
                yield Label(f"l-{point.mark}", words.labelled(point.mark, point.value), x, y)
        yield from self._lesser()

    def _lesser(self) -> Iterator[Label]:
        words, drawn, plane = self.words, self.drawn, self.plane
        for year in drawn.breaks:
            x, top = plane.x(year - 0.5), plane.top + 0.7 * self.size.letters
            yield Label("l-note", words.words("break"), x, top, 3, sides=("right", "left"))
        for year in drawn.missing:
            yield Label("l-note", words.words("missing"), plane.x(year), plane.bottom - 2, 2, sides=("above",))
        if drawn.mean:
            ((x, y),) = self._at(drawn.mean[-1:])
            yield Label("l-mean", words.labelled("mean", drawn.mean[-1][1]), x, y, 4)
        for point in drawn.points:
            if point.mark == "milestone":
                x, y = plane.x(point.year), plane.y(point.value)
                yield Label("l-note", words.labelled("milestone", point.value), x, y)
        if len(drawn.compared) > 1:
            ((x, y),) = self._at(drawn.compared[-1:])
            yield Label("l-note", words.other(), x, y, 4)
        if len({value for _, value in drawn.path}) > 1:
            year, value = drawn.path[len(drawn.path) // 2]
            yield Label("l-note", words.words("path"), plane.x(year), plane.y(value), 4)

    def _goes_well(self) -> bool:
        return (self.words.one.row.get("gap_to_expected") or 0.0) > 0

    def _path_is_above(self) -> bool:
        gap = self.drawn.gap
        return gap is not None and gap[2] > gap[1]

    def _column(self, one: YearText) -> str:
        """A year that can be pointed at: its figures stand at the top, on the side where there is room."""
        plane, size = self.plane, self.size
        x, half = plane.x(one.year), min(plane.step / 2, 40)
        left = max(self.left, x - half)
        area = rect("hit", left, plane.top, min(self.right, x + half) - left, plane.bottom - plane.top)
        line = path("guide", [(x, plane.top), (x, plane.bottom)])
        rings = "".join(
            f'<circle class="ring" cx="{n(x)}" cy="{n(plane.y(point.value))}" r="9"/>'
            for point in self.drawn.points
            if point.year == one.year
        )
        spoken = f' tabindex="0" role="img" aria-label="{escape(one.spoken)}" data-year="{one.year}"'
        return group("year", f"{area}{line}{rings}{self._tip(one, x, size.letters)}", spoken)

    def _tip(self, one: YearText, x: float, letters: float) -> str:
        most = (self.size.width - 24) / letters
        lines = [one.name, *(piece for line in one.lines for piece in wrapped(line, most))]
        wide, high = max(ems(words) for words in lines) * letters + 16, (len(lines) * 1.4 + 0.7) * letters
        left = x + 14 if x + 14 + wide <= self.size.width else x - 14 - wide
        left = max(2.0, min(left, self.size.width - wide - 2))
        top = self.plane.top
        said = "".join(
            text("tip-name" if not i else "tip-line", left + 8, top + (1.4 * i + 1.35) * letters, words)
            for i, words in enumerate(lines)
        )
        return group("tip", rect("tip-box", left, top, wide, high) + said, ' aria-hidden="true"')


def _decimals(scale: Sequence[float]) -> int:
    """The decimals that all numbers of a scale need."""
    return max(len(f"{value:.9f}".rstrip("0").partition(".")[2]) for value in scale)
