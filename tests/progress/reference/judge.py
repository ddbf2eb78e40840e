"""The verdict: the first status that fits, the rates, the flags, and what it was the time before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from .actuals import missing_years, usable, value_in
from .forecast import clip, forecast_of
from .inputs import RELATIVE, TENTATIVE, Kpi, Last, Verdict
from .path import KEPT, REACHED, asked_of, baseline, distance, expected, is_ceiling, is_limit, met, no_worse, target
from .rates import forecast_progress, rates_of

#: "quotients with a floating error of 1e-9, so that 95 of 100 is 95%".
_SLACK = Fraction(1, 10**9)
_DECIDED = frozenset({"achieved", "missed"})
#: At which share of the pace a KPI is on track, and at risk rather than off track.
Cuts = tuple[Fraction, Fraction]
_RANK = {"achieved": 4, "achieved_early": 4, "on_track": 3, "at_risk": 2, "off_track": 1, "regressing": 0}


def judge(
    kpi: Kpi, as_of: int, on_track: Fraction = Fraction(95, 100), at_risk: Fraction = Fraction(60, 100)
) -> Verdict:
    """The verdict on ``kpi`` in ``as_of``, on track and at risk from those paces on."""
    cuts = (on_track, at_risk)
    verdict = _verdict(kpi, as_of, cuts)
    if verdict.previous is None:
        return verdict
    year, value = verdict.previous
    # "by the values up to that year …, as of that year; where it decided, its final verdict": when y_t is over.
    decided = verdict.decided_by is not None and verdict.decided_by[0] == year
    then = max(year, (kpi.end or 0) + 1) if decided else year
    known = replace(kpi, actuals={y: entry for y, entry in kpi.actuals.items() if y <= year})
    before = _verdict(known, then, cuts)
    last = Last(year, value, before.status, before.improved)
    return replace(verdict, last=last, turned=_turned(last, verdict))


def _turned(last: Last, now: Verdict) -> str | None:
    ranks = []
    for verdict in (last, now):
        # Where nothing tells a miss by a hair from a fall, it is taken for the former.
        fallen = verdict.status == "missed" and verdict.improved is False
        ranks.append(
            _RANK.get("regressing" if fallen else "off_track" if verdict.status == "missed" else verdict.status)
        )
    before, after = ranks
    if before is None or after is None:
        return None
    return "same" if before == after else "better" if after > before else "worse"


@dataclass(frozen=True)
class _Look:
    """What is known of a KPI in the as-of year."""

    kpi: Kpi
    as_of: int
    years: list[int]
    decider: int | None
    missing: list[int]

    def value(self, year: int) -> Fraction:
        return value_in(self.kpi, year, self.as_of)

    def met(self, year: int) -> bool | None:
        return met(self.kpi, year, self.value(year), self.as_of)


def _verdict(kpi: Kpi, as_of: int, cuts: tuple[Fraction, Fraction]) -> Verdict:
    years = list(usable(kpi, as_of))
    newest = years[-1] if years else None
    a = None if newest is None else value_in(kpi, newest, as_of)
    decider = _decider(kpi, years, as_of)
    missing = missing_years(kpi, years, as_of)
    look = _Look(kpi, as_of, years, decider, missing)
    rates, reasons = rates_of(kpi, newest, as_of)
    status, reason = _status(look, rates["pace"], cuts)
    settled = status in _DECIDED
    deciding = decider if decider is not None else newest
    decided = deciding if settled else None
    forecast, why, clipped = _forecast(look, status)
    rates["forecast_progress"] = forecast_progress(kpi, forecast)
    return Verdict(
        status=status,
        reason=reason,
        rates=rates,
        reasons=reasons,
        target_value=target(kpi),
        expected=None if newest is None else expected(kpi, newest),
        forecast=forecast,
        forecast_reason=why,
        forecast_meets=_forecast_meets(kpi, forecast, as_of),
        clipped=clipped,
        actual_year=newest,
        actual_value=a,
        previous=(years[-2], value_in(kpi, years[-2], as_of)) if len(years) > 1 else None,
        decided_by=None if decided is None else (decided, value_in(kpi, decided, as_of)),
        limit=is_limit(kpi),
        improved=_improved(kpi, decided, as_of) if status == "missed" else None,
        discontinued=kpi.discontinued is not None and as_of >= kpi.discontinued,
        last_before_target=(
            decider is None
            and newest is not None
            and kpi.end is not None
            and kpi.end - kpi.frequency < newest < kpi.end
            and as_of <= kpi.end
            and status != "discontinued"
        ),
        provisional=deciding is not None and kpi.actuals[deciding].status in TENTATIVE,
        stale=newest is not None and not settled and _stale(kpi, newest, as_of, status),
        broken=any(entry.status == "break" and year in years for year, entry in kpi.actuals.items()),
        missing_years=missing,
        missed_years=_missed_years(kpi, years, as_of),
    )


def _decider(kpi: Kpi, years: list[int], as_of: int) -> int | None:
    """The actual that settles the KPI, None while none does.

    "the newest usable actual with y_t − frequency < y ≤ y_t …, at once where y = y_t, else when y_t is over … Without
    one, the first after y_t." A ceiling is passed "as soon as the known part exceeds t, in any year".
    """
    if is_ceiling(kpi):
        over = [y for y in years if met(kpi, y, value_in(kpi, y, as_of), as_of) is False]
        if over:
            return over[0]
    if kpi.end is None:
        return None
    due = [y for y in years if kpi.end - kpi.frequency < y <= kpi.end]
    if due:
        return due[-1] if due[-1] == kpi.end or as_of > kpi.end else None
    return next((y for y in years if y > kpi.end), None)


def _status(  # noqa: PLR0911, C901  one return a row of the table
    look: _Look, pace: Fraction | None, cuts: Cuts
) -> tuple[str, str | None]:
    """The status table from top to bottom."""
    kpi, as_of, aim, end = look.kpi, look.as_of, look.kpi.aim, look.kpi.end
    final = _final(look)
    if kpi.discontinued is not None and as_of >= kpi.discontinued:
        return (final, None) if final in _DECIDED and _before(look, kpi.discontinued) else ("discontinued", None)
    if aim is None:
        return "not_assessable", "no_target"
    if as_of <= kpi.start:
        return "not_started", None
    if look.decider is not None:
        if final is not None:
            return final, None
        # The comparator alone is in the way, and no baseline would help.
        return "not_assessable", "comparator_missing" if aim.form == "parity_with" else _reason(kpi, look.decider)
    if not look.years and kpi.transcribed:
        return "not_published", None
    if end is not None and as_of > end:
        return ("awaiting_final" if as_of <= end + _delay(kpi) else "no_final_data"), None
    if not look.years:
        return _without_data(look), None
    if _reached(look):
        return ("achieved" if end is None else "achieved_early"), None
    if kpi.is_sum and look.missing:
        return "incomplete", None
    return _course(look, pace, cuts)


def _without_data(look: _Look) -> str:
    # The newest entry as of that year: later ones are not known yet, earlier than the baseline is context.
    entries = [year for year in look.kpi.actuals if look.kpi.start < year <= look.as_of]
    if entries and look.kpi.actuals[max(entries)].status == "suppressed":
        return "suppressed"
    return "not_due" if look.as_of <= look.kpi.start + _delay(look.kpi) else "no_data"


def _delay(kpi: Kpi) -> int:
    """Years until a value is overdue: lag + frequency − 1."""
    return kpi.lag + kpi.frequency - 1


def _final(look: _Look) -> str | None:
    """`achieved`, `missed` or `incomplete`; None where nothing decides, or what does cannot be compared."""
    kpi, kept = look.kpi, None if look.decider is None else look.met(look.decider)
    if kept is None:
        return None
    # A missing year can lift a sum to its target or over its ceiling, and turn a mean either way.
    if look.missing and (kpi.is_mean or (kpi.is_sum and kept == is_ceiling(kpi))):
        return "incomplete"
    return "achieved" if kept else "missed"


def _before(look: _Look, discontinued: int) -> bool:
    """Whether "an earlier year has decided the KPI": the target's year is over by then, or a ceiling is passed."""
    end = look.kpi.end
    over = is_ceiling(look.kpi) or (end is not None and end < discontinued)
    return over and look.decider is not None and look.decider < discontinued


