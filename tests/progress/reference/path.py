"""What a target comes to, whether a value meets it, and what was to be expected in a year."""

from __future__ import annotations

from fractions import Fraction

from .actuals import recorded_in
from .inputs import RELATIVE, Aim, Kpi


def baseline(kpi: Kpi) -> Fraction | None:
    """b. "Sum: … b = 0", whatever is written."""
    return Fraction(0) if kpi.is_sum else kpi.baseline_value


def target(kpi: Kpi) -> Fraction | None:  # noqa: PLR0911  one return a form
    """t; None where the form has no number, or lacks the baseline that it is relative to.

    A relative form is relative to the baseline as written, also for a sum. A hold's t is its bound, without tolerance.
    """
    aim, written = kpi.aim, kpi.baseline_value
    if aim is None or aim.form in {"range", "parity_with", "improve"}:
        return None
    if aim.form == "value" or (aim.form == "hold" and aim.number is not None):
        return aim.number
    if aim.form == "hold" or written is None or aim.number is None:
        return written
    if aim.form == "times_baseline":
        return written * aim.number
    if aim.form == "change":
        return written + aim.number
    if aim.form == "percent_change":
        return written * (1 + aim.number)
    if aim.year is None:  # so much a year, for nobody knows how many years
        return None
    years = aim.year - kpi.start
    return written * (1 + aim.number) ** years if aim.word == "compound" else written * (1 + aim.number * years)


def asked_of(kpi: Kpi, year: int) -> Fraction | None:
    """What parity asks for in ``year``: the comparator's value times ``ratio``."""
    if kpi.aim is None or year not in kpi.comparator:
        return None
    return kpi.aim.ratio * kpi.comparator[year]


def direction(kpi: Kpi) -> int:
    """1 where higher is better, -1 where lower is: as said, else as baseline and target show; higher if nothing does."""
    aim = kpi.aim
    if kpi.scale is not None:
        return 1
    if kpi.better is not None:
        return 1 if kpi.better == "higher" else -1
    if aim is None:
        return 1
    if aim.form == "hold":
        return 1 if aim.word == "at_least" else -1
    before = baseline(kpi)
    if aim.form in RELATIVE:
        before = Fraction(1) if kpi.baseline_value is None else kpi.baseline_value  # as written, also for a sum
    if before is None:
        return 1
    aimed = _aimed_at(kpi, aim, before)
    return -1 if aimed is not None and aimed < before else 1


def _aimed_at(kpi: Kpi, aim: Aim, before: Fraction) -> Fraction | None:
    """What ``aim`` leads to from ``before``, in the end or, for so much a year, in its first year."""
    number = aim.number or Fraction(0)
    match aim.form:
        case "range":
            return min(max(before, aim.low), aim.high)
        case "parity_with":
            return asked_of(kpi, kpi.start)
        case "change":
            return before + number
        case "times_baseline":
            return before * number
        case "percent_change" | "percent_per_year":
            return before * (1 + number)
    return target(kpi)


def no_worse(kpi: Kpi, value: Fraction, other: Fraction) -> bool:
    """Whether ``value`` is as good as ``other``, or better. Values are compared exactly."""
    return (value - other) * direction(kpi) >= 0


def is_ceiling(kpi: Kpi) -> bool:
    """A sum to be kept low: lower is better, and the target lies not below its start at 0, where it would be a goal."""
    aimed = target(kpi)
    return kpi.is_sum and aimed is not None and aimed >= 0 and direction(kpi) < 0


def is_limit(kpi: Kpi) -> bool:
    """A ceiling on a sum, or a hold "whose bound lies on the worse side of the baseline", tolerance apart.

    A mean is "judged as a hold that is no limit".
    """
    before, bound = baseline(kpi), target(kpi)
    if kpi.aim is None or before is None or bound is None or kpi.is_mean:
        return False
    return is_ceiling(kpi) or (kpi.aim.form == "hold" and not no_worse(kpi, bound, before))


def met(kpi: Kpi, year: int, value: Fraction, as_of: int) -> bool | None:
    """Whether ``value`` in ``year`` is what the target asks for; None where that cannot be said."""
    aim = kpi.aim
    if aim is None:
        return None
    if aim.form == "range":
        return aim.low < value < aim.high if aim.strict else aim.low <= value <= aim.high
    bound, strict = target(kpi), aim.strict
    match aim.form:
        case "hold" if bound is not None:
            bound -= direction(kpi) * aim.tolerance * abs(bound)
        case "parity_with":
            bound = asked_of(kpi, year)
        case "improve" if aim.over is None:
            bound, strict = baseline(kpi), True
        case "improve":
            bound = reference(kpi, year, as_of)
            if aim.by is None:
                strict = True
            elif bound is not None:
                bound += direction(kpi) * (aim.by * abs(bound) if aim.by_percent else aim.by)
    if bound is None:
        return None
    return no_worse(kpi, value, bound) and not (strict and value == bound)


def reference(kpi: Kpi, year: int, as_of: int) -> Fraction | None:
    """What ``improve: {over: …}`` is held against: the value of the year before by the frequency, or of the named year."""
    assert kpi.aim is not None
    other = year - kpi.frequency if kpi.aim.over == "previous" else int(kpi.aim.over or 0)
    return recorded_in(kpi, other, as_of) if other < year else None


def expected(kpi: Kpi, year: int) -> Fraction | None:
    """e: the path's value in ``year``, None off the path.

    A range, parity and improvement have a path through their milestones alone, for they have no t.
    """
    aim, before, aimed = kpi.aim, baseline(kpi), target(kpi)
    if aim is not None and (aim.every_year or kpi.is_mean):
        return aimed  # "e = t in each year"
    points = dict(kpi.milestones)
    if before is not None:
        points[kpi.start] = before
    if aim is not None and aim.year is not None and points:
        year = min(year, aim.year)  # "flat after y_t"
        if aimed is not None:
            points[aim.year] = aimed
        # No curve rises from a sum's 0; it runs straight.
        curved = aim.word == "compound" and not kpi.is_sum and not kpi.milestones
        if curved and aim.number is not None and before is not None:
            return before * (1 + aim.number) ** (year - kpi.start)
    if len(points) == 1 and not kpi.milestones:
        return None  # a baseline alone leads nowhere
    left = max((y for y in points if y <= year), default=None)
    right = min((y for y in points if y >= year), default=None)
    if left is None or right is None:
        return None  # before the first point, or after the last
    if left == right or kpi.scale == 2:  # "The path of a two-word scale stays at b until y_t"
        return points[left]
    return points[left] + (points[right] - points[left]) * Fraction(year - left, right - left)


def leads_to_target(kpi: Kpi, on_path: Fraction) -> bool:
    """Whether e lies "on the target's side of b": on the better side, unless the target itself lies on the worse one."""
    before, aimed = baseline(kpi), target(kpi)
    if before is None or kpi.aim is None or (aimed is not None and not no_worse(kpi, aimed, before)):
        return False
    return not no_worse(kpi, before, on_path)


def distance(kpi: Kpi, year: int, value: Fraction) -> Fraction | None:
    """How far ``value`` lies outside the range, or from parity, signed so that going past parity counts on."""
    assert kpi.aim is not None
    if kpi.aim.form == "range":
        return max(kpi.aim.low - value, value - kpi.aim.high, Fraction(0))
    asked = asked_of(kpi, year)
    return None if asked is None else asked - value


#: Forms that hold at each look and are never achieved before their year.
KEPT = frozenset({"hold", "range", "improve"})
#: Forms that can be reached before their year.
REACHED = RELATIVE | {"value", "parity_with"}
