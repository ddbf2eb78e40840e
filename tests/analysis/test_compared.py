"""The values that a parity target is compared with, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.analysis.compared import compared, with_name
from kpitrack.repository.repository import Bundle, read_repository

FILES = {
    "data/strategies/town.yaml": """\
id: town
title: 戦略
organization: {name: 町}
period: {start: 2020, end: 2025}
goals:
  - id: g
    title: 目標
    kpis:
      - {id: k, name: 率, unit: 件, target: {year: 2025, parity_with: city/k}}
      - {id: other, name: 率, unit: 件}
""",
    "data/actuals/town.yaml": "strategy: town\nactuals: {other: {2021: 7}}\ncomparators: {pref: {2021: 30}}\n",
    "data/strategies/city.yaml": """\
id: city
title: 戦略
organization: {name: {ja: 市, en: City}}
period: {start: 2020, end: 2025}
goals:
  - id: g
    title: 目標
    kpis:
      - {id: k, name: 率, unit: 件, baseline: {year: 2019, value: 4}, target: {year: 2025, value: 9}}
      - {id: unknown, name: 率, unit: 件, baseline: {year: 2019}}
      - {id: undated, name: 率, unit: 件, baseline: {value: 3}}
""",
    "data/actuals/city.yaml": """\
strategy: city
actuals: {k: {2021: 5, 2022: {status: missing}, 2023: {value: 8, status: forecast}}}
""",
}


@pytest.fixture
def bundles(tmp_path: Path) -> dict[str, Bundle]:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = read_repository(tmp_path).bundles
    return {one.strategy.model.id: one for one in found if one.strategy.model}


def test_a_series_of_the_same_file(bundles: dict[str, Bundle]) -> None:
    (stated,) = compared(bundles["town"], "pref", bundles.get).values()
    assert (stated.value, stated.path, stated.at[-2:]) == (30, "data/actuals/town.yaml", ("pref", 2021))


def test_a_kpi_of_the_same_strategy(bundles: dict[str, Bundle]) -> None:
    (stated,) = compared(bundles["town"], "other", bundles.get).values()
    assert (stated.value, stated.at) == (7, ("actuals", "other", 2021))


def test_a_kpi_of_another_strategy_with_its_baseline_and_without_what_is_foreseen(bundles: dict[str, Bundle]) -> None:
    found = compared(bundles["town"], "city/k", bundles.get)
    assert {year: (one.value, one.path) for year, one in found.items()} == {
        2019: (4, "data/strategies/city.yaml"),
        2021: (5, "data/actuals/city.yaml"),
    }
    assert found[2019].at[-2:] == ("baseline", "value")


@pytest.mark.parametrize("name", [None, "nothing", "nowhere/k", "city/nothing", "city/unknown", "city/undated"])
def test_what_is_not_there_has_no_values(bundles: dict[str, Bundle], name: str | None) -> None:
    assert compared(bundles["town"], name, bundles.get) == {}


def test_the_kpi_of_another_strategy_is_called_by_its_organisation_too(bundles: dict[str, Bundle]) -> None:
    row = {"ref": "town/k", "parity_with": "city/k", "parity_name": None}
    assert with_name(row, bundles.get) == row | {"parity_name": "市 率", "parity_name_en": "City 率"}
    other = row | {"parity_with": "town/k"}
    assert with_name(other, bundles.get) == other | {"parity_name": "町 率", "parity_name_en": None}


@pytest.mark.parametrize(
    "fields",
    [{}, {"parity_with": "pref"}, {"parity_with": "city/k", "parity_name": "率"}, {"parity_with": "nowhere/k"},
     {"parity_with": "city/nothing"}],
)  # fmt: skip
def test_what_has_a_name_or_is_not_there_is_called_as_before(
    bundles: dict[str, Bundle], fields: dict[str, str]
) -> None:
    assert with_name(fields, bundles.get) == fields
