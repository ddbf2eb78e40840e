"""The rates of one KPI, and why one is undefined."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

from .actuals import missing_years, value_at
from .inputs import Kpi
from .path import baseline, compare, direction, expected, gap, heads_for_target, target

RATES = (
    "attainment", "against_expected", "progress", "pace", "elapsed", "change", "difference", "improvement",
    "growth_ratio", "forecast_progress", "remaining", "needed_per_year",
)  # fmt: skip
Rates = dict[str, Fraction | None]


def rates_of(kpi: Kpi, year: int | None, a: Fraction | None, forecast: Fraction | None) -> tuple[Rates, dict[str, str]]:
    """Every rate of an actual ``a`` in ``year``, and the reasons that the method names for those that are None."""
    rates: Rates = dict.fromkeys(RATES)
    reasons: dict[str, str] = {}
    rates["growth_ratio"], why = _growth_ratio(kpi, year, a)
    if why:
        reasons["growth_ratio"] = why
    if year is None or a is None:
        return rates, reasons
    rates |= _against_target(kpi, year, a) | _against_baseline(kpi, a)
    rates["progress"], why = _progress(kpi, year, a)
    if why:
        reasons["progress"] = why
    if baseline(kpi) == 0:
        reasons["change"] = reasons["improvement"] = "zero_baseline"
    if forecast is not None and target(kpi) is not None:
        rates["forecast_progress"] = _share_of_way(kpi, forecast)
    rates["pace"] = _pace(kpi, a, expected(kpi, year), rates)
    return rates, reasons


def _against_target(kpi: Kpi, year: int, a: Fraction) -> Rates:
    t, e, end = target(kpi), expected(kpi, year), None if kpi.aim is None else kpi.aim.year
    higher = direction(kpi) > 0
    return {
        "attainment": a / t if t is not None and higher and t > 0 else None,
        "against_expected": a / e if e is not None and higher and e > 0 else None,
        "elapsed": None if end is None else min(Fraction(1), Fraction(year - kpi.start, end - kpi.start)),
        "remaining": None if t is None else t - a,
        "needed_per_year": None if t is None or end is None or year >= end else (t - a) / (end - year),
    }


def _against_baseline(kpi: Kpi, a: Fraction) -> Rates:
    b = baseline(kpi)
    if b is None:
        return {}
    change = None if b == 0 else (a - b) / abs(b)
    return {"difference": a - b, "change": change, "improvement": None if change is None else direction(kpi) * change}


def _share_of_way(kpi: Kpi, value: Fraction) -> Fraction | None:
    b, t = baseline(kpi), target(kpi)
    return None if b is None or t is None or compare(t, b) == 0 else (value - b) / (t - b)


def _progress(kpi: Kpi, year: int, a: Fraction) -> tuple[Fraction | None, str | None]:
    b = baseline(kpi)
    if kpi.aim is None or b is None:
        return None, None
    if kpi.aim.form == "range":
        return _range_progress(kpi, b, a), None
    if kpi.aim.form != "parity_with":
        return _share_of_way(kpi, a), None
    before, now = gap(kpi, kpi.start, b), gap(kpi, year, a)
    if before is None or now is None:
        return None, "comparator_missing"
    return (None if compare(before, Fraction(0)) == 0 else (before - now) / before), None


def _range_progress(kpi: Kpi, b: Fraction, a: Fraction) -> Fraction | None:
    """ "1 − distance now / distance at baseline; null where the baseline was inside" """
    assert kpi.aim is not None
    low, high = kpi.aim.low, kpi.aim.high
    before = max(low - b, b - high, Fraction(0))
    return None if compare(before, Fraction(0)) == 0 else 1 - max(low - a, a - high, Fraction(0)) / before


def _pace(kpi: Kpi, a: Fraction, e: Fraction | None, rates: Rates) -> Fraction | None:
    b, progress, elapsed = baseline(kpi), rates["progress"], rates["elapsed"]
    if kpi.aim is None:
        return None
    if kpi.aim.form in {"range", "parity_with"}:
        return None if progress is None or elapsed is None else progress / elapsed
    if b is None or e is None or not heads_for_target(kpi, e):
        return None
    return (a - b) / (e - b)


def _growth_ratio(  # noqa: PLR0911  one return a reason
    kpi: Kpi, year: int | None, a: Fraction | None
) -> tuple[Fraction | None, str | None]:
    """The ratio, or why there is none; where several hold, the first in the method's order."""
    b, t = baseline(kpi), target(kpi)
    end = None if kpi.aim is None else kpi.aim.year
    if t is None or end is None:
        return None, None
    if b == 0:
        return None, "zero_baseline"
    if t == 0:
        return None, "zero_target"
    if b is not None and (t * b < 0 or (a is not None and a * b < 0)):
        return None, "mixed_sign"
    if b is not None and compare(t, b) == 0:
        return None, "zero_required_growth"
    if b is None or a is None or year is None:
        return None, "needs_two_points"
    return _growth(a / b, year - kpi.start) / _growth(t / b, end - kpi.start), None


def _growth(factor: Fraction, years: int) -> Fraction:
    """Growth per year, compound, to fifty digits; a fall to nothing is a growth of -1."""
    if factor == 0:
        return Fraction(-1)
    with localcontext() as context:
        context.prec = 50
        power = (Decimal(factor.numerator) / Decimal(factor.denominator)) ** (Decimal(1) / Decimal(years))
        return Fraction(power - 1)


def forecast_value(kpi: Kpi, years: list[int], as_of: int) -> Fraction | None:
    """f: "least squares line through the baseline and all usable actuals since, read at y_t; at least two points".

    A sum's points are its running sums, as its a and t are sums; those after y_t would only repeat the last. Where it
    lacks a year they are not known: "it is no zero".
    """
    b, end = baseline(kpi), None if kpi.aim is None else kpi.aim.year
    if end is None or missing_years(kpi, years):
        return None
    points = {} if b is None else {kpi.start: b}
    points |= {y: value_at(kpi, y, as_of) for y in years if not kpi.is_sum or y <= end}
    if len(points) < 2:
        return None
    mean_x, mean_y = Fraction(sum(points), len(points)), sum(points.values(), Fraction(0)) / len(points)
    slope = sum(((x - mean_x) * (y - mean_y) for x, y in points.items()), Fraction(0)) / sum(
        (x - mean_x) ** 2 for x in points
    )
    return mean_y + slope * (end - mean_x)
