"""Single values that do not fit their series: a sign that flips, a zero amid large values.

Rules of thumb of our own: a value is doubted only where the rest of the series agrees and no note explains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from kpitrack.model.actuals import Actual, Entries, Entry
from kpitrack.model.strategy import KPI

from .targets import baseline_of, number_of

_FEWEST = 2  # other values that must agree
_JUMP = 3.0  # by how many of the largest other steps the value must leave its neighbour
_LARGE = 50.0  # from which size on values are not just a few of something
_SPREAD = 5.0  # the highest over the lowest of the other values


class Odd(NamedTuple):
    """A value that does not fit: of which year, itself, and in which way."""

    year: int
    value: float
    kind: Literal["sign", "zero"]


def odd_values(kpi: KPI, entries: Entries) -> Iterator[Odd]:
    """The first value of the series that is zero amid large ones, or whose sign flips; none where all fit."""
    start = baseline_of(kpi) if kpi.accumulation != "sum" else None
    points: list[tuple[int | None, float]] = [] if start is None else [(None, start)]
    points += [(year, value) for year in sorted(entries) if (value := kpi.value_of(entries[year])) is not None]
    aim = number_of(kpi.target, start) if kpi.target and kpi.accumulation != "sum" else None
    for i, (year, value) in enumerate(points):
        if year is None or is_explained(entries[year]):
            continue
        others = [other for j, (_, other) in enumerate(points) if j != i]
        if len(others) < _FEWEST or len({other > 0 for other in others}) > 1 or 0 in others:
            continue
        if value == 0 and aim != 0 and _is_large(others):
            yield Odd(year, value, "zero")
            return
        neighbour = points[i - 1][1] if i else points[1][1]
        if value * others[0] < 0 and not (aim is not None and aim * value > 0) and _flips(value, neighbour, others):
            yield Odd(year, value, "sign")
            return


def is_explained(entry: Entry) -> bool:
    """Whether a note or a break says why a value is unlike the others."""
    return isinstance(entry, Actual) and (entry.note is not None or entry.status == "break")


def _is_large(others: Sequence[float]) -> bool:
    sizes = [abs(other) for other in others]
    return len(others) > _FEWEST and min(sizes) >= _LARGE and max(sizes) <= _SPREAD * min(sizes)


def _flips(value: float, neighbour: float, others: Sequence[float]) -> bool:
    """Whether the value would fit with the other sign, and does not with its own."""
    step = max(abs(later - earlier) for earlier, later in pairwise(others))
    return abs(-value - neighbour) <= step and abs(value - neighbour) > _JUMP * step
