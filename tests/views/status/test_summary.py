"""A line a strategy: whatever ids, names and counts there are, it fits and lines up in every font."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kpitrack.analysis.freshness import Freshness
from kpitrack.model.vocabulary import STATUSES
from kpitrack.views.status.summary import Line, as_text
from kpitrack.views.text.plain import widest, width

TEXTS = st.text(st.sampled_from("ab 町総合戦略（第）①○…Ⅱ"), min_size=1, max_size=40)
COUNTS = st.dictionaries(st.sampled_from(STATUSES), st.integers(1, 900), min_size=1, max_size=7)
LINES = st.builds(Line, st.text("abc-1", min_size=1, max_size=50), TEXTS, TEXTS, COUNTS.map(Counter))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), st.integers(80, 200))
def test_any_strategies_fit_and_line_up_in_every_font(lines: list[Line], columns: int) -> None:
    shown = [line.plain for line in as_text(lines, (), Freshness(), 2025, columns)]
    assert max(map(widest, shown)) <= columns
    table = shown[shown.index("") + 1 :][: len(lines)]
    whole = [(row, line) for row, line in zip(table, lines, strict=True) if row.endswith(line.marks)]
    for measure in (width, widest):
        assert len({measure(row.removesuffix(line.marks)) for row, line in whole}) <= 1


def test_without_a_share_there_is_no_bar() -> None:
    known = Line("a", "甲町", "戦略", Counter({"on_track": 1, "no_data": 1}))
    unknown = Line("b", "乙町", "戦略", Counter({"on_track": 1, "no_data": 2}))
    shown = [line.plain.rstrip() for line in as_text([known, unknown], (), Freshness(), 2025, 80)]
    rows = shown[shown.index("") + 1 :][:2]
    assert rows[0].split() == ["a", "甲町", "戦略", "#######??????", "1/1", "○1", "?1"]
    assert rows[1].split() == ["b", "乙町", "戦略", "○1", "?2"]
    alone = [line.plain.rstrip() for line in as_text([unknown], (), Freshness(), 2025, 80)]
    assert alone[alone.index("") + 1] == "b  乙町  戦略  ○1 ?2"
