"""Charts as SVG: drawn by Vega from Altair's description, many at a time, without a word in them.

A chart holds numbers and years alone; its title, key and table stand in the page around it. So one drawing does for
every language, no font is needed, and what the drawing program measures of a text can't clip it. Colours are a fixed
few, which the style sheet maps for the dark.

Vega needs some forty milliseconds for any drawing, however small, but
only a few more for each further chart in it: hence a drawing for all KPIs of a strategy, which is then cut apart.
Three quarters of those went into measuring labels, for a layout that is fixed here: hence they are drawn at size
nothing, and get their size afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from .series import Point

WIDTH, HEIGHT = 560, 240
_TOP, _RIGHT, _BOTTOM = 10, 22, 38
_INK, _PATH, _TREND, _TARGET, _PAPER, _GRID, _MUTED, _LIMIT = (
    "#0b4f8a", "#4a4a4a", "#7a4fa3", "#9c2a00", "#ffffff", "#d9d9d9", "#555555", "#6b6b00",
)  # fmt: skip
GOOD, RISK, BAD, UNKNOWN, CLOSED = "#2f7fc1", "#f2b632", "#5c1010", "#dcdcdc", "#a9a9a9"
SHARES = {"good": GOOD, "risk": RISK, "bad": BAD, "unknown": UNKNOWN, "closed": CLOSED}
_SVG = "http://www.w3.org/2000/svg"
_LONG = re.compile(r"-?[0-9]+\.[0-9]{3,}(?:e-[0-9]+)?")
_GEOMETRY = {"d", "transform", "x", "y", "x2", "y2"}
ET.register_namespace("", _SVG)

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
    "milestone": ("triangle-up", _PAPER, _PATH),
    "final": ("circle", _INK, _INK),
    "provisional": ("circle", _PAPER, _INK),
    "foreseen": ("triangle-down", _PAPER, _TREND),
    "break": ("square", _INK, _INK),
    "baseline": ("diamond", _PAPER, _PATH),
    "former": ("cross", _PAPER, _TARGET),
    "target": ("diamond", _TARGET, _TARGET),
}
_ERA = (
    "datum.value >= 2019 ? 'R' + (datum.value - 2018) : datum.value >= 1989 ? 'H' + (datum.value - 1988) : "
    "'S' + (datum.value - 1925)"
)


def series(charts: Sequence[Sequence[Point]]) -> list[str]:
    """A drawing for each KPI's points, empty where there are none.

    The same points give the same bytes, whatever is drawn along with them.
    """
    rows: list[dict[str, Any]] = []
    for n, points in enumerate(charts):
        rows += [
            {"n": n, "year": point.year, "value": point.value, "line": point.line, "mark": point.mark}
            for point in points
        ]
    drawn = _draw(_series_spec(), rows)
    found = []
    for n, points in enumerate(charts):
        cell = drawn.get(n)
        found.append("" if cell is None else _framed(cell, (_left(points), _TOP, WIDTH + _RIGHT, HEIGHT + _BOTTOM)))
    return found


def shares(bars: Sequence[Mapping[str, int]]) -> list[str]:
    """A stacked bar for each of ``bars``, which give a number for some of `SHARES`; empty where all are zero."""
    names = list(SHARES)
    rows = [
        {"n": n, "share": name, "count": bar[name], "at": names.index(name)}
        for n, bar in enumerate(bars)
        for name in names
        if bar.get(name)
    ]
    drawn = _draw(_shares_spec(), rows)
    return [_framed(drawn[n], (1, 1, 241, 15), stretches=True) if n in drawn else "" for n in range(len(bars))]


@cache
def _series_spec() -> dict[str, Any]:
    import altair as alt
    import vl_convert

    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=18),
        axis=alt.Axis(
            grid=False, tickCount=8, tickMinStep=1, labelExpr=f"[format(datum.value, 'd'), {_ERA}]", labelLineHeight=14,
            labelAlign="center", labelPadding=12,
        ),
    )  # fmt: skip
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=5),
        axis=alt.Axis(tickCount=5, labelExpr="format(datum.value, ',')"),
    )
    lines = (
        alt.Chart(name="lines")
        .transform_filter("datum.line")
        .mark_line()
        .encode(
            x=x,
            y=y,
            detail="line:N",
            stroke=_by("line", {name: color for name, (color, _, _) in _LINES.items()}, alt.Stroke),
            strokeDash=_by("line", {name: dash for name, (_, dash, _) in _LINES.items()}, alt.StrokeDash),
            strokeWidth=_by("line", {name: width for name, (_, _, width) in _LINES.items()}, alt.StrokeWidth),
        )
    )
    marks = (
        alt.Chart(name="points")
        .transform_filter("datum.mark")
        .mark_point(opacity=1, strokeWidth=2, size=70)
        .encode(
            x=x,
            y=y,
            shape=_by("mark", {name: shape for name, (shape, _, _) in _MARKS.items()}, alt.Shape),
            fill=_by("mark", {name: fill for name, (_, fill, _) in _MARKS.items()}, alt.Fill),
            stroke=_by("mark", {name: stroke for name, (_, _, stroke) in _MARKS.items()}, alt.Stroke),
        )
    )
    chart = (
        alt.layer(lines, marks, data=alt.NamedData("rows"))
        .resolve_scale(stroke="independent")
        .properties(width=WIDTH, height=HEIGHT)
        .facet(facet=alt.Facet("n:Q", header=None, title=None), columns=1)
        .resolve_scale(x="independent", y="independent")
    )
    return _compiled(vl_convert, _plain(chart))


@cache
def _shares_spec() -> dict[str, Any]:
    import altair as alt
    import vl_convert

    bar = (
        alt.Chart(alt.NamedData("rows"), name="bars")
        .mark_bar(stroke=_PAPER, strokeWidth=1.5, height=14)
        .encode(
            x=alt.X("count:Q", stack="normalize", axis=None),
            order=alt.Order("at:Q"),
            fill=_by("share", SHARES, alt.Fill),
        )
        .properties(width=240, height=14)
        .facet(facet=alt.Facet("n:Q", header=None, title=None), columns=1)
    )
    return _compiled(vl_convert, _plain(bar))


def _by(field: str, looks: Mapping[str, Any], channel: Any) -> Any:
    import altair as alt

    return channel(f"{field}:N", legend=None, scale=alt.Scale(domain=list(looks), range=list(looks.values())))


def _plain(chart: Any) -> dict[str, Any]:
    """The chart in Vega-Lite, without what costs time or says something in English."""
    found: dict[str, Any] = (
        chart.configure(aria=False, font="sans-serif", padding=0)
        .configure_view(stroke=None)
        .configure_axis(
            labelFlush=False, labelOverlap=False, labelLimit=0, labelFontSize=0, labelColor=_MUTED, gridColor=_GRID,
            domainColor=_MUTED, tickColor=_MUTED, tickSize=4, domain=False, ticks=False,
        )
        .configure_axisX(domain=True, ticks=True)
        .to_dict(validate=False)
    )  # fmt: skip
    return found


def _compiled(vl_convert: Any, chart: dict[str, Any]) -> dict[str, Any]:
    chart["datasets"] = {"rows": [{"n": 0}]}
    spec: dict[str, Any] = vl_convert.vegalite_to_vega(chart)
    spec["layout"] = {**spec["layout"], "bounds": "flush", "align": "none"}
    for mark in spec["marks"]:
        mark.pop("title", None)
    return spec


def _draw(spec: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[int, ET.Element]:
    """The cells of the drawing by their number."""
    if not rows:
        return {}
    import vl_convert

    sources = [{**source, "values": rows} if source["name"] == "rows" else source for source in spec["data"]]
    root = ET.fromstring(vl_convert.vega_to_svg({**spec, "data": sources}))  # noqa: S314  our own drawing
    cells = next(one for one in root.iter(f"{{{_SVG}}}g") if " cell" in f" {one.get('class', '')}")
    return dict(zip(sorted({row["n"] for row in rows}), cells, strict=True))


def _framed(cell: ET.Element, frame: tuple[float, float, float, float], *, stretches: bool = False) -> str:
    """A cell as a picture of its own, less what draws nothing; ``frame`` reaches left, up, right and down."""
    left, top, right, bottom = frame
    stretch = ' preserveAspectRatio="none"' if stretches else ""
    _strip(cell)
    cell.attrib.clear()
    width, height = left + right, top + bottom
    body = ET.tostring(cell, encoding="unicode").replace(f' xmlns="{_SVG}"', "")
    return (
        f'<svg xmlns="{_SVG}" viewBox="{-left:g} {-top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'fill="none"{stretch}>{body}</svg>'
    )


_NEEDLESS = ("aria-hidden", "aria-roledescription", "role", "pointer-events", "font-family")


def _strip(element: ET.Element) -> None:
    for child in list(element):
        if child.get("display") == "none" or child.get("class") == "background":
            element.remove(child)
            continue
        _strip(child)
        if child.tag == f"{{{_SVG}}}g" and not len(child):
            element.remove(child)
    for name in _NEEDLESS:
        element.attrib.pop(name, None)
    for name in _GEOMETRY.intersection(element.keys()):
        element.set(name, _LONG.sub(lambda found: f"{round(float(found[0]), 2):g}", element.get(name, "")))
    if element.tag == f"{{{_SVG}}}text":
        element.set("font-size", "12")
        if element.get("text-anchor") == "end":
            element.set("dy", "4")  # so that its middle is at the line
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    words = (element.get("class") or "").split()
    if kept := [word.removesuffix("_marks") for word in words if word.endswith("_marks") or word == "role-axis-grid"]:
        element.set("class", kept[0])
    else:
        element.attrib.pop("class", None)


def _left(points: Sequence[Point]) -> int:
    """Room for the widest number at the side, whose digits are known before it is drawn."""

    def digits(value: float) -> int:
        return len(f"{value:,.6g}") if abs(value) < 1e6 else len(f"{value:,.0f}") + 1

    low, high = min(point.value for point in points), max(point.value for point in points)
    return max(44, 16 + 8 * max(digits(round(low, 3)), digits(round(high, 3))))


def parts(svg: str, name: str) -> Iterator[str]:
    """The shapes of one named part of a drawing: ``points``, ``lines`` or ``bars``."""
    for group in ET.fromstring(svg).iter(f"{{{_SVG}}}g"):  # noqa: S314  our own drawing
        if group.get("class") == name:
            yield from (one.get("d", "") for one in group.iter(f"{{{_SVG}}}path"))
