"""Drawings as high as a line of text: bullet bars, sparklines, shares of a whole, and values on a common scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kpitrack.analysis.series import Picture
from kpitrack.analysis.standing import Bullet
from kpitrack.model.numbers import show_number

from .scales import Plane, ticks
from .svg import ems, n, rect, shape, text

SHARES = ("good", "risk", "bad", "unknown", "closed")
LINES = frozenset({"path", "trend", "mean", "compared"})
_FULL = 80  # Where the target stands on a bullet bar of 100: what is beyond it must be seen, too
_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_SIDE = 120, 26, 4
_STRIP_WIDTH, _STRIP_HEIGHT, _STRIP_SIDE = 240, 22, 26


def bullet_bar(found: Bullet | None, group: str) -> str:
    """The way from the baseline to the target: how much is gone, a tick where it should be now, and the target.

    Args:
        found: the shares; None gives nothing, since no bar is better than one without a meaning.
        group: of the status, for the colour.
    """
    if found is None:
        return ""
    done = min(100.0, found.done * _FULL)
    due = "" if found.due is None else f'<path class="due" d="M{n(found.due * _FULL)} 0v12"/>'
    return (
        f'<svg class="bullet is-{group}" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="track" d="M0 3h{_FULL}v6h-{_FULL}z"/><path class="done" d="M0 3h{n(done)}v6h-{n(done)}z"/>{due}'
        f'<path class="full" d="M{_FULL} 0v12"/></svg>'
    )


def sparkline(drawn: Picture, first: int, last: int) -> str:
    """The actuals of a KPI over given years, and its target; empty where fewer than two values lie among them.

    Args:
        drawn: from `kpitrack.analysis.series.picture`.
        first: the year at its left end, the same for all that are compared.
        last: the year at its right end, likewise.
    """
    inside = [point for point in drawn.actuals() if first <= point.year <= last]
    runs = [[spot for spot in run if first <= spot[0] <= last] for run in drawn.runs]
    values = {value for run in runs for _, value in run}
    target = next((one for one in drawn.points if one.mark == "target"), None)
    if len({spot for run in runs for spot in run}) < 2 or not inside or first >= last:
        return ""
    values |= {target.value} if target else set()
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    plane = Plane(
        first, last, low, high, _SPARK_SIDE, _SPARK_WIDTH - _SPARK_SIDE, _SPARK_SIDE, _SPARK_HEIGHT - _SPARK_SIDE
    )
    lines = "".join(
        "M" + "L".join(f"{n(plane.x(year))} {n(plane.y(value))}" for year, value in run) for run in runs if len(run) > 1
    )
    alone = "".join(
        f"M{n(plane.x(year) - 1)} {n(plane.y(value))}h2" for run in runs if len(run) == 1 for year, value in run
    )
    goal = f'<path class="goal" d="M0 {n(plane.y(target.value))}H{_SPARK_WIDTH}"/>' if target else ""
    newest = inside[-1]
    hollow = " hollow" if newest.mark == "provisional" else ""
    return (
        f'<svg class="spark" viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}" aria-hidden="true">{goal}'
        f'<path class="run" d="{lines}{alone}"/><circle class="newest{hollow}" cx="{n(plane.x(newest.year))}" '
        f'cy="{n(plane.y(newest.value))}" r="3"/></svg>'
    )


def shares(bar: Mapping[str, int]) -> str:
    """A stacked bar of the numbers of `SHARES` in ``bar``; empty where all are zero."""
    total = sum(bar.get(name, 0) for name in SHARES)
    if not total:
        return ""
    at, pieces = 0.0, ""
    for name in SHARES:
        if count := bar.get(name, 0):
            wide = 240 * count / total
            pieces += f'<path class="of-{name}" d="M{n(at)} 0h{n(wide)}v14h-{n(wide)}z"/>'
            at += wide
    return f'<svg viewBox="0 0 240 14" preserveAspectRatio="none">{pieces}</svg>'


def sample(name: str) -> str:
    """A line, a band or a mark as it looks in a chart, for the key."""
    if name in LINES:
        drawn = f'<path class="{name}" d="M1 8h26"/>'
    elif name == "limit":
        drawn = f'{rect("band", 1, 2, 26, 12)}<path class="limit" d="M1 14h26"/>'
    else:
        drawn = shape(name, 14, 8)
    return f'<svg class="sample" viewBox="0 0 28 16" aria-hidden="true">{drawn}</svg>'


class Scale(NamedTuple):
    """Values on a common scale."""

    axis: str  # the scale with its numbers
    rows: list[str]  # a strip for each value, with its target if it has one


def scale(values: Sequence[tuple[float, float | None]]) -> Scale:
    """A strip for each of ``values`` with its target; empty strips where there is only one number to show."""
    numbers = {number for pair in values for number in pair if number is not None}
    if len(numbers) < 2:
        return Scale("", [""] * len(values))
    marks = ticks(numbers, 4)
    plane = Plane(marks[0], marks[-1], 0, 1, _STRIP_SIDE, _STRIP_SIDE + _STRIP_WIDTH, 0, _STRIP_HEIGHT)
    places = [plane.x(value) for value in marks]
    lines = "".join(f'<path class="grid" d="M{n(x)} 0v{_STRIP_HEIGHT}"/>' for x in places)
    middle = _STRIP_HEIGHT / 2

    def strip(value: float, target: float | None) -> str:
        x = plane.x(value)
        if target is None:
            return _strip(f"{lines}{shape('final', x, middle)}")
        to = plane.x(target)
        between = f'<path class="between" d="M{n(x)} {n(middle)}H{n(to)}"/>'
        return _strip(f"{lines}{between}{shape('own-target', to, middle)}{shape('final', x, middle)}")

    words = [show_number(value).replace("-", "−") for value in marks]
    shown = list(zip(places, words, strict=True))
    wide = max(ems(word) for word in words) * 12 + 6
    if any(right - left < wide for left, right in pairwise(places)):
        shown = [shown[0], shown[-1]]
    numbers_below = "".join(text("tick", x, 14, word, "middle") for x, word in shown)
    return Scale(_strip(numbers_below, 20), [strip(value, target) for value, target in values])


def _strip(inner: str, high: int = _STRIP_HEIGHT) -> str:
    wide = _STRIP_WIDTH + 2 * _STRIP_SIDE
    return f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" font-size="12">{inner}</svg>'
