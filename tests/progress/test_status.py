"""Each status, at the years and values where it turns."""

from __future__ import annotations

from typing import Any

import pytest

PLAIN: dict[str, Any] = {"baseline": {"year": 2019, "value": 100}, "target": {"year": 2024, "value": 200}}
FALLING: dict[str, Any] = {"baseline": {"year": 2019, "value": 200}, "target": {"year": 2024, "value": 100}}
SUM: dict[str, Any] = {"accumulation": "sum", "baseline": {"year": 2019}, "target": {"year": 2024, "value": 500}}
CEILING: dict[str, Any] = {**SUM, "better": "lower"}
DIP: dict[str, Any] = {**PLAIN, "milestones": {2020: 90}}
OPEN: dict[str, Any] = {"baseline": {"year": 2019, "value": 100}, "target": {"value": 200}}
FLAT: dict[str, Any] = {**PLAIN, "target": {"year": 2024, "value": 100}, "better": "higher"}
HOLD: dict[str, Any] = {**PLAIN, "target": {"year": 2024, "hold": "at_least"}}
RANGE: dict[str, Any] = {**PLAIN, "target": {"year": 2024, "range": {"low": 130, "high": 150}}}
IMPROVE: dict[str, Any] = {**PLAIN, "target": {"year": 2024, "improve": True}, "better": "higher"}
LATE: dict[str, Any] = {**PLAIN, "lag": 2, "frequency": 3}
GONE: dict[str, Any] = {**PLAIN, "discontinued": {"year": 2022}}
WITHHELD, FORECAST, MISSING = {"status": "suppressed"}, {"value": 300, "status": "forecast"}, {"status": "missing"}


