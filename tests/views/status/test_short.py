"""A line a KPI: whatever names, units and grades files hold, it fits, lines up in every font and styles nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as made
from kpitrack import language
from kpitrack.analysis.standing import Standing
from kpitrack.progress.frames import build, tables
from kpitrack.progress.judge import judge
from kpitrack.views.status import long, short
from kpitrack.views.status.letters import legend, letters
from kpitrack.views.text.plain import widest, width

KPIS = """
- id: g
  title: 目標
  kpis:
    - {id: good, name: a, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}}
    - {id: back, name: b, unit: 人, baseline: {year: 2020, value: 5}, target: {year: 2025, value: 10}}
    - {id: open, name: c, unit: 人, target: {value: 10}}
    - {id: none, name: d, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}}
    - {id: held, name: e, unit: 人, better: higher, baseline: {year: 2020, value: 8}, target: {year: 2025, hold: at_least}}
    - {id: word, name: f, unit: "", scale: [×, △, ○], baseline: {year: 2020, value: ×}, target: {year: 2025, value: ○}}
    - {id: limit, name: g, unit: 人, baseline: {year: 2020, value: 20}, target: {year: 2025, hold: at_least, value: 10}}
"""
ACTUALS = """
good: {2021: 2, 2022: {value: 4, status: estimated}}
back: {2022: {value: 3, status: break, note: x}}
open: {2022: 3}
held: {2020: 9, 2021: 9, 2022: 7}
word: {2021: △, 2022: ○}
limit: {2022: 15}
"""
TITLES = {("town", "g"): ("基本目標①", "稼ぐ地域→人の流れ")}
TEXTS = st.sampled_from(["1", "…", "①○"]) | st.text(
    st.sampled_from("ab 移住者数（累計）、①○…“αⅡ−℃[/]\x1b\u202e1%"), min_size=1, max_size=60
)


@cache
def rows(as_of: int = 2023) -> list[dict[str, Any]]:
    strategy, actuals = made.strategy(KPIS), made.actuals(ACTUALS)
    judged = judge(build([strategy], [actuals]), as_of).collect(engine="in-memory")
    beside = tables([strategy], [actuals])["kpis"]
    return judged.hstack(beside.select(set(beside.columns) - set(judged.columns))).rows(named=True)


@settings(max_examples=60, deadline=None)
@given(
    columns=st.integers(80, 200),
    names=st.lists(TEXTS, min_size=7, max_size=7),
    units=st.lists(TEXTS, min_size=7, max_size=7),
    grades=st.none() | st.lists(st.sampled_from(["A", "①", "Ｂ＋", "−", "概ね順調"]), min_size=7, max_size=7),
    spoken=st.sampled_from(["ja", "en"]),
)
def test_any_town_fits_and_lines_up_in_every_font(
    columns: int, names: list[str], units: list[str], grades: list[str] | None, spoken: language.Language
) -> None:
    before = language.active()
    language.use(spoken)
    try:
        standings = [
            Standing(row | {"name": name, "unit": unit, "grade": grade, "grade_scheme": "own"})
            for row, name, unit, grade in zip(rows(), names, units, grades or [None] * 7, strict=True)
        ]
        lines = list(short.as_text(standings, TITLES, 2023, columns))
        in_full = list(long.as_text(standings, TITLES, 2023, columns))
    finally:
        language.use(before)
    for line in (*lines, *in_full):
        assert widest(line.plain) <= columns, line.plain
        assert not any(category(one).startswith("C") for one in re.sub(r"\x1b\[[0-9;]*m", "", line.colored))
    table = [line.plain for line in lines if " → " in line.plain and line.plain.startswith(" ")]
    assert len(table) == 8  # the heading and a line each
    for measure in (width, widest):
        assert len({measure(line[: line.rindex(" → ")]) for line in table}) == 1


def test_no_unit_is_said_to_be_left_out_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_active", "en")
    long = rows()[0] | {"target_value": 123_456_789_012_345_678.0}
    for unit, said in (("", False), ("人", True)):
        shown = [line.plain for line in short.as_text([Standing(long | {"unit": unit})], TITLES, 2023, 80)]
        assert any("the unit has no room" in line for line in shown) is said


def test_what_stands_in_the_place_of_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_active", "en")
    standings = list(map(Standing, rows()))
    shown = [line.plain for line in short.as_text(standings, TITLES, 2023, 100)]
    at = {one.name: next(line for line in shown if f" {one.name} " in line[14:]) for one in standings}
    assert "######" in at["a"]
    assert "40.0% E" in at["a"]
    assert "worse than baseline" in at["b"]
    assert "-40" not in at["b"]
    assert "no target year" in at["c"]
    assert "awaiting FY2022" in at["d"]
    assert at["e"].rstrip().endswith("7 (2022) → ≥8人 (2025)")
    assert "#" not in at["e"]
    assert "○ (2022) → ○ (2025)" in at["f"]
    assert "50.0% of the allowance used up" in at["g"]


def test_the_legend_tells_the_letters_that_are_used_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_active", "en")
    good, back, _, none, held, *_ = map(Standing, rows())
    assert [letters(one) for one in (good, back, none, held)] == ["E", "B", "W", "v"]
    assert legend([good, none]) == ["E estimated", "W waiting for FY2022"]
    monkeypatch.setattr(language, "_active", "ja")
    later = Standing({**none.row, "waits_for_year": 2023})
    assert legend([none, later]) == ["W 2023年度、2022年度の値を待っています"]
    monkeypatch.setattr(language, "_active", "en")
    assert legend([good]) == ["E estimated"]
    assert legend([]) == []
