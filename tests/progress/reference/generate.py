"""KPIs of every form, drawn in exact numbers: with gaps, late data, surveys, zero, both signs and yen to the last digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, partial
from typing import TypeVar

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
_FORMS = [
    "value", "value", "value", "times_baseline", "change", "percent_change", "percent_per_year", "range", "hold",
    "hold", "parity_with", "improve", "over", None,
]  # fmt: skip
#: Of amounts that add up or are averaged the method names what these forms mean; of the others it leaves it open.
_FORMS_OF_AMOUNTS = [
    "value", "value", "value", "hold", "hold", "times_baseline", "change", "percent_change", "percent_per_year",
]  # fmt: skip
_FORMS_OF_SCALES = ["value", "value", "hold", "improve", "over", None]
#: Of trillions a double keeps no hundredths: they are whole yen, and a path moves by one a year, for as many years.
_YEARS = 12
_T = TypeVar("_T")
_between = cache(st.integers)


@dataclass(frozen=True)
class Dice:
    """Choices by whole numbers alone: to make a strategy for each choice takes longer than all that is then judged."""

    draw: st.DrawFn

    def between(self, least: int, most: int) -> int:
        return self.draw(_between(least, most))

    def one_in(self, times: int) -> bool:
        return self.between(1, times) == times

    def of(self, choices: Sequence[_T]) -> _T:
        return choices[self.between(0, len(choices) - 1)]

    def small(self) -> Fraction:
        return self.of(_TELLING) if self.one_in(2) else Fraction(self.between(-1000, 1000), 10 ** self.between(0, 2))

    def yen(self, apart: int) -> Fraction:
        return Fraction(10**12 + apart * self.between(-4, 4) if self.one_in(3) else round(self.small()))

    def percent(self) -> Fraction:
        return Fraction(self.between(-500, 500), 1000)


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
    dice = Dice(draw)
    accumulation = dice.of(["none"] * 5 + ["running_total", "sum", "sum", "mean"])
    scale = dice.of([None] * 7 + [2, 3, 5]) if accumulation == "none" else None
    # Means of trillions are no whole yen.
    size = 1 if scale else dice.of([1] * 6 + [10**8] + [10**12] * (accumulation != "mean"))

    def number(apart: int = _YEARS) -> Fraction:
        if scale:
            return Fraction(dice.between(0, scale - 1))
        return dice.yen(apart) if size == 10**12 else dice.small()

    # A sum of percentages is no share, and steps have no unit.
    unit = dice.of(["件", "件", "", *WHOLES, "%"]) if not scale and accumulation != "sum" else "件"
    kpi = Kpi(
        period=PERIOD,
        aim=None,
        baseline_year=dice.between(2017, 2023) if dice.one_in(2) else None,
        baseline_value=None if dice.one_in(7) else number(),
        accumulation=accumulation,
        discontinued=dice.of([None] * 14 + [2024]),
        lag=dice.of([1, 1, 1, 0, 2, 3]),
        frequency=dice.of([1, 1, 1, 2, 5]),
        scale=scale,
        whole=WHOLES.get(unit),
    )
    kpi = replace(kpi, aim=_aim(dice, kpi, size, number))
    if kpi.aim is not None and kpi.aim.form == "parity_with":
        years = range(kpi.start, kpi.start + 9)
        kpi = replace(kpi, comparator={year: number() for year in years if dice.one_in(2)})
    kpi = replace(kpi, milestones=_milestones(dice, kpi, number))
    kpi = replace(kpi, better=dice.of(_betters(kpi)))
    kpi, shares = _with_actuals(dice, kpi, partial(number, 1), unit if size == 1 else "件")
    if size == 10**8:
        kpi = _enlarged(kpi, size)
    if kpi.is_mean and kpi.end is not None and not any(y <= kpi.end for y in usable(kpi, 9999)):
        kpi = replace(kpi, actuals={})  # a mean of nothing is no value, whatever came after its years
    shares = {year: share for year, share in shares.items() if year in kpi.actuals}
    before = None
    if accumulation != "running_total" and dice.one_in(4):  # "running totals share nothing"
        before = frozenset(year for year in kpi.actuals if dice.one_in(2))
    return Drawn(kpi, unit, shares, against_kpi=dice.one_in(2), size=size, before=before)


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


def _aim(dice: Dice, kpi: Kpi, size: int, number: Callable[[], Fraction]) -> Aim | None:
    year = dice.of([*(kpi.start + n for n in (5, 6, 7, 8, 8, 10, 10, 12, 1, 2, 3)), None])
    amounts = kpi.is_sum or kpi.is_mean
    form = dice.of(_FORMS_OF_SCALES if kpi.scale else _FORMS_OF_AMOUNTS if amounts else _FORMS)
    if form in RELATIVE - {"change"} and kpi.baseline_value == 0:
        form = "change"  # a multiple of zero is an error
    if kpi.is_sum and form in RELATIVE and (kpi.baseline_value or 0) < 0:
        form = "value"  # relative to amounts below zero: no document asks for that
    if form is None:
        return None
    aim = replace(_formed(dice, kpi, form, size, number), year=year)
    every_year = aim.form in {"value", "hold"} and kpi.accumulation == "none" and dice.one_in(5)
    return replace(aim, strict=dice.one_in(3), every_year=every_year)


def _formed(  # noqa: PLR0911, C901  one return a form
    dice: Dice, kpi: Kpi, form: str, size: int, number: Callable[[], Fraction]
) -> Aim:
    match form:
        case "value" if kpi.scale and kpi.baseline_value is not None:
            return Aim(form, number=Fraction(dice.between(int(kpi.baseline_value), kpi.scale - 1)))
        case "value" if kpi.is_sum:
            return Aim(form, number=number() if dice.one_in(2) else abs(number()))
        case "value":
            same = dice.one_in(5) and kpi.baseline_value is not None
            return Aim(form, number=kpi.baseline_value if same else number())
        case "times_baseline":
            return Aim(form, number=dice.of([Fraction(n, 2) for n in (1, 4, 3, 2)]))
        case "percent_change":
            return Aim(form, number=dice.percent())
        case "percent_per_year":
            return Aim(form, number=dice.percent(), word=dice.of(["compound", "simple"]))
        case "range":
            low, high = sorted([number(), number()])
            return Aim(form, low=low, high=high)
        case "hold":
            slack = Fraction(3, 100) if not kpi.scale and dice.one_in(3) else Fraction(0)
            word = "at_least" if kpi.scale else dice.of(["at_least", "at_most"])
            return Aim(form, number=None if dice.one_in(5) else number(), word=word, tolerance=slack)
        case "parity_with":
            # A tenth of a yen of trillions is beyond what a double keeps.
            return Aim(form, ratio=Fraction(9, 10) if size < 10**12 and dice.one_in(2) else Fraction(1))
        case "change":
            return Aim(form, number=number() * (_YEARS if size == 10**12 else 1))
        case "over":
            over = dice.of(["previous", "previous", kpi.start, kpi.start + 1, kpi.start + 3])
            percent = dice.one_in(2)
            step = None
            if not kpi.scale and dice.one_in(2):
                step = abs(dice.percent() if percent else number()) or None
            return Aim("improve", over=over, by=step, by_percent=percent)
    return Aim(form)


def _milestones(dice: Dice, kpi: Kpi, number: Callable[[], Fraction]) -> dict[int, Fraction]:
    # Where each year has the target as its expected value, and where nothing but another year is, there is no path.
    if kpi.is_mean or (kpi.aim is not None and (kpi.aim.every_year or kpi.aim.over is not None)) or not dice.one_in(3):
        return {}
    last = kpi.start + 8 if kpi.end is None else kpi.end
    milestones = {dice.between(kpi.start + 1, last): number() for _ in range(dice.between(0, 3))}
    aimed = target(kpi)
    # One at the target's year can only say what the target says.
    return {y: v if y < last or aimed is None else aimed for y, v in milestones.items()}


def _betters(kpi: Kpi) -> list[str | None]:  # noqa: PLR0911  one return a case
    """What may stand as ``better``: nothing against what baseline and target show, something where they show nothing."""
    either: list[str | None] = ["higher", "lower"]
    if kpi.scale is not None:
        return [None, "higher"]
    if kpi.aim is None or kpi.aim.form == "improve":
        return either
    shown = [None, "higher" if direction(kpi) > 0 else "lower"]
    if kpi.aim.form == "hold" or (kpi.aim.form in RELATIVE and kpi.aim.number != (kpi.aim.form == "times_baseline")):
        return shown
    before, aimed = baseline(kpi), target(kpi)
    open_ = [*either, None, None]
    match kpi.aim.form:
        case "parity_with":
            aimed = asked_of(kpi, kpi.start)
            return either if before is None or aimed is None or before == aimed else open_
        case "range":
            inside = before is None or kpi.aim.low <= before <= kpi.aim.high
            return either if inside else open_
        case "value" if kpi.is_sum and aimed is not None and aimed > 0:
            return open_  # a ceiling is told by `better` alone
        case "value" if before is None:
            return open_
    if before is None or aimed is None or before == aimed or (kpi.is_sum and aimed >= 0):
        return either
    return shown


def _with_actuals(
    dice: Dice, kpi: Kpi, number: Callable[[], Fraction], unit: str
) -> tuple[Kpi, dict[int, tuple[int, int]]]:
    if dice.one_in(20):
        return kpi, {}
    actuals: dict[int, Entry] = {}
    shares: dict[int, tuple[int, int]] = {}
    density = dice.of([1, 1, 2, 4])
    for year in range(kpi.start - 1, kpi.start + dice.between(3, 14)):
        if density > 1 and not dice.one_in(density):
            continue
        kind = dice.between(0, 19)
        if kind == 0:
            actuals[year] = Entry(None, dice.of(_MISSING))
        elif kind == 1 and unit in WHOLES:
            shares[year] = (dice.between(0, 90), dice.of([90, 7, 40]))
            actuals[year] = Entry(Fraction(*shares[year]) * WHOLES[unit])
        else:
            known = replace(kpi, actuals=actuals)
            value = _telling(dice, known, year) if kpi.scale is None and dice.one_in(2) else None
            actuals[year] = Entry(number() if value is None else _as_written(value), dice.of(_STATUSES))
    return replace(kpi, actuals=actuals), shares


def _telling(dice: Dice, kpi: Kpi, year: int) -> Fraction | None:
    """A value at which a verdict turns: the target's, the baseline's, a share of the way; None where nothing is known."""
    aim, before, aimed = kpi.aim, baseline(kpi), target(kpi)
    on_path = expected(kpi, year) if year > kpi.start else None
    if kpi.is_sum and on_path is not None:
        return on_path / (year - kpi.start) * dice.of(_TURNS)
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
    if on_path is not None and before is None:
        known.append(on_path)
    turns = [] if on_path is None or before is None else _TURNS
    if not known and not turns:
        return None
    nth = dice.between(0, len(known) + len(turns) - 1)
    return known[nth] if nth < len(known) else before + turns[nth - len(known)] * (on_path - before)


def _as_written(value: Fraction) -> Fraction:
    """What a file holds of a computed number: decimals, and so many digits that a double keeps them."""
    return Fraction(round(value)) if abs(value) > 10**9 else round(value, 6)
