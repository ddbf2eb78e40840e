from __future__ import annotations

import csv
import io

import pytest

from kpitrack.exchange.tidy import csv_bytes
from kpitrack.views.text.csv import csv_line, csv_lines


@pytest.mark.parametrize("text", ["=1+1", "+81", "-3件", "@SUM(A1)", "＝1+1", "＋81", "－3", "＠SUM(A1)"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert next(csv.reader([csv_line([text])])) == [f"'{text}"]


@pytest.mark.parametrize("text", ["=1+1", "\t=1+1", "\n=1+1", "\r=1+1", "＝1+1"])
def test_no_heading_and_no_cell_of_a_file_is_taken_for_a_formula(text: str) -> None:
    for line in csv_lines([text], [[text]]):
        assert next(csv.reader([line]))[0][0] in "'\\"
    for row in csv.reader(io.StringIO(csv_bytes([text], [[text]]).decode(), newline="")):
        assert row[0][0] in "'\\"


def test_numbers_stay_numbers_and_what_is_missing_stays_empty() -> None:
    assert csv_line([-5.5, 12.0, None, True, 3]) == "-5.5,12,,true,3"


def test_a_line_stays_one_line() -> None:
    assert next(csv.reader([csv_line(["a\nb", 'say "x", y'])])) == ["a\\nb", 'say "x", y']
