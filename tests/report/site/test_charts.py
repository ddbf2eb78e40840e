from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kpitrack.report.site
from kpitrack.analysis.series import ChartLine, ChartMark, ChartPoint
from kpitrack.report.site import charts
from kpitrack.report.site import share_bars as strips
from kpitrack.report.site.drawing import PAPER, parts

CSS = (Path(kpitrack.report.site.__file__).parent / "assets" / "site.css").read_text("utf-8")
POINTS = [
    ChartPoint(2020, 0, line="path"),
    ChartPoint(2024, 12, line="path"),
    ChartPoint(2021, 3, line="actual"),
    ChartPoint(2022, 6, line="actual"),
    ChartPoint(2020, 0, mark="baseline"),
    ChartPoint(2021, 3, mark="final"),
    ChartPoint(2022, 6, mark="provisional"),
    ChartPoint(2024, 9, mark="former"),
    ChartPoint(2024, 12, mark="target"),
]


def _elements(svg: str) -> Iterator[ET.Element]:
    return ET.fromstring(svg).iter()  # noqa: S314  our own drawing


def test_a_chart_has_a_shape_for_each_point_and_a_line_for_each_line() -> None:
    (svg,) = charts.series([POINTS])
    assert len(list(parts(svg, "points"))) == 5
    assert len(list(parts(svg, "lines"))) == 2


def test_a_chart_is_the_same_whatever_is_drawn_along_with_it() -> None:
    other = [ChartPoint(1990, -5e9, mark="final"), ChartPoint(2030, 7e9, mark="target")]
    alone = charts.series([POINTS])[0]
    together = charts.series([other, [], POINTS, other])
    assert together[2] == alone
    assert together[1] == ""
    assert together[0] == together[3] != alone


def test_a_chart_says_nothing_but_numbers_and_years() -> None:
    (svg,) = charts.series([POINTS])
    words = [text for one in _elements(svg) for text in (one.text, one.tail) if text and text.strip()]
    assert "2024" in words
    assert "R6" in words
    assert all(re.fullmatch(r"[HRS]?−?[0-9.,]+", word) for word in words)


def test_a_chart_has_nothing_that_the_policy_forbids() -> None:
    for svg in (*charts.series([POINTS]), *strips.shares([{"good": 3, "bad": 1}])):
        for element in _elements(svg):
            assert element.tag.rpartition("}")[2] in {"svg", "g", "path", "line", "text", "tspan"}
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def test_every_colour_of_a_chart_has_one_for_the_dark() -> None:
    marks: list[ChartMark] = ["milestone", "final", "provisional", "foreseen", "break", "baseline", "former", "target"]
    lines: list[ChartLine] = ["path", "actual", "trend", "limit-low", "limit-high"]
    points = [ChartPoint(2020 + i, i, mark=mark) for i, mark in enumerate(marks)]
    points += [ChartPoint(year, year, line=line) for line in lines for year in (2020, 2024)]
    drawn = "".join([*charts.series([points]), *strips.shares([dict.fromkeys(strips.SHARES, 1)])])
    for attribute, colour in set(re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', drawn)):
        assert f'svg [{attribute}="{colour}"]' in CSS


def test_the_marks_differ_in_shape_or_fill_and_not_in_colour_alone() -> None:
    looks = {(shape, fill == PAPER) for shape, fill, _ in charts._MARKS.values()}
    assert len(looks) == len(charts._MARKS)
    dashes = {name: dash for name, (_, dash, _) in charts._LINES.items() if name != "limit-high"}
    assert len({tuple(dash) for dash in dashes.values()}) == len(dashes)


def test_a_bar_has_a_piece_for_each_share() -> None:
    first, nothing, last = strips.shares([{"good": 3, "risk": 1, "unknown": 4}, {}, {"bad": 2}])
    assert len(list(parts(first, "bars"))) == 3
    assert nothing == ""
    assert strips.SHARES["bad"] in last


@pytest.mark.parametrize("value", [0.0, 1e-9, 1e15, -1e15, 123_456_789.123])
def test_a_number_at_the_side_has_room(value: float) -> None:
    (svg,) = charts.series([[ChartPoint(2020, 0, mark="baseline"), ChartPoint(2024, value, mark="target")]])
    left = -float(re.findall(r'viewBox="([-0-9.]+)', svg)[0])
    labels = re.findall(r'text-anchor="end"[^>]*>([^<]*)<', svg)
    assert all(len(label) * 7 + 4 <= left for label in labels), (labels, left)


@given(
    st.lists(st.tuples(st.integers(1900, 2200), st.floats(-1e15, 1e15, allow_subnormal=False)), min_size=1, max_size=12)
)
@settings(max_examples=25, deadline=None)
def test_any_series_can_be_drawn(values: list[tuple[int, float]]) -> None:
    (svg,) = charts.series([[ChartPoint(year, value, mark="final") for year, value in values]])
    assert len(list(parts(svg, "points"))) == len(values)
    assert "NaN" not in svg
    assert "nfinity" not in svg


def test_the_numbers_of_a_scale_have_as_many_digits_as_each_other() -> None:
    (svg,) = charts.series([[ChartPoint(2014, 1.54, mark="baseline"), ChartPoint(2019, 1.68, mark="target")]])
    numbers = [one.text or "" for one in _elements(svg) if one.get("text-anchor") == "end"]
    assert "1.60" in numbers
    assert {len(number) for number in numbers} == {4}
