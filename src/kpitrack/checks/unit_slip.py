from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log10
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic, KeyPath, Severity, rule
from kpitrack.language import mark, plain, say
from kpitrack.model.actuals import Entries, share_scale
from kpitrack.model.numbers import exact, plain_number, printed, show_number
from kpitrack.model.strategy import KPI

from .check import Check, Context, Example
from .examples import DONORS, recorded
from .odd_values import Odd, is_explained, odd_values
from .targets import baseline_of, number_of
from .view import StrategyView, value_at


class Slip(NamedTuple):
    """A doubtful value.

    Args:
        year: its year; None for the baseline.
        value: as written.
        meant: the value without the power of ten.
        usual: the lowest and the highest of the other values, without their signs.
        decimals: the most digits after the point that one of them has.
    """

    year: int | None
    value: float
    meant: float
    usual: tuple[float, float]
    decimals: int


class _Point(NamedTuple):
    year: int | None
    value: float
    explained: bool


_NEEDED = {1: 3, 2: 3}
"""By power of ten, how many other numbers must agree before a value is doubted; 2 for higher powers."""
_SPREAD = {1: 3.0, 2: 5.0}
"""By power of ten, the largest ratio of highest to lowest among those numbers; 10 for higher powers."""
_SLACK = {1: 1.5}
"""By power of ten, the factor by which the corrected value may lie outside their range; 2 for higher powers."""
_CLEAR = 1.5  # the factor by which a doubtful value must lie outside all others, the target included
_LEAST_JUMP = 6.0
_FAR = 50.0  # a baseline is doubted only from a factor of about 100 on
_MOST_POWERS = 30  # the largest power of ten between two units


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Values that differ from the rest of their series by about a power of ten."""
    for (kpi, at, _path), entries in view.every_series:
        if kpi.scale is not None or _plain(kpi, entries):
            continue
        slip = slip_in(kpi, entries)
        if slip is None:
            for odd in odd_values(kpi, entries):
                inner = value_at(entries[odd.year])
                yield _odd(kpi, odd, view.file_of(kpi.id, odd.year), ("actuals", kpi.id, odd.year, *inner))
            continue
        path, place = view.path, (*at, "baseline", "value")
        if slip.year is not None:
            path, place = view.file_of(kpi.id, slip.year), ("actuals", kpi.id, slip.year, *value_at(entries[slip.year]))
        later = [kpi.value_of(entry) for year, entry in entries.items() if slip.year is None or year > slip.year]
        falls = kpi.accumulation == "running_total" and any(n is not None and n < slip.value for n in later)
        yield _finding(kpi, slip, path, place, Severity.ERROR if falls else None)


def slip_in(kpi: KPI, entries: Entries) -> Slip | None:
    """The one value that differs from a consistent rest of the series by about a power of ten.

    A rule of thumb of our own. A value is doubted only if it lies clearly outside all others and outside the path to
    the target, and fits among them without the power of ten. So a series that grows, however fast, is not doubted.
    """
    if kpi.scale is not None or _plain(kpi, entries):
        return None
    points = _points(kpi, entries)
    if len(points) < 2:
        return None
    sizes = [abs(point.value) for point in points]
    if max(sizes) < _LEAST_JUMP * min(sizes) or len({point.value > 0 for point in points}) > 1:
        return None
    aims = _aims(kpi, positive=points[0].value > 0)
    grows = baseline_of(kpi) == 0 or any(kpi.value_of(entry) == 0 for entry in entries.values())
    for first, end in _runs(len(points)):
        odd, rest = points[first:end], [*points[:first], *points[end:]]
        if not rest or odd[0].explained:
            continue
        slip = _slip(odd, rest, aims, grows=grows, opens=first == 0)
        if slip is not None:
            return slip
    return None


def _plain(kpi: KPI, entries: Entries) -> bool:
    """Whether no value can be doubtful: a quick test that clears most series."""
    numbers = [entry for entry in entries.values() if type(entry) is float]
    if len(numbers) < len(entries):
        return False
    low, high = min(numbers), max(numbers)
    start = baseline_of(kpi)
    if low > 0 and (not start or start > 0):
        if max(high, start or high) < _LEAST_JUMP * min(low, start or low):
            return True
        aim = number_of(kpi.target, start) if kpi.target and kpi.accumulation != "sum" else None
        if aim and start is not None:
            least, most = min(start, aim), max(start, aim)
            return high <= _CLEAR * most and (start == 0 or (low * _CLEAR >= least and most < _FAR * least))
    return False


def _points(kpi: KPI, entries: Entries) -> list[_Point]:
    """The numbers other than zero in the order of their years, the baseline's first."""
    baseline = baseline_of(kpi)
    points = [_Point(None, baseline, explained=False)] if baseline and kpi.accumulation != "sum" else []
    for year in sorted(entries):
        entry = entries[year]
        if value := kpi.value_of(entry):
            points.append(_Point(year, value, is_explained(entry)))
    return points


