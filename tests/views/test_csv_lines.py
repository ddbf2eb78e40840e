from __future__ import annotations

import csv

import pytest

from kpitrack.views.text.csv import csv_line


@pytest.mark.parametrize("text", ["=1+1", "+81", "-3件", "@SUM(A1)"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert next(csv.reader([csv_line([text])])) == [f"'{text}"]


def test_numbers_stay_numbers_and_what_is_missing_stays_empty() -> None:
    assert csv_line([-5.5, 12.0, None, True, 3]) == "-5.5,12,,true,3"


def test_a_line_stays_one_line() -> None:
    assert next(csv.reader([csv_line(["a\nb", 'say "x", y'])])) == ["a\\nb", 'say "x", y']
