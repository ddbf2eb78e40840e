from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.report.charts.scales import Plane, ticks, years_shown


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.54, 1.68], [1.5, 1.55, 1.6, 1.65, 1.7]),
        ([-151, 0], [-200, -150, -100, -50, 0]),
        ([0, 60], [0, 20, 40, 60]),
    ],
)
def test_the_numbers_of_a_scale_are_round_and_enclose_the_values(values: list[float], expected: list[float]) -> None:
    found = ticks(values, 5)
    assert found[0] <= min(values)
    assert found[-1] >= max(values)
    assert found == expected


def test_whole_things_are_counted_in_whole_steps() -> None:
    assert ticks([1, 2], 5, 1.0) == [1, 2]
    assert all(value == int(value) for value in ticks([3, 3], 5, 1.0))


@given(st.lists(st.floats(-1e15, 1e15, allow_subnormal=False), min_size=1, max_size=9), st.integers(2, 6))
def test_any_values_find_room_between_the_ends(values: list[float], about: int) -> None:
    found = ticks(values, about)
    size = max(map(abs, values), default=0.0) * 1e-6
    assert found[0] <= min(values) + size
    assert found[-1] >= max(values) - size
    assert 2 <= len(found) <= about + 3


def test_every_year_is_as_wide_as_any_other() -> None:
    plane = Plane(2020, 2026, 0, 10, 60, 660, 0, 100)
    assert [plane.x(year) for year in range(2020, 2027)] == [60, 160, 260, 360, 460, 560, 660]
    assert (plane.y(0), plane.y(5), plane.y(10)) == (100, 50, 0)
    assert plane.step == 100


def test_years_are_left_out_at_equal_distances_and_the_last_one_stays() -> None:
    assert years_shown(2020, 2026, 9) == list(range(2020, 2027))
    assert years_shown(1995, 2026, 9) == [1996, 2001, 2006, 2011, 2016, 2021, 2026]
