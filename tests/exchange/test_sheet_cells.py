"""Single cells: what is read, and what is refused with its reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.exchange.sheet.cells import (
    BadCell,
    as_number,
    read_cell_day,
    read_cell_figure,
    read_cell_status,
    read_cell_year,
)
from kpitrack.exchange.sheet.columns import statuses_by_word
from kpitrack.exchange.spreadsheet.cells import Cell, Value
from kpitrack.model.figures.words import STATUSES

MIDNIGHT = dt.datetime(2024, 6, 30)  # noqa: DTZ001  as openpyxl gives a day


def cell(value: Value, number_format: str = "General", **more: bool) -> Cell:
    return Cell(3, 17, value, number_format=number_format, **more)


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "expected"),
    [
        (12600, "General", "人", 12600),
        ("12600", "General", "人", 12600),
        ("１２，６００人", "General", "人", 12600),
        ("▲2,530", "General", "人", -2530),
        ("12千人", "General", "人", 12000),
        ("2億396万円", "General", "円", 203960000),
        (0.1 + 0.2, "General", "%", 0.3),
        (1.1 * 3, "General", "", 3.3),
        (12600.0, "#,##0", "人", 12600),
        (0.2, "0%", "%", 20),
        (0.129, "0.0%", "%", 12.9),
        (12, '#,##0"人"', "人", 12),
        (12, '#,##0"千人"', "人", 12000),
        (1200, '"¥"#,##0;[Red]"¥"-#,##0', "円", 1200),
        (1200, "[$¥-411]#,##0", "円", 1200),
        (-1521, '#,##0;"△"#,##0', "人", -1521),
        (-1521, "#,##0;(#,##0)", "人", -1521),
        (-12, '0"人";"△"0"千人"', "人", -12000),
        (69077000, '#,##0,"千人"', "千人", 69077),
        (1234567, '0.0,,"百万円"', "円", 1234567),
        (1234.5, "_-* #,##0.00_-;-* #,##0.00_-", "人", 1234.5),
        (1234.5, '_ * #,##0.0_ ;_ * -#,##0.0_ ;_ * "-"_ ;_ @_ ', "人", 1234.5),
    ],
)
def test_reads_a_value_exactly(value: Value, number_format: str, unit: str, expected: float) -> None:
    figure = read_cell_figure(cell(value, number_format), unit)
    assert figure.value is not None
    assert as_number(figure.value) == expected


@pytest.mark.parametrize(
    ("found", "unit"),
    [
        (cell("4億3,0000万円"), "円"),
        (cell("12/13"), "人"),
        (cell("なし"), "人"),
        (cell("1.5E+10"), "人"),
        (cell(0.2, "0%"), "人"),
        (cell(12, '0"万円"'), "人"),
        (cell(1521, '"△"#,##0'), "人"),
        (cell(1521, "-0"), "人"),
        (cell(69077000, "#,##0,"), "千人"),
        (cell(5, '[>=1000]#,##0,"千人";0"人"'), "人"),
        (cell(MIDNIGHT), "人"),
        (cell(value=True), "人"),
        (cell("=1+1", formula=True), "人"),
        (cell("#N/A", error=True), "人"),
    ],
)
def test_refuses_what_has_no_one_reading(found: Cell, unit: str) -> None:
    with pytest.raises(BadCell) as refusal:
        read_cell_figure(found, unit)
    assert str(refusal.value.message)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (34.6, "0"),
        (34.6, "#,##0"),
        (0.3456, "0.0%"),
        (34.65, '0.0"人"'),
        (-34.6, "0;-0"),
        (1.5, "# ?/?"),
        (1234, "0.0E+00"),
        (0.0004, "0.000"),
        (12, ";;;"),
        (12, '"確認中"'),
    ],
)
def test_notices_a_number_that_is_shown_as_another(value: float, number_format: str) -> None:
    with pytest.raises(BadCell) as refusal:
        read_cell_figure(cell(value, number_format), "%")
    assert "another number" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [("#,##0;-#,##0;", ""), ('#,##0;-#,##0;"-"', "-"), ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"), ("#,###", ""), (";;;", "")],
)  # fmt: skip
def test_notices_a_zero_that_is_not_shown(number_format: str, shown: str) -> None:
    with pytest.raises(BadCell) as refusal:
        read_cell_figure(cell(0, number_format), "人")
    assert f"“{shown}”" in str(refusal.value.message)


@pytest.mark.parametrize(
    "number_format", ["General", "0", "#,##0", "0.0", "#,##0;[Red]-#,##0", '0"人"', "General;-General;General"]
)
def test_a_zero_that_is_shown_is_one(number_format: str) -> None:
    assert read_cell_figure(cell(0, number_format), "人").value == 0


@pytest.mark.parametrize("value", [2024, 2024.0, "2024", "２０２４", "令和6年度", "R6", "2024(令和6)年度"])
def test_reads_a_year(value: Value) -> None:
    assert read_cell_year(cell(value)) == 2024


@pytest.mark.parametrize("value", ["6", 6, 20224, "2024(令和5)年度", 2024.5, MIDNIGHT])
def test_refuses_what_is_no_year(value: Value) -> None:
    with pytest.raises(BadCell):
        read_cell_year(cell(value))


@pytest.mark.parametrize(
    "value",
    [MIDNIGHT, "2024-06-30", "2024/6/30", "２０２４年６月３０日", "令和6年6月30日", "R6.6.30"],
)
def test_reads_a_day(value: Value) -> None:
    assert read_cell_day(cell(value)) == dt.date(2024, 6, 30)


@pytest.mark.parametrize("value", ["2024年6月", "令和6年6月31日", 45473, "近日"])
def test_refuses_what_is_no_day(value: Value) -> None:
    with pytest.raises(BadCell):
        read_cell_day(cell(value))


@pytest.mark.parametrize(
    ("value", "status"),
    [("速報値", "provisional"), ("provisional", "provisional"), ("Final", "normal"), ("未公表", "missing"),
     ("ｐｒｏｖｉｓｉｏｎａｌ", None), ("秘匿", "suppressed"), ("たぶん", None)],
)  # fmt: skip
def test_reads_a_state_in_either_language(value: str, status: str | None) -> None:
    words = statuses_by_word()
    if status is None and value == "たぶん":
        with pytest.raises(BadCell):
            read_cell_status(cell(value), words)
    else:
        assert read_cell_status(cell(value), words) == (status or "provisional")


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_a_stored_number_is_the_decimal_that_was_typed(digits: int, places: int) -> None:
    typed = float(f"{digits}e-{places}")
    noisy = typed * (1 + 1e-16)
    for stored in (typed, noisy):
        figure = read_cell_figure(cell(stored), "人")
        assert figure.value is not None
        assert float(figure.value) == typed


@pytest.mark.parametrize("word", [word for word in STATUSES if len(word) > 1])
def test_a_word_means_the_same_beside_a_value_and_in_the_column_of_states(word: str) -> None:
    assert read_cell_figure(cell(f"12（{word}）"), "人").status == statuses_by_word()[word.casefold()]
