from __future__ import annotations

import re

from kpitrack.report.site.drawing import parts
from kpitrack.report.site.share_bars import scale


def _at(svg: str) -> list[float]:
    return [float(x) for x in re.findall(r'<path transform="translate\(([-0-9.]+),', svg)]


def test_each_value_stands_on_one_scale_with_its_target() -> None:
    axis, rows = scale([(3, 5), (9, None), (5, 5)])
    assert [len(list(parts(svg, "points"))) for svg in rows] == [2, 1, 2]
    (target, value), (other,), both = (_at(svg) for svg in rows)
    assert value < target < other
    assert both[0] == both[1] == target
    assert "<text" in axis
    assert not any("<text" in svg for svg in rows)
    assert not list(parts(axis, "points"))


def test_the_first_is_drawn_whether_its_target_is_below_or_above() -> None:
    below, above = scale([(5, 1), (1, 5)]).rows
    assert sorted(_at(below)) == sorted(_at(above))


def test_one_number_alone_makes_no_picture() -> None:
    assert scale([(3, 3), (3, None)]) == ("", ["", ""])
    assert scale([]) == ("", [])


def test_numbers_on_the_scale_are_written_as_in_tables() -> None:
    axis, _ = scale([(12_600, None), (3_141, None)])
    assert re.search(r">[0-9]+,000<", axis)
