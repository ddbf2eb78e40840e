"""Numbers as written, printed and typed."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.numbers import exact, narrow, plain_number, printed, show_number, suggest_number

finite = st.floats(allow_nan=False, allow_infinity=False)


def test_exact_keeps_the_digits():
    assert exact(0.1) == Decimal("0.1")
    assert exact(3141) == 3141
    assert exact(10**30) == 10**30


@pytest.mark.parametrize(
    ("value", "decimals", "mode", "shown"),
    [
        # 茨城県's rates of the KPI 雇用創出数: 2415/2000 is rounded in the 2017 edition; the 2018 one truncates.
        (Fraction(2415, 2000) * 100, 1, "half_up", "120.8"),
        (Fraction(5163, 4000) * 100, 1, "truncate", "129.0"),
        (Fraction(7077, 6000) * 100, 1, "truncate", "117.9"),
        (Decimal("0.125"), 2, "half_even", "0.12"),
        (Decimal("0.135"), 2, "half_even", "0.14"),
        (Decimal("-2.5"), 0, "half_up", "-3"),
        (Decimal("-2.5"), 0, "half_even", "-2"),
        (Decimal("-2.9"), 0, "truncate", "-2"),
        (Decimal("-0.04"), 1, "half_up", "0.0"),
        (Fraction(2, 3), 3, "half_up", "0.667"),
        (Fraction(95, 100), 0, "half_even", "1"),
    ],
)
def test_printed(value, decimals, mode, shown):
    assert str(printed(value, decimals, mode)) == shown


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9), st.integers(0, 6)
)
def test_printed_is_what_decimal_rounds_to(value, decimals):
    unit = Decimal(1).scaleb(-decimals)
    for mode, rounding in (("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN), ("truncate", ROUND_DOWN)):
        expected = value.quantize(unit, context=Context(prec=60, rounding=rounding))
        assert printed(value, decimals, mode) == expected
        assert printed(Fraction(value), decimals, mode) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.0, "12"), (0.1 + 0.2, "0.3"), (-1521, "-1,521"), (35.5e12, "35,500,000,000,000"), (1.54, "1.54"),
        (1234567890123, "1,234,567,890,123"), (123456789012.5, "123,456,789,012.5"), (2 / 3, "0.666666666667"),
        (1e-7, "0.0000001"), (1e20, "100,000,000,000,000,000,000"), (-0.0, "0"), (0, "0"), (100.0, "100"),
        (1.1 * 1.1, "1.21"), (math.inf, "inf"),
    ],
)  # fmt: skip
def test_show_number(value, shown):
    assert show_number(value) == shown


def test_show_number_with_decimals():
    assert show_number(137.35, 1) == "137.4"
    assert show_number(12, 1) == "12.0"
    assert show_number(-0.04, 1) == "0.0"
    assert show_number(-1521, 0) == "-1,521"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"), (12.0, "12"), (12.5, "12.5"), (-0.0, "0"), (1e-5, "0.00001"), (1e15, "1000000000000000"),
        (1e16, "1e+16"), (10**20, "1" + "0" * 20),
    ],
)  # fmt: skip
def test_plain_number(value, text):
    assert plain_number(value) == text


def test_plain_number_of_a_decimal():
    for text, plain in (("12.50", "12.5"), ("1E-7", "0.0000001"), ("-0.0", "0"), ("1E+3", "1000"), ("100", "100")):
        assert plain_number(Decimal(text)) == plain


@given(finite | st.integers(-(10**30), 10**30))
def test_plain_number_is_read_back_exactly(value):
    text = plain_number(value)
    assert (int(text) if isinstance(value, int) else float(text)) == value
    assert abs(value) >= 1e16 or "e" not in text


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_a_shown_number_has_the_digits_it_was_written_with(whole, places):
    text = f"{Decimal(whole).scaleb(-places):f}"
    assert Decimal(show_number(float(text)).replace(",", "")) == Decimal(text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("12,600", "12600"), ("１２", "12"), ("▲3", "-3"), ("△1,521", "-1521"), ("1_000", "1000"), ("−5", "-5"),
        ("－５", "-5"), ("３．５", "3.5"), ("１２，６００", "12600"), (" 12 ", "12"), ("+5", "5"), ("▲ 5", "-5"),
        (".5", "0.5"), ("007", "7"), ("1,234,567.89", "1234567.89"), ("0", "0"),
    ],
)  # fmt: skip
def test_suggests(typed, written):
    assert suggest_number(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "3,14",
        "0,123",
        "1,2345",
        "12,3456",
        "1_0",
        "--5",
        "5.",
        "",
        "-",
        "1e3",
        "12人",
        "約5",
        "1.2.3",
        "0x10",
        "²",
        "٣",
        "ー5",
    ],
)
def test_suggests_nothing_where_it_is_not_certain(typed):
    assert suggest_number(typed) is None


@given(st.text())
def test_a_suggestion_is_a_plain_number(text):
    suggestion = suggest_number(text)
    assert suggestion is None or math.isfinite(float(suggestion))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_suggestion_is_the_number_that_was_typed(number):
    full_width = f"{number:,}".translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789,.-"})
    assert Decimal(suggest_number(full_width) or "") == number


def test_narrow_leaves_what_is_not_full_width_ascii():
    assert narrow("１２㎡　１０²％ｱ") == "12㎡ 10²%ｱ"


def test_a_number_of_many_digits_is_shown() -> None:
    assert show_number(12345678901234567890123456789012) == "12,345,678,901,234,567,890,123,456,789,012"
    assert show_number(1e22) == "10,000,000,000,000,000,000,000"