def _aims(kpi: KPI, *, positive: bool) -> list[float]:
    """The numbers that the series is meant to reach, as far as the file states them."""
    numbers = [] if kpi.target is None else [number_of(kpi.target, baseline_of(kpi))]
    if kpi.target is not None and kpi.target.range is not None:
        numbers += [kpi.target.range.low, kpi.target.range.high]
    if kpi.accumulation == "sum":
        return []  # the target is a sum, the values are yearly
    numbers += (kpi.milestones or {}).values()
    return [abs(number) for number in numbers if number and (number > 0) is positive]


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """The runs of values that may be wrong: single ones, then all from some year on, then all up to it."""
    for first in reversed(range(count)):
        yield first, first + 1
    for first in reversed(range(count // 2 + 1, count - 1)):
        yield first, count


def _slip(odd: list[_Point], rest: list[_Point], aims: list[float], *, grows: bool, opens: bool) -> Slip | None:
    first = odd[0]
    others = [abs(point.value) for point in rest]
    known = others + aims
    low, high = min(known), max(known)
    values = [abs(point.value) for point in odd]
    if not (min(values) > _CLEAR * high or (max(values) * _CLEAR < low and not grows)):
        return None  # among the others; or small, in a series that starts from nothing
    power = round(sum(map(log10, values)) / len(values) - sum(map(log10, others)) / len(others))
    if abs(power) > _MOST_POWERS:
        return None
    least = 2 if opens else 1  # a series may well start at a tenth of what follows
    for candidate in (power, power - 1, power + 1):
        if abs(candidate) >= least and _fits(candidate, values, others, (low, high), len(known) - opens):
            decimals = max(len(plain_number(other).partition(".")[2]) for other in others)
            return Slip(first.year, first.value, first.value / 10**candidate, (min(others), max(others)), decimals)
    return None


def _fits(power: int, values: Iterable[float], others: list[float], usual: tuple[float, float], known: int) -> bool:
    size = abs(power)
    slack = _SLACK.get(size, 2.0)
    return (
        known >= _NEEDED.get(size, 2)
        and max(others) <= _SPREAD.get(size, 10.0) * min(others)
        and all(usual[0] / slack <= value / 10**power <= usual[1] * slack for value in values)
    )


def _finding(kpi: KPI, slip: Slip, path: str, at: KeyPath, severity: Severity | None) -> Diagnostic:
    low, high = slip.usual
    meant = exact(float(f"{slip.meant:.12g}"))
    # 315 among shares of 31 and 32 is 31.5; among 310 and 320 people, 32 are meant.
    if share_scale(plain(kpi.unit)) == 1:
        meant = printed(meant, max(slip.decimals, kpi.decimals or 0))
    return Diagnostic(
        CHECK.rule,
        say("{value} is about {factor} × the other values of “{kpi}”, which run from {low} to {high}",
            value=show_number(slip.value), factor=_factor(slip), kpi=kpi.id,
            low=show_number(low, kpi.decimals), high=show_number(high, kpi.decimals)),
        say("if the unit or a digit slipped, write {value}; if it is right, say why in a note",
            value=plain_number(meant)),
        path, at,
        severity_override=severity,
    )  # fmt: skip


def _odd(kpi: KPI, odd: Odd, path: str, at: KeyPath) -> Diagnostic:
    value = show_number(odd.value)
    if odd.kind == "zero":
        return Diagnostic(
            CHECK.rule,
            say("the value of “{kpi}” for {year} is 0, amid values that are far from it", kpi=kpi.id, year=odd.year),
            say("where there is no value, write “status: missing”; if 0 is right, say why in a note"),
            path, at,
        )  # fmt: skip
    return Diagnostic(
        CHECK.rule,
        say("the sign of {value} is the opposite of that of all other values of “{kpi}”", value=value, kpi=kpi.id),
        say("if the sign slipped, write {value}; if it is right, say why in a note", value=plain_number(-odd.value)),
        path, at,
    )  # fmt: skip


def _factor(slip: Slip) -> str:
    ratio = slip.value / slip.meant
    return f"{round(ratio):,}" if ratio > 1 else f"1/{round(1 / ratio):,}"


CHECK = Check(
    rule("unit-slip"),
    mark(
        "A value is about a power of ten away from the rest of its series, has the other sign, or is 0 amid large ones."
    ),
    mark(
        "千人 written as 人, 円 as 千円, a share as a ratio, a digit too many: such a value upsets every rate. "
        "It is reported where it lies far outside the series and its target, and would fit with the power of ten taken "
        "out. So are a sign that flips against the series, and a 0 amid large values, which may be no value at all. "
        "Correct it, or, if the value is right, say in a note what happened. In a running total that falls again "
        "because of it, this is an error."
    ),
    Example(
        bad=recorded("2021: 5020\n2022: 7140000\n2023: 9800\n", DONORS),
        good=recorded("2021: 5020\n2022: 7140\n2023: 9800\n", DONORS),
    ),
    find,
    needs_all_actuals=True,
    needs=frozenset({"running-total-falls", "parts-do-not-add-up", "value-needs-status"}),
)
