"""What a target comes to, whether a value meets it, and what was to be expected in a year."""

from __future__ import annotations

from fractions import Fraction

from .inputs import Kpi

#: "Comparisons allow for floating error of 1e-9". Fractions have none, so it is taken as it stands, at any size.
_SLACK = Fraction(1, 10**9)


def compare(left: Fraction, right: Fraction) -> int:
    """-1, 0 or 1 as ``left`` is less than, equal to within the slack, or more than ``right``."""
    if abs(left - right) <= _SLACK:
        return 0
    return 1 if left > right else -1


def baseline(kpi: Kpi) -> Fraction | None:
    """b. "Sum: … b = 0", whatever is written."""
    return Fraction(0) if kpi.is_sum else kpi.baseline_value


def target(kpi: Kpi) -> Fraction | None:  # noqa: PLR0911  one return a form
    """t: the number that the target comes to, None where it has none or its baseline is unknown.

    A relative form is relative to the baseline as it is written, also for a sum, whose b of 0 is only where its path
    starts. A hold's t is its value; the tolerance only moves the limit that decides.
    """
    aim = kpi.aim
    if aim is None or aim.form in {"range", "parity_with", "improve"}:
        return None
    if aim.form == "value":
        return aim.number
    written = kpi.baseline_value
    if aim.form == "hold":
        return written if aim.number is None else aim.number
    if written is None or aim.number is None:
        return None
    if aim.form == "times_baseline":
        return written * aim.number
    if aim.form == "change":
        return written + aim.number
    if aim.form == "percent_change":
        return written * (1 + aim.number)
    if aim.year is None:  # so much a year, for nobody knows how many years
        return None
    years = aim.year - kpi.start
    return written * (1 + aim.number) ** years if aim.rule == "compound" else written * (1 + aim.number * years)


def comparator(kpi: Kpi, year: int) -> Fraction | None:
    """What parity asks for in ``year``: "the comparator taken at the same years"."""
    if kpi.aim is None or year not in kpi.comparator:
        return None
    return kpi.aim.ratio * kpi.comparator[year]


def gap(kpi: Kpi, year: int, value: Fraction) -> Fraction | None:
    """The signed distance to parity, so that going past it counts on: "never clamped"."""
    asked = comparator(kpi, year)
    return None if asked is None else asked - value


def direction(kpi: Kpi) -> int:
    """1 where higher is better, -1 where lower is; told by baseline and target where it is not written."""
    if kpi.better is not None:
        return 1 if kpi.better == "higher" else -1
    if kpi.aim is None:
        return 1
    if kpi.aim.form == "hold":
        return 1 if kpi.aim.rule == "at_least" else -1
    before = baseline(kpi)
    if before is None:
        return 1  # format.md: "`higher` is assumed for a plain `value` without a baseline"
    asked = comparator(kpi, kpi.start) if kpi.aim.form == "parity_with" else target(kpi)
    if kpi.aim.form == "range":
        asked = min(max(before, kpi.aim.low), kpi.aim.high)
    return -1 if asked is not None and compare(asked, before) < 0 else 1


def meets(kpi: Kpi, year: int, value: Fraction) -> bool | None:
    """Whether ``value`` in ``year`` is what the target asks for; None where that cannot be said."""
    aim = kpi.aim
    if aim is None:
        return None
    if aim.form == "range":
        least = 1 if aim.strict else 0
        return compare(value, aim.low) >= least and compare(aim.high, value) >= least
    limit, strict = target(kpi), aim.strict
    if aim.form == "hold" and limit is not None:
        limit -= direction(kpi) * aim.tolerance * abs(limit)  # "3% (of that value, not points)"
    elif aim.form == "parity_with":
        limit = comparator(kpi, year)
    elif aim.form == "improve":
        # 延伸, 増加: as good as before is no improvement, so equality never counts.
        limit, strict = baseline(kpi), True
    if limit is None:
        return None
    ahead = direction(kpi) * compare(value, limit)
    return ahead > 0 if strict else ahead >= 0


def is_ceiling(kpi: Kpi) -> bool:
    """Whether the KPI is a sum that must stay below its target: "A ceiling on a sum (`better: lower`)".

    A negative target with `better: lower` lies on the better side of the start at 0, and is no ceiling but a goal.
    """
    aimed = target(kpi)
    return kpi.is_sum and aimed is not None and direction(kpi) < 0 and aimed >= 0


def expected(kpi: Kpi, year: int) -> Fraction | None:
    """e: the path's value in ``year``, None off the path.

    A range and a parity have a path through milestones alone, for they have no t. A lone target without baseline or
    milestones has none: a path is "from … to".
    """
    aim, before, aimed = kpi.aim, baseline(kpi), target(kpi)
    points = dict(kpi.milestones)
    if before is not None:
        points[kpi.start] = before
    if not points:
        return None
    if aim is not None and aim.year is not None:
        year = min(year, aim.year)  # "flat after y_t"
        if aimed is not None:
            points[aim.year] = aimed
            # A sum's path starts at 0, from where no curve leads anywhere; it runs straight.
            curved = aim.rule == "compound" and not kpi.milestones and not kpi.is_sum
            if curved and before is not None and aim.number is not None:
                return before * (1 + aim.number) ** (year - kpi.start)
    if len(points) == 1 and not kpi.milestones:
        return None  # a baseline alone leads nowhere
    if year in points:
        return points[year]
    left = max((y for y in points if y < year), default=None)
    right = min((y for y in points if y > year), default=None)
    if left is None or right is None:
        return None  # "a path from the first to the last of them"
    return points[left] + (points[right] - points[left]) * Fraction(year - left, right - left)


def heads_for_target(kpi: Kpi, on_path: Fraction) -> bool:
    """Whether ``on_path`` lies "on the target's side of b".

    A target that equals the baseline, or has no number, lies on the better side: its milestones may well ask for more.
    A ceiling's sum, and a hold that the baseline keeps already, have their limit on the worse side: there is no way to
    go, and (a − b) / (e − b) would praise the excess.
    """
    before, aimed = baseline(kpi), target(kpi)
    if before is None or kpi.aim is None or is_ceiling(kpi):
        return False
    if aimed is not None and compare(aimed, before) == -direction(kpi):
        return False
    return compare(on_path, before) == direction(kpi)
