"""Years as Japanese documents write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack import language
from kpitrack.model.years import BadYear, era_short, era_year, fiscal_year_of, parse_year, show_year


@pytest.fixture(autouse=True)
def _english():
    before = language.active()
    language.use("en")
    yield
    language.use(before)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (2024, 2024), ("2024", 2024), ("FY2024", 2024), ("fy 2024", 2024), ("2024年度", 2024), ("2024年", 2024),
        ("２０２４", 2024), ("令和6年度", 2024), ("令和６年度", 2024), ("R6", 2024), ("r6", 2024), ("R6年度", 2024),
        ("R06", 2024), ("㋿6年", 2024), ("令和二十五年度", 2043), ("令和元年度", 2019), ("R元", 2019), ("R1", 2019),
        ("平成31年度", 2019), ("H31", 2019), ("平成元年度", 1989), ("昭和64年", 1989), ("S50", 1975), ("大正15", 1926),
        ("2024(令和6)年度", 2024), ("2024（令和６）年度", 2024), ("2024年度（令和6年度）", 2024), ("令和6(2024)年度", 2024),
    ],
)  # fmt: skip
def test_reads(text, year):
    assert parse_year(text) == year


@pytest.mark.parametrize(("text", "year"), [("平成32年度", 2020), ("H35", 2023), ("平成50年", 2038)])
def test_heisei_years_that_never_came_mean_what_their_plans_meant(text, year):
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (20223, "four digits"), ("20223", "four digits"), ("202", "four digits"), (True, "four digits"), (1899, "four"),
        (2201, "four"), ("", "four digits"), ("来年度", "four digits"), ("令和99", "2117"), ("平成0", "平成元年度"),
        ("昭和65", "1990"), ("H99", "2087"), ("6年度", "令和6年度"), ("24", "2024"), ("2024-03", "2023"),
        ("2024年4月", "2024"), ("2024(令和5)年度", "whichever"), ("H29.3", "four digits"), ("2020-2024", "four digits"),
        ("令和十十", "four digits"), ("9" * 5000, "four digits"), ("R" + "9" * 5000, "four digits"), ("²024", "four"),
        ("٢٠٢٤", "four digits"), ("0000年1月", "2024"), ("明治5", "four digits"),
    ],
)  # fmt: skip
def test_refuses_with_a_hint(text, hint):
    with pytest.raises(BadYear) as caught:
        parse_year(text)
    assert str(caught.value) == str(caught.value.message)
    assert hint in str(caught.value.hint)


def test_a_refusal_speaks_japanese():
    with pytest.raises(BadYear) as caught:
        parse_year("2024(令和5)年度")
    language.use("ja")
    assert str(caught.value) == "2024(令和5)年度：2024と令和5（2023）は同じ年ではありません"


@given(st.text() | st.integers())
def test_anything_is_a_year_or_a_bad_one(text):
    refusal = None
    try:
        year = parse_year(text)
    except BadYear as bad:
        refusal = bad
    assert str(refusal.hint) if refusal else 1900 <= year <= 2200


@given(st.integers(1912, 2100))
def test_what_is_shown_is_read_back(year):
    assert parse_year(era_year(year)) == year
    assert parse_year(era_short(year)) == year
    language.use("ja")
    for calendar in ("fy", "cy"):
        for era in (True, False):
            assert parse_year(show_year(year, calendar=calendar, era=era)) == year


@pytest.mark.parametrize(
    ("day", "start", "year"),
    [("2017-03-31", 4, 2016), ("2017-04-01", 4, 2017), ("2017-03-31", 1, 2017), ("2017-09-30", 10, 2016)],
)
def test_fiscal_year_of(day, start, year):
    assert fiscal_year_of(dt.date.fromisoformat(day), start) == year


def test_eras_of_the_years_of_change():
    assert [era_year(year) for year in (1988, 1989, 2018, 2019, 2024)] == [
        "昭和63年度", "平成元年度", "平成30年度", "令和元年度", "令和6年度",
    ]  # fmt: skip
    assert era_short(2024) == "R6"
    assert era_year(1800) == "1800年度"


def test_show_year_in_both_languages():
    assert show_year(2024) == "FY2024"
    assert show_year(2024, calendar="cy") == "2024"
    assert show_year(2024, era=True) == "FY2024 (Reiwa 6)"
    language.use("ja")
    assert show_year(2024) == "2024年度"
    assert show_year(2024, calendar="cy") == "2024年"
    assert show_year(2019, era=True) == "2019（令和元）年度"
