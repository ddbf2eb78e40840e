"""What organisations answer to a KPI that is computed over them."""

from __future__ import annotations

from typing import Any

from kpitrack.analysis.answers import Answer, answers_of

COMPUTED: dict[str, Any] = {"actual_year": 2022, "computed_take": "count", "computed_of": 5}


def row(
    owner: str, code: str | None, year: int | None, value: float | None, english: str | None = None
) -> dict[str, Any]:
    return {
        "owner": owner, "ref": f"{owner}/k", "organization_code": code, "year": year, "value": value, "met": value == 1,
        "organization_name": owner, "organization_name_en": english, "unit": "人", "unit_en": english and "people",
    }  # fmt: skip


ROWS = [
    row("nameless", None, 2022, 7),
    row("late", "20", None, None),
    row("late", "20", 2021, 3),
    row("town", "11", 2021, 0),
    row("town", "11", 2022, 1, "Town"),
    row("city", "10", 2022, 2),
    row("silent", "12", None, None),
]


def test_the_answers_are_of_the_year_in_the_order_of_the_codes_with_their_words() -> None:
    found = answers_of(COMPUTED, ROWS, [])
    assert found.given == [
        Answer("city", "10", "city/k", 2, "人", counted=False),
        Answer({"ja": "town", "en": "Town"}, "11", "town/k", 1, {"ja": "人", "en": "people"}, counted=True),
        Answer("nameless", None, "nameless/k", 7, "人", counted=False),
    ]
    assert [one.name for one in found.open] == ["silent", "late"]
    assert (found.year, found.of, found.elsewhere) == (2022, 5, 0)


def test_those_that_are_not_here_are_counted_where_it_is_said_how_many_there_are() -> None:
    assert answers_of({**COMPUTED, "computed_of": 9}, ROWS, []).elsewhere == 4
    found = answers_of({**COMPUTED, "computed_of": None, "computed_take": "sum"}, ROWS, [])
    assert (found.of, found.elsewhere) == (5, 0)
    assert {one.counted for one in found.given} == {None}


def test_its_values_say_how_many_had_answered() -> None:
    values = [
        {"year": 2021, "value": 3.0, "status": "provisional", "answered": 2, "of": 5},
        {"year": 2022, "value": None, "status": "missing", "answered": 0, "of": 5},
    ]
    series = answers_of(COMPUTED, [], values).series
    assert {year: (one.value, one.status, one.note) for year, one in series.items()} == {
        2021: (3, "provisional", {"ja": "5団体のうち2団体が回答", "en": "2 of 5 have answered"})
    }
