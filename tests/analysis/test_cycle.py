from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from kpitrack.analysis.cycle import Cycle, cycle

_BASE = "baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}"


def _cycle(kpi: str, entries: str, year: int, **fields: str) -> Cycle:
    goals = f"- {{id: g, title: G, kpis: [{{id: k, name: K, unit: 件, {kpi}}}]}}"
    return cycle(strategies.strategy(goals, **fields), [strategies.actuals(f"k: {entries}")], year)


def _asked(kpi: str, entries: str, year: int) -> tuple[list[int], list[int], list[int]]:
    found = _cycle(kpi, entries, year).values
    return ([], [], []) if not found else (list(found[0].overdue), list(found[0].due), list(found[0].provisional))


@pytest.mark.parametrize(
    ("year", "overdue", "due"),
    [
        (2021, [], []),  # FY2021 is not over, and FY2020 is the baseline's
        (2022, [], [2021]),
        (2024, [2021, 2022], [2023]),
        (2026, [2021, 2022, 2023, 2024], [2025]),
        (2027, [], []),  # the strategy has ended, and its last value was due in FY2026
    ],
)
def test_with_the_default_lag_a_value_is_due_in_the_next_year(year: int, overdue: list[int], due: list[int]) -> None:
    assert _asked(_BASE, "{}", year) == (overdue, due, [])


def test_without_a_baseline_every_year_of_the_period_is_asked_for() -> None:
    assert _asked("target: {year: 2025, value: 10}", "{}", 2024) == ([2021, 2022], [2023], [])


def test_all_that_is_asked_for_is_counted() -> None:
    found = _cycle(
        _BASE,
        "{2022: 4}",
        2023,
        reviews="[{year: 2022, kind: midterm, title: R}, {year: 2023, kind: final, title: S}]",
        grants="[{id: a, title: A, start: 2021, end: 2022}, {id: b, title: B, start: 2021}, {id: c, title: C, start: 2022}]",
    )
    parts = [len(found.values), len(found.unjudged), len(found.decisions), len(found.verifications)]
    assert parts == [0, 1, 2, 3]
    assert found.open == 6
    assert _cycle(_BASE, "{}", 2023).open == 1


def test_a_lag_of_two_years() -> None:
    assert _asked(f"{_BASE}, lag: 2", "{}", 2023) == ([], [2021], [])


def test_a_survey_every_third_year() -> None:
    assert _asked(f"{_BASE}, frequency: 3", "{}", 2023) == ([], [], [])
    assert _asked(f"{_BASE}, frequency: 3", "{}", 2024) == ([], [2023], [])
    # A survey that came early sets the rhythm anew.
    assert _asked(
        "baseline: {year: 2015, value: 0}, target: {year: 2025, value: 10}, frequency: 3", "{2017: 1}", 2022
    ) == (
        [2020],
        [],
        [],
    )


def test_a_gap_before_a_newer_value_is_left_alone_but_not_in_a_sum() -> None:
    assert _asked(_BASE, "{2022: 4}", 2024) == ([], [2023], [])
    assert _asked(f"{_BASE}, accumulation: sum", "{2022: 4}", 2024) == ([2021], [2023], [])


@pytest.mark.parametrize("status", ["not_collected", "not_applicable", "suppressed"])
def test_what_will_not_come_is_not_asked_for(status: str) -> None:
    assert _asked(_BASE, f"{{2021: {{status: {status}}}}}", 2022) == ([], [], [])


@pytest.mark.parametrize("entry", ["{status: missing}", "{value: 3, status: forecast}"])
def test_what_is_missing_or_only_forecast_is_asked_for(entry: str) -> None:
    assert _asked(_BASE, f"{{2021: {entry}}}", 2022) == ([], [2021], [])


@pytest.mark.parametrize("status", ["provisional", "estimated"])
def test_a_value_to_be_confirmed(status: str) -> None:
    assert _asked(_BASE, f"{{2021: {{value: 3, status: {status}}}}}", 2022) == ([], [], [2021])


def test_a_discontinued_kpi_is_asked_for_until_then() -> None:
    assert _asked(f"{_BASE}, discontinued: {{year: 2023}}", "{}", 2025) == ([2021, 2022], [], [])


def test_a_share_is_a_value() -> None:
    assert _asked(_BASE, "{2021: {numerator: 9, denominator: 90}}", 2022) == ([], [], [])


_years = st.integers(2015, 2030)


@given(st.sets(_years), st.integers(1, 4), st.integers(0, 3), _years, st.booleans())
def test_no_year_is_asked_for_twice_or_before_its_time(
    known: set[int], frequency: int, lag: int, year: int, summed: bool
) -> None:
    entries = f"{{{', '.join(f'{one}: 1' for one in sorted(known))}}}"
    kpi = f"{_BASE}, frequency: {frequency}, lag: {lag}, accumulation: {'sum' if summed else 'none'}"
    overdue, due, provisional = _asked(kpi, entries, year)
    assert not known & {*overdue, *due}
    assert all(2020 < one <= 2025 and one + lag < year for one in overdue)
    assert all(2020 < one <= 2025 and one + lag == year for one in due)
    assert provisional == []


