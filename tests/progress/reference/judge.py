"""The verdict: the rates and the first status that fits."""

from __future__ import annotations

from fractions import Fraction

from .actuals import missing_years, usable_years, value_at
from .inputs import RELATIVE, TENTATIVE, Kpi, Verdict
from .path import baseline, comparator, compare, direction, expected, is_ceiling, meets, target
from .rates import Rates, forecast_value, rates_of


def judge(
    kpi: Kpi, as_of: int, on_track: Fraction = Fraction(95, 100), at_risk: Fraction = Fraction(60, 100)
) -> Verdict:
    """The verdict on ``kpi`` in ``as_of``, on track and at risk from those paces on."""
    years = usable_years(kpi, as_of)
    newest = years[-1] if years else None
    actual = None if newest is None else value_at(kpi, newest, as_of)
    missing = missing_years(kpi, years)
    forecast = forecast_value(kpi, years, as_of)
    rates, reasons = rates_of(kpi, newest, actual, forecast)
    status, reason = _status(kpi, as_of, years, rates, missing)
    if status == "by_pace":
        status = _by_pace(rates["pace"], on_track, at_risk)
    decider = _decider(kpi, years, as_of)
    # "decided": by the actual that settles it, or, where the target has no year, by the one that meets it now.
    decided = (decider if decider is not None else newest) if status in {"achieved", "missed"} else None
    # An actual that came after the target's year has settled what can be settled even where that is `incomplete`.
    settled = decided is not None or decider is not None
    deciding = decider if decider is not None else newest
    return Verdict(
        status=status,
        reason=reason,
        rates=rates,
        reasons=reasons,
        target_value=target(kpi),
        expected=None if newest is None else expected(kpi, newest),
        forecast=forecast,
        forecast_meets=_forecast_meets(kpi, forecast),
        previous=(years[-2], value_at(kpi, years[-2], as_of)) if len(years) > 1 else None,
        actual_year=newest,
        actual_value=actual,
        decided_by=None if decided is None else (decided, value_at(kpi, decided, as_of)),
        provisional=deciding is not None and kpi.actuals[deciding].status in TENTATIVE,
        # Without any usable actual there is no y: the status alone says so. A discontinued KPI is "no longer judged",
        # so it waits for no value.
        stale=newest is not None
        and status != "discontinued"
        and newest < as_of - kpi.lag - (kpi.frequency - 1)
        and not settled,
        # "between baseline and actual": a break at the actual's own year lies after the year before, so it counts.
        broken=newest is not None
        and any(r.status == "break" and kpi.start < year <= newest for year, r in kpi.actuals.items()),
        missing_years=missing,
    )


def _forecast_meets(kpi: Kpi, forecast: Fraction | None) -> bool | None:
    # What parity will be held against in the target's year nobody knows.
    if forecast is None or kpi.aim is None or kpi.aim.year is None or kpi.aim.form == "parity_with":
        return None
    return meets(kpi, kpi.aim.year, forecast)


def _decider(kpi: Kpi, years: list[int], as_of: int) -> int | None:
    """The actual that settles the KPI: "the first usable actual at or after y_t".

    A ceiling is settled sooner, "as soon as the known part exceeds it".
    """
    if kpi.aim is None:
        return None
    if is_ceiling(kpi):
        over = [y for y in years if not meets(kpi, y, value_at(kpi, y, as_of))]
        if over:
            return over[0]
    return None if kpi.aim.year is None else next((y for y in years if y >= kpi.aim.year), None)


