"""The forecast for the target's year."""

from __future__ import annotations

from fractions import Fraction

from .actuals import usable, value_in
from .inputs import Kpi
from .path import baseline, target


def forecast_of(kpi: Kpi, years: list[int], as_of: int) -> Fraction | None:
    """f: "least squares line through the baseline and all usable actuals since, read at y_t; at least two points".

    The points of a sum or a mean are what it came to in each year up to y_t, as its a and t are sums or means.
    """
    b, end = baseline(kpi), kpi.end
    if end is None or kpi.scale is not None:
        return None
    points = {} if b is None else {kpi.start: b}
    whole_path = kpi.is_sum or kpi.is_mean
    points |= {y: value_in(kpi, y, as_of) for y in years if not whole_path or y <= end}
    if len(points) < 2:
        return None
    x_mean, y_mean = Fraction(sum(points), len(points)), sum(points.values(), Fraction(0)) / len(points)
    slope = sum(((x - x_mean) * (y - y_mean) for x, y in points.items()), Fraction(0))
    return y_mean + slope / sum((x - x_mean) ** 2 for x in points) * (end - x_mean)


def clip(kpi: Kpi, forecast: Fraction, as_of: int) -> Fraction:
    """ "Clipped to 0…100 % for a share, where baseline, target and all actuals lie within" """
    if kpi.whole is None:
        return forecast
    known = [n for n in (baseline(kpi), target(kpi), *usable(kpi, as_of).values()) if n is not None]
    if kpi.aim is not None and kpi.aim.form == "range":
        known += [kpi.aim.low, kpi.aim.high]
    within = all(0 <= n <= kpi.whole for n in known)
    return min(max(forecast, Fraction(0)), kpi.whole) if within else forecast
