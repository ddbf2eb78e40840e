"""``kpitrack tree`` as its users meet it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import golden
from kpitrack.analysis.standing import MISSING
from kpitrack.views.text.plain import widest, width

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_our_own_data(run: Run, language: str, columns: int) -> None:
    result = run(
        "tree", "tsuruoka-2", "nagano-shinshu", "--kpis", "--initiatives", "--root", ROOT, "--as-of", "2018",
        "--lang", language, columns=columns,
    )  # fmt: skip
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"tree-{columns}-{language}.txt", result.out)
    verdicts = [line for line in result.out.splitlines() if " KPI " in line]
    marks = "|".join("◎○△▽▼×…")
    found = [match for line in verdicts if (match := re.search(rf" (?:{marks}) ", line))]
    assert len(found) > 6
    for measure in (width, widest):
        assert len({measure(match.string[: match.start()]) for match in found}) == 1


def test_markdown(run: Run) -> None:
    result = run(
        "tree",
        "tsuruoka-2",
        "--kpis",
        "--initiatives",
        "--root",
        ROOT,
        "--as-of",
        "2022",
        "--lang",
        "ja",
        "--format",
        "markdown",
    )
    golden.matches("tree-ja.md", result.out)


def test_statuses_are_counted_at_every_node(run: Run) -> None:
    result = run("tree", "nagano-shinshu", "--root", ROOT, "--as-of", "2018", "--format", "json")
    (strategy,) = json.loads(result.out)["strategies"]
    assert strategy["rollup"]["kpis"] == 7
    assert sum(strategy["rollup"]["by_status"].values()) == 7
    assert [sum(goal["rollup"]["by_status"].values()) for goal in strategy["goals"]] == [1, 1, 2, 3]
    work = strategy["goals"][2]["rollup"]
    # One of the two waits for its last value: it is counted, but not among those that can be assessed.
    assert (work["by_status"], work["assessed"], work["good"], work["share"]) == (
        {"achieved_early": 1, "awaiting_final": 1}, 1, 1, 1.0,
    )  # fmt: skip
    assert strategy["rollup"]["worst"] == "nagano-shinshu/total-fertility-rate"


def test_depth_says_what_it_leaves_out(run: Run) -> None:
    result = run("tree", "tsuruoka-2", "--root", ROOT, "--as-of", "2022", "--depth", "1")
    assert "5 measures below" in result.out
    assert "イ" not in result.out
    nested = json.loads(run("tree", "tsuruoka-2", "--root", ROOT, "--depth", "2", "--format", "json").out)
    goal = nested["strategies"][0]["goals"][0]
    assert [measure["trail"] for measure in goal["measures"]] == [["Goal 1", "1"]]
    assert "measures" not in goal["measures"][0]


def test_cross_cutting_goals_stand_apart(run: Run) -> None:
    lines = run("tree", "tsuruoka-2", "--root", ROOT, "--as-of", "2022").out.splitlines()
    heading = lines.index("Cross-cutting goals")
    assert next(i for i, line in enumerate(lines) if line.startswith("Cross-cutting goal 2")) > heading
    assert next(i for i, line in enumerate(lines) if line.startswith("Goal 2")) < heading


MONEY = """\
        initiatives:
          - {id: a, title: 補助, year: 2021, budget: 1000000, spent: 840000}
          - {id: b, title: 窓口, year: 2021, budget: 500000}
          - {id: c, title: 広報, year: 2022, budget: 0, spent: 0}
