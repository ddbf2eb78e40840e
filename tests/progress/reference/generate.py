"""KPIs of every form, drawn in exact numbers: with gaps, late data, surveys, zero, both signs and yen to the last digit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from hypothesis import strategies as st

from .actuals import usable
from .inputs import RELATIVE, Aim, Entry, Kpi
from .path import asked_of, baseline, direction, expected, target

PERIOD = (2020, 2025)
#: The 100 % of a share in each unit that is one; numerator and denominator are written in these alone.
WHOLES = {"%": Fraction(100), "‰": Fraction(1000), "割": Fraction(10)}
#: The years in which KPIs are looked at; most of those drawn are under way then.
as_of_years = st.sampled_from([2024, 2025, 2026, 2023, 2027, 2025, 2028, 2022, 2021, 2030, 2034])
#: Shares of the expected way at which a status turns, and hairs beside them.
_TURNS = [Fraction(n, 1000) for n in (950, 600, 800, 1000, 950, 600, 0, 949, 599, 799, 999, 951, 601, 801, -1, 1)]
_STATUSES = ["normal"] * 9 + ["provisional", "estimated", "forecast", "break", "imputed", "unreliable"]
_MISSING = ["missing", "not_collected", "not_applicable", "suppressed"]
#: Numbers that a formula may trip over, drawn as often as all others together.
_TELLING = [Fraction(n) for n in (0, 1, -1, 50, 100, -100)] + [Fraction(1, 100), Fraction(136, 100)]
_SMALL = st.one_of(
    st.sampled_from(_TELLING),
    st.builds(lambda n, d: Fraction(n, 10**d), st.integers(-1000, 1000), st.integers(0, 2)),
)
_YEN = st.one_of(st.builds(lambda n: Fraction(10**12 + n), st.integers(-4, 4)), _SMALL)
_PERCENTS = st.builds(lambda n: Fraction(n, 1000), st.integers(-500, 500))
_FORMS = [
    "value", "value", "value", "times_baseline", "change", "percent_change", "percent_per_year", "range", "hold",
    "hold", "parity_with", "improve", "over", None,
]  # fmt: skip
#: Of amounts that add up or are averaged the method names what these forms mean; of the others it leaves it open.
_FORMS_OF_AMOUNTS = [
    "value", "value", "value", "hold", "hold", "times_baseline", "change", "percent_change", "percent_per_year",
]  # fmt: skip
_FORMS_OF_SCALES = ["value", "value", "hold", "improve", "over", None]


@dataclass(frozen=True)
class Drawn:
    """A KPI for the reference, and what of it is written in more than one way in a file.

    ``shares`` are written as numerator and denominator; ``size`` is the order of its values; ``before`` are the years
    whose values stand under the name that it had in an earlier strategy, None where it continues nothing.
    """

    kpi: Kpi
    unit: str = "件"
    shares: dict[int, tuple[int, int]] = field(default_factory=dict)
    against_kpi: bool = False
    size: int = 1
    before: frozenset[int] | None = None


@st.composite
def drawn_kpis(draw: st.DrawFn) -> Drawn:
    """One KPI that the checks would let pass."""
    accumulation = draw(st.sampled_from(["none"] * 5 + ["running_total", "sum", "sum", "mean"]))
    scale = draw(st.sampled_from([None] * 7 + [2, 3, 5])) if accumulation == "none" else None
    size = 1 if scale else draw(st.sampled_from([1] * 6 + [10**8, 10**12]))
    numbers = st.integers(0, scale - 1).map(Fraction) if scale else _YEN if size == 10**12 else _SMALL
    # A sum of percentages is no share, and steps have no unit.
    unit = draw(st.sampled_from(["件", "件", "", *WHOLES, "%"])) if not scale and accumulation != "sum" else "件"
    kpi = Kpi(
        period=PERIOD,
        aim=None,
        baseline_year=draw(st.none() | st.integers(2017, 2023)),
        baseline_value=draw(st.none() | numbers | numbers | numbers),
        accumulation=accumulation,
        discontinued=draw(st.sampled_from([None] * 14 + [2024])),
        lag=draw(st.sampled_from([1, 1, 1, 0, 2, 3])),
        frequency=draw(st.sampled_from([1, 1, 1, 2, 5])),
        scale=scale,
        whole=WHOLES.get(unit),
    )
    kpi = replace(kpi, aim=draw(_aims(kpi, numbers)))
    if kpi.aim is not None and kpi.aim.form == "parity_with":
        years = st.integers(kpi.start, kpi.start + 8)
        kpi = replace(kpi, comparator=draw(st.dictionaries(years, numbers, max_size=9)))
    kpi = replace(kpi, milestones=draw(_milestones(kpi, numbers)))
    kpi = replace(kpi, better=draw(_betters(kpi)))
    kpi, shares = draw(_with_actuals(kpi, numbers, unit if size == 1 else "件"))
    if size == 10**8:
        kpi = _enlarged(kpi, size)
    if kpi.is_mean and kpi.end is not None and not any(y <= kpi.end for y in usable(kpi, 9999)):
        kpi = replace(kpi, actuals={})  # a mean of nothing is no value, whatever came after its years
    shares = {year: share for year, share in shares.items() if year in kpi.actuals}
    before = st.none() | st.none() | st.none() | st.sets(st.sampled_from(sorted(kpi.actuals) or [2020])).map(frozenset)
    continued = None if accumulation == "running_total" else draw(before)  # "running totals share nothing"
    return Drawn(kpi, unit, shares, against_kpi=draw(st.booleans()), size=size, before=continued)


def _enlarged(kpi: Kpi, by: int) -> Kpi:
    """The same in 億円 written out: floating error grows with the numbers, and the verdict must not."""
    aim = kpi.aim
    if aim is not None:
        number = aim.number if aim.number is None or aim.form in RELATIVE - {"change"} else aim.number * by
        step = aim.by if aim.by is None or aim.by_percent else aim.by * by
        aim = replace(aim, number=number, low=aim.low * by, high=aim.high * by, by=step)
    return replace(
        kpi,
        aim=aim,
        baseline_value=None if kpi.baseline_value is None else kpi.baseline_value * by,
        milestones={year: value * by for year, value in kpi.milestones.items()},
        comparator={year: value * by for year, value in kpi.comparator.items()},
        actuals={
            year: entry if entry.value is None else replace(entry, value=entry.value * by)
            for year, entry in kpi.actuals.items()
        },
    )


@st.composite
def _aims(draw: st.DrawFn, kpi: Kpi, numbers: st.SearchStrategy[Fraction]) -> Aim | None:
    year = draw(st.sampled_from([kpi.start + n for n in (5, 6, 7, 8, 8, 10, 10, 12, 1, 2, 3)] + [None]))
    amounts = kpi.is_sum or kpi.is_mean
    form = draw(st.sampled_from(_FORMS_OF_SCALES if kpi.scale else _FORMS_OF_AMOUNTS if amounts else _FORMS))
    if form in RELATIVE - {"change"} and kpi.baseline_value == 0:
        form = "change"  # a multiple of zero is an error
    if kpi.is_sum and form in RELATIVE and (kpi.baseline_value or 0) < 0:
        form = "value"  # relative to amounts below zero: no document asks for that
    if form is None:
        return None
    aim = replace(draw(_formed(kpi, form, numbers)), year=year)
    every_year = aim.form in {"value", "hold"} and kpi.accumulation == "none" and draw(st.integers(0, 4)) == 0
    return replace(aim, strict=draw(st.sampled_from([False, False, True])), every_year=every_year)


@st.composite
def _formed(  # noqa: PLR0911, C901  one return a form
    draw: st.DrawFn, kpi: Kpi, form: str, numbers: st.SearchStrategy[Fraction]
) -> Aim:
    match form:
        case "value" if kpi.scale and kpi.baseline_value is not None:
            return Aim(form, number=Fraction(draw(st.integers(int(kpi.baseline_value), kpi.scale - 1))))
        case "value" if kpi.is_sum:
            return Aim(form, number=draw(numbers.map(abs) | numbers))
        case "value":
            same = numbers if kpi.baseline_value is None else st.just(kpi.baseline_value)
            return Aim(form, number=draw(numbers | numbers | same))
        case "times_baseline":
            return Aim(form, number=draw(st.sampled_from([Fraction(n, 2) for n in (1, 4, 3, 2)])))
        case "percent_change":
            return Aim(form, number=draw(_PERCENTS))
        case "percent_per_year":
            return Aim(form, number=draw(_PERCENTS), word=draw(st.sampled_from(["compound", "simple"])))
        case "range":
            low, high = sorted([draw(numbers), draw(numbers)])
            return Aim(form, low=low, high=high)
        case "hold":
            slack = Fraction(0) if kpi.scale else draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(3, 100)]))
            word = "at_least" if kpi.scale else draw(st.sampled_from(["at_least", "at_most"]))
            return Aim(form, number=draw(st.none() | numbers | numbers), word=word, tolerance=slack)
        case "parity_with":
            return Aim(form, ratio=draw(st.sampled_from([Fraction(1), Fraction(9, 10)])))
        case "change":
            change = draw(numbers)
            whole = abs(kpi.baseline_value or 0) > 10**11  # of fourteen digits one is left behind the point
            return Aim(form, number=Fraction(round(change)) if whole else change)
        case "over":
            over = draw(st.sampled_from(["previous", "previous", kpi.start, kpi.start + 1, kpi.start + 3]))
            percent = draw(st.booleans())
            steps = st.none() if kpi.scale else st.none() | (_PERCENTS if percent else numbers).map(abs).filter(bool)
            return Aim("improve", over=over, by=draw(steps), by_percent=percent)
    return Aim(form)


@st.composite
def _milestones(draw: st.DrawFn, kpi: Kpi, numbers: st.SearchStrategy[Fraction]) -> dict[int, Fraction]:
    # Where each year has the target as its expected value, and where nothing but another year is, there is no path.
    if kpi.is_mean or (kpi.aim is not None and (kpi.aim.every_year or kpi.aim.over is not None)):
        return {}
    last = kpi.start + 8 if kpi.end is None else kpi.end
    years = st.integers(kpi.start + 1, last)
    milestones = draw(st.just({}) | st.just({}) | st.dictionaries(years, numbers, max_size=3))
    aimed = target(kpi)
    # One at the target's year can only say what the target says.
    return {y: v if y < last or aimed is None else aimed for y, v in milestones.items()}


def _betters(kpi: Kpi) -> st.SearchStrategy[str | None]:  # noqa: PLR0911  one return a case
    """What may stand as ``better``: nothing against what baseline and target show, something where they show nothing."""
    either = st.sampled_from(["higher", "lower"])
    if kpi.scale is not None:
        return st.sampled_from([None, "higher"])
    if kpi.aim is None or kpi.aim.form == "improve":
        return either
    shown = st.sampled_from([None, "higher" if direction(kpi) > 0 else "lower"])
    if kpi.aim.form == "hold":
        return shown
    before, aimed = baseline(kpi), target(kpi)
    match kpi.aim.form:
        case "parity_with":
            aimed = asked_of(kpi, kpi.start)
            return either if before is None or aimed is None or before == aimed else either | st.none()
        case "range":
            inside = before is None or kpi.aim.low <= before <= kpi.aim.high
            return either if inside else either | st.none()
        case "value" if kpi.is_sum and aimed is not None and aimed > 0:
            return either | st.none()  # a ceiling is told by `better` alone
        case "value" if before is None:
            return either | st.none()
    if before is None or aimed is None or before == aimed or (kpi.is_sum and aimed >= 0):
        return either
    return shown


@st.composite
def _with_actuals(
    draw: st.DrawFn, kpi: Kpi, numbers: st.SearchStrategy[Fraction], unit: str
) -> tuple[Kpi, dict[int, tuple[int, int]]]:
    if draw(st.integers(0, 19)) == 19:
        return kpi, {}
    actuals: dict[int, Entry] = {}
    shares: dict[int, tuple[int, int]] = {}
    density = draw(st.sampled_from([1, 1, 2, 4]))
    for year in range(kpi.start - 1, kpi.start + draw(st.integers(3, 14))):
        if density > 1 and draw(st.integers(1, density)) > 1:
            continue
        kind = draw(st.integers(0, 19))
        if kind == 0:
            actuals[year] = Entry(None, draw(st.sampled_from(_MISSING)))
        elif kind == 1 and unit in WHOLES:
            shares[year] = (draw(st.integers(0, 90)), draw(st.sampled_from([90, 7, 40])))
            actuals[year] = Entry(Fraction(*shares[year]) * WHOLES[unit])
        else:
            known = replace(kpi, actuals=actuals)
            actuals[year] = Entry(draw(_values(known, year, numbers)), draw(st.sampled_from(_STATUSES)))
    return replace(kpi, actuals=actuals), shares


def _values(kpi: Kpi, year: int, numbers: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Fraction]:
    """Any value, and on purpose those at which a verdict turns: the target's, the baseline's, a share of the way."""
    if kpi.scale is not None:
        return numbers
    aim, before, aimed = kpi.aim, baseline(kpi), target(kpi)
    known = [n for n in (aimed, before) if n is not None]
    if aim is not None and aim.form == "range":
        known += [aim.low, aim.high]
    if aim is not None and aim.over is not None:
        earlier = kpi.actuals.get(year - kpi.frequency if aim.over == "previous" else int(aim.over))
        if earlier is not None and earlier.value is not None:
            step = aim.by or Fraction(0)
            moved = step * abs(earlier.value) if aim.by_percent else step
            known += [earlier.value, earlier.value + moved, earlier.value - moved]
    if aim is not None and aim.tolerance and aimed is not None:
        known += [aimed * (1 - aim.tolerance), aimed * (1 + aim.tolerance)]
    asked = asked_of(kpi, year)
    if asked is not None:
        known.append(asked)
    on_path = expected(kpi, year) if year > kpi.start else None
    if kpi.is_sum and on_path is not None:
        known = [on_path / (year - kpi.start) * turn for turn in _TURNS]
    elif on_path is not None and before is not None:
        known += [before + turn * (on_path - before) for turn in _TURNS]
    elif on_path is not None:
        known.append(on_path)
    known = [_as_written(n) for n in known]
    return numbers | st.sampled_from(known) | st.sampled_from(known) if known else numbers


def _as_written(value: Fraction) -> Fraction:
    """What a file holds of a computed number: decimals, and so many digits that a double keeps them."""
    return Fraction(round(value)) if abs(value) > 10**9 else round(value, 6)
