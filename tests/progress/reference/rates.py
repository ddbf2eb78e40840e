"""The rates of one KPI, and why one is undefined."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

from .actuals import recorded_in, usable, value_in
from .inputs import Kpi
from .path import baseline, direction, distance, expected, is_limit, leads_to_target, target

Rates = dict[str, Fraction | None]
#: "Rates that divide by a value are null with reason `scale`".
_DIVIDED_BY_A_VALUE = (
    "attainment", "against_expected", "inverse_attainment", "inverse_against_expected", "mirrored_attainment",
    "mirrored_against_expected", "ratio_to_target", "deviation", "on_previous", "change", "improvement", "growth_ratio",
)  # fmt: skip
_NULL_FOR_LIMITS = ("progress", "pace")
RATES = (
    *_DIVIDED_BY_A_VALUE, "progress", "pace", "elapsed", "difference", "remaining", "needed_per_year",
    "gap_to_expected", "allowance_used",
)  # fmt: skip


def rates_of(kpi: Kpi, year: int | None, as_of: int) -> tuple[Rates, dict[str, str]]:
    """Every rate of the actual of ``year`` but the forecast's, and the reasons that the method names for None."""
    rates: Rates = dict.fromkeys(RATES)
    reasons: dict[str, str] = {}
    a = None if year is None else value_in(kpi, year, as_of)
    rates["growth_ratio"], why = _growth_ratio(kpi, year, a)
    if why:
        reasons["growth_ratio"] = why
    if year is None or a is None:
        return rates, reasons
    rates |= _against_target(kpi, year, a) | _against_expected(kpi, a, expected(kpi, year))
    rates |= _against_the_past(kpi, year, a, as_of)
    if baseline(kpi) == 0:
        reasons["change"] = reasons["improvement"] = "zero_baseline"
    rates["progress"] = _progress(kpi, year, a)
    if kpi.aim is not None and kpi.aim.form == "parity_with" and rates["progress"] is None:
        b = baseline(kpi)
        if b is not None and None in {distance(kpi, kpi.start, b), distance(kpi, year, a)}:
            reasons["progress"] = "comparator_missing"
    rates["pace"] = _pace(kpi, a, expected(kpi, year), rates)
    if is_limit(kpi):
        rates["allowance_used"] = _share_of_way(kpi, a)
        rates |= dict.fromkeys(_NULL_FOR_LIMITS)
        reasons |= dict.fromkeys(_NULL_FOR_LIMITS, "limit")
    if kpi.scale is not None:
        rates |= dict.fromkeys(_DIVIDED_BY_A_VALUE)
        reasons |= dict.fromkeys(("change", "improvement", "on_previous"), "scale")
    return rates, reasons


def _against_target(kpi: Kpi, year: int, a: Fraction) -> Rates:
    end, t = kpi.end, target(kpi)
    elapsed = None if end is None else min(Fraction(1), Fraction(year - kpi.start, end - kpi.start))
    if t is None:
        return {"elapsed": elapsed}
    higher = direction(kpi) > 0
    return {
        "elapsed": elapsed,
        "attainment": a / t if higher and t > 0 else None,
        "inverse_attainment": None if higher or a <= 0 else t / a,
        "mirrored_attainment": None if higher or t <= 0 else 2 - a / t,
        "ratio_to_target": None if t == 0 else a / t,
        "deviation": None if t == 0 else direction(kpi) * (a - t) / abs(t),
        "remaining": t - a,
        "needed_per_year": None if end is None or year >= end else (t - a) / (end - year),
    }


def _against_expected(kpi: Kpi, a: Fraction, e: Fraction | None) -> Rates:
    if e is None:
        return {}
    higher = direction(kpi) > 0
    return {
        "against_expected": a / e if higher and e > 0 else None,
        "inverse_against_expected": None if higher or a <= 0 else e / a,
        "mirrored_against_expected": None if higher or e <= 0 else 2 - a / e,
        "gap_to_expected": direction(kpi) * (a - e),
    }


def _against_the_past(kpi: Kpi, year: int, a: Fraction, as_of: int) -> Rates:
    rates: Rates = {}
    b = baseline(kpi)
    if b is not None:
        rates["difference"] = a - b
        if b:
            rates["change"] = (a - b) / abs(b)
            rates["improvement"] = direction(kpi) * (a - b) / abs(b)
    # "yearly amounts for `sum` and `mean`": what was recorded, not what it comes to.
    now, before = usable(kpi, as_of)[year], recorded_in(kpi, year - kpi.frequency, as_of)
    if before:
        rates["on_previous"] = direction(kpi) * (now - before) / abs(before)
    return rates


def _share_of_way(kpi: Kpi, value: Fraction) -> Fraction | None:
    b, t = baseline(kpi), target(kpi)
    return None if b is None or t is None or t == b else (value - b) / (t - b)


def forecast_progress(kpi: Kpi, forecast: Fraction | None) -> Fraction | None:
    """(f − b) / (t − b)."""
    return None if forecast is None or is_limit(kpi) else _share_of_way(kpi, forecast)


def _progress(kpi: Kpi, year: int, a: Fraction) -> Fraction | None:
    b = baseline(kpi)
    if kpi.aim is None or b is None:
        return None
    if kpi.aim.form not in {"range", "parity_with"}:
        return _share_of_way(kpi, a)
    before, now = distance(kpi, kpi.start, b), distance(kpi, year, a)
    return None if not before or now is None else (before - now) / before


def _pace(kpi: Kpi, a: Fraction, e: Fraction | None, rates: Rates) -> Fraction | None:
    b, progress, elapsed = baseline(kpi), rates["progress"], rates["elapsed"]
    if kpi.aim is None:
        return None
    if kpi.aim.form in {"range", "parity_with"}:
        return None if progress is None or elapsed is None else progress / elapsed
    if kpi.aim.over is not None or b is None or e is None or not leads_to_target(kpi, e):
        return None
    return (a - b) / (e - b)


def _growth_ratio(  # noqa: PLR0911  one return a reason
    kpi: Kpi, year: int | None, a: Fraction | None
) -> tuple[Fraction | None, str | None]:
    """The ratio, or why there is none; where several reasons hold, the first in the method's order."""
    b, t, end = baseline(kpi), target(kpi), kpi.end
    if t is None or end is None:
        return None, None
    if is_limit(kpi) or kpi.scale is not None:
        return None, "limit" if is_limit(kpi) else "scale"
    if b == 0:
        return None, "zero_baseline"
    if t == 0:
        return None, "zero_target"
    if b is not None and (t * b < 0 or (a is not None and a * b < 0)):
        return None, "mixed_sign"
    if t == b:
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
