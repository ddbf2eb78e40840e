"""Which actuals count, and what they come to."""

from __future__ import annotations

from fractions import Fraction

from .inputs import Kpi


def usable_years(kpi: Kpi, as_of: int) -> list[int]:
    """ "A usable actual has a value, y_b < y ≤ as-of year, and is no forecast." """
    return sorted(
        year
        for year, reading in kpi.actuals.items()
        if reading.value is not None and reading.status != "forecast" and kpi.start < year <= as_of
    )


def value_at(kpi: Kpi, year: int, as_of: int) -> Fraction:
    """The actual in ``year``; for a sum, "the sum of the yearly amounts of y_b+1 … min(y, y_t)" that are known."""
    readings = {y: kpi.actuals[y].value or Fraction(0) for y in usable_years(kpi, as_of)}
    if not kpi.is_sum:
        return readings[year]
    return sum((readings[y] for y in readings if y <= window_end(kpi, year)), Fraction(0))


def window_end(kpi: Kpi, year: int) -> int:
    """The last year whose amount counts when the newest actual is that of ``year``: min(y, y_t)."""
    return year if kpi.aim is None or kpi.aim.year is None else min(year, kpi.aim.year)


def missing_years(kpi: Kpi, years: list[int]) -> list[int]:
    """The years that a sum lacks, up to its newest actual: "no zero", whatever the frequency is."""
    if not kpi.is_sum or not years:
        return []
    return [year for year in range(kpi.start + 1, window_end(kpi, years[-1]) + 1) if year not in years]
