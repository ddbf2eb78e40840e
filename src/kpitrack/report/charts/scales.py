"""From years and values to places in a drawing, and the round numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where years and values lie in a drawing, by those at its ends and the places of these, in pixels."""

    first: float
    last: float
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, year: float) -> float:
        """The place of a year."""
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """The place of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    @property
    def step(self) -> float:
        """The width of a year."""
        return (self.right - self.left) / (self.last - self.first)


def ticks(values: Iterable[float], about: int, least: float = 0.0) -> list[float]:
    """Round numbers at equal distances, of which the first and the last enclose ``values``.

    Args:
        values: at least one.
        about: how many steps there should be between them.
        least: the smallest step.
    """
    known = list(values)
    low, high = min(known), max(known)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        room = max(abs(high) / 10, least) or 1.0
        low, high = low - room, high + room
    step = _step(max((high - low) / about, least))
    first, last = math.floor(low / float(step) + 1e-9), math.ceil(high / float(step) - 1e-9)
    return [float(step * i) for i in range(first, max(last, first + 1) + 1)]


def years_shown(first: int, last: int, most: int) -> list[int]:
    """The years that are written out, at equal distances and the last among them."""
    every = next(n for n in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if (last - first) / n < most)
    return list(range(last, first - 1, -every))[::-1]


def _step(least: float) -> Decimal:
    """The next round number that is no smaller: 1, 2 or 5 times a power of ten."""
    power = Decimal(10) ** math.floor(math.log10(least))
    return next(power * n for n in _STEPS if float(power * n) >= least * (1 - 1e-9))
