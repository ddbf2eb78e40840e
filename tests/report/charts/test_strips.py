from __future__ import annotations

import re

from kpitrack.analysis.series import ChartPoint, Picture
from kpitrack.analysis.standing import Bullet
from kpitrack.report.charts.strips import SHARES, bullet_bar, scale, shares, sparkline
from published import parts

SERIES = Picture(
    (ChartPoint(2020, 1, "final"), ChartPoint(2021, 3, "final"), ChartPoint(2023, 4, "provisional"),
     ChartPoint(2026, 9, "target")),
    (((2020, 1.0), (2021, 3.0)), ((2023, 4.0),)),
)  # fmt: skip


def _at(svg: str) -> list[float]:
    return [float(x) for x in re.findall(r"translate\(([-0-9.]+) ", svg)]


def test_each_value_stands_on_one_scale_with_its_target() -> None:
    axis, rows = scale([(3, 5), (9, None), (5, 5)])
    assert [svg.count('class="m-') for svg in rows] == [2, 1, 2]
    (target, value), (other,), both = (_at(svg) for svg in rows)
    assert value < target < other
    assert both[0] == both[1] == target
    assert "<text" in axis
    assert not any("<text" in svg for svg in rows)
    assert 'class="m-' not in axis


def test_the_first_is_drawn_whether_its_target_is_below_or_above() -> None:
    below, above = scale([(5, 1), (1, 5)]).rows
    assert sorted(_at(below)) == sorted(_at(above))


def test_one_number_alone_makes_no_picture() -> None:
    assert scale([(3, 3), (3, None)]) == ("", ["", ""])
    assert scale([]) == ("", [])


def test_numbers_on_the_scale_are_written_as_in_tables() -> None:
    axis, _ = scale([(12_600, None), (3_141, None)])
    assert re.search(r">[0-9]+,000<", axis)


def test_long_numbers_on_the_scale_do_not_run_into_each_other() -> None:
    axis, _ = scale([(123_456_789_012, None), (3, None)])
    assert axis.count("<text") == 2


def test_a_bar_has_a_piece_for_each_share_as_wide_as_it_is() -> None:
    svg = shares({"good": 3, "risk": 1, "unknown": 4})
    assert re.findall(r'class="of-([a-z]+)" d="M([0-9.]+) 0h([0-9.]+)', svg) == [
        ("good", "0", "90"), ("risk", "90", "30"), ("unknown", "120", "120"),
    ]  # fmt: skip
    assert shares(dict.fromkeys(SHARES, 0)) == ""


def test_a_bullet_shows_what_is_gone_what_should_be_and_the_target() -> None:
    svg = bullet_bar(Bullet(0.5, 0.75), "bad")
    assert 'class="bullet is-bad"' in svg
    assert re.search(r'class="done" d="M0 3h40v', svg)
    assert re.search(r'class="due" d="M60 0', svg)
    assert re.search(r'class="full" d="M80 0', svg)


def test_a_bullet_beyond_its_target_stays_within_its_room() -> None:
    assert 'class="done" d="M0 3h100v' in bullet_bar(Bullet(3.4, 1.0), "good")


def test_where_the_path_asks_for_nothing_there_is_no_tick_and_where_nothing_has_a_meaning_no_bar() -> None:
    assert not parts(bullet_bar(Bullet(0.5, None), "good"), "due")
    assert bullet_bar(None, "unknown") == ""


def test_sparklines_of_the_same_years_have_the_same_places_for_them() -> None:
    other = Picture((ChartPoint(2021, 70, "final"), ChartPoint(2023, 50, "final")), (((2021, 70.0), (2023, 50.0)),))
    first, second = sparkline(SERIES, 2018, 2026), sparkline(other, 2018, 2026)
    assert re.search(r'cx="([0-9.]+)"', first)[1] == re.search(r'cx="([0-9.]+)"', second)[1]  # type: ignore[index]


def test_a_sparkline_joins_no_missing_year_and_is_hollow_where_the_newest_is_not_final() -> None:
    svg = sparkline(SERIES, 2018, 2026)
    assert re.search(r'class="run" d="([^"]*)"', svg)[1].count("M") == 2  # type: ignore[index]
    assert 'class="newest hollow"' in svg
    assert len(parts(svg, "goal")) == 1


def test_a_sparkline_shows_only_its_years_and_one_value_makes_none() -> None:
    assert sparkline(SERIES, 2022, 2026) == ""
    assert 'class="newest"' in sparkline(SERIES, 2018, 2022)
    assert sparkline(Picture(), 2018, 2026) == ""