@pytest.mark.parametrize(
    ("kpi", "actuals", "as_of", "status"),
    [
        (GONE, {2021: 140}, 2021, "on_track"),
        (GONE, {2021: 140}, 2022, "discontinued"),
        ({"better": "higher"}, {2021: 140}, 2022, "not_assessable"),
        (PLAIN, {}, 2018, "not_started"),
        (PLAIN, {2019: 100}, 2019, "not_started"),
        (PLAIN, {2024: 200}, 2024, "achieved"),
        (PLAIN, {2024: 200 - 1e-10}, 2024, "missed"),
        (PLAIN, {2024: 199.9}, 2024, "missed"),
        (PLAIN, {2023: 150, 2025: 200}, 2025, "achieved"),  # the first at or after the target's year
        (PLAIN, {2024: 200, 2025: 90}, 2026, "achieved"),
        (PLAIN, {2024: 190, 2025: 300}, 2026, "missed"),
        (PLAIN, {2024: FORECAST}, 2024, "no_data"),
        (FALLING, {2024: 100}, 2024, "achieved"),
        (FALLING, {2024: 101}, 2024, "missed"),
        (PLAIN, {2023: 180}, 2024, "on_track"),
        (PLAIN, {2023: 180}, 2025, "awaiting_final"),
        (PLAIN, {2023: 180}, 2026, "no_final_data"),
        (PLAIN, {}, 2025, "awaiting_final"),
        (PLAIN, {2020: WITHHELD}, 2020, "suppressed"),
        (PLAIN, {2020: WITHHELD, 2021: MISSING}, 2021, "no_data"),
        (PLAIN, {2020: 120, 2021: WITHHELD}, 2021, "on_track"),
        (PLAIN, {2020: WITHHELD}, 2025, "awaiting_final"),
        (PLAIN, {}, 2020, "not_due"),
        (PLAIN, {}, 2021, "no_data"),
        (LATE, {}, 2023, "not_due"),
        (LATE, {}, 2024, "no_data"),
        (PLAIN, {2022: 200}, 2022, "achieved_early"),
        (PLAIN, {2022: 200, 2023: 150}, 2023, "at_risk"),
        (OPEN, {2022: 200}, 2022, "achieved"),
        (OPEN, {2022: 199}, 2022, "not_assessable"),
        (SUM, {2020: 100, 2022: 100}, 2022, "incomplete"),
        (SUM, {2020: 100, 2022: 400}, 2022, "achieved_early"),
        (SUM, {2020: 100, 2021: 100, 2022: 100}, 2022, "on_track"),
        (SUM, {2021: 100, 2022: 100, 2023: 100, 2024: 100}, 2024, "incomplete"),
        (SUM, {2021: 100, 2022: 100, 2023: 100, 2024: 200}, 2024, "achieved"),
        (SUM, {2020: 90, 2021: 100, 2022: 100, 2023: 100, 2024: 100}, 2024, "missed"),
        (SUM, {2020: 100, 2021: 100, 2022: 100, 2023: 100, 2025: 999}, 2025, "incomplete"),
        (CEILING, {2020: 100, 2021: 100}, 2021, "on_track"),
        (CEILING, {2020: 100, 2021: 101}, 2021, "at_risk"),
        (CEILING, {2020: 100, 2022: 100}, 2022, "incomplete"),
        (CEILING, {2020: 100, 2022: 401}, 2022, "missed"),
        (CEILING, {2020: 100, 2021: 100, 2022: 100, 2023: 100, 2024: 100}, 2024, "achieved"),
        (CEILING, {2020: 100, 2021: 100, 2022: 100, 2024: 100}, 2024, "incomplete"),
        (CEILING, {2020: 100, 2022: 100}, 2026, "no_final_data"),
        (PLAIN, {2021: 138}, 2021, "on_track"),
        (PLAIN, {2021: 137.9}, 2021, "at_risk"),
        (PLAIN, {2021: 124}, 2021, "at_risk"),
        (PLAIN, {2021: 123.9}, 2021, "off_track"),
        (PLAIN, {2021: 100}, 2021, "off_track"),
        (PLAIN, {2021: 99.9}, 2021, "regressing"),
        (FALLING, {2021: 162}, 2021, "on_track"),
        (FALLING, {2021: 201}, 2021, "regressing"),
        (DIP, {2020: 90}, 2020, "on_track"),
        (DIP, {2020: 89}, 2020, "regressing"),
        ({**PLAIN, "milestones": {2020: 100}}, {2020: 100}, 2020, "on_track"),
        ({**PLAIN, "milestones": {2022: 210}}, {2022: 205}, 2022, "on_track"),  # the target is met, the path is not
        ({**PLAIN, "milestones": {2022: 300}}, {2022: 230}, 2022, "at_risk"),
        ({**PLAIN, "milestones": {2022: 210}}, {2022: 210}, 2022, "achieved_early"),
        (FLAT, {2021: 99}, 2021, "regressing"),
        (FLAT, {2021: 100}, 2021, "achieved_early"),
        ({**DIP, "milestones": {2020: 120, 2021: 90}}, {2021: 95}, 2021, "on_track"),
        (HOLD, {2021: 100}, 2021, "on_track"),
        (HOLD, {2021: 99}, 2021, "off_track"),
        (HOLD, {2024: 99}, 2024, "missed"),
        (HOLD, {2024: 100}, 2024, "achieved"),
        (RANGE, {2021: 140}, 2021, "on_track"),
        (RANGE, {2021: 112}, 2021, "on_track"),  # 0.4 of the distance closed in 0.4 of the time
        (RANGE, {2021: 110}, 2021, "at_risk"),
        (RANGE, {2021: 90}, 2021, "regressing"),
        (RANGE, {2024: 151}, 2024, "missed"),
        (RANGE, {2024: 150}, 2024, "achieved"),
        (IMPROVE, {2021: 101}, 2021, "on_track"),
        (IMPROVE, {2021: 100}, 2021, "off_track"),
        (IMPROVE, {2024: 101}, 2024, "achieved"),
        (IMPROVE, {2024: 100}, 2024, "missed"),
        ({**IMPROVE, "target": {"improve": True}}, {2030: 101}, 2030, "on_track"),
    ],
)
def test_status(kpi: dict[str, Any], actuals: dict[int, Any], as_of: int, status: str, judged: Any) -> None:
    row = judged(kpi, actuals, as_of)
    assert row["status"] == status
    assert (row["reason"] is not None) == (status == "not_assessable")
    assert (row["decided_by_year"] is not None) == (status in {"achieved", "missed"})


