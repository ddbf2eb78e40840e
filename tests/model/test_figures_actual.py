"""What of a printed figure may be the actual of a year, and what is a target, a bound or another year's."""

from __future__ import annotations

import pytest

from kpitrack.model.figures import UnreadableFigure, read_figure
from kpitrack.model.figures.actual import hold_as_actual, words_to_keep
from kpitrack.model.strategy import KPI


def kpi(accumulation: str = "none", calendar: str = "fy") -> KPI:
    return KPI.model_validate(
        {"id": "k", "name": "指標", "unit": "人", "accumulation": accumulation, "calendar": calendar}
    )


@pytest.mark.parametrize(
    ("text", "accumulation", "kept"),
    [
        ("1,521人", "none", ""), ("7,077（速報値）", "none", ""), ("―", "none", ""), ("未公表", "sum", ""),
        ("12人（R5）", "none", ""), ("45人(R6.3.31現在)", "none", ""), ("45人(R6.4.1現在)", "none", ""),
        ("100人（うち女性40人）", "none", "うち女性40人"), ("7,077（※1）", "none", "※1"),
        ("集計中（9月公表予定）", "none", "9月公表予定"), ("累計12人", "running_total", ""), ("県内3位", "none", "県内"),
        ("12人（R3～R5累計）", "running_total", ""), ("年間12人", "sum", ""), ("延べ12人", "none", ""),
    ],
)  # fmt: skip
def test_a_value_of_the_year_passes_with_the_words_beside_it(text: str, accumulation: str, kept: str) -> None:
    figure = read_figure(text, unit="位" if "位" in text else "人")
    hold_as_actual(figure, text, kpi(accumulation), 2023)
    assert words_to_keep(figure) == kept


@pytest.mark.parametrize(
    ("text", "accumulation", "reason"),
    [
        ("約120人", "none", "no single value"), ("100人以上", "none", "no single value"), ("5人増", "none", "no single"),
        ("改善", "none", "no single value"), ("12人（R4）", "none", "is of 2022, not of 2023"),
        ("45人(R5.3末)", "none", "before 2023 begins"), ("12人（目標値）", "none", "what is planned"),
        ("12人（予定）", "none", "what is planned"), ("累計12人", "sum", "several years"),
        ("12人（累計）", "none", "several years"), ("5年間で12人", "sum", "several years"),
        ("12人（R3～R7）", "sum", "several years"), ("12人（年間）", "running_total", "one year alone"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_year_is_refused(text: str, accumulation: str, reason: str) -> None:
    figure = read_figure(text, unit="人")
    with pytest.raises(UnreadableFigure) as refused:
        hold_as_actual(figure, text, kpi(accumulation), 2023)
    assert reason in str(refused.value)


def test_a_month_counts_by_the_calendar_of_the_kpi() -> None:
    figure = read_figure("45人(R5.3末)", unit="人")
    hold_as_actual(figure, "45人(R5.3末)", kpi(calendar="cy"), 2023)
