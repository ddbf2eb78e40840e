"""``show`` and ``explain``: one KPI, and the working of its verdict."""

from __future__ import annotations

import json
from pathlib import Path

import golden
import pytest

from .conftest import Run, Town

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kpi", ["ibaraki/jobs-created", "nagano-shinshu/labour-productivity"])
def test_published_kpis_are_worked_out_as_on_paper(run: Run, kpi: str, language: str) -> None:
    result = run("explain", kpi, "--root", ROOT, "--as-of", "2018", "--lang", language, columns=100)
    assert (result.code, result.err) == (0, "")
    golden.matches(f"explain-{kpi.rpartition('/')[2]}-{language}.txt", result.out)


@pytest.mark.parametrize("columns", [80, 160])
def test_a_kpi_with_its_series(run: Run, columns: int) -> None:
    result = run("show", "ibaraki/jobs-created", "--root", ROOT, "--as-of", "2018", "--lang", "ja", columns=columns)
    assert (result.code, result.err) == (0, "")
    golden.matches(f"show-{columns}-ja.txt", result.out)


def test_each_number_names_its_file_and_line(run: Run, town: Town) -> None:
    document = json.loads(run("explain", "guests", "--as-of", "2022", "--format", "json").out)
    assert document["schema"] == "kpitrack/explain/1"
    assert document["status"] == "at_risk"
    places = {line["value"]: line["place"] for step in document["steps"] for line in step["lines"] if line["place"]}
    for value, place in places.items():
        path, _, number = place.partition(":")
        line = (town.root / path).read_text("utf-8").splitlines()[int(number) - 1]
        if value in {1200, 1300}:
            assert str(value) in line
    assert places[1200] == "data/strategies/town.yaml:24"
    assert places[1300] == "data/actuals/town.yaml:7"
    assert places[1800] == "data/strategies/town.yaml:25"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("2020: 5", "not after the baseline: context only"),
        ("2024: 5", "after the year of judging: not looked at"),
        ("2022: {value: 5, status: forecast}", "a forecast is no actual"),
        ("2022: {status: missing}", "no value: it is not counted, and it is no zero"),
    ],
)
def test_why_an_entry_does_not_count(run: Run, town: Town, entries: str, said: str) -> None:
    town.actuals.write_text(f"strategy: town\nactuals:\n  guests:\n    {entries}\n", "utf-8")
    result = run("explain", "guests", "--as-of", "2022")
    assert result.code == 0
    assert said in result.out
    assert "there is no usable actual" in result.out


def test_the_original_target_is_judged_too(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "            target: {year: 2025, value: 50}",
        "            target: {year: 2025, value: 20}\n"
        "            revisions:\n"
        "              - {on: 2022-03-01, target: {year: 2025, value: 100}, reason: 見直し, approved_by: 議会}",
    )
    town.strategy.write_text(text, "utf-8")
    document = json.loads(run("explain", "movers", "--as-of", "2022", "--format", "json").out)
    assert document["status"] == "achieved_early"
    assert document["original_status"] == "off_track"
    assert "by the original target: ▽ off track" in run("show", "movers", "--as-of", "2022").out


def test_a_judgement_by_people_stands_beside_the_status(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "            target: {year: 2025, value: 50}",
        "            target: {year: 2025, value: 50}\n"
        "            evaluations: {2022: {judgement: 順調, comment: 良好, next: continue, by: 企画課, on: 2023-05-01}}",
    )
    town.strategy.write_text(text, "utf-8")
    for command in ("show", "explain"):
        out = run(command, "movers", "--as-of", "2022").out
        assert "順調; 良好; next: continue (企画課, 2023-05-01)" in out
        assert "on track" in out


def test_schemes_are_listed_and_shown_to_paste(run: Run, town: Town) -> None:
    listing = run("scheme").out
    assert all(name in listing for name in ("default", "ibaraki", "nagano-shinshu", "tama", "sano", "kofukin-effect"))
    shown = run("scheme", "tama").out
    (town.root / "kpitrack.yaml").write_text(shown.replace("tama:", "own:") + "grading: own\n", "utf-8")
    assert run("validate").code == 0
    entry = json.loads(run("status", "--as-of", "2022", "--kpi", "movers", "--format", "json").out)["kpis"][0]
    assert entry["grade"]["scheme"] == "own"
    assert entry["grade"]["grade"] == "①"
    assert "own" in run("scheme").out
    result = run("scheme", "tamma")
    assert result.code == 2
    assert "did you mean “tama”?" in result.err
