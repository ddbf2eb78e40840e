"""Charts as high as a line of text: stacked bars of shares, and values on a common scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from .drawing import NUMBER, PAPER, by, compiled, draw, framed, plain_chart, without

SHARES = {"good": "#2f7fc1", "risk": "#f2b632", "bad": "#5c1010", "unknown": "#dcdcdc", "closed": "#a9a9a9"}
_VALUE, _TARGET, _BETWEEN = "#0b4f8a", "#9c2a00", "#4a4a4a"
_WIDTH, _HEIGHT, _SIDE, _AXIS = 240, 22, 26, 22


def shares(bars: Sequence[Mapping[str, int]]) -> list[str]:
    """A stacked bar for each of ``bars``, which map some of `SHARES` to numbers; empty where all are zero."""
    names = list(SHARES)
    rows = [
        {"n": n, "share": name, "count": bar[name], "at": names.index(name)}
        for n, bar in enumerate(bars)
        for name in names
        if bar.get(name)
    ]
    drawn = draw(_shares_spec(), rows)
    return [framed(drawn[n], (0, 0, 240, 14), stretches=True) if n in drawn else "" for n in range(len(bars))]


@cache
def _shares_spec() -> dict[str, Any]:
    import altair as alt
    import vl_convert

    bar = (
        alt.Chart(alt.NamedData("rows"), name="bars")
        .mark_bar(stroke=PAPER, strokeWidth=1.5, height=14)
        .encode(
            x=alt.X("count:Q", stack="normalize", axis=None),
            order=alt.Order("at:Q"),
            fill=by("share", SHARES, alt.Fill),
        )
        .properties(width=240, height=14)
        .facet(facet=alt.Facet("n:Q", header=None, title=None), columns=1)
    )
    return compiled(vl_convert, plain_chart(bar))


class Scale(NamedTuple):
    """Values on a common scale.

    Args:
        axis: the scale with its numbers.
        rows: a strip for each value, with its target if it has one.
    """

    axis: str
    rows: list[str]


def scale(values: Sequence[tuple[float, float | None]]) -> Scale:
    """A strip for each of ``values`` with its target; empty strips where there is only one number to show."""
    if len({number for pair in values for number in pair if number is not None}) < 2:
        return Scale("", [""] * len(values))
    rows: list[dict[str, Any]] = []
    for n, (value, target) in enumerate(values):
        if target is not None:
            rows.append({"n": n, "mark": "between", "value": value, "to": target})
            rows.append({"n": n, "mark": "target", "value": target})
        rows.append({"n": n, "mark": "value", "value": value})
    last = len(values)
    drawn = draw(_scale_spec(), [*rows, {"n": last, "mark": "axis", "value": values[0][0]}])
    frame = (_SIDE, 0, _WIDTH + _SIDE, _HEIGHT)
    return Scale(
        framed(drawn[last], (_SIDE, -_HEIGHT, _WIDTH + _SIDE, _HEIGHT + _AXIS)),
        [framed(without(drawn[n], "role-axis-label"), frame) for n in range(last)],
    )


@cache
def _scale_spec() -> dict[str, Any]:
    import altair as alt
    import vl_convert

    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=4),
        axis=alt.Axis(
            tickCount=4,
            labelAlign="center",
            labelPadding=12,
            labelExpr=NUMBER,
            domain=False,
            ticks=False,
        ),
    )
    middle = alt.value(_HEIGHT / 2)
    between = (
        alt.Chart(name="lines")
        .transform_filter("datum.mark == 'between'")
        .mark_rule(strokeWidth=2, stroke=_BETWEEN)
        .encode(x=x, x2="to:Q", y=middle)
    )
    marks = (
        alt.Chart(name="points")
        .transform_filter("datum.mark == 'value' || datum.mark == 'target'")
        .mark_point(opacity=1, strokeWidth=2, size=70)
        .encode(
            x=x,
            y=middle,
            shape=by("mark", {"value": "circle", "target": "diamond"}, alt.Shape),
            fill=by("mark", {"value": _VALUE, "target": PAPER}, alt.Fill),
            stroke=by("mark", {"value": _VALUE, "target": _TARGET}, alt.Stroke),
        )
    )
    chart = (
        alt.layer(between, marks, data=alt.NamedData("rows"))
        .properties(width=_WIDTH, height=_HEIGHT)
        .facet(facet=alt.Facet("n:Q", header=None, title=None), columns=1)
        .resolve_axis(x="independent")
    )
    return compiled(vl_convert, plain_chart(chart))
