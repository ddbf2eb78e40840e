"""Rates as their owners print them, straight from the figures that they print."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kpitrack.model.numbers import Rounding, exact, printed


def printed_rate(numerator: float, denominator: float, decimals: int = 1, mode: Rounding = "half_up") -> Decimal:
    """``numerator / denominator`` as a percentage with ``decimals`` digits, computed exactly.

    2415 of 2000 is 120.75%: 120.8 by half up. 5163 of 4000 is 129.075%: 129.0 truncated.
    """
    return printed(Fraction(exact(numerator)) / Fraction(exact(denominator)) * 100, decimals, mode)
