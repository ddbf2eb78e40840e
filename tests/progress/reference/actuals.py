"""Which actuals count, and what they come to."""

from __future__ import annotations

from fractions import Fraction

from .inputs import Kpi


def usable(kpi: Kpi, as_of: int) -> dict[int, Fraction]:
    """The recorded values by year, oldest first: "has a value, y_b < y ≤ as-of year, and is no forecast"."""
    return {
        year: entry.value
        for year, entry in sorted(kpi.actuals.items())
        if entry.value is not None and entry.status != "forecast" and kpi.start < year <= as_of
    }


def value_in(kpi: Kpi, year: int, as_of: int) -> Fraction:
    """a as of ``year``: the recorded value, or the sum or mean of the amounts known in y_b+1 … min(y, y_t)."""
    recorded = usable(kpi, as_of)
    if not (kpi.is_sum or kpi.is_mean):
        return recorded[year]
    last = year if kpi.end is None else min(year, kpi.end)
    amounts = [amount for y, amount in recorded.items() if y <= last]
    if kpi.is_sum:
        return sum(amounts, Fraction(0))
    return sum(amounts, Fraction(0)) / len(amounts)


def recorded_in(kpi: Kpi, year: int, as_of: int) -> Fraction | None:
    """The value recorded for one year: "the baseline counts as a value of its year", as it is written."""
    return kpi.baseline_value if year == kpi.start else usable(kpi, as_of).get(year)


def missing_years(kpi: Kpi, years: list[int], as_of: int) -> list[int]:
    """The years without a value, where each year counts: in a sum, a mean, and where every year must reach the target.

    Up to the newest value, and where that is one that decides once y_t is over, up to y_t. Whatever the frequency is:
    what each year counts in is known when each year is.
    """
    every_year = kpi.aim is not None and kpi.aim.every_year
    if not years or not (kpi.is_sum or kpi.is_mean or every_year):
        return []
    last = years[-1] if kpi.end is None else min(years[-1], kpi.end)
    if kpi.end is not None and years[-1] > kpi.end - kpi.frequency and as_of > kpi.end:
        last = kpi.end
    return [year for year in range(kpi.start + 1, last + 1) if year not in years]