"""


def test_the_rate_of_execution_is_of_what_has_both_figures(run: Run, town: Town) -> None:
    town.strategy.write_text(town.strategy.read_text("utf-8") + MONEY, "utf-8")
    shown = run("tree", "--as-of", "2022", "--year", "R3", "--initiatives").out
    assert "budget 1,500,000 yen  spent 840,000 yen  executed 84.0% (1 of 2 projects)" in shown
    assert "in all: budget 1,500,000 yen  spent 840,000 yen  executed 84.0% (1 of 2 projects)" in shown
    spoken = run("tree", "--as-of", "2022", "--year", "R3", "--lang", "ja").out
    assert "予算 1,500,000円  決算 840,000円  執行率 84.0%" in spoken
    assert f"窓口 (FY2021)  budget 500,000 yen  spent {MISSING}" in shown
    assert "広報" not in shown
    found = json.loads(run("tree", "--as-of", "2022", "--format", "json").out)["strategies"][0]
    assert found["spending"] == found["goals"][0]["spending"] == {
        "initiatives": 3, "budget": 1500000, "spent": 840000, "execution_rate": 0.84, "with_both": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["twon"], "did you mean “town”"),
        (["--depth", "0"], "--depth cannot be 0"),
        (["--format", "jsn"], "did you mean “json”"),
        (["--year", "soon"], "--year"),
    ],
)
def test_wrong_usage(run: Run, town: Town, arguments: list[str], said: str) -> None:
    result = run("tree", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_names_are_data(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace("移住の促進", '"[bold]x[/] \\e[31m | <b>"')
    town.strategy.write_text(text, "utf-8")
    assert "[bold]x[/] \\x1b[31m | <b>" in run("tree", "--as-of", "2022").out
    assert "\\[bold\\]x\\[/\\] \\\\x1b\\[31m \\| \\<b\\>" in run("tree", "--as-of", "2022", "--format", "markdown").out


@pytest.mark.parametrize(
    ("number", "shown"), [("1.", "1\\. "), ("2)", "2\\) "), ("-", "\\- "), ("(1)", "(1) "), ("1.5", "1.5 ")]
)
def test_a_number_starts_no_list_in_markdown(run: Run, town: Town, number: str, shown: str) -> None:
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("number: (1)", f'number: "{number}"'), "utf-8")
    assert f"\n  - {shown}移住の促進" in run("tree", "--as-of", "2022", "--format", "markdown").out


def test_what_the_document_states_stands_beside_what_is_listed(run: Run) -> None:
    lines = run("tree", "japan-2025", "--root", ROOT, "--depth", "1", "--lang", "en", columns=80).out.splitlines()
    goal = next(i for i, line in enumerate(lines) if line.startswith("Policy goal ②"))
    assert lines[goal + 1].strip() == "stated in the document: measures 118 (12 listed here)"
    assert "stated in the document: measures 331 (40 listed here)" in lines
    found = json.loads(run("tree", "japan-2025", "--root", ROOT, "--format", "json").out)["strategies"][0]
    assert found["declared_counts"] == {"measures": 331}
    assert [goal["declared_counts"] for goal in found["goals"]] == [{"measures": n} for n in (132, 118, 62, 19)]


def test_the_legend_explains_a_share_only_where_one_is_shown(run: Run) -> None:
    assert "n/m" not in run("tree", "japan-2025", "--root", ROOT, "--as-of", "2026").out
    assert "n/m" in run("tree", "nagano-shinshu", "--root", ROOT, "--as-of", "2018").out


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("strategy", ["digital-garden-city", "tsuruoka-2"])
def test_what_the_document_says_beside_its_measures(run: Run, strategy: str, language: str) -> None:
    result = run("tree", strategy, "--texts", "--root", ROOT, "--as-of", "2026", "--lang", language, columns=80)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= 80
    golden.matches(f"tree-texts-{strategy}-80-{language}.txt", result.out)


def test_goals_stand_under_their_printed_headings(run: Run) -> None:
    lines = run("tree", "digital-garden-city", "--root", ROOT, "--lang", "ja").out.splitlines()
    first, second = (lines.index(title) for title in (
        "デジタルの力を活用した地方の社会課題解決", "デジタル実装の基礎条件整備（地方のデジタル実装を下支え）",
    ))  # fmt: skip
    numbered = [line[:1] for line in lines if re.match(r"[0-9] (?!KPI)", line)]
    assert first < second
    assert numbered == ["1", "2", "3", "4", "1", "2", "3"]
    assert "横断的な目標" not in "\n".join(lines)


def test_the_line_of_strategies_is_told(run: Run) -> None:
    shown = run("tree", "digital-garden-city", "--root", ROOT, "--lang", "en").out
    assert "takes the place of: Japan, second regional revitalisation strategy (2020 revision) (japan-2)" in shown
    assert "(japan-2025)" in shown
    found = json.loads(run("tree", "japan-2025", "--root", ROOT, "--format", "json").out)["strategies"][0]
    assert (found["supersedes"], found["carries_out"]) == (["digital-garden-city"], ["japan-2-0-concept"])
    assert [block["heading"] for block in found["beside"]][:2] == ["Revisions", "Principles"]
