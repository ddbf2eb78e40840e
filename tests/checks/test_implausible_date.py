"""Days that cannot be right, of what was published, judged and revised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpitrack.checks.check import Context
from kpitrack.checks.examples import KPI, kpi, recorded
from kpitrack.checks.run import check
from kpitrack.diagnostics import Diagnostic
from kpitrack.repository.repository import read_repository

Find = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("{value: 6, published: 2023-06-30}", []),
        ("{value: 6, published: 2023-03-31}", []),  # on its last day
        ("{value: 6, published: 2023-03-30}", ["implausible-date"]),
        ("{value: 6, published: 2025-03-31}", []),
        ("{value: 6, published: 2025-04-01}", ["implausible-date"]),  # after the year of the check, 2024
        ("{value: 6, published: 2022-06-30, status: forecast}", []),
    ],
)
def test_a_value_is_published_when_its_year_is_over(find: Find, entry: str, found: list[str]) -> None:
    assert [one.rule.name for one in find(recorded(f"2022: {entry}\n"))] == found


def test_the_year_ends_when_the_settings_say(tmp_path: Path) -> None:
    for path, content in recorded("2022: {value: 6, published: 2023-02-10}\n").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, "utf-8")
    repository = read_repository(tmp_path)
    by_month = {month: [one.rule.name for one in check(repository, Context(2024, month))] for month in (1, 4)}
    assert by_month == {1: [], 4: ["implausible-date"]}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("evaluations: {2022: {judgement: A, on: 2022-04-01}}", []),
        ("evaluations: {2022: {judgement: A, on: 2022-03-31}}", ["implausible-date"]),
        ("evaluations: {2022: {judgement: A, external: {judgement: A, on: 2022-03-31}}}", ["implausible-date"]),
        ("evaluations: {2022: {judgement: A, on: 2025-03-31, external: {judgement: A, on: 2025-03-31}}}", []),
        ("evaluations: {2022: {judgement: A, on: 2025-04-01}}", ["implausible-date"]),  # the year of the check is 2024
        ("evaluations: {2022: {external: {judgement: A, on: 2025-04-01}}}", ["implausible-date"]),
        ("evaluations: {2024: {judgement: A}}", []),
        ("evaluations: {2025: {judgement: A}}", ["implausible-date"]),  # the year of the check is 2024
        ("revisions: [{on: 2022-03-20, target: {year: 2024, value: 9}}]", []),
        ("revisions: [{on: 2022-03-20, target: {year: 2024, value: 12}}]", ["implausible-date"]),
    ],
)
def test_a_judgement_follows_the_beginning_of_its_year_and_a_revision_changes_something(
    find: Find, fields: str, found: list[str]
) -> None:
    assert [one.rule.name for one in find(kpi(KPI + fields + "\n"))] == found
