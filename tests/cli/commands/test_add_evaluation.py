"""``kpitrack add-evaluation`` as its users meet it."""

from __future__ import annotations

import pytest

from ..conftest import Run, Town

SIGNED = ("--by", "企画課", "--on", "2023-07-01")


def test_it_adds_the_judgement_and_nothing_else(run: Run, town: Town) -> None:
    before = town.strategy.read_text("utf-8")
    result = run("add-evaluation", "town/m1", "R4", "--judgement", "概ね順調", "--comment", "窓口: 増設 #2", *SIGNED)
    assert result.code == 0
    assert "recorded in data/strategies/town.yaml" in result.err
    after = town.strategy.read_text("utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [line.strip() for line in added] == [
        "evaluations:",
        '2022: {judgement: 概ね順調, comment: "窓口: 増設 #2", by: 企画課, "on": 2023-07-01}',
    ]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()
    assert run("validate").code == 0


def test_a_goal_and_a_kpi_can_be_judged(run: Run, town: Town) -> None:
    assert run("add-evaluation", "g1", "2022", "--next", "continue").code == 0
    assert run("add-evaluation", "movers", "2022", "--judgement", "A").code == 0
    assert run("validate").code == 0
    assert town.strategy.read_text("utf-8").count("evaluations:") == 2


def test_the_same_again_is_no_change(run: Run, town: Town) -> None:
    run("add-evaluation", "m1", "2022", "--judgement", "A", *SIGNED)
    before = town.strategy.read_bytes()
    result = run("add-evaluation", "m1", "2022", "--judgement", "A")
    assert (result.code, result.out) == (0, "")
    assert "nothing to change" in result.err
    assert town.strategy.read_bytes() == before


def test_what_is_new_is_added_to_what_is_there(run: Run, town: Town) -> None:
    run("add-evaluation", "m1", "2022", "--judgement", "A", *SIGNED)
    assert run("add-evaluation", "m1", "2022", "--comment", "よい").code == 0
    assert '{judgement: A, by: 企画課, "on": 2023-07-01, comment: よい}' in town.strategy.read_text("utf-8")


def test_another_judgement_is_refused_without_replace(run: Run, town: Town) -> None:
    run("add-evaluation", "m1", "2022", "--judgement", "A", *SIGNED)
    before = town.strategy.read_bytes()
    result = run("add-evaluation", "m1", "2022", "--judgement", "B")
    assert (result.code, result.out) == (1, "")
    assert "already has another judgement: A" in result.err
    assert town.strategy.read_bytes() == before
    assert (
        "すでに別の「評価」があります：A" in run("add-evaluation", "m1", "2022", "--judgement", "B", "--lang", "ja").err
    )


def test_a_new_judgement_does_not_keep_the_old_signature(run: Run, town: Town) -> None:
    run("add-evaluation", "m1", "2022", "--judgement", "A", *SIGNED)
    assert run("add-evaluation", "m1", "2022", "--judgement", "B", "--replace").code == 0
    text = town.strategy.read_text("utf-8")
    assert "judgement: B" in text
    assert "企画課" not in text


def test_a_dry_run_writes_nothing(run: Run, town: Town) -> None:
    before = town.strategy.read_bytes()
    result = run("add-evaluation", "m1", "2022", "--judgement", "A", "--dry-run")
    assert result.code == 0
    assert "+          2022: {judgement: A}" in result.out
    assert town.strategy.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["m2", "2022", "--judgement", "A"], "did you mean “m1”"),
        (["m1", "2022"], "nothing to record"),
        (["m1", "2022", "--by", "企画課"], "nothing to record"),
        (["m1", "2022", "--next", "continu"], "did you mean “continue”"),
        (["m1", "2022", "--next", "続ける"], "--next cannot be 続ける"),
        (["m1", "2022", "--judgement", "A", "--on", "2023/7/32"], "2023/7/32 is no date"),
        (["m1", "soon", "--judgement", "A"], "YEAR"),
    ],
)
def test_wrong_usage(run: Run, town: Town, arguments: list[str], said: str) -> None:
    before = town.strategy.read_bytes()
    result = run("add-evaluation", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert town.strategy.read_bytes() == before


def test_a_file_with_errors_is_not_written_to(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace(
        "target: {year: 2025, value: 50}", "target: {year: 2019, value: 50}"
    )
    town.strategy.write_text(text, "utf-8")
    result = run("add-evaluation", "m1", "2022", "--judgement", "A")
    assert result.code == 1
    assert town.strategy.read_text("utf-8") == text


def test_a_year_that_has_not_begun_is_not_judged(run: Run, town: Town) -> None:
    before = town.strategy.read_bytes()
    result = run("add-evaluation", "m1", "2099", "--judgement", "A")
    assert result.code == 1
    assert "2099 is judged, and has not begun" in result.err
    assert town.strategy.read_bytes() == before
    (town.root / "back.csv").write_text("node,year,judgement\ntown/m1,2099,A\n", "utf-8")
    sheet = run("sheet", "import", "back.csv")
    assert sheet.code == 1
    assert "2099 is judged, and has not begun" in sheet.err
    assert town.strategy.read_bytes() == before
    assert run("add-evaluation", "m1", "2021", "--judgement", "A").code == 0


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("word", "step"), [("継続", "continue"), ("中止", "stop"), ("Expand", "expand"), (" 完了", "complete")]
)
def test_the_next_step_is_taken_in_either_language(run: Run, town: Town, word: str, step: str, language: str) -> None:
    result = run("add-evaluation", "m1", "2022", "--next", word, "--on", "令和5年7月1日", "--lang", language)
    assert result.code == 0, result.err
    assert f'2022: {{next: {step}, "on": 2023-07-01}}' in town.strategy.read_text("utf-8")


def test_a_translation_that_goes_with_the_words_is_told(run: Run, town: Town) -> None:
    run("add-evaluation", "m1", "2022", "--judgement", "順調")
    text = town.strategy.read_text("utf-8").replace("{judgement: 順調}", "{judgement: {ja: 順調, en: On track}}")
    town.strategy.write_text(text, "utf-8")
    result = run("add-evaluation", "m1", "2022", "--judgement", "遅れ", "--replace", "--dry-run")
    assert "“Judgement” of g1 m1 2022 was more than one text; with it goes: On track" in result.err
    assert "goes" not in run("add-evaluation", "m1", "2023", "--judgement", "遅れ").err
