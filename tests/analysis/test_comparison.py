from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from kpitrack.analysis.comparison import Candidate, Pooled, base_unit, compare, counts, usable
from kpitrack.model.actuals import Actual
from kpitrack.model.strategy import KPI, Organization, Period

_CODE = "vital-statistics:total-fertility-rate"


def _candidate(name: str, values: Mapping[int, float], better: str | None = "higher", **fields: Any) -> Candidate:
    level = fields.pop("organization", None)
    kpi = KPI.model_validate({"id": "k", "name": "K", "unit": "人", "indicator": _CODE, **fields})
    town = strategies.strategy("- {id: g, title: G}", id=name)
    town = town.model_copy(update={"stated_organization": Organization(name=name, level=level)})
    return Candidate(town, kpi, better, None, None, values)


def _ranks(*candidates: Candidate, **options: Any) -> list[tuple[str, int | None]]:
    return [(row.candidate.strategy.id, row.rank) for row in compare(_CODE, candidates, **options).ranked]


def _apart(*candidates: Candidate, **options: Any) -> dict[str, list[str]]:
    return {one.candidate.strategy.id: list(one.obstacles) for one in compare(_CODE, candidates, **options).apart}


@pytest.mark.parametrize(
    ("unit", "multiplier", "base", "factor"),
    [
        ("人", None, "人", 1),
        ("千人", None, "人", 1000),
        ("千人", 3, "人", 1000),
        ("人", 3, "人", 1000),
        ("億円", 8, "円", 10**8),
        ("百万円", None, "円", 10**6),
        ("千円/人", None, "円/人", 1000),
        ("％", None, "%", 1),
        ("割", None, "%", 10),
        ("‰", None, "%", "0.1"),
        ("", None, "", 1),
        ("千", None, "千", 1),
    ],
)
def test_units_come_to_one(unit: str, multiplier: int | None, base: str, factor: int | str) -> None:
    assert base_unit(unit, multiplier) == (base, Decimal(factor))


def test_the_best_first_and_equals_share_a_rank() -> None:
    a, b, c = _candidate("a", {2020: 1.0}), _candidate("b", {2020: 3.0}), _candidate("c", {2020: 3.0})
    assert _ranks(a, b, c) == [("b", 1), ("c", 1), ("a", 3)]


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("size", [1, 1000])
def test_values_that_differ_by_less_than_can_be_computed_are_equal(better: str, size: float) -> None:
    one, near = _candidate("one", {2020: size}, better), _candidate("near", {2020: size * (1 + 0.8e-9)}, better)
    far = _candidate("far", {2020: size * (1 + 2e-9)}, better)
    assert _ranks(one, near) == [("one", 1), ("near", 1)]
    assert {rank for _, rank in _ranks(one, far)} == {1, 2}


def test_where_lower_is_better() -> None:
    a, b = _candidate("a", {2020: 5.0}, "lower"), _candidate("b", {2020: 3.0}, "lower")
    assert _ranks(a, b) == [("b", 1), ("a", 2)]


def test_no_rank_where_neither_way_is_better() -> None:
    assert _ranks(_candidate("a", {2020: 5.0}, None)) == [("a", None)]


def test_values_stand_on_the_common_unit() -> None:
    a = _candidate("a", {2020: 12.3}, unit="千人", multiplier=3)
    b = _candidate("b", {2020: 12400.0})
    found = compare(_CODE, [a, b])
    assert [(row.candidate.strategy.id, row.value) for row in found.ranked] == [("b", 12400.0), ("a", 12300.0)]
    assert found.unit == "人"


def test_the_year_that_most_have() -> None:
    a = _candidate("a", {2019: 1.0, 2020: 2.0})
    b = _candidate("b", {2019: 3.0, 2020: 4.0, 2021: 5.0})
    c = _candidate("c", {2018: 9.0})
    found = compare(_CODE, [a, b, c])
    assert found.year == 2020
    assert [(row.candidate.strategy.id, row.year) for row in found.ranked] == [("b", 2020), ("a", 2020)]
    assert _apart(a, b, c) == {"c": ["year"]}
    assert _ranks(a, b, c, accept=["year"]) == [("c", 1), ("b", 2), ("a", 3)]
    assert _ranks(a, b, c, year=2018) == [("c", 1)]


