"""What was probably meant."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.numbers import parse_percent
from kpitrack.model.suggestions import date_meant, nearest, number_meant, percentage_meant

PIECES = st.lists(
    st.sampled_from(
        ["1", "0", "12", "３", ",", ".", "%", "％", "▲", "-", "+", "約", "以上", "未満", "件", "人", "割", "減", "増", "倍", "万",
         "千", "億円", "年", "月", "日", "令和", "R", "/", "O", " ", "（速報値）", "位", "点", "台", "超", "2024"]
    ), max_size=7,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field", "meant"),
    [
        ("7,140人", "value", "7140"), ("▲30人", "value", "-30"), ("1.2万", "value", None), ("5000千円", "value", None),
        ("714O", "value", None), ("5ha", "value", None), ("7140（速報値）", "value", None), ("2023年度", "value", None),
        ("1.0%未満", "target", "1.0, strict: true"), ("約1万人", "target", None), ("2倍", "value", None),
        ("30%", 2024, "30"), ("80%以上", "target", "80"), ("30%", "change", None), ("80%", "ratio", None),
        ("200%", "times_baseline", None), ("3割", "value", None), ("5‰", 2024, None), ("5分", "value", "5"),
    ],
)  # fmt: skip
def test_numbers(text: str, field: str, meant: str | None) -> None:
    assert number_meant(text, field) == meant


@given(PIECES | st.text(max_size=12))
def test_a_suggestion_can_be_written(text: str) -> None:
    number, percentage, day = number_meant(text), percentage_meant(text), date_meant(text)
    assert number is None or Decimal(number).is_finite()
    assert percentage is None or isinstance(parse_percent(percentage), float)
    assert day is None or dt.date.fromisoformat(day)
    assert nearest(text, ["unit", "provisional"]) in {None, "unit", "provisional"}


def test_the_first_of_the_words_that_are_allowed() -> None:
    assert nearest("完了", ["planned", "under_way", "done", "dropped"]) == "done"
    assert nearest("完了", ["continue", "improve", "complete"]) == "complete"
    assert nearest("完了", ["new"]) is None
    assert nearest("KPI", ["kpi", "kpis"]) == "kpi"
    assert nearest("Ａ", ["a", "A"]) == "A"