def _status(  # noqa: PLR0911  one return a row of the table
    kpi: Kpi, as_of: int, years: list[int], rates: Rates, missing: list[int]
) -> tuple[str, str | None]:
    """The status table from top to bottom."""
    aim = kpi.aim
    if kpi.discontinued is not None and as_of >= kpi.discontinued:
        return "discontinued", None
    if aim is None:
        return "not_assessable", "no_target"
    if as_of <= kpi.start:
        return "not_started", None
    decider = _decider(kpi, years, as_of)
    if decider is not None and (settled := _settle(kpi, decider, as_of, missing)):
        return settled, None
    if aim.year is not None and as_of > aim.year and decider is None:
        return ("awaiting_final" if as_of <= aim.year + kpi.lag else "no_final_data"), None
    if not years:
        return _without_data(kpi, as_of), None
    newest = years[-1]
    a = value_at(kpi, newest, as_of)
    # A ceiling is kept only once its years are over: while the sum still grows, no value "meets the target".
    reachable = (aim.form in {"value", "parity_with"} or aim.form in RELATIVE) and not is_ceiling(kpi)
    if reachable and (aim.year is None or newest < aim.year) and meets(kpi, newest, a):
        return ("achieved" if aim.year is None else "achieved_early"), None
    if missing:
        return "incomplete", None
    return _course(kpi, newest, a, rates["pace"])


def _settle(kpi: Kpi, decider: int, as_of: int, missing: list[int]) -> str | None:
    """`achieved`, `missed` or `incomplete`; None where the target has nothing to hold the actual against."""
    met = meets(kpi, decider, value_at(kpi, decider, as_of))
    if met is None:
        return None
    # "A sum that lacks a year and falls short is `incomplete` instead". The missing year can still lift a sum to its
    # target, or over its ceiling.
    if missing and met == is_ceiling(kpi):
        return "incomplete"
    return "achieved" if met else "missed"


def _without_data(kpi: Kpi, as_of: int) -> str:
    # The newest entry as of that year: later ones are not known yet, earlier than the baseline is context.
    entries = [year for year in kpi.actuals if kpi.start < year <= as_of]
    if entries and kpi.actuals[max(entries)].status == "suppressed":
        return "suppressed"
    return "not_due" if as_of <= kpi.start + kpi.lag + kpi.frequency - 1 else "no_data"


def _course(kpi: Kpi, year: int, a: Fraction, pace: Fraction | None) -> tuple[str, str | None]:
    """How it goes before the target's year, or without one."""
    aim = kpi.aim
    assert aim is not None
    met = meets(kpi, year, a)
    keeps = aim.form in {"hold", "range", "improve"}
    # A target without a year is taken as one that is still ahead.
    if keeps and met:
        return "on_track", None
    if pace is not None:
        return "by_pace", None
    if keeps and met is not None:
        return "off_track", None
    b, e = baseline(kpi), expected(kpi, year)
    # Milestones without a baseline: there is no pace, but there is a path to hold a against.
    if e is not None:
        if direction(kpi) * compare(a, e) >= 0:
            return "on_track", None
        # The b of a ceiling is 0 by convention: to be above it is not to be worse than before.
        worse = b is not None and not is_ceiling(kpi) and direction(kpi) * compare(a, b) < 0
        return ("regressing" if worse else "off_track"), None
    return "not_assessable", _reason(kpi, year)


def _by_pace(pace: Fraction | None, on_track: Fraction, at_risk: Fraction) -> str:
    assert pace is not None
    for word, least in (("on_track", on_track), ("at_risk", at_risk), ("off_track", Fraction(0))):
        if compare(pace, least) >= 0:
            return word
    return "regressing"


def _reason(kpi: Kpi, year: int) -> str | None:
    """Why nothing could be said, the first that holds in the method's order; None where it names no reason.

    A relative target without a baseline has no value; were that `no_baseline`, nothing would be `no_target_value`.
    A parity that held at the baseline has comparators and yet no progress: the method has no word for that.
    """
    aim = kpi.aim
    assert aim is not None
    if aim.year is None:
        return "no_target_year"
    if target(kpi) is None and (aim.form in RELATIVE or aim.form == "hold"):
        return "no_target_value"
    if baseline(kpi) is None:
        return "no_baseline"
    lacks = comparator(kpi, kpi.start) is None or comparator(kpi, year) is None
    return "comparator_missing" if aim.form == "parity_with" and lacks else None
