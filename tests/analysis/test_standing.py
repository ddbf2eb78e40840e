"""A verdict's figures as text."""

from __future__ import annotations

from typing import Any

import pytest

from kpitrack import language
from kpitrack.analysis.standing import Standing, percent, scale_word, share_good, whole_percent, words

ROW: dict[str, Any] = {
    "ref": "town/k", "strategy": "town", "path": ["g", "m"], "status": "on_track", "calendar": "fy", "decimals": None,
    "baseline_value": None, "actual_amount": None, "target_number": None, "target_form": None, "target_value": None,
    "strict": False, "approximate": False, "rounding_decimals": 1, "rounding_mode": "half_up",
}  # fmt: skip


def standing(**row: Any) -> Standing:
    return Standing({**ROW, **row})


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({}, "-"),
        ({"target_form": "value", "target_value": 3141.0, "target_number": 3141.0}, "3,141"),
        ({"target_form": "percent_change", "target_value": 12.34, "target_number": 0.3, "baseline_value": 9.5}, "12.34"),
        ({"target_form": "range", "target_low": 3.0, "target_high": 4.5}, "3~4.5"),
        ({"target_form": "hold", "hold": "at_least", "target_value": 48.0, "target_number": 48.0}, "≥48"),
        ({"target_form": "hold", "hold": "at_most", "target_value": 48.0, "target_number": 48.0}, "≤48"),
        ({"target_form": "hold", "hold": "at_least", "target_value": 48.0, "target_number": 48.0, "strict": True}, ">48"),
        ({"target_form": "hold", "hold": "at_most"}, "the baseline or less"),
        ({"target_form": "hold", "hold": "at_most", "strict": True}, "less than the baseline"),
        ({"target_form": "improve", "better": "higher"}, "more"),
        ({"target_form": "improve", "better": "lower"}, "less"),
        ({"target_form": "improve", "better": "higher", "improve_over": "previous"}, "above the year before"),
        ({"target_form": "improve", "better": "lower", "improve_over": "previous"}, "below the year before"),
        ({"target_form": "improve", "better": "higher", "improve_over": "year", "improve_year": 2019}, "above 2019"),
        (
            {"target_form": "improve", "better": "lower", "improve_over": "year", "improve_year": 2019, "improve_by": 3.0,
             "improve_by_ratio": False},
            "below 2019 −3",
        ),
        (
            {"target_form": "improve", "better": "higher", "improve_over": "previous", "improve_by": 0.03,
             "improve_by_ratio": True},
            "above the year before +3%",
        ),
        ({"target_form": "parity_with", "parity_ratio": 1, "parity_with": "tokyo"}, "level with tokyo"),
        ({"target_form": "parity_with", "parity_ratio": 0.8, "parity_with": "tokyo"}, "0.8 × tokyo"),
        (
            {"target_form": "parity_with", "parity_ratio": 1, "parity_with": "t", "parity_name": "東京圏", "parity_name_en": "Tokyo"},
            "level with Tokyo",
        ),
        ({"target_form": "times_baseline", "target_number": 2.0}, "2 times"),
        ({"target_form": "change", "target_number": 5.0}, "+5"),
        ({"target_form": "change", "target_number": -5.0}, "-5"),
        ({"target_form": "percent_change", "target_number": 0.3}, "+30%"),
        ({"target_form": "percent_change", "target_number": -0.3}, "-30%"),
        ({"target_form": "percent_per_year", "target_number": 0.01}, "1% a year"),
        ({"target_form": "value", "target_value": 5.0, "target_number": 5.0, "every_year": True}, "5 each year"),
        ({"target_form": "value", "target_value": 5.0, "target_number": 5.0, "strict": True, "better": "higher"}, ">5"),
        ({"target_form": "value", "target_value": 5.0, "target_number": 5.0, "strict": True, "better": "lower"}, "<5"),
        ({"target_form": "value", "target_value": 5.0, "target_number": 5.0, "approximate": True}, "about 5"),
    ],
)  # fmt: skip
def test_a_target_is_written_as_a_person_would(row: dict[str, Any], text: str) -> None:
    assert standing(**row).target_text() == text


@pytest.mark.parametrize(
    ("row", "written", "signed"),
    [
        ({"target_form": "hold", "hold": "at_least"}, "48以上", "≥48"),
        ({"target_form": "hold", "hold": "at_most"}, "48以下", "≤48"),
        ({"target_form": "hold", "hold": "at_most", "every_year": True}, "毎年度48以下", "毎年度≤48"),
        ({"target_form": "value", "strict": True, "better": "higher"}, "48超", ">48"),
        ({"target_form": "value", "strict": True, "better": "lower"}, "48未満", "<48"),
    ],
)
def test_a_bound_in_japanese_is_words_and_before_a_unit_a_sign(row: dict[str, Any], written: str, signed: str) -> None:
    language.use("ja")
    one = standing(**{"target_value": 48.0, "target_number": 48.0, **row})
    assert (one.target_text(), one.target_text(signs=True)) == (written, signed)


