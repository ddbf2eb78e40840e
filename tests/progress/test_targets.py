"""Every form of target: its number, when it is met, and its path."""

from __future__ import annotations

from typing import Any

import pytest

BASE: dict[str, Any] = {"year": 2020, "value": 250}


@pytest.mark.parametrize(
    ("target", "value", "better"),
    [
        ({"value": 12}, 12, "lower"),
        ({"times_baseline": 2}, 500, "higher"),
        ({"change": 10000}, 10250, "higher"),
        ({"change": -5}, 245, "lower"),
        ({"percent_change": "-30%"}, 175, "lower"),
        ({"percent_per_year": "4%", "compounding": "compound"}, 250 * 1.04**5, "higher"),
        ({"percent_per_year": "4%", "compounding": "simple"}, 300, "higher"),
        ({"range": {"low": 95, "high": 105}}, None, "lower"),
        ({"range": {"low": 200, "high": 300}}, None, None),
        ({"hold": "at_least"}, 250, "higher"),
        ({"hold": "at_most", "value": 260, "tolerance": "3%"}, 260, "lower"),
        ({"parity_with": "c"}, None, "higher"),
        ({"parity_with": "c", "ratio": 0.5}, None, "lower"),
        ({"improve": True}, None, "higher"),
    ],
)
def test_what_a_target_comes_to(target: Any, value: float | None, better: str | None, judged: Any) -> None:
    comparators = {"c": {2020: 300, 2022: 310}}
    row = judged({"baseline": BASE, "target": {"year": 2025, **target}}, {2022: 250}, 2022, comparators=comparators)
    assert row["target_value"] == (None if value is None else pytest.approx(value, rel=1e-12))
    assert row["better"] == better
    assert row["better_assumed"] is ("improve" in target)


@pytest.mark.parametrize(
    ("target", "short", "meets"),
    [
        ({"value": 300}, 299.99, 300),
        ({"value": 300, "strict": True}, 300, 300.01),
        ({"value": 200, "strict": True}, 200, 199.99),
        ({"times_baseline": 1.2}, 299.99, 300),
        ({"percent_change": "20%"}, 299.99, 300),
        ({"percent_per_year": "4%", "compounding": "compound"}, 304.16, 250 * 1.04**5),
        ({"percent_per_year": "4%", "compounding": "simple"}, 299.99, 300),
        ({"range": {"low": 300, "high": 310}}, 299, 300),
        ({"range": {"low": 300, "high": 310}}, 311, 310),
        ({"range": {"low": 300, "high": 310}, "strict": True}, 300, 301),
        ({"hold": "at_least", "tolerance": "3%"}, 242.4, 242.5),
        ({"hold": "at_most", "value": 200, "tolerance": "3%"}, 206.1, 206),
        ({"parity_with": "c"}, 309, 310),
        ({"parity_with": "c", "ratio": 0.9}, 278.9, 279),
        ({"improve": True}, 250, 250.01),
    ],
)
def test_when_a_target_is_met(target: Any, short: float, meets: float, judged: Any) -> None:
    kpi = {"baseline": BASE, "target": {"year": 2025, **target}}
    comparators = {"c": {2020: 320, 2025: 310}}
    assert judged(kpi, {2025: short}, 2025, comparators=comparators)["status"] == "missed"
    assert judged(kpi, {2025: meets}, 2025, comparators=comparators)["status"] == "achieved"