_EVALUATED = f"{_BASE}, evaluations: {{2021: {{judgement: A, by: 企画課, on: 2022-07-01}}}}"


def test_the_year_before_is_judged() -> None:
    found = _cycle(_EVALUATED, "{}", 2023)
    assert found.judged_year == 2022
    (one,) = found.unjudged
    assert (one.ref, one.year, one.evaluation and one.evaluation.judgement) == ("town/k", 2021, "A")
    assert _cycle(_EVALUATED, "{}", 2022).unjudged == []


def test_data_of_the_year_ask_for_a_judgement_of_a_kpi_with_a_target() -> None:
    assert [one.ref for one in _cycle(_BASE, "{2022: 3}", 2023).unjudged] == ["town/k"]
    assert _cycle(_BASE, "{2021: 3}", 2023).unjudged == []
    assert _cycle("baseline: {year: 2020, value: 0}", "{2022: 3}", 2023).unjudged == []


def test_where_the_measure_is_judged_its_kpis_are_judged_with_it() -> None:
    goals = f"""\
- {{id: g, title: G, evaluations: {{2021: {{judgement: A}}}}, kpis: [{{id: k, name: K, unit: 件, {_BASE}}}]}}
"""
    found = cycle(strategies.strategy(goals), [strategies.actuals("k: {2022: 3}")], 2023)
    assert [one.ref for one in found.unjudged] == ["town/g"]


def test_before_its_first_year_is_over_nothing_is_judged_and_at_the_end_the_last_year() -> None:
    assert _cycle(_EVALUATED, "{}", 2021).judged_year is None
    assert _cycle(_EVALUATED, "{}", 2030).judged_year == 2025


def test_reviews_and_decisions_until_they_are_made() -> None:
    reviews = (
        "[{year: 2022, kind: midterm}, {year: 2023, kind: decision, outcome: 見直す}, {year: 2023, kind: annual, decided_on: 2023-08-01}, "
        "{year: 2024, kind: final}]"
    )
    found = _cycle(_BASE, "{}", 2023, reviews=reviews)
    assert [(one.year, one.review.kind, one.overdue) for one in found.decisions] == [(2022, "midterm", True)]


def test_sapporo_has_a_decision_to_make_in_fy2026() -> None:
    found = cycle(strategies.own("sapporo-miraisousei"), [], 2026)
    assert [(one.year, one.review.kind) for one in found.decisions] == [(2026, "decision")]
    assert cycle(strategies.own("sapporo-miraisousei"), [], 2025).decisions == ()


def test_a_season_is_overdue_when_it_is_over() -> None:
    def overdue(today: date) -> list[bool]:
        town = strategies.strategy("- {id: g, title: G}", reviews="[{kind: decision, due: 2026-夏}]")
        return [one.overdue for one in cycle(town, [], 2026, today=today).decisions]

    assert overdue(date(2026, 8, 31)) == [False]
    assert overdue(date(2026, 9, 1)) == [True]


def test_what_recurs_comes_each_year() -> None:
    town = strategies.strategy("- {id: g, title: G}", reviews="[{year: 2022, kind: annual, every: 2}]")
    assert [[one.year for one in cycle(town, [], year).decisions] for year in (2021, 2022, 2023, 2024)] == [
        [], [2022], [2022], [2024],
    ]  # fmt: skip


@pytest.mark.parametrize("fields", [{"upkeep": "transcribed"}, {}])
def test_nothing_is_asked_of_a_transcription_or_of_what_was_replaced(fields: dict[str, str]) -> None:
    goals = f"- {{id: g, title: G, kpis: [{{id: k, name: K, unit: 件, {_BASE}}}]}}"
    town = strategies.strategy(goals, **fields)
    found = cycle(town, [strategies.actuals("k: {2021: 1}")], 2024, superseded=not fields)
    assert (found.values, found.unjudged, found.open) == ((), [], 0)


def test_nothing_is_collected_for_a_strategy_before_it_begins() -> None:
    base = "baseline: {year: 2022, value: 1}, target: {year: 2029, value: 9}"
    town = strategies.strategy(
        f"- {{id: g, title: G, kpis: [{{id: k, name: K, unit: 件, {base}}}]}}", period="{start: 2025, end: 2029}"
    )
    assert [len(cycle(town, [], year).values) for year in (2024, 2025)] == [0, 1]


def test_an_ended_strategy_whose_values_are_in_asks_for_nothing_more() -> None:
    assert _asked(_BASE, "{2025: {value: 9, status: provisional}}", 2027) == ([], [], [])
    assert _asked(_BASE, "{2025: {value: 9, status: provisional}}", 2025) == ([], [], [2025])


def test_a_grant_is_verified_every_year() -> None:
    grants = "[{id: a, title: 交付金, start: 2021, end: 2023, verified: {2021: {outcome: 有効}}}, {id: b, title: 他, start: 2024}]"
    town = strategies.strategy("- {id: g, title: G}", grants=grants)
    found = cycle(town, [], 2023)
    assert [(grant.id, years) for grant, years in found.verifications] == [("a", (2022,))]
    assert found.open == 1