@pytest.mark.parametrize(
    ("kpi", "comparators", "reason"),
    [
        ({"better": "higher"}, {}, "no_target"),
        ({**PLAIN, "target": {"year": 2024}}, {}, "no_target"),
        (OPEN, {}, "no_target_year"),
        ({"target": {"year": 2024, "value": 200}}, {}, "no_baseline"),
        ({"target": {"year": 2024, "change": 50}}, {}, "no_target_value"),
        ({**PLAIN, "target": {"year": 2024, "parity_with": "c"}}, {"c": {2019: 120}}, "comparator_missing"),
        ({**PLAIN, "target": {"year": 2024, "parity_with": "c"}}, {"c": {2021: 120}}, "comparator_missing"),
        ({"target": {"year": 2024, "improve": True}, "better": "higher"}, {}, "no_baseline"),
        ({**PLAIN, "target": {"percent_per_year": "4%", "compounding": "simple"}}, {}, "no_target_year"),
    ],
)
def test_what_is_left_says_why(kpi: Any, comparators: Any, reason: str, judged: Any) -> None:
    row = judged(kpi, {2021: 110}, 2022, comparators=comparators)
    assert (row["status"], row["reason"]) == ("not_assessable", reason)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ({"improve": True}, "no_baseline"),
        ({"change": 50}, "no_target_value"),
        ({"parity_with": "c"}, "comparator_missing"),
    ],
)
def test_what_cannot_be_decided_says_what_it_lacks(target: Any, reason: str, judged: Any) -> None:
    row = judged({"target": {"year": 2022, **target}, "better": "higher"}, {2022: 110}, 2022)
    assert (row["status"], row["reason"]) == ("not_assessable", reason)


def test_the_path_leads_to_the_target_whatever_a_milestone_of_its_year_says(judged: Any) -> None:
    kpi = {**PLAIN, "milestones": {2020: 100, 2024: 120}}
    assert judged(kpi, {2022: 150}, 2022)["expected"] == 150
    assert judged(kpi, {2024: 150}, 2024)["expected"] == 200
    no_number = {**kpi, "target": {"year": 2024, "improve": True}, "better": "higher"}
    assert judged(no_number, {2022: 150}, 2022)["expected"] == 110


@pytest.mark.parametrize(
    ("kpi", "value", "status", "improved"),
    [
        (PLAIN, 150, "missed", True),
        (PLAIN, 100, "missed", False),
        (PLAIN, 90, "missed", False),
        (PLAIN, 200, "achieved", None),
        (FALLING, 150, "missed", True),
        (FALLING, 250, "missed", False),
        (RANGE, 120, "missed", True),
        (RANGE, 160, "missed", True),
        (RANGE, 190, "missed", False),
        ({**SUM, "baseline": {"year": 2023, "value": 5}}, 100, "missed", None),
        ({"better": "higher", "target": {"year": 2024, "value": 200}}, 150, "missed", None),
        ({**RANGE, "baseline": {"year": 2020, "value": None}}, 120, "missed", None),
    ],
)
def test_a_miss_is_better_than_the_baseline_or_not(
    kpi: Any, value: float, status: str, improved: bool | None, judged: Any
) -> None:
    row = judged(kpi, {2024: value}, 2024)
    assert (row["status"], row["improved"]) == (status, improved)


@pytest.mark.parametrize(
    ("kpi", "year", "as_of", "last"),
    [
        ({**PLAIN, "frequency": 3}, 2021, 2022, False),
        ({**PLAIN, "frequency": 3}, 2022, 2022, True),  # the next one is due after the target's year
        ({**PLAIN, "frequency": 3}, 2022, 2025, False),  # it has decided
        (PLAIN, 2023, 2023, False),
        (PLAIN, 2023, 2025, False),
        ({**PLAIN, "frequency": 3, "discontinued": {"year": 2022}}, 2022, 2022, False),
    ],
)
def test_the_last_value_before_the_target_is_known_as_such(
    kpi: Any, year: int, as_of: int, last: bool, judged: Any
) -> None:
    assert judged(kpi, {year: 150}, as_of)["last_before_target"] is last


def test_milestones_alone_are_a_path_without_a_baseline(judged: Any) -> None:
    kpi = {"target": {"year": 2024, "value": 200}, "milestones": {2021: 100, 2023: 140}}
    row = judged(kpi, {2022: 120}, 2022)
    assert (row["expected"], row["against_expected"], row["pace"], row["status"]) == (120, 1, None, "on_track")
    assert judged(kpi, {2022: 119}, 2022)["status"] == "off_track"
    before = judged(kpi, {2020: 90}, 2020)
    assert (before["expected"], before["reason_expected"]) == (None, "outside_milestones")
    assert judged({"milestones": {2021: 100, 2023: 140}}, {2022: 119}, 2022)["expected"] == 120


