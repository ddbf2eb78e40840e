"""The chart of a KPI: its actuals against its path, and its target."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from kpitrack.analysis.series import ChartPoint

from .drawing import NUMBER, PAPER, by, compiled, draw, framed, plain_chart

WIDTH, HEIGHT = 440, 210
_TOP, _RIGHT, _BOTTOM = 10, 22, 42
_INK, _PATH, _TREND, _TARGET, _LIMIT = "#0b4f8a", "#4a4a4a", "#7a4fa3", "#9c2a00", "#6b6b00"

_LINES = {
    # line: colour, dashes, width
    "path": (_PATH, [6, 4], 1.5),
    "actual": (_INK, [1, 0], 2.5),
    "trend": (_TREND, [1, 3], 2),
    "limit-low": (_LIMIT, [10, 3, 2, 3], 1.5),
    "limit-high": (_LIMIT, [10, 3, 2, 3], 1.5),
}
_MARKS = {
    # mark: shape, fill, stroke
    "milestone": ("triangle-up", PAPER, _PATH),
    "final": ("circle", _INK, _INK),
    "provisional": ("circle", PAPER, _INK),
    "foreseen": ("triangle-down", PAPER, _TREND),
    "break": ("square", _INK, _INK),
    "baseline": ("diamond", PAPER, _PATH),
    "former": ("cross", PAPER, _TARGET),
    "target": ("diamond", _TARGET, _TARGET),
}
_ERA = (
    "datum.value >= 2019 ? 'R' + (datum.value - 2018) : datum.value >= 1989 ? 'H' + (datum.value - 1988) : "
    "'S' + (datum.value - 1925)"
)


def series(charts: Sequence[Sequence[ChartPoint]]) -> list[str]:
    """A drawing for each KPI's points, empty where there are none.

    The same points give the same bytes, whatever is drawn along with them.
    """
    rows: list[dict[str, Any]] = []
    for n, points in enumerate(charts):
        rows += [
            {"n": n, "year": point.year, "value": point.value, "line": point.line, "mark": point.mark}
            for point in points
        ]
    drawn = draw(_series_spec(), rows)
    found = []
    for n, points in enumerate(charts):
        cell = drawn.get(n)
        found.append("" if cell is None else framed(cell, (_left(points), _TOP, WIDTH + _RIGHT, HEIGHT + _BOTTOM)))
    return found


@cache
def _series_spec() -> dict[str, Any]:
    import altair as alt
    import vl_convert

    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=18),
        axis=alt.Axis(
            grid=False, tickCount=8, tickMinStep=1, labelExpr=f"[format(datum.value, 'd'), {_ERA}]", labelLineHeight=15,
            labelAlign="center", labelPadding=14,
        ),
    )  # fmt: skip
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=5),
        axis=alt.Axis(tickCount=5, labelExpr=NUMBER),
    )
    lines = (
        alt.Chart(name="lines")
        .transform_filter("datum.line")
        .mark_line()
        .encode(
            x=x,
            y=y,
            detail="line:N",
            stroke=by("line", {name: color for name, (color, _, _) in _LINES.items()}, alt.Stroke),
            strokeDash=by("line", {name: dash for name, (_, dash, _) in _LINES.items()}, alt.StrokeDash),
            strokeWidth=by("line", {name: width for name, (_, _, width) in _LINES.items()}, alt.StrokeWidth),
        )
    )
    marks = (
        alt.Chart(name="points")
        .transform_filter("datum.mark")
        .mark_point(opacity=1, strokeWidth=2, size=70)
        .encode(
            x=x,
            y=y,
            shape=by("mark", {name: shape for name, (shape, _, _) in _MARKS.items()}, alt.Shape),
            fill=by("mark", {name: fill for name, (_, fill, _) in _MARKS.items()}, alt.Fill),
            stroke=by("mark", {name: stroke for name, (_, _, stroke) in _MARKS.items()}, alt.Stroke),
        )
    )
    chart = (
        alt.layer(lines, marks, data=alt.NamedData("rows"))
        .resolve_scale(stroke="independent")
        .properties(width=WIDTH, height=HEIGHT)
        .facet(facet=alt.Facet("n:Q", header=None, title=None), columns=1)
        .resolve_scale(x="independent", y="independent")
    )
    return compiled(vl_convert, plain_chart(chart))


def _left(points: Sequence[ChartPoint]) -> int:
    """The width in pixels of the widest number beside the axis."""

    def digits(value: float) -> int:
        return len(f"{value:,.6g}") if abs(value) < 1e6 else len(f"{value:,.0f}") + 1

    low, high = min(point.value for point in points), max(point.value for point in points)
    return max(44, 16 + 8 * max(digits(round(low, 3)), digits(round(high, 3))))
