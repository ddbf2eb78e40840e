"""The reference against cases worked by hand: one or two for each rule that the worked cases do not reach."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from .inputs import Aim, Entry, Kpi, Verdict
from .judge import judge

F = Fraction
PERIOD = (2021, 2025)


def _kpi(aim: Aim, actuals: dict[int, object], base: object = None, **more: object) -> Kpi:
    entries = {year: Entry(None if value is None else F(str(value))) for year, value in actuals.items()}
    start = None if base is None else F(str(base))
    return replace(Kpi(PERIOD, aim, entries, 2020, start), **more)  # type: ignore[arg-type]  fields by name


def _value(number: object, year: int | None = 2025, **more: object) -> Aim:
    return replace(Aim("value", year, F(str(number))), **more)  # type: ignore[arg-type]  fields by name


def _hold(word: str, number: object, year: int | None = 2025, **more: object) -> Aim:
    return replace(Aim("hold", year, F(str(number)), word), **more)  # type: ignore[arg-type]  fields by name


POPULATION = _kpi(_hold("at_least", 19500), {2023: 19900, 2024: 19300}, 20412)
SURVEY = replace(_kpi(_value(75), {2024: 76}, 72, frequency=5, whole=F(100)), baseline_year=2019)


@pytest.mark.parametrize(
    ("kpi", "as_of", "status"),
    [
        # A limit: e is 19,864.8 in 2023 and 19,682.4 in 2024.
        (POPULATION, 2023, "on_track"),
        (POPULATION, 2024, "off_track"),
        (replace(POPULATION, actuals={2024: Entry(F(19600))}), 2024, "at_risk"),
        (replace(POPULATION, actuals={2025: Entry(F(19500))}), 2025, "achieved"),
        (_kpi(_hold("at_least", 95), {2023: 94.5}, 96.2), 2023, "off_track"),
        (_kpi(_hold("at_least", 95), {2023: 96}, None), 2023, "on_track"),
        # A ceiling on a sum, and one that was passed.
        (_kpi(_value(100), {2021: 20}, better="lower", accumulation="sum"), 2021, "on_track"),
        (_kpi(_value(100), {2021: 21}, better="lower", accumulation="sum"), 2021, "at_risk"),
        (_kpi(_value(100), {2021: 101}, better="lower", accumulation="sum"), 2021, "missed"),
        (_kpi(_value(100), {2025: 10}, better="lower", accumulation="sum"), 2025, "incomplete"),
        # A survey decides when the target's year is over.
        (SURVEY, 2025, "achieved_early"),
        (SURVEY, 2026, "achieved"),
        (replace(SURVEY, actuals={2020: Entry(F(76))}), 2031, "no_final_data"),
        (replace(SURVEY, actuals={2020: Entry(F(76))}), 2030, "awaiting_final"),
        (replace(SURVEY, actuals={2024: Entry(F(70)), 2025: Entry(F(76))}), 2026, "achieved"),
        # Every year.
        (_kpi(_value(10, every_year=True), {2021: 12}, 8, better="higher"), 2021, "on_track"),
        (_kpi(_value(10, every_year=True), {2021: 9, 2025: 10}, 8, better="higher"), 2025, "achieved"),
        # A mean.
        (_kpi(_value(610), {2021: 600, 2022: 620}, 590, accumulation="mean"), 2022, "on_track"),
        (_kpi(_value(610), {2021: 600}, 590, accumulation="mean"), 2021, "off_track"),
        (_kpi(_value(610), {2021: 606}, 590, accumulation="mean"), 2021, "at_risk"),
        (_kpi(_value(610), {2021: 700, 2025: 700}, 590, accumulation="mean"), 2025, "incomplete"),
        # Over another year.
        (_kpi(Aim("improve", over="previous"), {2021: 5, 2022: 6}, better="higher"), 2022, "on_track"),
        (_kpi(Aim("improve", over="previous"), {2021: 5, 2022: 5}, better="higher"), 2022, "off_track"),
        (_kpi(Aim("improve", over="previous", by=F(1)), {2021: 5, 2022: 6}, better="higher"), 2022, "on_track"),
        (_kpi(Aim("improve", over=2021, by=F(1, 2), by_percent=True), {2021: 4, 2023: 2}, better="lower"), 2023, "on_track"),
        (_kpi(Aim("improve", over="previous"), {2022: 5}, better="higher"), 2022, "not_assessable"),
        (_kpi(Aim("improve", over="previous"), {2021: 5}, 4, better="higher"), 2021, "on_track"),
        # A scale of two words waits for its year.
        (_kpi(_value(1), {2022: 0}, 0, scale=2), 2022, "on_track"),
        (_kpi(_value(1), {2022: 1}, 0, scale=2), 2022, "achieved_early"),
        (_kpi(_value(1), {2025: 0}, 0, scale=2), 2025, "missed"),
        # A path that falls to its target is not reached from the wrong side.
        (_kpi(_value(380), {2021: 400}, 359, better="higher", milestones={2021: F(437)}), 2021, "off_track"),
        # To the last yen.
        (_kpi(_value(1_000_000_000_001), {2025: 1_000_000_000_000}, 0), 2025, "missed"),
        # Decided before it was given up.
        (_kpi(_value(5, 2022), {2022: 5}, 0, discontinued=2024), 2025, "achieved"),
        (_kpi(_value(5, 2024), {2023: 6}, 0, discontinued=2024), 2025, "discontinued"),
        (_kpi(_value(5), {}, 0, transcribed=True), 2025, "not_published"),
    ],
)  # fmt: skip
def test_a_status_worked_by_hand(kpi: Kpi, as_of: int, status: str) -> None:
    assert judge(kpi, as_of).status == status


def _rates(verdict: Verdict, *names: str) -> list[Fraction | None]:
    return [verdict.rates[name] for name in names]


def test_a_limit_says_how_much_of_the_fall_is_used_up() -> None:
    verdict = judge(POPULATION, 2023)
    assert (verdict.limit, verdict.rates["allowance_used"]) == (True, F(512, 912))
    assert _rates(verdict, "progress", "pace", "growth_ratio", "forecast_progress") == [None] * 4
    assert verdict.reasons["progress"] == "limit"
    assert verdict.rates["attainment"] == F(19900, 19500)


def test_rates_of_what_is_to_fall() -> None:
    verdict = judge(_kpi(_value(100), {2022: 160, 2023: 125}, 200), 2023)
    assert _rates(verdict, "inverse_attainment", "mirrored_attainment", "ratio_to_target") == [
        F(100, 125), F(3, 4), F(5, 4),
    ]  # fmt: skip
    assert _rates(verdict, "inverse_against_expected", "mirrored_against_expected") == [F(140, 125), 2 - F(125, 140)]
    assert _rates(verdict, "deviation", "on_previous", "gap_to_expected") == [F(-1, 4), F(35, 160), 15]


def test_what_changed_since_last_time() -> None:
    kpi = _kpi(_value(200), {2023: 158, 2024: 150}, 85)
    verdict = judge(kpi, 2025)
    assert verdict.last is not None
    assert (verdict.last.year, verdict.last.status, verdict.status, verdict.turned) == (
        2023,
        "on_track",
        "at_risk",
        "worse",
    )
    # The last verdict of what has been decided is the final one.
    later = replace(SURVEY, actuals={**SURVEY.actuals, 2029: Entry(F(60))})
    found = judge(later, 2030)
    assert found.last is not None
    assert (found.last.status, found.status, found.turned) == ("achieved", "achieved", "same")


def test_a_miss_by_a_hair_is_told_from_a_fall() -> None:
    assert judge(_kpi(_value(75), {2025: 74}, 72), 2025).improved is True
    assert judge(_kpi(_value(75), {2025: 71}, 72), 2025).improved is False
    assert judge(_kpi(_value(75), {2025: 71}), 2025).improved is None


def test_years_that_fell_short_and_years_without_a_value() -> None:
    verdict = judge(_kpi(_value(10, every_year=True), {2021: 9, 2023: 11, 2024: 8}, 8, better="higher"), 2024)
    assert (verdict.missed_years, verdict.missing_years) == ([2021, 2024], [2022])


def test_a_forecast_ends_with_the_outcome_and_at_the_whole() -> None:
    share = _kpi(_value(100), {2021: 90, 2022: 98}, 60, whole=F(100))
    verdict = judge(share, 2022)
    assert (verdict.forecast, verdict.clipped, verdict.rates["forecast_progress"]) == (100, True, 1)
    assert judge(replace(share, whole=None), 2022).clipped is False
    decided = judge(replace(share, actuals={2025: Entry(F(100))}), 2025)
    assert (decided.forecast, decided.forecast_reason) == (None, "decided")


def test_the_last_value_before_the_target_is_told() -> None:
    assert judge(SURVEY, 2025).last_before_target is True
    assert judge(SURVEY, 2026).last_before_target is False