def test_years_without_a_baseline_count_from_before_the_period(judged: Any) -> None:
    row = judged({"baseline": {"value": 100}, "target": {"year": 2024, "value": 200}}, {2019: 5, 2020: 120}, 2021)
    assert (row["start_year"], row["baseline_year"], row["elapsed"]) == (2019, None, 0.2)
    assert row["status"] == "on_track"


def test_the_ceiling_is_missed_by_the_year_that_breaks_it(judged: Any) -> None:
    row = judged(CEILING, {2020: 300, 2021: 201, 2022: 10}, 2023)
    assert (row["status"], row["decided_by_year"], row["decided_by_value"]) == ("missed", 2021, 501)
    assert (row["actual_year"], row["actual_value"], row["reason_pace"]) == (2022, 511, "limit")


def test_flags(judged: Any) -> None:
    actuals = {2020: 110, 2021: {"value": 130, "status": "break"}, 2022: {"value": 150, "status": "provisional"}}
    row = judged(PLAIN, actuals, 2022)
    assert (row["provisional"], row["break"], row["stale"]) == (True, True, False)
    # The deciding actual is final, though a later one is not.
    row = judged(PLAIN, {2024: 200, 2025: {"value": 210, "status": "estimated"}}, 2025)
    assert (row["provisional"], row["actual_status"]) == (False, "estimated")
    # A break before the baseline has nothing to do with the comparison.
    assert not judged(PLAIN, {2019: {"value": 100, "status": "break"}, 2020: 110}, 2020)["break"]


@pytest.mark.parametrize(
    ("kpi", "actuals", "as_of", "stale", "waits"),
    [
        (PLAIN, {2022: 160}, 2023, False, None),
        (PLAIN, {2022: 160}, 2024, True, 2023),
        (PLAIN, {2021: 160}, 2024, True, 2023),
        (PLAIN, {2022: 160}, 2025, True, 2024),
        (PLAIN, {2022: 160}, 2026, False, 2024),
        ({**PLAIN, "lag": 3}, {2023: 160}, 2025, False, 2024),
        ({**PLAIN, "frequency": 2}, {2021: 160}, 2023, False, None),
        ({**PLAIN, "frequency": 2}, {2021: 160}, 2024, True, 2023),
        (PLAIN, {2024: 160}, 2030, False, None),
        (PLAIN, {}, 2020, False, 2020),
        (PLAIN, {}, 2023, False, 2022),
        (GONE, {2020: 120}, 2024, False, None),
    ],
)
def test_stale_says_which_year_it_waits_for(  # noqa: PLR0917  a table
    kpi: Any, actuals: Any, as_of: int, stale: bool, waits: int | None, judged: Any
) -> None:
    row = judged(kpi, actuals, as_of)
    assert (row["stale"], row["waits_for_year"]) == (stale, waits)


def test_thresholds_can_be_set(judged: Any) -> None:
    from kpitrack.model.settings import Settings

    settings = Settings.model_validate({"thresholds": {"on_track": "80%", "at_risk": 0.5}}).in_force
    assert judged(PLAIN, {2021: 132}, 2021, settings=settings)["status"] == "on_track"
    assert judged(PLAIN, {2021: 131}, 2021, settings=settings)["status"] == "at_risk"
    assert judged(PLAIN, {2021: 119}, 2021, settings=settings)["status"] == "off_track"


def test_a_ceiling_that_is_passed_waits_for_no_last_value(judged: Any) -> None:
    kpi = {
        "accumulation": "sum", "frequency": 5, "better": "lower", "baseline": {"year": 2020},
        "target": {"year": 2025, "value": 10},
    }  # fmt: skip
    row = judged(kpi, {2021: 4, 2022: 4, 2023: 4}, 2024)
    assert (row["status"], row["last_before_target"]) == ("missed", False)
    row = judged({**kpi, "target": {"year": 2025, "value": 20}}, {2021: 4, 2022: 4, 2023: 4}, 2024)
    assert row["last_before_target"] is True


def test_a_line_that_just_reaches_what_a_share_can_be_is_not_cut_off(judged: Any) -> None:
    kpi = {"unit": "%", "baseline": {"year": 2018, "value": 0.7}, "target": {"year": 2025, "value": 0}}
    row = judged(kpi, {2019: 0.6, 2020: 0.5}, 2020)
    assert (row["forecast_value"], row["forecast_clipped"]) == (pytest.approx(0, abs=1e-12), False)
    assert judged(kpi, {2019: 0.5, 2020: 0.3}, 2020)["forecast_clipped"]
