"""Rates as their owners print them, computed from the digits as written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kpitrack.model.numbers import Rounding, exact, printed

#: The digits after the last printed one that still count; further ones are noise of the computation.
_NOISE = 9


def printed_rate(numerator: float, denominator: float, decimals: int = 1, mode: Rounding = "half_up") -> Decimal:
    """``numerator / denominator`` as a percentage with ``decimals`` digits, computed exactly.

    2415 of 2000 is 120.75%: 120.8 by half up. 5163 of 4000 is 129.075%: 129.0 truncated.

    Raises:
        ZeroDivisionError: ``denominator`` is zero.
    """
    return printed(Fraction(exact(numerator)) / Fraction(exact(denominator)) * 100, decimals, mode)


def printed_percent(ratio: float, decimals: int = 1, mode: Rounding = "half_up") -> Decimal:
    """A computed ratio as a percentage with ``decimals`` digits.

    A double just beside a tie is the tie, as `kpitrack.progress.grade.as_printed` has it: (0.3 − 0.2) ÷ 0.8 is 12.5%,
    whatever the subtraction leaves in its last digits.
    """
    return printed(printed(exact(ratio) * 100, decimals + _NOISE, "half_even"), decimals, mode)
