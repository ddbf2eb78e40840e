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
