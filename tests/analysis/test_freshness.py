"""How fresh the whole is: which values are due, which are in, and who holds them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kpitrack import language
from kpitrack.analysis.freshness import COLUMNS, Count, freshness, freshness_of, state_of
from kpitrack.views.freshness import freshness_line, reach_words


def row(**values: Any) -> dict[str, Any]:
    """A KPI of 2020 to 2025 whose value of 2024 is due in 2025, and in."""
    own = {
        "status": "on_track", "as_of": 2025, "upkeep": "maintained", "superseded_from": None, "discontinued_year": None,
        "computed_indicator": None, "lag": 1, "frequency": 1, "start_year": 2020, "actual_year": 2024,
        "target_year": 2025, "period_start": 2021, "period_end": 2025, "department": None, "department_en": None,
    }  # fmt: skip
    assert own.keys() == set(COLUMNS)
    return own | values


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "in"),
        ({"actual_year": 2025}, "in"),
        ({"actual_year": 2023}, "awaited"),
        ({"actual_year": None}, "awaited"),
        ({"actual_year": None, "start_year": 2024}, "not_due"),
        ({"actual_year": 2023, "lag": 2}, "in"),
        ({"actual_year": 2022, "lag": 2}, "awaited"),
        ({"actual_year": 2020, "frequency": 5}, "in"),  # of 2025, due in 2026
        ({"actual_year": 2020, "frequency": 5, "as_of": 2026}, "awaited"),
        ({"actual_year": 2022, "target_year": 2022}, "in"),  # decided
        ({"actual_year": 2021, "target_year": 2022}, "awaited"),
        ({"actual_year": 2022, "target_year": None}, "awaited"),  # to the end of the period
        ({"actual_year": 2025, "as_of": 2026}, "in"),
        ({"actual_year": 2024, "as_of": 2026}, "awaited"),  # of the last year
        ({"actual_year": 2024, "as_of": 2027}, None),  # it is over, and nobody asks any more
        ({"upkeep": "transcribed"}, None),
        ({"superseded_from": 2025}, None),
        ({"superseded_from": 2026}, "in"),  # the next one is written, and has not begun
        ({"superseded_from": 2026, "actual_year": 2023}, "awaited"),
        ({"period_start": 2026, "actual_year": 2023}, None),  # it has not begun
        ({"period_start": 2025, "actual_year": 2023}, "awaited"),  # it begins
        ({"actual_year": 2022, "discontinued_year": 2023}, "in"),
        ({"actual_year": 2021, "discontinued_year": 2023}, "awaited"),
        ({"computed_indicator": "x:y"}, None),
        ({"status": "not_started"}, None),
        ({"status": "suppressed"}, None),
        ({"status": "not_read"}, None),
    ],
)
def test_a_value_is_due_and_in(values: dict[str, Any], state: str | None) -> None:
    assert state_of(row(**values)) == state


def test_by_department() -> None:
    found = freshness([
        row(department="企画課"),
        row(department="農政課", actual_year=2022),
        row(),
        row(department="企画課", actual_year=None, start_year=2024),
        row(department="企画課", actual_year=2023),
        row(department="統計課", upkeep="transcribed"),
    ])  # fmt: skip
    assert found.departments == {"企画課": Count(2, 1), "農政課": Count(1, 0), "": Count(1, 1)}
    assert (found.asked, found.unheld, found.whole) == (5, 1, Count(4, 2))
    assert found.years == {2024: 3, 2023: 1, 2022: 1}
    both = found + found
    assert (both.asked, both.departments["企画課"], both.years[2024]) == (10, Count(4, 2), 6)
    assert found.departments["企画課"] == Count(2, 1)


def test_of_a_table_as_of_its_rows() -> None:
    rows = [row(department="企画課"), row(department="企画課"), row(actual_year=2022), row(superseded_from=2025)]
    assert freshness_of(pl.DataFrame(rows)) == freshness(rows)


def test_the_files_know_more_of_what_is_awaited() -> None:
    rows = [row(ref="a/in"), row(ref="a/gap"), row(ref="a/withheld", actual_year=2022)]
    assert freshness(rows).whole == Count(3, 2)
    assert freshness(rows, {"a/gap"}).whole == Count(2, 1)


def test_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_active", "en")
    held = [row(department="企画課"), row(department="企画課", actual_year=2023)]
    assert freshness_line(freshness(held)) == "values in: 1 of 2 due"
    assert freshness_line(freshness([*held, row()])) == "values in: 2 of 3 due; 1 KPI has no department"
    assert freshness_line(freshness([row()])) == "values in: 1 of 1 due"
    assert freshness_line(freshness([row(superseded_from=2025)])) == ""
    assert freshness_line(freshness([row(actual_year=None, start_year=2024)])) == "no value is due yet"
    assert reach_words(freshness(held)) == "actuals up to FY2024 (1 of 2 older)"
    assert reach_words(freshness(held[:1])) == "actuals up to FY2024"
    assert reach_words(freshness([])) == ""
