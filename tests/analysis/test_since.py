"""What has become of a KPI since last time, and why."""

from __future__ import annotations

from typing import Any

import pytest

from kpitrack.analysis.since import each_year, since_last
from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge

KPI = {"baseline": {"year": 2020, "value": 85}, "target": {"year": 2025, "value": 200}}
POPULATION = {"baseline": {"year": 2020, "value": 20412}, "target": {"year": 2025, "hold": "at_least", "value": 19500}}
SURVEY = {"frequency": 5, "baseline": {"year": 2016, "value": 72}, "target": {"year": 2025, "value": 75}}


def row(kpi: dict[str, Any], actuals: dict[int, Any], as_of: int) -> dict[str, Any]:
    item = {"id": "k", "name": "k", "unit": "件", **kpi}
    goal = {"id": "g", "title": "g", "kpis": [item]}
    strategy = {"id": "s", "title": "s", "organization": {"name": "o"}, "period": {"start": 2021, "end": 2025}}
    frames = build(
        [Strategy.model_validate({**strategy, "goals": [goal]})],
        [Actuals.model_validate({"strategy": "s", "actuals": {"k": actuals}})],
    )
    return judge(frames, as_of).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("kpi", "actuals", "as_of", "was", "turned", "why"),
    [
        (KPI, {2023: 158, 2024: 150}, 2024, "on_track", "worse", ("new_value",)),
        (KPI, {2023: 158, 2024: 150}, 2025, "on_track", "worse", ("new_value",)),
        (KPI, {2022: 158, 2023: 160}, 2025, "on_track", "same", ("nothing_new",)),
        (KPI, {2023: 158, 2024: {"status": "missing"}, 2025: 201}, 2025, "on_track", "better", ("new_value",)),
        (POPULATION, {2023: 19900, 2024: 19300}, 2024, "on_track", "worse", ("new_value",)),
        # The value that decided is told with its final verdict, also when another one has come after it.
        (SURVEY, {2024: 76, 2026: 70}, 2026, "achieved", "same", ("new_value",)),
        (
            {**KPI, "revisions": [{"on": "2024-06-01", "target": {"year": 2025, "value": 150}}]},
            {2023: 158, 2024: 180},
            2024, "on_track", "same", ("moved_target", "new_value"),
        ),
        (
            {**KPI, "revisions": [{"on": "2022-06-01", "target": {"year": 2025, "value": 150}}]},
            {2023: 158, 2024: 180},
            2024, "on_track", "same", ("new_value",),
        ),
    ],
)  # fmt: skip
def test_last_time_is_the_value_before_the_newest(  # noqa: PLR0917  a table
    kpi: dict[str, Any], actuals: dict[int, Any], as_of: int, was: str, turned: str, why: tuple[str, ...]
) -> None:
    since = since_last(row(kpi, actuals, as_of))
    assert since is not None
    assert (since.status, since.turned, since.why) == (was, turned, why)


def test_a_first_value_has_no_last_time() -> None:
    assert since_last(row(KPI, {2024: 150}, 2024)) is None
    assert since_last(row(KPI, {}, 2024)) is None


def test_that_a_year_has_passed_changes_nothing_since_last_time() -> None:
    first, later = (row(KPI, {2022: 120, 2023: 158}, as_of) for as_of in (2023, 2024))
    assert (first["last_status"], first["turned"]) == (later["last_status"], later["turned"])


@pytest.mark.parametrize(
    ("decided", "judged", "kept"),
    [
        (None, {2021: "at_risk", 2020: "on_track"}, {2020: "on_track", 2021: "at_risk"}),
        # The value of 2023 decided a target of 2024, and was not final in its own year; a later one decides nothing.
        (2023, {2022: "at_risk", 2023: "achieved_early", 2025: "missed"}, {2022: "at_risk", 2023: "achieved"}),
        (None, {2020: "not_started", 2021: "on_track", 2022: "discontinued"}, {2021: "on_track"}),
        (2024, {2022: "at_risk"}, {2022: "at_risk"}),
    ],
)
def test_the_verdict_of_each_year(decided: int | None, judged: dict[int, str], kept: dict[int, str]) -> None:
    assert list(each_year({"decided_by_year": decided, "status": "achieved"}, judged).items()) == list(kept.items())
