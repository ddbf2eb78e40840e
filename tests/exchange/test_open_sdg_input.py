"""What `open_sdg` writes, held against what sdg-build 2.3.0 takes (https://github.com/open-sdg/sdg-build).

Its packages need pandas 1 and pydantic 1, so that it cannot stand beside ours. The rules are those of its
``sdg/check_csv.py``, ``sdg/inputs``, ``sdg/schemas/SchemaInputOpenSdg.py`` and ``sdg/translations``.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from ruamel.yaml import YAML

import strategies as made
from kpitrack.exchange import open_sdg

_STATUSES = {"complete", "inprogress", "exploring", "notapplicable", "notstarted"}
_GRAPHS = {"line", "bar", "binary"}
HOSTILE = (
    """
- id: g1
  title: "{{ 7 * 7 }}: =1+1, “x”"
  kpis:
    - {id: a, name: "yes", unit: "1", definition: "行1\\n行2: [x]", baseline: {year: 2020, value: -1.0e-90}, target: {year: 2025, value: 1.0e+90}}
    - {id: b, name: "# @'\\"", unit: "", accumulation: sum, target: {year: 2025, value: 3}}
  measures:
    - {id: m, title: "- 減災", kpis: [{id: c, name: "~", unit: "%", target: {year: 2025, value: 3}}]}
""",
    """
a: {2021: {value: 2, by: {" 性別,": {" 女": 1, "=1+1": 1}, Year: {"a\\nb": 2}, year_: {x: 2}}}, 2022: {status: missing}}
b: {2021: 1, 2022: {value: 9.0e+15, status: provisional}}
""",
)


def _sites() -> dict[str, dict[str, bytes]]:
    data = made.own_data()
    actuals = [file.model for file in data.actuals if file.model]
    own = {file.model.id: dict(open_sdg.files(file.model, actuals)) for file in data.strategies if file.model}
    return own | {"hostile": dict(open_sdg.files(made.strategy(HOSTILE[0]), [made.actuals(HOSTILE[1])]))}


SITES = _sites()


def _yaml(site: dict[str, bytes], folder: str) -> dict[str, Any]:
    return {name: YAML(typ="safe", pure=True).load(text) for name, text in site.items() if name.startswith(folder)}


@pytest.mark.parametrize("name", SITES)
def test_the_data_are_tables_of_years_and_numbers(name: str) -> None:
    site = SITES[name]
    files = [one for one in site if one.startswith("data/")]
    assert {f"meta/{one.removeprefix('data/indicator_').removesuffix('.csv')}.yml" for one in files} == {
        one for one in site if one.startswith("meta/")
    }
    for one in files:
        assert re.fullmatch(r"data/indicator_[0-9]+-[0-9]+-[0-9]+\.csv", one)
        header, *rows = csv.reader(io.StringIO(site[one].decode(), newline=""))
        assert (header[0], header[-1]) == ("Year", "Value")
        assert len(set(header)) == len(header)
        for row in rows:
            assert len(row) == len(header)
            assert re.fullmatch("[0-9]{4}", row[0])
            float(row[-1])
        assert not [text for text in [*header, *(cell for row in rows for cell in row)] if text != text.strip(" ")]
        keys = [tuple(row[:-1]) for row in rows]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", SITES)
def test_the_metadata_are_what_its_schema_asks_for(name: str) -> None:
    site = SITES[name]
    for path, meta in _yaml(site, "meta/").items():
        number = PurePosixPath(path).stem
        assert meta["indicator_number"] == number.replace("-", ".")
        assert meta["target_number"] == meta["indicator_number"].rpartition(".")[0]
        assert meta["goal_number"] == meta["target_number"].partition(".")[0]
        assert meta["reporting_status"] in _STATUSES
        assert meta["data_non_statistical"] is False
        assert meta["graph_title"]
        assert meta["graph_type"] in _GRAPHS
        rows = len(site[f"data/indicator_{number}.csv"].splitlines()) - 1
        assert (meta["reporting_status"] == "notstarted") == (rows == 0)


@pytest.mark.parametrize("name", SITES)
def test_every_key_has_its_words_in_both_languages(name: str) -> None:
    site = SITES[name]
    groups = _yaml(site, "translations/")
    for meta in _yaml(site, "meta/").values():
        keys = [text for text in meta.values() if isinstance(text, str) and text.startswith("global_")]
        assert meta["indicator_name"] in keys
        goal, target = meta["goal_number"], meta["target_number"].replace(".", "-")
        keys += [f"global_goals.{goal}-title", f"global_goals.{goal}-short", f"global_targets.{target}-title"]
        for language in ("ja", "en"):
            for key in keys:
                group, _, item = key.partition(".")
                assert isinstance(groups[f"translations/{language}/{group}.yml"][item], str)


def test_readers_of_yaml_1_1_see_numbers() -> None:
    """They take ``1e+90`` for a text, as PyYAML does, which sdg-build reads with."""
    assert '"value": 1.0e+90,' in SITES["hostile"]["meta/1-0-1.yml"].decode()
    texts = open_sdg._yaml({"a": [1e20, -2e-07, 1.5e22, 12, '5e+9 "7e+9', "1e+2\\"]}).decode()
    assert texts == 'a: [1.0e+20, -2.0e-07, 1.5e+22, 12, "5e+9 \\"7e+9", "1e+2\\\\"]\n'
