from __future__ import annotations

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