def _reached(look: _Look) -> bool:
    """Whether the target is met before its year, and the path is not ahead of it."""
    kpi, year = look.kpi, look.years[-1]
    aim, e = kpi.aim, expected(kpi, year)
    if aim is None or aim.form not in REACHED or aim.every_year or kpi.is_mean or is_ceiling(kpi):
        return False
    return bool(look.met(year)) and (e is None or no_worse(kpi, look.value(year), e))


def _course(  # noqa: PLR0911  one return a case
    look: _Look, pace: Fraction | None, cuts: Cuts
) -> tuple[str, str | None]:
    """How it goes before the target's year, or without one."""
    kpi, year, aim = look.kpi, look.years[-1], look.kpi.aim
    assert aim is not None
    if is_limit(kpi):
        return _under_a_limit(look), None
    holds, kept = look.met(year), aim.form in KEPT or kpi.is_mean
    if kept and holds:
        return "on_track", None
    if pace is not None:
        return _by_pace(pace, cuts), None
    if kept and holds is not None:
        return "off_track", None
    a, b, e = look.value(year), baseline(kpi), expected(kpi, year)
    if e is None or aim.over is not None:
        return "not_assessable", _reason(kpi, year)
    if no_worse(kpi, a, e):
        return "on_track", None
    return ("off_track" if b is None or no_worse(kpi, a, b) else "regressing"), None