@pytest.mark.parametrize(
    ("row", "value", "derived", "text"),
    [
        ({}, None, False, "-"),
        ({}, 1234.5, False, "1,234.5"),
        ({"decimals": 2}, 1234.5, False, "1,234.50"),
        ({"decimals": 0}, 2.25, True, "2.3"),
        ({"decimals": 0}, 2.0, True, "2"),
        ({"decimals": 1}, 2.04, True, "2.04"),
        ({"baseline_value": 1.25}, 2.0, True, "2.00"),
        ({"baseline_value": 1.25}, 2.0051, True, "2.005"),
        ({"actual_amount": 3.5}, 2.0, True, "2.0"),
        ({"target_form": "value", "target_number": 0.125}, 2.0, True, "2.000"),
        ({"target_form": "percent_change", "target_number": 0.125}, 2.0, True, "2"),
        ({"scale": ["低い", "高い"], "scale_en": ["low", "high"]}, 1, False, "high"),
        ({"scale": ["低い", "高い"], "scale_en": ["low", "high"]}, 0.5, False, "-"),
    ],
)
def test_a_number_has_the_digits_of_its_kpi(row: dict[str, Any], value: float | None, derived: bool, text: str) -> None:
    assert standing(**row).number(value, derived=derived) == text


def test_a_figure_stands_with_its_year() -> None:
    one = standing(actual_value=12.0, actual_year=2022, previous_value=None, previous_year=2021, accumulation="mean")
    assert one.figure("actual") == "12 (2022)"
    assert one.figure("previous") == "-"
    assert one.figure("previous", lone_year=True) == "- (2021)"
    assert one.figure("baseline") == "-"
    assert (
        standing(target_form="value", target_value=5.0, target_number=5.0, target_year=2025).figure("target")
        == "5 (2025)"
    )
    assert standing(accumulation="mean", decimals=0, actual_value=2.25).figure("actual") == "2.3"
    assert standing(accumulation="sum", decimals=0, actual_value=2.25).figure("actual") == "2"


@pytest.mark.parametrize(
    ("row", "progress"),
    [({}, 0.5), ({"every_year": True}, None), ({"accumulation": "mean"}, None), ({"scale": ["a"]}, None)],
)
def test_progress_is_a_way_that_is_gone(row: dict[str, Any], progress: float | None) -> None:
    assert standing(progress=0.5, **row).progress == progress


def test_a_rate_is_printed_as_its_strategy_prints() -> None:
    assert standing(progress=0.12345).progress_text == "12.3%"
    assert standing(progress=-0.1).progress_text == "worse than baseline"
    assert standing(progress=0.0).progress_text == "0.0%"
    assert standing(progress=None).progress_text == "-"
    assert standing(rounding_decimals=0, rounding_mode="truncate").rate(0.999) == "99%"
    assert (percent(None), percent(0.125), percent(1.0)) == ("-", "12.5%", "100%")


def test_words_are_those_of_the_language() -> None:
    row = {"name": "人口", "name_en": "population", "unit": "人", "unit_en": None}
    assert (words(row, "name"), words(row, "unit")) == ("population", "人")
    scale = {"scale": ["低い", "高い"], "scale_en": ["low", "high"]}
    assert [scale_word(scale, step) for step in (None, -1, 0, 1, 2, 0.5)] == [None, None, "low", "high", None, None]
    assert scale_word({}, 0) is None
    language.use("ja")
    assert (words(row, "name"), scale_word(scale, 0)) == ("人口", "低い")


@pytest.mark.parametrize(
    ("good", "assessed", "kpis", "share"),
    [(0, 0, 0, None), (1, 1, 2, 1.0), (1, 1, 3, None), (1, 2, 4, 0.5), (0, 3, 3, 0.0)],
)
def test_a_share_of_less_than_half_is_none(good: int, assessed: int, kpis: int, share: float | None) -> None:
    assert share_good(good, assessed, kpis) == share


@pytest.mark.parametrize(
    ("some", "every", "text"),
    [
        (250, 250, "100%"), (249, 250, "99.6%"), (1, 8, "13%"), (0, 250, "0%"), (1, 250, "0.4%"), (995, 1000, "99.5%"),
        (9_999, 10_000, "99.99%"), (199, 200, "99.5%"), (989, 1000, "99%"),
    ],
)  # fmt: skip
def test_not_all_is_never_a_hundred_percent_and_some_never_nought(some: int, every: int, text: str) -> None:
    assert whole_percent(some / every) == text


@pytest.mark.parametrize(
    ("baseline", "value", "text"),
    [
        (10.0, 12.25, "12.3"),  # 四捨五入; to even it would be 12.2
        (0.4, 0.575, "0.58"),  # whose double lies below the tie
        (10.0, 12.249999999999998, "12.3"),  # what a computation left of 12.25
        (-10.0, -12.25, "-12.3"),
        (10.0, 12.04, "12"),
        (10.0, 1234567.0, "1,234,567"),
    ],
)
def test_a_computed_value_is_rounded_half_up(baseline: float, value: float, text: str) -> None:
    assert standing(baseline_value=baseline).number(value, derived=True) == text
