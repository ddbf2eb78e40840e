"""``kpitrack align`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import width

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_crosswalks_of_our_own_data(run: Run, language: str) -> None:
    result = run("align", "--root", ROOT, "--lang", language, columns=80)
    assert (result.code, result.err) == (0, "")
    assert max(map(width, result.out.splitlines())) <= 80
    golden.matches(f"align-80-{language}.txt", result.out)


def test_markdown(run: Run) -> None:
    golden.matches(
        "align-ja.md", run("align", "tsuruoka-2", "--root", ROOT, "--lang", "ja", "--format", "markdown").out
    )


def test_json_of_tsuruoka(run: Run) -> None:
    (found,) = json.loads(run("align", "tsuruoka-2", "--root", ROOT, "--format", "json").out)["crosswalks"]
    assert found["summary"] == {
        "items": 5,
        "answered": 5,
        "unanswered": 0,
        "not_in_excerpt": 0,
        "by_relation": {"new": 2, "extended": 2, "already_covered": 1, "covered_elsewhere": 1},
    }
    assert [item["number"] for item in found["pillars"][0]["crosswalk"]] == ["①", "②", "③", "④", "⑤"]
    assert found["dangling"] == []


def test_csv_has_a_line_for_each_answer_and_each_gap(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("align", "sapporo-miraisousei", "--root", ROOT, "--format", "csv").out)))
    assert {row["relation"] for row in rows} == {"under_consideration", "planned", ""}
    answered = [row for row in rows if row["relation"]]
    assert [row["item"].split("/")[1] for row in answered] == [
        "government-relocation", "related-population", "wide-region-framework",
    ]  # fmt: skip
    assert all(row["stance"] for row in answered)


def test_another_strategy_may_be_held_against_one_that_it_does_not_name(run: Run) -> None:
    result = run("align", "tsuruoka-2", "--to", "japan-2025", "--root", ROOT, "--format", "json")
    (found,) = json.loads(result.out)["crosswalks"]
    assert found["summary"]["answered"] == 0
    assert found["summary"]["items"] > 20


def test_without_alignments_it_says_so(run: Run, town: Town) -> None:
    result = run("align", "town")
    assert (result.code, result.out) == (0, "")
    assert "town names no alignments" in result.err
    result = run("align")
    assert (result.code, result.out) == (0, "")
    assert "No strategy here names alignments:" in result.err
    result = run("align", "--to", "town")
    assert (result.code, result.out) == (0, "")
    assert "No strategy here names alignments with town" in result.err


def test_one_that_only_others_answer_leads_to_their_answers(run: Run) -> None:
    result = run("align", "japan-2-0-concept", "--root", ROOT)
    assert (result.code, result.out) == (0, "")
    assert "kpitrack align --to japan-2-0-concept, or kpitrack align japan-2-0-concept --by organization" in result.err


def test_a_reference_to_a_strategy_that_is_not_here(run: Run, town: Town) -> None:
    with town.strategy.open("a", encoding="utf-8") as file:
        file.write("alignments: [{from: m1, to: nation/x, relation: new}]\n")
    result = run("align", columns=80)
    assert result.code == 0
    assert "the strategy nation is not in this repository" in result.out
    assert run("align", "--to", "nation").out == result.out
    assert run("align", "--to", "natoin").code == 2


def test_a_csv_for_excel(run: Run) -> None:
    arguments = ("align", "tsuruoka-2", "--root", ROOT, "--format", "csv")
    assert run(*arguments, "--bom").out == "\ufeff" + run(*arguments).out


def test_what_an_excerpt_leaves_out_is_not_unanswered(run: Run) -> None:
    shown = run("align", "sapporo-miraisousei", "--root", ROOT, "--lang", "ja").out
    assert "未回答" not in shown
    assert "この抜粋が扱っていない項目" in shown
    (found,) = json.loads(run("align", "sapporo-miraisousei", "--root", ROOT, "--format", "json").out)["crosswalks"]
    assert (found["summary"]["answered"], found["summary"]["unanswered"]) == (3, 0)
    assert found["summary"]["not_in_excerpt"] == found["summary"]["items"] - 3


@pytest.mark.parametrize("format_", ["table", "markdown", "csv"])
def test_who_answers_what(run: Run, format_: str) -> None:
    shown = run("align", "japan-2", "--by", "organization", "--root", ROOT, "--lang", "ja", "--format", format_).out
    assert "鶴岡市" in shown
    word = "covered_elsewhere" if format_ == "csv" else "別計画で対応"
    assert word in shown


def test_who_answers_what_in_json(run: Run) -> None:
    document = json.loads(run("align", "japan-2", "--by", "organization", "--root", ROOT, "--format", "json").out)
    assert document["organizations"] == [{"name": "Tsuruoka City", "code": "062031", "strategy": "tsuruoka-2"}]
    assert [[one["relations"] for one in item["answers"]] for item in document["items"]] == [
        [["new"]], [["extended"]], [["new", "extended"]], [["already_covered"]], [["covered_elsewhere"]],
    ]  # fmt: skip


def test_a_narrow_screen_lists_who_answers_below_each_item(run: Run) -> None:
    shown = run("align", "japan-2", "--by", "organization", "--root", ROOT, "--lang", "ja", columns=40).out
    assert "      鶴岡市: 新設\n" in shown
    assert max(map(width, shown.splitlines())) <= 40


def test_only_one_strategy_can_be_answered_at_a_time(run: Run) -> None:
    result = run("align", "--by", "organization", "--root", ROOT)
    assert (result.code, result.out) == (2, "")
    assert "kpitrack align STRATEGY --by organization" in result.err