@pytest.mark.parametrize(
    ("target", "better", "status"),
    [
        ({"percent_change": "-30%"}, "lower", "missed"),
        ({"times_baseline": 0.5}, "lower", "missed"),
        ({"percent_per_year": "-4%", "compounding": "compound"}, "lower", "at_risk"),
        ({"times_baseline": 2}, "higher", "on_track"),
    ],
)
def test_a_relative_target_goes_the_way_that_it_says(target: Any, better: str, status: str, judged: Any) -> None:
    kpi = {"target": {"year": 2025, **target}}
    # The path of a sum starts at 0, above which all these targets lie.
    whole = judged({**kpi, "baseline": BASE, "accumulation": "sum"}, {2021: 200}, 2022)
    assert (whole["better"], whole["status"]) == (better, status)
    unknown = judged(kpi, {2021: 200, 2022: 190}, 2022)
    assert (unknown["better"], unknown["better_assumed"]) == (better, False)
    assert unknown["on_previous"] == pytest.approx(0.05 if better == "lower" else -0.05)


def test_a_multiple_of_zero_is_undefined(judged: Any) -> None:
    for target in ({"times_baseline": 2}, {"percent_change": "30%"}):
        row = judged({"baseline": {"year": 2020, "value": 0}, "target": {"year": 2025, **target}}, {2022: 0}, 2022)
        assert (row["target_value"], row["status"], row["reason"]) == (None, "not_assessable", "no_target_value")
        assert row["reason_progress"] == "no_target_value"


def test_compound_targets_follow_their_curve_and_are_flat_after(judged: Any) -> None:
    kpi = {
        "baseline": {"year": 2020, "value": 100},
        "target": {"year": 2025, "percent_per_year": "4%", "compounding": "compound"},
    }
    assert judged(kpi, {2023: 112.4864}, 2023)["pace"] == pytest.approx(1, abs=1e-12)
    assert judged(kpi, {2030: 120}, 2030)["expected"] == pytest.approx(100 * 1.04**5)
    simple = {**kpi, "target": {"year": 2025, "percent_per_year": "4%", "compounding": "simple"}}
    assert judged(simple, {2023: 112}, 2023)["expected"] == pytest.approx(112)
    # Milestones go before the curve.
    assert judged({**kpi, "milestones": {2022: 104, 2024: 114}}, {2023: 109}, 2023)["expected"] == pytest.approx(109)


def test_a_plain_value_without_a_baseline_is_taken_to_rise_and_says_so(judged: Any) -> None:
    row = judged({"target": {"year": 2025, "value": 20}}, {2022: 21}, 2022)
    assert (row["better"], row["better_assumed"], row["status"]) == ("higher", True, "achieved_early")
    stated = judged({"target": {"year": 2025, "value": 20}, "better": "lower"}, {2022: 21}, 2022)
    assert (stated["better"], stated["better_assumed"]) == ("lower", False)
    assert (stated["attainment"], stated["reason_attainment"]) == (None, "lower_is_better")


def test_parity_with_another_kpi_takes_its_values_and_baseline(frames_of: Any) -> None:
    from kpitrack.progress.judge import judge

    frames = frames_of(
        {
            "k": {"baseline": {"year": 2019, "value": 1.3}, "target": {"year": 2024, "parity_with": "tokyo"}},
            "far": {"baseline": {"year": 2019, "value": 1.3}, "target": {"year": 2024, "parity_with": "s/tokyo"}},
            "tokyo": {"baseline": {"year": 2019, "value": 1.4}},
        },
        {
            "k": {2022: 1.33},
            "far": {2023: 1.33},
            "tokyo": {2022: 1.37, 2023: {"value": 1.3, "status": "forecast"}},
        },
    )
    k, far, _ = judge(frames, 2023).collect().to_dicts()
    assert (k["better"], k["better_assumed"]) == ("higher", False)  # the other is higher in the baseline's year
    assert (k["progress"], k["pace"]) == (pytest.approx(0.6), pytest.approx(1))
    assert (k["comparator_start"], k["comparator_value"], k["reason_remaining"]) == (1.4, 1.37, "moving_target")
    # The other's forecast is no value to be level with.
    assert (far["progress"], far["reason_progress"]) == (None, "comparator_missing")