def _under_a_limit(look: _Look) -> str:
    """No worse than e, worse than e but no worse than t, worse than t. Every year's limit has no way down to it."""
    year, aim = look.years[-1], look.kpi.aim
    e = None if aim is None or aim.every_year else expected(look.kpi, year)
    if e is not None and no_worse(look.kpi, look.value(year), e):
        return "on_track"
    if not look.met(year):
        return "off_track"
    return "on_track" if e is None else "at_risk"


def _by_pace(pace: Fraction, cuts: Cuts) -> str:
    for word, least in (("on_track", cuts[0]), ("at_risk", cuts[1]), ("off_track", Fraction(0))):
        if pace >= least - _SLACK:
            return word
    return "regressing"


def _reason(kpi: Kpi, year: int) -> str | None:
    """Why nothing can be said, the first that holds; None where the method has no word for it."""
    aim = kpi.aim
    assert aim is not None
    if aim.over is not None:
        return "no_reference_value"
    if aim.year is None:
        return "no_target_year"
    if target(kpi) is None and aim.form in RELATIVE | {"hold"}:
        return "no_target_value"
    if baseline(kpi) is None:
        return "no_baseline"
    if aim.form == "parity_with" and None in {asked_of(kpi, kpi.start), asked_of(kpi, year)}:
        return "comparator_missing"
    return None


def _forecast(look: _Look, status: str) -> tuple[Fraction | None, str | None, bool]:
    """f, why there is none where the method says so, and whether it was clipped."""
    if look.kpi.end is None:
        return None, None, False
    if status in _DECIDED or status == "discontinued":
        return None, "decided", False
    if look.kpi.is_sum and look.missing:
        return None, "incomplete", False
    line = forecast_of(look.kpi, look.years, look.as_of)
    if line is None:
        return None, None, False
    clipped = clip(look.kpi, line, look.as_of)
    return clipped, None, clipped != line


def _forecast_meets(kpi: Kpi, forecast: Fraction | None, as_of: int) -> bool | None:
    # What parity will be held against in the target's year nobody knows.
    if forecast is None or kpi.aim is None or kpi.aim.year is None or kpi.aim.form == "parity_with":
        return None
    return met(kpi, kpi.aim.year, forecast, as_of)


def _improved(kpi: Kpi, decided: int | None, as_of: int) -> bool | None:
    """Beside `missed`: "better than the baseline, or not (null for sums and without b)"; of a range, nearer to it."""
    b = baseline(kpi)
    if b is None or decided is None or kpi.is_sum or kpi.aim is None:
        return None
    a = value_in(kpi, decided, as_of)
    if kpi.aim.form == "range":
        before, now = distance(kpi, kpi.start, b), distance(kpi, decided, a)
        assert before is not None
        assert now is not None
        return now < before
    return not no_worse(kpi, b, a)


def _stale(kpi: Kpi, newest: int, as_of: int, status: str) -> bool:
    """y < as-of − lag − (frequency − 1); never where nobody waits: discontinued, transcribed, superseded, ended.

    Nor from y_t on: a value is there for it, and what it lacks are earlier years.
    """
    if kpi.end is not None and newest >= kpi.end:
        return False
    if status == "discontinued" or kpi.transcribed or (kpi.superseded is not None and as_of >= kpi.superseded):
        return False
    late, over = _delay(kpi), kpi.period[1]
    # "its period is over and its last due values are in or out"
    if as_of > over and (newest > over - kpi.frequency or as_of > over + late):
        return False
    return newest < as_of - late


def _missed_years(kpi: Kpi, years: list[int], as_of: int) -> list[int]:
    """Where every year must reach the target: those up to y_t that did not."""
    if kpi.aim is None or not kpi.aim.every_year:
        return []
    counted = [y for y in years if kpi.end is None or y <= kpi.end]
    return [y for y in counted if met(kpi, y, value_in(kpi, y, as_of), as_of) is False]
