"""``kpitrack roadmap`` as its users meet it."""

from __future__ import annotations

import json

import pytest

import golden
from kpitrack.views.text.plain import widest, width

from ..conftest import Run, Town

ROADMAP = """\
        roadmap:
          - {id: desk, title: 移住相談窓口の設置, start: 2021, end: 2021, state: done}
          - {id: grant, title: 住宅取得への助成制度の創設と、空き家を使いやすくするための条例の見直し, start: 2021, end: 2022, state: under_way}
          - {id: house, title: お試し住宅の整備, start: 2022, state: planned}
          - {id: fair, title: "相談会: 東京 [会場]", start: 2022, end: 2024, state: dropped}
    roadmap:
      - {id: review, title: 制度の点検, start: 2026, end: 2027}
"""


@pytest.fixture
def planned(town: Town) -> Town:
    town.strategy.write_text(town.strategy.read_text("utf-8") + ROADMAP, "utf-8")
    return town


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_bars(run: Run, planned: Town, language: str, columns: int) -> None:
    result = run("roadmap", "--as-of", "2023", "--lang", language, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"roadmap-{columns}-{language}.txt", result.out)


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_bars_line_up_with_their_years(run: Run, planned: Town, columns: int) -> None:
    lines = run("roadmap", "--as-of", "2023", "--lang", "ja", columns=columns).out.splitlines()
    mark = next(line for line in lines if " v" in line)
    # The desk's bar ends before the mark and leaves a line there; the dropped fair's runs over it.
    desk = next(line for line in lines if "|" in line)
    fair = next(line for line in lines if "xx" in line)
    for measure in (width, widest):
        at = measure(mark[: mark.index("v")])
        assert measure(desk[: desk.index("|")]) == at
        start, end = (measure(fair[:index]) for index in (fair.index("x"), fair.rindex("x") + 1))
        assert start < at < end
    assert max(map(widest, lines)) <= columns


def test_mermaid(run: Run, planned: Town) -> None:
    golden.matches("roadmap-ja.mermaid", run("roadmap", "--as-of", "2023", "--lang", "ja", "--format", "mermaid").out)


def test_json(run: Run, planned: Town) -> None:
    (town,) = json.loads(run("roadmap", "--as-of", "2023", "--format", "json").out)["strategies"]
    assert town["late"] == 2
    assert {item["id"]: item["late"] for item in town["items"]} == {
        "review": None, "desk": None, "grant": "not_finished", "house": "not_begun", "fair": None,
    }  # fmt: skip
    assert town["items"][-2]["end"] is None


def test_without_a_roadmap_it_says_so(run: Run, town: Town) -> None:
    result = run("roadmap", "--as-of", "2023")
    assert (result.code, result.out) == (0, "")
    assert "No strategy here has a roadmap" in result.err
    assert "town has no roadmap" in run("roadmap", "town", "--as-of", "2023").out