def test_a_comparator_may_stand_in_several_files() -> None:
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.strategy import Strategy
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge

    target = {"year": 2024, "parity_with": "tokyo"}
    kpi = {"id": "k", "name": "k", "unit": "", "baseline": {"year": 2019, "value": 1.3}, "target": target}
    strategy = {
        "id": "s", "title": "s", "organization": {"name": "s"}, "period": {"start": 2020, "end": 2024},
        "goals": [{"id": "g", "title": "g", "kpis": [kpi]}],
    }  # fmt: skip
    files = [
        {"strategy": "s", "comparators": {"tokyo": {2019: 1.4}}},
        {"strategy": "s", "actuals": {"k": {2022: 1.33}}, "comparators": {"tokyo": {"values": {2022: 1.37}}}},
    ]
    frames = build([Strategy.model_validate(strategy)], map(Actuals.model_validate, files))
    assert judge(frames, 2023).collect()["progress"].to_list() == [pytest.approx(0.6)]


def test_relative_to_a_restated_baseline(judged: Any) -> None:
    baseline = {"year": 2012, "value": 7153, "restated": [{"value": 8012}]}
    row = judged({"baseline": baseline, "target": {"year": 2017, "percent_change": "2%"}}, {2015: 7612}, 2016)
    assert row["restated"]
    assert not judged({"target": {"year": 2015, "value": 1}}, {2013: 1}, 2013)["restated"]
    assert row["target_value"] == pytest.approx(7153 * 1.02)


def test_verdict_against_the_original_target(frames_of: Any) -> None:
    from kpitrack.progress.judge import judge

    kpi = {
        "baseline": {"year": 2019, "value": 0},
        "target": {"year": 2024, "value": 50},
        "milestones": {2022: 10},
        "revisions": [{"target": {"year": 2024, "value": 100}}, {"target": {"year": 2024, "value": 80}}],
    }
    now, first = (
        judge(frames_of({"k": kpi, "other": {}}, {"k": {2022: 30}}, original_targets=original), 2022).collect()
        for original in (False, True)
    )
    assert now["target_value"].to_list() == [50, None]
    assert now["status"].to_list() == ["on_track", "not_assessable"]
    assert now["revised"].to_list() == [True, False]
    assert first["target_value"].to_list() == [100, None]
    assert first["expected"].to_list()[0] == 60  # straight: the milestones belong to the target of now
    assert first["status"].to_list() == ["off_track", "not_assessable"]


@pytest.mark.parametrize(
    ("kpi", "reason"),
    [
        ({"baseline": BASE, "target": {"percent_per_year": "4%", "compounding": "simple"}}, "no_target_year"),
        ({"target": {"year": 2025, "percent_per_year": "4%", "compounding": "simple"}}, "no_target_value"),
        ({"target": {"change": 5}}, "no_target_value"),
    ],
)
def test_why_there_is_no_number_to_attain(kpi: Any, reason: str, judged: Any) -> None:
    assert judged(kpi, {2022: 260}, 2022)["reason_attainment"] == reason


@pytest.mark.parametrize(
    ("stated", "comparator", "better", "assumed"),
    [
        ({}, {2020: 300, 2022: 310}, "higher", False),
        ({}, {2020: 200, 2022: 210}, "lower", False),
        ({"better": "higher"}, {2020: 200, 2022: 210}, "higher", False),  # what is written holds
        ({"better": "lower"}, {2020: 300, 2022: 310}, "lower", False),
        ({}, {2020: 250, 2022: 260}, "higher", True),  # level with it from the beginning
        ({}, {2022: 310}, "higher", True),
    ],
)
def test_parity_shows_which_way_is_better_where_nothing_says_so(
    stated: Any, comparator: dict[int, float], better: str, assumed: bool, judged: Any
) -> None:
    kpi = {"baseline": BASE, "target": {"year": 2025, "parity_with": "c"}, **stated}
    row = judged(kpi, {2022: 260}, 2022, comparators={"c": comparator})
    assert (row["better"], row["better_assumed"]) == (better, assumed)
