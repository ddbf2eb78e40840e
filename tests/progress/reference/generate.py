"""KPIs of every form, drawn in exact numbers and written as the models that the frames are built from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kpitrack.model.actuals import WITHOUT_VALUE, Actuals
from kpitrack.model.settings import Settings
from kpitrack.model.strategy import Strategy

from .inputs import Aim, Kpi, Reading
from .path import baseline, comparator, compare, direction, expected, target

PERIOD_START = 2020
#: Numbers that a formula may trip over, drawn as often as all others together.
_TELLING = [Fraction(n) for n in (0, 1, -1, 50, 100, -100)] + [Fraction(1, 100), Fraction(136, 100)]
#: Shares of the expected way at which a status turns, and hairs beside them.
_TURNS = [Fraction(n, 1000) for n in (950, 600, 800, 1000, 950, 600, 0, 949, 599, 799, 999, 951, 601, 801, -1, 1)]
_STATUSES = ["normal"] * 9 + ["provisional", "estimated", "forecast", "break", "imputed", "unreliable"]
_MISSING = ["missing", "not_collected", "not_applicable", "suppressed"]
_FORMS = [
    "value", "value", "value", "times_baseline", "change", "percent_change", "percent_per_year", "range", "hold",
    "parity_with", "improve",
]  # fmt: skip
_RATIOS = {"times_baseline", "percent_change", "percent_per_year"}
#: What a range, parity and improvement mean for a sum, whose baseline is no amount, the method leaves open.
_FORMS_OF_SUMS = ["value", "value", "value", "times_baseline", "change", "percent_change", "percent_per_year", "hold"]
#: The years in which KPIs are looked at; most of those drawn are under way then.
as_of_years = st.sampled_from([2024, 2025, 2026, 2023, 2027, 2025, 2028, 2022, 2021, 2030, 2034])
numbers = st.one_of(
    st.sampled_from(_TELLING),
    st.builds(lambda n, d: Fraction(n, 10**d), st.integers(-1000, 1000), st.integers(0, 2)),
)
percents = st.builds(lambda n: Fraction(n, 1000), st.integers(-500, 500))


@dataclass(frozen=True)
class Drawn:
    """A KPI for the reference, and what of it is written in more than one way in a file."""

    kpi: Kpi
    shares: dict[int, tuple[int, int]] = field(default_factory=dict)
    against_kpi: bool = False
    #: By what its values were multiplied.
    size: int = 1


@st.composite
def drawn_kpis(draw: st.DrawFn) -> Drawn:
    """One KPI that the checks would let pass."""
    base_year = draw(st.none() | st.integers(2017, 2023))
    kpi = Kpi(
        period_start=PERIOD_START,
        aim=None,
        baseline_year=base_year,
        baseline_value=draw(st.none() | numbers | numbers | numbers),
        accumulation=draw(st.sampled_from(["none", "none", "running_total", "sum"])),
        discontinued=draw(st.sampled_from([None] * 19 + [2024])),
        lag=draw(st.sampled_from([1, 1, 1, 0, 2, 3])),
        frequency=draw(st.sampled_from([1, 1, 1, 2, 5])),
    )
    kpi = replace(kpi, aim=draw(_aims(kpi)))
    if kpi.aim is not None and kpi.aim.form == "parity_with":
        years = st.integers(kpi.start, kpi.start + 8)
        kpi = replace(kpi, comparator=draw(st.dictionaries(years, numbers, max_size=9)))
    kpi = replace(kpi, milestones=draw(_milestones(kpi)))
    kpi = replace(kpi, better=draw(_betters(kpi)))
    kpi, shares = draw(_with_actuals(kpi))
    size = 1 if shares else draw(st.sampled_from([1, 1, 1, 1, 10**8]))
    return Drawn(_enlarged(kpi, size), shares, against_kpi=draw(st.booleans()), size=size)


def _enlarged(kpi: Kpi, by: int) -> Kpi:
    """The same in 億円 written out: floating error grows with the numbers, and the verdict must not."""
    aim = kpi.aim
    if aim is not None:
        number = aim.number if aim.number is None or aim.form in _RATIOS else aim.number * by
        aim = replace(aim, number=number, low=aim.low * by, high=aim.high * by)
    return replace(
        kpi,
        aim=aim,
        baseline_value=None if kpi.baseline_value is None else kpi.baseline_value * by,
        milestones={year: value * by for year, value in kpi.milestones.items()},
        comparator={year: value * by for year, value in kpi.comparator.items()},
        actuals={
            year: reading if reading.value is None else replace(reading, value=reading.value * by)
            for year, reading in kpi.actuals.items()
        },
    )


@st.composite
def _aims(draw: st.DrawFn, kpi: Kpi) -> Aim | None:
    year = draw(st.sampled_from([kpi.start + n for n in (5, 6, 7, 8, 8, 10, 10, 12, 1, 2, 3)] + [None]))
    form = draw(st.sampled_from(_FORMS_OF_SUMS if kpi.is_sum else [*_FORMS, None]))
    if form in _RATIOS and kpi.baseline_value == 0:
        form = "change"  # a multiple of zero is an error
    if kpi.is_sum and (kpi.baseline_value or 0) < 0:
        form = "value"  # relative to amounts below zero: no document asks for that
    if form is None:
        return None
    aim = replace(draw(_formed(kpi, form)), year=year)
    return replace(aim, strict=draw(st.sampled_from([False, False, True])))


def _formed(kpi: Kpi, form: str) -> st.SearchStrategy[Aim]:  # noqa: PLR0911  one return a form
    match form:
        case "value" if kpi.is_sum:
            return st.builds(lambda n: Aim(form, number=n), numbers.map(abs) | numbers)
        case "value":
            same = numbers if kpi.baseline_value is None else st.just(kpi.baseline_value)
            return st.builds(Aim, st.just(form), number=numbers | numbers | same)
        case "times_baseline":
            return st.builds(Aim, st.just(form), number=st.sampled_from([Fraction(n, 2) for n in (1, 4, 3, 2)]))
        case "percent_change":
            return st.builds(Aim, st.just(form), number=percents)
        case "percent_per_year":
            return st.builds(Aim, st.just(form), number=percents, rule=st.sampled_from(["compound", "simple"]))
        case "range":
            return st.builds(lambda a, b: Aim(form, low=min(a, b), high=max(a, b)), numbers, numbers)
        case "hold":
            slack = st.sampled_from([Fraction(0), Fraction(3, 100)])
            word = st.sampled_from(["at_least", "at_most"])
            return st.builds(Aim, st.just(form), number=st.none() | numbers, rule=word, tolerance=slack)
        case "parity_with":
            return st.builds(Aim, st.just(form), ratio=st.sampled_from([Fraction(1), Fraction(9, 10)]))
        case "change":
            return st.builds(Aim, st.just(form), number=numbers)
    return st.just(Aim(form))


@st.composite
def _milestones(draw: st.DrawFn, kpi: Kpi) -> dict[int, Fraction]:
    last = kpi.start + 8 if kpi.aim is None or kpi.aim.year is None else kpi.aim.year
    years = st.integers(kpi.start + 1, last)
    milestones = draw(st.just({}) | st.just({}) | st.dictionaries(years, numbers, max_size=3))
    aimed = target(kpi)
    # One at the target's year can only say what the target says.
    return {y: v if y < last or aimed is None else aimed for y, v in milestones.items()}


def _betters(kpi: Kpi) -> st.SearchStrategy[str | None]:  # noqa: PLR0911  one return a case
    """What may stand as ``better``: nothing against what baseline and target show, something where they show nothing."""
    either = st.sampled_from(["higher", "lower"])
    if kpi.aim is None or kpi.aim.form == "improve":
        return either
    if kpi.aim.form == "hold":
        return st.none()
    before, aimed = baseline(kpi), target(kpi)
    if kpi.aim.form == "parity_with":
        aimed = comparator(kpi, kpi.start)
        shown = before is not None and aimed is not None and compare(before, aimed) != 0
        return either | st.none() if shown else either
    if kpi.aim.form == "range":
        outside = before is not None and not kpi.aim.low <= before <= kpi.aim.high
        return either | st.none() if outside else either
    if kpi.is_sum and aimed is not None and aimed >= 0:  # a ceiling is told by `better` alone
        return either | st.none() if aimed and kpi.aim.form == "value" else either
    if before is None and kpi.aim.form == "value":
        return either | st.none()
    if before is None or aimed is None or compare(before, aimed) == 0:
        return either
    return st.sampled_from([None, "higher" if direction(kpi) > 0 else "lower"])


@st.composite
def _with_actuals(draw: st.DrawFn, kpi: Kpi) -> tuple[Kpi, dict[int, tuple[int, int]]]:
    if draw(st.integers(0, 19)) == 19:
        return kpi, {}
    actuals: dict[int, Reading] = {}
    shares: dict[int, tuple[int, int]] = {}
    density = draw(st.sampled_from([1, 1, 2, 4]))
    for year in range(kpi.start - 1, kpi.start + draw(st.integers(3, 14))):
        if density > 1 and draw(st.integers(1, density)) > 1:
            continue
        kind = draw(st.integers(0, 19))
        if kind == 0:
            actuals[year] = Reading(None, draw(st.sampled_from(_MISSING)))
        elif kind == 1:
            shares[year] = (draw(st.integers(0, 90)), draw(st.sampled_from([90, 7, 40])))
            actuals[year] = Reading(Fraction(*shares[year]) * 100)
        else:
            actuals[year] = Reading(draw(_values(kpi, year)), draw(st.sampled_from(_STATUSES)))
    return replace(kpi, actuals=actuals), shares


def _values(kpi: Kpi, year: int) -> st.SearchStrategy[Fraction]:
    """Any value, and on purpose those at which a verdict turns: the target's, the baseline's, a share of the way."""
    aim, before, aimed = kpi.aim, baseline(kpi), target(kpi)
    known = [n for n in (aimed, before) if n is not None]
    if aim is not None and aim.form == "range":
        known += [aim.low, aim.high]
    if aim is not None and year in kpi.comparator:
        known.append(aim.ratio * kpi.comparator[year])
    on_path = expected(kpi, year) if year > kpi.start else None
    if kpi.is_sum and on_path is not None:
        known = [on_path / (year - kpi.start) * turn for turn in _TURNS]
    elif on_path is not None and before is not None:
        known += [before + turn * (on_path - before) for turn in _TURNS]
    elif on_path is not None:
        known.append(on_path)
    return numbers | st.sampled_from(known) | st.sampled_from(known) if known else numbers


def written(drawn: list[Drawn], on_track: Fraction, at_risk: Fraction) -> tuple[Strategy, Actuals, Settings]:
    """The models of a strategy that holds ``drawn`` as the KPIs ``k0``, ``k1`` …; comparators are ``c0``, ``c1`` …"""
    kpis: list[dict[str, Any]] = []
    actuals: dict[str, dict[int, Any]] = {}
    comparators: dict[str, dict[int, float]] = {}
    for i, one in enumerate(drawn):
        kpis.append(_written_kpi(one.kpi, f"k{i}", f"c{i}"))
        actuals[f"k{i}"] = {y: _entry(r, one.shares.get(y)) for y, r in one.kpi.actuals.items()}
        series = {year: float(value) for year, value in one.kpi.comparator.items()}
        if one.kpi.aim is None or one.kpi.aim.form != "parity_with":
            continue
        if one.against_kpi:
            # What another KPI is in a year is its actual, or its baseline, and never its forecast.
            start = one.kpi.start
            other: dict[int, Any] = {y: v for y, v in series.items() if y != start}
            base = {"baseline": {"year": start, "value": series[start]}} if start in series else {}
            kpis.append({"id": f"c{i}", "name": "comparator", "unit": "%", **base})
            actuals[f"c{i}"] = {y: {"value": 1.0, "status": "forecast"} for y in range(start, start + 9)} | other
        else:
            comparators[f"c{i}"] = series
    strategy = {
        "id": "s",
        "title": "s",
        "organization": {"name": "s"},
        "period": {"start": PERIOD_START, "end": PERIOD_START + 5},
        "goals": [{"id": "g", "title": "g", "kpis": kpis}],
    }
    return (
        Strategy.model_validate(strategy),
        Actuals.model_validate({"strategy": "s", "actuals": actuals, "comparators": comparators}),
        Settings.model_validate({"thresholds": {"on_track": float(on_track), "at_risk": float(at_risk)}}),
    )


def _written_kpi(kpi: Kpi, name: str, series: str) -> dict[str, Any]:
    base = {"year": kpi.baseline_year, "value": _float(kpi.baseline_value)}
    fields: dict[str, Any] = {
        "id": name,
        "name": name,
        "unit": "%",
        "accumulation": kpi.accumulation,
        "better": kpi.better,
        "baseline": {k: v for k, v in base.items() if v is not None} or None,
        "target": None if kpi.aim is None else _written_aim(kpi.aim, series),
        "milestones": {year: float(value) for year, value in kpi.milestones.items()} or None,
        "discontinued": None if kpi.discontinued is None else {"year": kpi.discontinued},
        "lag": kpi.lag,
        "frequency": kpi.frequency,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _written_aim(aim: Aim, series: str) -> dict[str, Any]:
    forms: dict[str, Any] = {
        "range": {"low": float(aim.low), "high": float(aim.high)},
        "hold": aim.rule,
        "parity_with": series,
        "improve": True,
        "percent_change": _percent(aim.number),
        "percent_per_year": _percent(aim.number),
    }
    fields: dict[str, Any] = {
        "year": aim.year,
        aim.form: forms.get(aim.form, _float(aim.number)),
        "value": _float(aim.number) if aim.form in {"value", "hold"} else None,
        "compounding": aim.rule if aim.form == "percent_per_year" else None,
        "tolerance": _percent(aim.tolerance) if aim.tolerance else None,
        "ratio": float(aim.ratio) if aim.form == "parity_with" and aim.ratio != 1 else None,
        "strict": aim.strict,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _entry(reading: Reading, share: tuple[int, int] | None) -> Any:
    if share is not None:
        return {"numerator": float(share[0]), "denominator": float(share[1])}
    if reading.value is None:
        assert reading.status in WITHOUT_VALUE
        return {"status": reading.status}
    return (
        float(reading.value)
        if reading.status == "normal"
        else {
            "value": float(reading.value),
            "status": reading.status,
        }
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _percent(value: Fraction | None) -> str | None:
    return None if value is None else f"{float(value * 100)}%"
