"""``kpitrack compare`` with how many people live where."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from published import publish

from ..conftest import Run

TOWNS = {
    # name: code, population, value of 2022
    "鶴岡市": ("062031", "{value: 120000, year: 2020}", 60),
    "酒田市": ("062049", "{value: 100000, year: 2020}", 80),
    "山形市": ("062014", "{value: 250000, year: 2020}", 200),
    "新庄市": ("062057", None, 20),
}


@pytest.fixture
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("strategies", "actuals"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    (tmp_path / "kpitrack.yaml").write_text("")
    for n, (name, (code, population, value)) in enumerate(TOWNS.items()):
        people = f", population: {population}" if population else ""
        (tmp_path / f"data/strategies/{n}.yaml").write_text(
            f'id: s{n}\ntitle: {name}の戦略\norganization: {{name: {name}, code: "{code}", level: municipality{people}}}\n'
            "period: {start: 2020, end: 2025}\ngoals:\n  - id: g\n    title: 目標\n    kpis:\n"
            '      - {id: moved, name: 移住者数, unit: 人, indicator: "x:moved", baseline: {year: 2020, value: 0}, target: {year: 2025, value: 300}}\n'
            '      - {id: share, name: 割合, unit: "%", indicator: "x:share", baseline: {year: 2020, value: 0}, target: {year: 2025, value: 90}}\n',
            "utf-8",
        )
        (tmp_path / f"data/actuals/{n}.yaml").write_text(
            f"strategy: s{n}\nactuals: {{moved: {{2022: {value}}}, share: {{2022: {value / 4}}}}}\n", "utf-8"
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _json(run: Run, *arguments: str) -> dict:
    return json.loads(run("compare", *arguments, "--as-of", "2022", "--format", "json").out)


def test_counts_are_told_per_head_where_the_population_is_known(towns: Path, run: Run) -> None:
    found = {one["organization"]["name"]: one for one in _json(run, "x:moved")["compared"]}
    assert [found[name]["per_head"] for name in TOWNS] == [0.0005, 0.0008, 0.0008, None]
    assert (found["鶴岡市"]["population"], found["新庄市"]["population"]) == (120000, None)
    table = run("compare", "x:moved", "--as-of", "2022").out
    assert "per 1,000 people" in table
    assert [line.split()[-1] for line in table.splitlines() if "鶴岡市" in line] == ["0.5"]
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(run("compare", "x:moved", "--as-of", "2022", "--format", "csv").out))
        if row["organization"] == "酒田市"
    ]
    assert (row["population"], row["per_head"]) == ("100000", "0.0008")


def test_a_share_is_no_count_and_has_no_value_per_head(towns: Path, run: Run) -> None:
    assert {one["per_head"] for one in _json(run, "x:share")["compared"]} == {None}
    assert "per 1,000" not in run("compare", "x:share", "--as-of", "2022").out


@pytest.mark.parametrize("name", ["鶴岡市", "062031", "06203"])
def test_peers_have_from_half_to_twice_the_population(towns: Path, run: Run, name: str) -> None:
    found = _json(run, "x:moved", "--peers", name)
    assert [one["organization"]["name"] for one in found["compared"]] == ["酒田市", "鶴岡市"]
    assert [one["rank"] for one in found["compared"]] == [1, 2]
    assert found["peers"] == {
        "organization": "鶴岡市", "population": 120000, "least": 60000, "most": 240000, "others": 1, "unknown": 1,
    }  # fmt: skip
    assert _json(run, "x:moved")["peers"] is None
    assert (
        "of like size as 鶴岡市 (120,000 people)" in run("compare", "x:moved", "--peers", name, "--as-of", "2022").out
    )


def test_peers_of_whom_nothing_is_known_are_refused(towns: Path, run: Run) -> None:
    result = run("compare", "x:moved", "--peers", "新庄市", "--as-of", "2022")
    assert (result.code, result.out) == (2, "")
    assert "the population of 新庄市 is not known" in result.err
    assert "population: {value: 122000, year: 2020}" in result.err
    result = run("compare", "x:moved", "--peers", "天童市", "--as-of", "2022")
    assert result.code == 2
    assert "天童市 has no KPI with this indicator" in result.err
    assert "酒田市" in result.err


def test_the_newest_population_of_an_organisation_holds_for_all_its_strategies(towns: Path, run: Run) -> None:
    path = towns / "data/strategies/3.yaml"
    path.write_text(path.read_text("utf-8").replace("新庄市", "鶴岡市").replace("062057", "062031"), "utf-8")
    found = _json(run, "x:moved", "--accept", "organization")["compared"]
    assert [one["population"] for one in found if one["organization"]["code"] == "062031"] == [120000, 120000]


def test_the_page_has_them_in_columns(towns: Path) -> None:
    publish(towns, towns / "out", 2022)
    page = (towns / "out/ja/compare/x~moved.html").read_text("utf-8")
    assert "千人当たり" in page
    assert 'data-label="千人当たり" class="number" data-sort="0.0005">0.5</td>' in page
    assert 'data-label="人口" class="number" data-sort="120000.0">120,000</td>' in page
    shares = (towns / "out/ja/compare/x~share.html").read_text("utf-8")
    assert "千人当たり" not in shares
    assert "規模の近い団体の中での順位" in shares


def test_the_page_has_the_place_among_those_of_like_size_as_the_command(towns: Path, run: Run) -> None:
    publish(towns, towns / "out", 2022)
    page = (towns / "out/ja/compare/x~moved.html").read_text("utf-8")
    for name in ("鶴岡市", "山形市"):
        alike = [one["organization"]["name"] for one in _json(run, "x:moved", "--peers", name)["compared"]]
        row = page[page.index(f">{name}</a>") :].partition("</tr>")[0]
        assert f">{alike.index(name) + 1} / {len(alike)}</td>" in row
