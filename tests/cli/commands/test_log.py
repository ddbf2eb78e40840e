"""``kpitrack log``: each number's who, when and commit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import gitting
import golden
from kpitrack.views.text.plain import widest

from ..conftest import Run

ACTUALS = "data/actuals/town.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    repo = gitting.start(tmp_path / "repo")
    monkeypatch.chdir(repo.root)
    return repo


def events(run: Run, *arguments: str, kpi: str = "movers") -> list[tuple[Any, ...]]:
    result = run("log", kpi, "--format", "json", *arguments)
    assert result.code == 0, result.err
    return [
        (one["year"], one["kind"], (one["new"] or {}).get("value"), one["author"], one["stands"])
        for one in json.loads(result.out)["events"]
        if one["what"] == "actual"
    ]


def actuals(text: str) -> dict[str, str | bytes | None]:
    return {ACTUALS: f"strategy: town\nactuals:\n  movers: {{{text}}}\n  guests: {{2021: 1300}}\n"}


FIRST = [(2021, "recorded", 10, "佐藤", True), (2022, "recorded", 20, "佐藤", True)]


def test_a_shallow_clone_says_so(run: Run, repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(actuals("2021: 11"), author="鈴木")
    assert run("log", "movers").err == ""
    repo.git("clone", "--quiet", "--depth=1", repo.root.as_uri(), "../shallow")
    monkeypatch.chdir(repo.root.parent / "shallow")
    assert "git fetch --unshallow" in run("log", "movers").err


def test_recorded_changed_removed(run: Run, repo: gitting.Repo) -> None:
    second = repo.commit(actuals("2021: 10, 2022: 21, 2023: 30"), "訂正", author="鈴木")
    repo.commit(actuals("2021: 10, 2022: 21"), author="高橋")
    assert events(run) == [
        (2021, "recorded", 10, "佐藤", True),
        (2022, "recorded", 20, "佐藤", False),
        (2022, "changed", 21, "鈴木", True),
        (2023, "recorded", 30, "鈴木", False),
        (2023, "removed", None, "高橋", False),
    ]
    out = run("log", "movers", "--year", "R4").out
    assert f"鈴木  {second[:10]}  changed   20 → 21" in out
    assert "訂正" in out
    assert "FY2021" not in out


def test_an_edit_that_changes_no_value_is_nobodys(run: Run, repo: gitting.Repo) -> None:
    repo.commit(
        {ACTUALS: "# 追記\n" + gitting.ACTUALS.replace("2021: 10", "\n    令和3年度: {value: 10.0}\n   ")},
        author="鈴木",
    )
    assert events(run) == FIRST


def test_a_file_with_another_name_and_an_entry_in_another_file(run: Run, repo: gitting.Repo) -> None:
    repo.commit({"data/actuals/町/x.yaml": gitting.ACTUALS, ACTUALS: None}, author="鈴木")
    repo.commit(
        {
            "data/actuals/町/x.yaml": "strategy: town\nactuals:\n  movers: {2021: 10}\n",
            "data/actuals/y.yaml": "strategy: town\nactuals:\n  movers: {2022: 20}\n  guests: {2021: 1300}\n",
        },
        author="高橋",
    )
    assert events(run) == FIRST


def test_a_kpi_with_another_id(run: Run, repo: gitting.Repo) -> None:
    repo.commit({
        ACTUALS: gitting.ACTUALS.replace("movers", "settlers"),
        "data/strategies/town.yaml": gitting.STRATEGY.replace("movers", "settlers"),
    }, author="鈴木")  # fmt: skip
    assert events(run, kpi="settlers") == FIRST


def test_a_version_that_could_not_be_read(run: Run, repo: gitting.Repo) -> None:
    repo.commit({ACTUALS: "strategy: town\nactuals: {movers: ["}, author="鈴木")
    repo.commit({ACTUALS: gitting.ACTUALS.replace("2022: 20", "2022: 22")}, author="高橋")
    assert events(run) == [FIRST[0], (*FIRST[1][:4], False), (2022, "changed", 22, "高橋", True)]


def test_branches_that_meet(run: Run, repo: gitting.Repo) -> None:
    repo.git("switch", "-qc", "one")
    repo.commit({"data/actuals/one.yaml": "strategy: town\nactuals: {movers: {2023: 31}}\n"}, author="鈴木")
    repo.git("switch", "-q", "main")
    repo.commit({"data/actuals/two.yaml": "strategy: town\nactuals: {movers: {2024: 42}}\n"}, author="高橋")
    repo.git("merge", "-q", "--no-edit", "one", author="田中")
    assert events(run) == [
        *FIRST,
        (2023, "recorded", 31, "鈴木", True),
        (2024, "recorded", 42, "高橋", True),
    ] or events(run) == [*FIRST, (2024, "recorded", 42, "高橋", True), (2023, "recorded", 31, "鈴木", True)]


def test_a_conflict_resolved_by_a_third_value(run: Run, repo: gitting.Repo) -> None:
    repo.git("switch", "-qc", "one")
    repo.commit(actuals("2021: 10, 2022: 25"), author="鈴木")
    repo.git("switch", "-q", "main")
    repo.commit(actuals("2021: 10, 2022: 26"), author="高橋")
    repo.git("merge", "-q", "-s", "ours", "--no-commit", "one")
    repo.commit(actuals("2021: 10, 2022: 27"), author="田中")
    assert events(run)[-1] == (2022, "changed", 27, "田中", True)
    assert [one[4] for one in events(run)] == [True, False, False, False, True]


def test_what_is_not_committed_yet(run: Run, repo: gitting.Repo) -> None:
    repo.write(actuals("2021: 10, 2022: 20, 2023: 31"))
    assert events(run)[-1] == (2023, "recorded", 31, None, True)
    assert "not committed yet" in run("log", "movers").out


def test_nothing_committed_at_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = gitting.Repo(tmp_path / "fresh")
    repo.write(gitting.START)
    repo.git("init", "-q")
    monkeypatch.chdir(repo.root)
    assert [one[3] for one in events(run)] == [None, None]


def test_words_of_a_commit_are_words(run: Run, repo: gitting.Repo) -> None:
    repo.commit(actuals("2021: 11, 2022: 20"), "a\x1b[31m\x1e:100644 \x1f b", author="x\x1b]0;y\x07z")
    out = run("log", "movers").out
    assert "\x1b" not in out
    assert "\\x1b[31m" in out


def test_in_a_subfolder(run: Run, tmp_path: Path) -> None:
    gitting.start(tmp_path / "top", {f"市/{path}": text for path, text in gitting.START.items()})
    assert events(run, "--root", str(tmp_path / "top/市")) == FIRST


def test_a_kpi_that_there_is_not(run: Run, repo: gitting.Repo) -> None:
    assert run("log", "mover").code == 2


def test_what_was_taken_away_is_told(run: Run, repo: gitting.Repo) -> None:
    repo.commit({ACTUALS: "strategy: town\n"})
    assert [one[1] for one in events(run, kpi="guests")] == ["recorded", "removed"]


def test_what_the_strategy_states(run: Run, repo: gitting.Repo) -> None:
    path = "data/strategies/town.yaml"
    text = gitting.STRATEGY.replace("year: 2025, value: 50", "value: 50, year: 令和7年度")
    repo.commit({path: text}, author="鈴木")
    repo.commit({path: None, "data/strategies/b.yaml": text.replace("value: 50", "value: 40")}, author="高橋")
    repo.commit({"data/strategies/b.yaml": text.replace("value: 50", "value: 40").replace("movers", "settlers"),
                 ACTUALS: gitting.ACTUALS.replace("movers", "settlers")}, author="田中")  # fmt: skip
    found = json.loads(run("log", "settlers", "--format", "json").out)["events"]
    assert [(one["what"], one["kind"], one["new"], one["author"]) for one in found if one["what"] != "actual"] == [
        ("baseline", "recorded", {"year": 2020, "value": 0}, "佐藤"),
        ("target", "recorded", {"year": 2025, "value": 50}, "佐藤"),
        ("target", "changed", {"year": 2025, "value": 40}, "高橋"),
    ]
    assert [one[:4] for one in events(run, kpi="settlers")] == [one[:4] for one in FIRST]


def test_names_of_authors_are_those_of_the_mailmap(run: Run, repo: gitting.Repo) -> None:
    repo.write({".mailmap": "山田 <someone@town.example>\n"})
    assert {one["author"] for one in json.loads(run("log", "movers", "--format", "json").out)["events"]} == {"山田"}


def test_nothing_recorded(run: Run, tmp_path: Path) -> None:
    repo = gitting.start(tmp_path / "other", {"data/strategies/town.yaml": gitting.STRATEGY})
    out = run("log", "guests", "--root", repo.root).out
    assert "Target  FY2025: 1800" in out
    assert "actuals" not in out


@pytest.mark.parametrize("language", ["ja", "en"])
def test_as_people_read_it(run: Run, repo: gitting.Repo, language: str) -> None:
    repo.commit(actuals("2021: 10, 2022: {value: 21, note: 速報, status: provisional}"), "速報値を記録", author="鈴木")
    repo.commit(actuals("2021: 10, 2022: {value: 21, note: 確報, status: provisional}"), "注記", author="高橋")
    repo.write(actuals("2022: {status: missing}"))
    golden.matches(f"log-{language}.txt", run("log", "movers", "--lang", language).out)


@pytest.mark.parametrize("columns", [80, 100, 160])
@pytest.mark.parametrize("command", ["log", "diff"])
def test_no_line_is_wider_than_the_terminal_and_columns_begin_at_one_place(
    run: Run, repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch, columns: int, command: str
) -> None:
    author = "とても長い名前の部署の担当者とその補佐"
    repo.commit(actuals("2021: 11, 2022: {value: 21, status: provisional}"), "速報値を記録する" * 12, author=author)
    monkeypatch.setenv("COLUMNS", str(columns))
    arguments = ["log", "movers"] if command == "log" else ["diff", "HEAD~1", "HEAD"]
    lines = run(*arguments, "--lang", "ja").out.splitlines()
    assert len(lines) > 6
    assert max(map(widest, lines)) <= columns
    starts = {widest(line.partition(arrow)[0]) for arrow in ("記録  ", "変更  ") for line in lines if arrow in line}
    assert len(starts) == (1 if command == "log" else 0)
