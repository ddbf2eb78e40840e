from __future__ import annotations

import pytest

from kpitrack.exchange.forms.moved_rows import MovedRows, moved_area, moved_areas, moved_formula

#: Row 6 stands three times, rows 5 and 7, which held the loop's tags, are gone, and rows 9 and 10 were never there.
LOOP = MovedRows([1, 4, 6, 6, 6, 8, 11], [1, 4, 5, 6, 7, 8, 11])
#: A loop within a loop: each turn of rows 3 to 5 has row 4 twice, then once.
NESTED = MovedRows([1, 3, 4, 4, 5, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])


def test_rows_are_numbered_anew_and_gaps_stay() -> None:
    assert LOOP.numbers == [1, 4, 5, 6, 7, 8, 11]
    assert NESTED.numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert MovedRows([1, 4, 8], [1, 4, 8]).same
    assert not LOOP.same


def test_a_row_that_was_left_out_leaves_no_gap() -> None:
    assert MovedRows([1, 3], [1, 2, 3]).numbers == [1, 2]


@pytest.mark.parametrize(
    ("area", "becomes"),
    [
        ("A1:C1", ["A1:C1"]),
        ("A6:C6", ["A5:C5", "A6:C6", "A7:C7"]),
        ("A5:A7", ["A5:A5", "A6:A6", "A7:A7"]),
        ("B8:D9", ["B8:D9"]),
        ("B11", ["B11"]),
        ("B15:B16", ["B15:B16"]),
    ],
)
def test_merged_cells_are_repeated(area: str, becomes: list[str]) -> None:
    assert moved_area(area, LOOP, apart=True) == becomes


def test_the_area_of_a_rule_grows() -> None:
    assert moved_areas("C6:C6 D4:D8", LOOP) == "C5:C7 D4:D8"
    assert moved_areas("C4:C100", LOOP) == "C4:C100"


def test_merged_cells_around_an_inner_loop_grow_with_each_turn() -> None:
    assert moved_area("A3:A5", NESTED, apart=True) == ["A2:A5", "A6:A8"]


@pytest.mark.parametrize(
    ("formula", "place", "becomes"),
    [
        ("SUM(C6:C6)", 5, "SUM(C5:C7)"),
        ("SUM(C5:C7)", 5, "SUM(C5:C7)"),
        ("SUM($C$6:$C$6)*1.1", 5, "SUM($C$5:$C$7)*1.1"),
        ("C6/D6", 3, "C6/D6"),
        ("C6/D$8", 2, "C5/D$8"),
        ("C6-C4", 4, "C7-C4"),
        ('A1&"C6"', 5, 'A1&"C6"'),
        ("SUM(B:B)", 5, "SUM(B:B)"),
        ("SUM(6:6)", 5, "SUM(5:7)"),
        ("Other!C6+Shelf!C8", 5, "Other!C6+Shelf!C8"),
        ("LOG10(C8)", 6, "LOG10(C8)"),
    ],
)
def test_formulas_follow_their_rows(formula: str, place: int, becomes: str) -> None:
    assert moved_formula(formula, {"Shelf": LOOP}, "Shelf", place) == becomes


def test_a_formula_in_a_loop_means_its_own_turn() -> None:
    sheets = {"S": NESTED}
    assert moved_formula("SUM(B4:B4)", sheets, "S", 1) == "SUM(B3:B4)"
    assert moved_formula("SUM(B4:B4)", sheets, "S", 5) == "SUM(B7:B7)"
    assert moved_formula("SUM(B4:B4)", sheets, "S", 4) == "SUM(B3:B4)"
    assert moved_formula("B4/B3", sheets, "S", 6) == "B7/B6"
    assert moved_formula("SUM(B4:B4)", sheets, "S", 8) == "SUM(B3:B7)"


def test_names_and_charts_follow_from_outside() -> None:
    sheets = {"My shelf": LOOP}
    assert moved_formula("'My shelf'!$A$1:$D$8", sheets, None) == "'My shelf'!$A$1:$D$8"
    assert moved_formula("'My shelf'!$C$6", sheets, None, spread=True) == "'My shelf'!$C$5:$C$7"
    assert moved_formula("'My shelf'!$C$4", sheets, None, spread=True) == "'My shelf'!$C$4"
    assert moved_formula("'My shelf'!$1:$4,'My shelf'!$A:$B", sheets, None) == "'My shelf'!$1:$4,'My shelf'!$A:$B"
