from __future__ import annotations

import json
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import widest

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_a_kpi_with_its_series(run: Run, columns: int, language: str) -> None:
    result = run("show", "ibaraki/jobs-created", "--root", ROOT, "--as-of", "2018", "--lang", language, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"show-{columns}-{language}.txt", result.out)


@pytest.fixture
def summed(town: Town) -> Town:
    """Guests as a sum over the years, with a forecast for the last one."""
    text = town.strategy.read_text("utf-8").replace(
        "            baseline: {year: 2020, value: 1200}\n            target: {year: 2025, percent_change: 50%}",
        "            accumulation: sum\n            baseline: {year: 2020}\n            target: {year: 2025, value: 100}",
    )
    town.strategy.write_text(text, "utf-8")
    town.actuals.write_text(
        "strategy: town\nactuals: {guests: {2021: 10, 2022: 20, 2023: {value: 30, status: forecast}}}\n",
        "utf-8",
    )
    return town


def test_a_forecast_is_no_part_of_a_sum(run: Run, summed: Town) -> None:
    lines = {line[:4]: line for line in run("show", "guests", "--as-of", "2023").out.splitlines()}
    assert "+10 this year" in lines["2021"]
    assert "+20 this year" in lines["2022"]
    assert lines["2022"].split()[1] == "30"
    assert "forecast" in lines["2023"]
    assert "this year" not in lines["2023"]


def test_what_is_stated_for_the_year_before_is_no_part_of_a_sum(run: Run, summed: Town) -> None:
    text = summed.strategy.read_text("utf-8").replace("{year: 2020}", "{year: 2020, value: 90}")
    summed.strategy.write_text(text, "utf-8")
    lines = {line[:4]: line for line in run("show", "guests", "--as-of", "2023").out.splitlines()}
    assert lines["2020"].split()[:3] == ["2020", "-", "0"]  # no sum of 90 that falls to 10


@pytest.mark.parametrize(
    ("kpi", "values", "left"),
    [
        ("unit: 人, baseline: {year: 2020, value: 200}, target: {year: 2025, hold: at_least, value: 150}", "180", []),
        ("unit: 人, baseline: {year: 2020, value: 200}, target: {year: 2025, value: 250}", "260", []),
        ("unit: 人, baseline: {year: 2020, value: 200}, target: {year: 2025, value: 250}", "220", ["30", "10"]),
        ("unit: '', scale: [無, 半, 全], baseline: {year: 2020, value: 無}, target: {year: 2025, value: 全}", "半", []),
    ],
)
def test_only_what_is_short_of_its_target_has_something_to_go(
    run: Run, town: Town, kpi: str, values: str, left: list[str]
) -> None:
    strategy = town.strategy.read_text("utf-8")
    town.strategy.write_text(f"{strategy}          - {{id: it, name: 指標, {kpi}}}\n", "utf-8")
    town.actuals.write_text(f"strategy: town\nactuals: {{it: {{2022: {values}}}}}\n", "utf-8")
    shown = run("show", "it", "--as-of", "2023").out
    found = [line.split()[-1] for line in shown.split("\n") if line.startswith(("still to go", "needed each year"))]
    assert found == left
    assert run("report", "site", "--as-of", "2023").code == 0
    page = (town.root / "site/en/kpi/town/it.html").read_text("utf-8")
    named = [name in page for name in ("<dt>still to go</dt>", "<dt>needed each year</dt>")]
    assert named == [bool(left), bool(left)]


def test_a_forecast_of_less_than_no_children_is_no_figure(run: Run, town: Town) -> None:
    kpi = "unit: 人, baseline: {year: 2020, value: 18}, target: {year: 2025, value: 0}"
    strategy = town.strategy.read_text("utf-8")
    town.strategy.write_text(f"{strategy}          - {{id: it, name: 待機児童数, {kpi}}}\n", "utf-8")
    town.actuals.write_text("strategy: town\nactuals: {it: {2021: 8, 2022: 2}}\n", "utf-8")
    assert json.loads(run("show", "it", "--as-of", "2023", "--format", "json").out)["forecast"]["value"] < 0
    assert "\nforecast for the target year " not in run("show", "it", "--as-of", "2023").out
    assert run("report", "site", "--as-of", "2023").code == 0
    page = (town.root / "site/en/kpi/town/it.html").read_text("utf-8")
    assert "<dt>newest</dt>" in page
    assert "<dt>forecast for the target year</dt>" not in page


def test_the_json_has_each_year_as_recorded(run: Run, summed: Town) -> None:
    document = json.loads(run("show", "guests", "--as-of", "2023", "--format", "json").out)
    assert document["schema"] == "kpitrack/show/1"
    assert [(row["year"], row["value"], row["status"]) for row in document["series"]] == [
        (2020, None, None), (2021, 10, "normal"), (2022, 20, "normal"), (2023, 30, "forecast"), (2024, None, None),
        (2025, None, None),
    ]  # fmt: skip
    assert document["reference"]["id"] == "guests"


def test_a_strategy_is_shown_with_what_it_comes_from_and_says(run: Run, tmp_path: Path) -> None:
    from published import NATION, NATION_ACTUALS, RICH, RICH_ACTUALS, repository

    later = NATION.replace("id: nation", "id: nation-2").replace("period:", "supersedes: [nation]\nperiod:")
    files = (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS), (later, "strategy: nation-2\n")
    root = repository(tmp_path, *files)
    result = run("show", "town", "--root", root, "--as-of", "2023", "--lang", "ja")
    assert result.code == 0
    for text in (
        "住み続けたい町",
        "増やす → 支え合う",
        "交付金",
        "効果があった",
        "空き家の市",
        "女性4人（26.7%、人口では51.8%）",
    ):
        assert text in result.out
    assert "後の戦略：国の戦略 (nation-2)" in run("show", "nation", "--root", root, "--lang", "ja").out
    document = json.loads(run("show", "town", "--root", root, "--format", "json").out)
    assert document["strategies"][0]["strategy"] == "town"


def test_a_target_whose_year_decides_is_not_told_as_met_before(run: Run, town: Town) -> None:
    town.strategy.write_text(
        "id: town\ntitle: t\norganization: {name: n, level: other}\nperiod: {start: 2021, end: 2024}\n"
        "goals: [{id: g, title: t, kpis: [{id: k, name: n, unit: '%', better: higher,"
        " baseline: {year: 2020, value: 60}, target: {year: 2024, hold: at_least}}]}]\n",
        "utf-8",
    )
    town.actuals.write_text("strategy: town\nactuals: {k: {2022: 61, 2023: 60}}\n", "utf-8")
    assert "is met." in " ".join(run("show", "k", "--as-of", "2023").out.split())
    said = " ".join(run("show", "k", "--as-of", "2025").out.split())
    assert "whether the target is met is open" in said
    assert "is met." not in said
