"""``kpitrack compare`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import widest

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]
CODE = "vital-statistics:total-fertility-rate"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_our_own_data(run: Run, language: str, columns: int) -> None:
    accepted = ("--accept", "year", "--as-of", "2020")
    result = run("compare", CODE, *accepted, "--root", ROOT, "--lang", language, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"compare-{columns}-{language}.txt", result.out)


def test_different_years_are_not_ranked_unless_accepted(run: Run) -> None:
    found = json.loads(run("compare", CODE, "--root", ROOT, "--as-of", "2020", "--format", "json").out)
    assert len(found["compared"]) == 1
    assert [obstacle["kind"] for one in found["not_compared"] for obstacle in one["obstacles"]] == ["year"]
    table = run("compare", CODE, "--root", ROOT, "--as-of", "2020").out
    assert "to rank them all the same: --accept year" in table


def test_what_has_no_value_cannot_be_accepted(run: Run) -> None:
    out = run("compare", "regional-revitalisation:new-exporters", "--root", ROOT, "--as-of", "2025").out
    assert out.count("no value at all") == 1
    assert "--accept" not in out


def test_csv(run: Run) -> None:
    out = run(
        "compare", CODE, "--root", ROOT, "--as-of", "2020", "--accept", "year", "--format", "csv", "--lang", "ja"
    ).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["rank"], row["organization"], row["value"], row["target"]) for row in rows] == [
        ("1", "長野県", "1.56", "1.68"), ("2", "札幌市", "1.14", "1.36"),
    ]  # fmt: skip


def test_the_indicators_that_there_are(run: Run) -> None:
    assert f"{CODE}  2 KPIs" in run("compare", "--root", ROOT).out


def test_the_indicators_for_a_program(run: Run) -> None:
    document = json.loads(run("compare", "--root", ROOT, "--format", "json").out)
    assert document["schema"] == "kpitrack/indicators/1"
    (found,) = [one for one in document["indicators"] if one["indicator"] == CODE]
    assert len(found["kpis"]) == 2
    lines = run("compare", "--root", ROOT, "--format", "csv").out.splitlines()
    assert [line.split(",")[1] for line in lines if line.startswith(CODE)] == [one["ref"] for one in found["kpis"]]
    heads = run("compare", "--root", ROOT, "--format", "csv", "--headings", "ja").out.splitlines()[0]
    assert heads.split(",")[0] != "indicator"


@pytest.mark.parametrize("option", ["--year=2020", "--accept=year", "--peers=鶴岡市"])
def test_what_is_for_an_indicator_is_not_passed_over(run: Run, option: str) -> None:
    assert run("compare", option, "--root", ROOT).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["total-fertility-rat"], f"did you mean “{CODE}”"),
        ([CODE, "--accept", "unit"], "--accept cannot be unit"),
        ([CODE, "--accept", "yaer"], "did you mean “year”"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], said: str) -> None:
    result = run("compare", *arguments, "--root", ROOT)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_where_no_kpi_states_an_indicator(run: Run, town: Town) -> None:
    result = run("compare")
    assert result.code == 2
    assert "no KPI here states an indicator" in result.err


def test_the_target_of_a_sum_is_none_for_one_year(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace("running_total", "sum\n            indicator: x:movers")
    town.strategy.write_text(text, "utf-8")
    (row,) = json.loads(run("compare", "x:movers", "--as-of", "2022", "--format", "json").out)["compared"]
    assert (row["value"], row["target"], row["distance"]) == (20, None, None)


def test_csv_has_the_own_unit_of_what_may_not_be_compared(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace("accumulation: running_total", "indicator: x:movers")
    text = text.replace(
        "unit: 人\n            baseline: {year: 2020, value: 1200}",
        "unit: 千件\n            indicator: x:movers\n            baseline: {year: 2020, value: 1200}",
    )
    town.strategy.write_text(text, "utf-8")
    out = run("compare", "x:movers", "--as-of", "2022", "--format", "csv").out
    rows = [(row["ref"], row["rank"], row["unit"], row["obstacles"]) for row in csv.DictReader(io.StringIO(out))]
    assert rows == [("town/movers", "1", "人", ""), ("town/guests", "", "件", "unit")]


def test_a_bar_goes_from_zero_to_its_value(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("data/strategies", "data/actuals"):
        (tmp_path / folder).mkdir(parents=True)
    for name, value in (("gain", 10), ("none", 0), ("loss", -5)):
        (tmp_path / f"data/strategies/{name}.yaml").write_text(
            f"id: {name}\ntitle: t\norganization: {{name: {name}, level: other}}\nperiod: {{start: 2021, end: 2025}}\n"
            "goals: [{id: g, title: t, kpis: [{id: k, name: n, unit: 人, indicator: 'x:moves', better: higher,"
            " target: {year: 2025, value: 20}}]}]\n",
            "utf-8",
        )
        (tmp_path / f"data/actuals/{name}.yaml").write_text(f"strategy: {name}\nactuals: {{k: {{2022: {value}}}}}\n")
    monkeypatch.setenv("COLUMNS", "100")
    out = run("compare", "x:moves", "--root", tmp_path, "--as-of", "2023").out
    bars = {name: next(line for line in out.splitlines() if f" {name} " in line) for name in ("gain", "none", "loss")}
    assert "#" not in bars["none"]
    assert bars["loss"].rindex("#") + 1 == bars["gain"].index("#")
    assert bars["gain"].count("#") == pytest.approx(2 * bars["loss"].count("#"), abs=1)