@pytest.mark.parametrize(
    ("obstacle", "fields"),
    [
        ("unit", {"unit": "件"}),
        ("accumulation", {"accumulation": "running_total"}),
        ("calendar", {"calendar": "cy"}),
        ("direction", {"better": "lower"}),
        ("definition", {"definition": "別の定義"}),
    ],
)
def test_what_may_not_be_compared_says_why(obstacle: str, fields: dict[str, Any]) -> None:
    alike = [_candidate(name, {2020: 1.0}, definition="住民基本台帳による。") for name in "ab"]
    better = fields.pop("better", "higher")
    other = _candidate("c", {2020: 2.0}, better, **{"definition": "住民基本台帳による", **fields})
    assert _apart(*alike, other) == {"c": [obstacle]}
    ranked = len(_ranks(*alike, other, accept=[obstacle]))
    assert ranked == (2 if obstacle == "unit" else 3)  # there is no accepting another unit


def test_a_kpi_without_a_definition_is_compared_with_care() -> None:
    found = compare(_CODE, [_candidate("a", {2020: 1.0}, definition="定義"), _candidate("b", {2020: 2.0})])
    assert {row.candidate.strategy.id: row.undefined for row in found.ranked} == {"a": False, "b": True}


def test_without_any_value_nothing_is_compared() -> None:
    found = compare(_CODE, [_candidate("a", {})], accept=["year"])
    assert (found.year, found.ranked, found.distribution) == (None, (), None)
    assert found.apart[0].obstacles == {"year": ("", "")}


def test_the_distance_to_the_own_target() -> None:
    one = _candidate("a", {2018: 1.14})
    one = Candidate(one.strategy, one.kpi, one.better, 1.36, 2019, one.values)
    (row,) = compare(_CODE, [one]).ranked
    assert (row.target, row.distance) == (1.36, 0.22)


def test_quartiles() -> None:
    found = compare(_CODE, [_candidate(f"t{i}", {2020: float(i)}) for i in range(1, 6)]).distribution
    assert found is not None
    assert (found.least, found.lower, found.median, found.upper, found.greatest) == (1, 2, 3, 4, 5)


def test_forecasts_and_missing_values_are_no_values() -> None:
    entries = {
        2020: Actual(value=3.0, status="forecast"),
        2019: Actual(status="missing"),
        2018: Actual(numerator=1.0, denominator=4.0),
        2017: 5.0,
        2016: None,
    }
    assert usable(entries, KPI(id="k", name="K", unit="%")) == {2017: 5.0, 2018: 25.0}


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=8), st.sampled_from(["higher", "lower"]))
def test_a_better_value_never_ranks_behind(values: list[int], better: str) -> None:
    candidates = [_candidate(f"t{i}", {2020: float(value)}, better) for i, value in enumerate(values)]
    found = compare(_CODE, candidates)
    sign = 1 if better == "higher" else -1
    in_order = [sign * row.value for row in found.ranked]
    assert in_order == sorted(in_order, reverse=True)
    assert [row.rank for row in found.ranked] == [1 + sum(other > own for other in in_order) for own in in_order]
    assert found.distribution is not None
    assert found.distribution.least <= found.distribution.median <= found.distribution.greatest


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=6))
def test_the_unit_in_which_each_writes_changes_nothing(values: list[int]) -> None:
    plain = [_candidate(f"t{i}", {2020: float(value)}) for i, value in enumerate(values)]
    scaled = [
        _candidate(f"t{i}", {2020: value / 1000}, unit="千人") if i % 2 else plain[i] for i, value in enumerate(values)
    ]
    assert [(row.candidate.strategy.id, row.rank, row.value) for row in compare(_CODE, plain).ranked] == [
        (row.candidate.strategy.id, row.rank, row.value) for row in compare(_CODE, scaled).ranked
    ]


