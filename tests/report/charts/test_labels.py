from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpitrack.report.charts.labels import Box, Label, place

ROOM = Box(60, 0, 890, 300)


def test_a_label_stands_on_the_first_side_that_is_free() -> None:
    (above,) = place([Label("l", ("目標 60人",), 400, 150)], ROOM, 13, [], [])
    assert above.box.bottom <= 150
    taken = Box(380, 100, 420, 149)
    (below,) = place([Label("l", ("目標 60人",), 400, 150)], ROOM, 13, [taken], [])
    assert below.box.top >= 150


def test_a_label_avoids_a_line_where_it_can() -> None:
    line = (60, 135, 890, 135)
    (found,) = place([Label("l", ("目標 60人",), 400, 150)], ROOM, 13, [], [line])
    assert not found.box.crossed(line)


def test_where_there_is_little_room_less_is_said_and_never_a_part_of_a_number() -> None:
    narrow = Box(0, 0, 80, 80)
    (found,) = place([Label("l", ("目標 123,456,789人", "12,345人"), 40, 40)], narrow, 12, [], [])
    assert found.words == "12,345人"
    assert not place([Label("l", ("目標 123,456,789人",), 40, 40)], narrow, 12, [], [])


def test_what_is_needed_finds_a_place_far_away_and_the_rest_is_left_out() -> None:
    crowd = Box(300, 60, 500, 240)
    needed, other = Label("l", ("目標",), 400, 150, needed=True), Label("l", ("目安",), 400, 150)
    found = place([other, needed], ROOM, 13, [crowd], [])
    assert [one.words for one in found] == ["目標"]
    assert not found[0].box.meets(crowd)


LABELS = st.lists(
    st.builds(
        Label,
        st.just("l"),
        st.lists(st.text("0123456789,−目標値（速報）abc", min_size=1, max_size=20), min_size=1, max_size=2).map(tuple),
        st.floats(60, 890),
        st.floats(0, 300),
        needed=st.booleans(),
    ),
    max_size=12,
)
LINES = st.lists(st.tuples(st.floats(60, 890), st.floats(0, 300), st.floats(60, 890), st.floats(0, 300)), max_size=8)


@given(LABELS, LINES)
@settings(max_examples=150, deadline=None)
def test_no_label_covers_another_or_a_mark_or_leaves_the_drawing(
    labels: list[Label], lines: list[tuple[float, float, float, float]]
) -> None:
    marks = [Box(one.x - 8, one.y - 8, one.x + 8, one.y + 8) for one in labels]
    found = place(labels, ROOM, 13, marks, lines)
    boxes = [one.box for one in found]
    for i, box in enumerate(boxes):
        assert box.within(ROOM)
        assert not any(box.meets(other) for other in [*boxes[:i], *marks])


def test_a_line_beside_a_box_does_not_cross_it() -> None:
    box = Box(10, 10, 20, 20)
    assert box.crossed((0, 15, 30, 15))
    assert box.crossed((12, 0, 18, 30))
    assert not box.crossed((0, 5, 30, 5))
    assert not box.crossed((0, 0, 5, 30))
    assert not box.crossed((25, 0, 25, 30))
    assert not box.crossed((0, 30, 9, 9))


WHOLE = st.integers(-4, 8)


@given(WHOLE, WHOLE, WHOLE, WHOLE)
def test_a_line_crosses_a_box_where_some_of_it_lies_inside(x: int, y: int, to_x: int, to_y: int) -> None:
    box = Box(0, 1, 4, 3)
    at = (Fraction(i, 840) for i in range(841))  # every place where a line between whole points can enter or leave
    spots = ((x + (to_x - x) * t, y + (to_y - y) * t) for t in at)
    inside = any(box.left < across < box.right and box.top < down < box.bottom for across, down in spots)
    assert box.crossed((x, y, to_x, to_y)) == inside


def test_boxes_that_touch_do_not_meet_and_one_may_fill_its_room() -> None:
    box = Box(10, 10, 20, 20)
    for other in (Box(20, 10, 30, 20), Box(0, 10, 10, 20), Box(10, 20, 20, 30), Box(10, 0, 20, 10)):
        assert not box.meets(other)
        assert not box.meets_any([other])
    for other in (Box(19, 19, 30, 30), Box(0, 0, 11, 11)):
        assert box.meets(other)
        assert box.meets_any([Box(50, 50, 60, 60), other])
    assert box.within(box)
    for outside in (Box(11, 10, 20, 20), Box(10, 11, 20, 20), Box(10, 10, 19, 20), Box(10, 10, 20, 19)):
        assert not box.within(outside)


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("above", Box(388, 128.5, 412, 141)),
        ("below", Box(388, 159, 412, 171.5)),
        ("right", Box(409, 143.75, 433, 156.25)),
        ("left", Box(367, 143.75, 391, 156.25)),
        ("above-left", Box(374, 128.5, 398, 141)),
        ("above-right", Box(402, 128.5, 426, 141)),
        ("below-left", Box(374, 159, 398, 171.5)),
        ("below-right", Box(402, 159, 426, 171.5)),
    ],
)
def test_a_label_stands_where_its_side_is(side: str, expected: Box) -> None:
    (found,) = place([Label("l", ("目標",), 400, 150, sides=(side,))], ROOM, 10, [], [])
    assert tuple(found.box) == pytest.approx(tuple(expected))


@pytest.mark.parametrize(("x", "left"), [(61, 60), (889, 866)])
def test_a_label_at_the_edge_is_pushed_back_into_the_room(x: float, left: float) -> None:
    (found,) = place([Label("l", ("目標",), x, 150)], ROOM, 10, [], [])
    assert found.box.left == pytest.approx(left)
    assert found.box.bottom == pytest.approx(141)


def test_where_the_sides_are_taken_it_stands_a_line_further() -> None:
    taken = [Box(300, 120, 500, 145), Box(300, 155, 500, 180)]
    (found,) = place([Label("l", ("目標",), 400, 150, sides=("above", "left"))], ROOM, 10, taken, [])
    assert found.box.top < 120
    assert found.box.left == 388


def test_the_far_place_of_what_is_needed_is_the_nearest_that_is_free() -> None:
    crowd = Box(200, 0, 600, 300)
    (left,) = place([Label("l", ("目標",), 250, 150, needed=True)], ROOM, 10, [crowd], [])
    (right,) = place([Label("l", ("目標",), 560, 150, needed=True)], ROOM, 10, [crowd], [])
    assert 150 < left.box.right <= 200
    assert 600 <= right.box.left < 650
    for found in (left, right):
        assert abs((found.box.top + found.box.bottom) / 2 - 150) < 10


def test_a_shorter_text_is_taken_rather_than_a_line_crossed_and_a_longer_one_rather_than_the_first_side() -> None:
    label = Label("l", ("目標 60人（速報値）", "60人"), 100, 150)
    assert place([label], ROOM, 10, [], [])[0].words == "目標 60人（速報値）"
    wide = Box(60, 0, 180, 300)
    assert place([label], wide, 10, [], [(95, 0, 95, 130)])[0].words == "目標 60人（速報値）"
    assert place([label], wide, 10, [], [(70, 0, 70, 300)])[0].words == "60人"
