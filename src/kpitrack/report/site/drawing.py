"""Drawings as SVG: made by Vega from Altair's description, many at a time, without words.

A drawing holds only numbers and years; its title, key and table are in the page around it. So one drawing serves
every language, needs no font, and no wrongly measured text is clipped. The style sheet maps its few colours for dark
mode.

Vega needs some forty milliseconds for any drawing, however small, but only a few more for each further chart in it:
hence one for many charts, which is then cut apart. Three quarters of those went into measuring labels, for a layout
that is fixed here: hence they are drawn at size nothing, and get their size afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

PAPER, GRID, MUTED = "#ffffff", "#d9d9d9", "#555555"
NUMBER = "length(datum.label) > 9 ? format(datum.value, ',') : datum.label"
"""A number on a scale, with as many decimals as its neighbours, but no long run of zeros."""
SVG = "http://www.w3.org/2000/svg"
_LONG = re.compile(r"-?[0-9]+\.[0-9]{3,}(?:e-[0-9]+)?")
_GEOMETRY = {"d", "transform", "x", "y", "x2", "y2"}
ET.register_namespace("", SVG)


def by(field: str, looks: Mapping[str, Any], channel: Any) -> Any:
    """An encoding by ``field``: the look of each of its values."""
    import altair as alt

    return channel(f"{field}:N", legend=None, scale=alt.Scale(domain=list(looks), range=list(looks.values())))


def plain_chart(chart: Any) -> dict[str, Any]:
    """The chart in Vega-Lite, without parts that cost time or contain English."""
    found: dict[str, Any] = (
        chart.configure(aria=False, font="sans-serif", padding=0)
        .configure_view(stroke=None)
        .configure_axis(
            labelFlush=False, labelOverlap=False, labelLimit=0, labelFontSize=0, labelColor=MUTED, gridColor=GRID,
            domainColor=MUTED, tickColor=MUTED, tickSize=4, domain=False, ticks=False,
        )
        .configure_axisX(domain=True, ticks=True)
        .to_dict(validate=False)
    )  # fmt: skip
    return found


def compiled(vl_convert: Any, chart: dict[str, Any]) -> dict[str, Any]:
    """The chart in Vega, its cells one below the other with nothing between them."""
    chart["datasets"] = {"rows": [{"n": 0}]}
    spec: dict[str, Any] = vl_convert.vegalite_to_vega(chart)
    spec["layout"] = {**spec["layout"], "bounds": "flush", "align": "none"}
    for mark in spec["marks"]:
        mark.pop("title", None)
    return spec


def draw(spec: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[int, ET.Element]:
    """The cells of the drawing by their number."""
    if not rows:
        return {}
    import vl_convert

    sources = [{**source, "values": rows} if source["name"] == "rows" else source for source in spec["data"]]
    root = ET.fromstring(vl_convert.vega_to_svg({**spec, "data": sources}))  # noqa: S314  our own drawing
    cells = next(one for one in root.iter(f"{{{SVG}}}g") if " cell" in f" {one.get('class', '')}")
    return dict(zip(sorted({row["n"] for row in rows}), cells, strict=True))


def framed(cell: ET.Element, frame: tuple[float, float, float, float], *, stretches: bool = False) -> str:
    """A cell as its own picture, without groups that draw nothing; ``frame``: left, top, right and bottom."""
    left, top, right, bottom = frame
    stretch = ' preserveAspectRatio="none"' if stretches else ""
    _strip(cell)
    cell.attrib.clear()
    width, height = left + right, top + bottom
    body = ET.tostring(cell, encoding="unicode").replace(f' xmlns="{SVG}"', "")
    return (
        f'<svg xmlns="{SVG}" viewBox="{-left:g} {-top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'fill="none"{stretch}>{body}</svg>'
    )


def without(cell: ET.Element, name: str) -> ET.Element:
    """A cell without its groups of a class such as ``role-axis-label``."""
    for group in list(cell.iter()):
        for child in list(group):
            if name in (child.get("class") or "").split():
                group.remove(child)
    return cell


_NEEDLESS = ("aria-hidden", "aria-roledescription", "role", "pointer-events", "font-family")


def _strip(element: ET.Element) -> None:
    for child in list(element):
        if child.get("display") == "none" or child.get("class") == "background":
            element.remove(child)
            continue
        _strip(child)
        if child.tag == f"{{{SVG}}}g" and not len(child):
            element.remove(child)
    for name in _NEEDLESS:
        element.attrib.pop(name, None)
    for name in _GEOMETRY.intersection(element.keys()):
        element.set(name, _LONG.sub(lambda found: f"{round(float(found[0]), 2):g}", element.get(name, "")))
    if element.tag == f"{{{SVG}}}text":
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


def parts(svg: str, name: str) -> Iterator[str]:
    """The shapes of one named part of a drawing: ``points``, ``lines`` or ``bars``."""
    for group in ET.fromstring(svg).iter(f"{{{SVG}}}g"):  # noqa: S314  our own drawing
        if group.get("class") == name:
            yield from (one.get("d", "") for one in group.iter(f"{{{SVG}}}path"))