@pytest.mark.parametrize(
    ("fields", "kept_apart"),
    [
        ({}, True),
        ({"unit": "%"}, False),
        ({"unit": "千円/人"}, False),
        ({"unit": ""}, False),
        ({"additive": False}, False),
        ({"unit": "%", "additive": True}, True),
    ],
)
def test_a_count_of_a_prefecture_stands_beside_none_of_a_town(fields: dict[str, Any], kept_apart: bool) -> None:
    towns = [_candidate(name, {2020: 3.0}, organization="municipality", **fields) for name in ("a", "b")]
    prefecture = _candidate("p", {2020: 300.0}, organization="prefecture", **fields)
    assert _apart(*towns, prefecture) == ({"p": ["population"]} if kept_apart else {})
    assert _apart(*towns, prefecture, accept=["population"]) == {}


def test_an_organization_of_no_stated_kind_is_compared() -> None:
    town, unstated = _candidate("a", {2020: 3.0}, organization="municipality"), _candidate("b", {2020: 4.0})
    assert _apart(town, unstated) == {}


def test_counts_of_several_organisations_grow_with_size() -> None:
    def grows(*candidates: Candidate) -> bool:
        return compare(_CODE, candidates).grows_with_size

    assert grows(_candidate("a", {2020: 3.0}), _candidate("b", {2020: 4.0}))
    assert not grows(_candidate("a", {2020: 3.0}))
    assert not grows(_candidate("a", {2020: 3.0}, unit="%"), _candidate("b", {2020: 4.0}, unit="%"))


def _shares(*parts: tuple[float, float], unit: str = "%") -> list[Candidate]:
    found = []
    for i, (numerator, denominator) in enumerate(parts):
        entries = {2024: Actual(numerator=numerator, denominator=denominator)}
        one = _candidate(f"t{i}", usable(entries, KPI(id="k", name="K", unit=unit)), unit=unit)
        found.append(Candidate(one.strategy, one.kpi, "higher", None, None, one.values, counts(entries)))
    return found


def test_shares_together_are_sums_over_sums_and_no_mean() -> None:
    assert compare(_CODE, _shares((9, 10), (9, 90))).pooled == Pooled(2, 18, 100, 18.0)


def test_shares_together_stand_on_the_common_unit() -> None:
    assert compare(_CODE, _shares((9, 10), (9, 90), unit="割")).pooled == Pooled(2, 18, 100, 18.0)


@pytest.mark.parametrize("parts", [[(9, 10)], [(0, 1)]])
def test_one_share_is_nothing_together(parts: list[tuple[float, float]]) -> None:
    assert compare(_CODE, _shares(*parts)).pooled is None


def test_values_without_counts_are_not_in_the_share_together() -> None:
    plain = _candidate("plain", {2024: 50.0}, unit="%")
    pooled = compare(_CODE, [*_shares((1, 4), (1, 4)), plain]).pooled
    assert pooled == Pooled(2, 2, 8, 25.0)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(1, 999)), min_size=2, max_size=6))
def test_a_share_together_lies_between_its_parts(parts: list[tuple[int, int]]) -> None:
    comparison = compare(_CODE, _shares(*parts))
    values = [row.value for row in comparison.ranked]
    assert comparison.pooled is not None
    assert min(values) - 1e-9 <= comparison.pooled.value <= max(values) + 1e-9


def test_nobody_is_ranked_against_itself() -> None:
    def of(owner: str, name: str, period: tuple[int, int], values: Mapping[int, float]) -> Candidate:
        one = _candidate(name, values)
        start, end = period
        town = one.strategy.model_copy(
            update={"stated_organization": Organization(name=owner), "period": Period(start=start, end=end)}
        )
        return replace(one, strategy=town)

    old = of("a", "a-1", (2015, 2019), {2020: 3.0})
    new = of("a", "a-2", (2020, 2024), {2020: 5.0})
    empty = of("a", "a-3", (2025, 2029), {})
    other = of("b", "b-1", (2020, 2024), {2020: 4.0})
    for several in ((old, new, empty, other), (empty, other, new, old)):
        assert _ranks(*several) == [("a-2", 1), ("b-1", 2)]
        apart = _apart(*several)
        assert apart["a-1"] == ["organization"]
        assert "organization" in apart["a-3"]
