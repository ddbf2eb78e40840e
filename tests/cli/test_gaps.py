"""A check that could not be made, or a file that was left out, never passes for one that is fine."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import gitting
from kpitrack.report.site import build

from .conftest import Run, Town

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "markdown")
MOVED = "moved-target-without-revision"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    repo = gitting.start(tmp_path / "repo")
    monkeypatch.chdir(repo.root)
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)
    return repo


def _go_to_newest(repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a clone of the newest commit of its branch alone."""
    clone = repo.root.parent / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", "--branch", "change", f"file://{repo.root}", clone], check=True
    )
    monkeypatch.chdir(clone)


def _shallow(repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("checkout", "-q", "-b", "change")
    repo.commit({})
    _go_to_newest(repo, monkeypatch)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")


def _only_the_newest_commit(repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """git takes the one branch of such a clone for the main one, at which nothing would have moved."""
    repo.git("checkout", "-q", "-b", "change")
    repo.commit({"data/strategies/town.yaml": gitting.STRATEGY.replace("value: 50", "value: 40")})
    _go_to_newest(repo, monkeypatch)


def _no_main_branch(repo: gitting.Repo, _: pytest.MonkeyPatch) -> None:
    repo.git("branch", "-m", "main", "trunk")


def _no_git(_: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)


def _broken_settings(repo: gitting.Repo, _: pytest.MonkeyPatch) -> None:
    (repo.root / ".git" / "config").write_text("[core\n", "utf-8")


def _broken_head(repo: gitting.Repo, _: pytest.MonkeyPatch) -> None:
    (repo.root / ".git" / "HEAD").write_text("nonsense", "utf-8")


def _base_unreadable(repo: gitting.Repo, _: pytest.MonkeyPatch) -> None:
    repo.commit({"data/strategies/town.yaml": b"id: town\ngoals: [\n", "data/strategies/other.yaml": b"\xff\xfe"})
    repo.git("checkout", "-q", "-b", "change")
    repo.write({"data/strategies/town.yaml": gitting.STRATEGY, "data/strategies/other.yaml": None})


GAPS = (_shallow, _only_the_newest_commit, _no_main_branch, _no_git, _broken_settings, _broken_head, _base_unreadable)


@pytest.mark.parametrize("gap", GAPS)
def test_every_format_says_what_was_not_checked(
    run: Run, repo: gitting.Repo, monkeypatch: pytest.MonkeyPatch, gap: Callable[..., None]
) -> None:
    gap(repo, monkeypatch)
    said = {one: run("validate", "--as-of", "2023", "--format", one) for one in FORMATS}
    assert {one: result.code for one, result in said.items()} == dict.fromkeys(FORMATS, 0)
    for one, result in said.items():
        assert MOVED in result.out, one
    (told,) = json.loads(said["json"].out)["not_checked"]
    assert told["check"] == MOVED
    assert told["reason"]
    sarif = json.loads(said["sarif"].out)["runs"][0]
    assert sarif["invocations"][0]["executionSuccessful"] is True
    assert sarif["invocations"][0]["toolConfigurationNotifications"][0]["descriptor"]["name"] == MOVED
    assert sarif["properties"]["not_checked"] == [told]
    skipped = ET.fromstring(said["junit"].out)  # noqa: S314  our own
    assert skipped.find("testsuite[@name='not_checked']/testcase/skipped") is not None
    assert f"::warning title=not checked%3A {MOVED}::" in said["github"].out
    for options in (("--strict",), ("--select", MOVED), ("--select", "KP510")):
        assert run("validate", "--as-of", "2023", *options).code == 1
    failed = ET.fromstring(run("validate", "--as-of", "2023", "--strict", "--format", "junit").out)  # noqa: S314
    assert failed.find("testsuite[@name='not_checked']/testcase/failure") is not None
    assert "::error title=not checked" in run("validate", "--as-of", "2023", "--strict", "--format", "github").out
    assert run("validate", "--as-of", "2023", "--strict", "--ignore", MOVED).code == 0
    assert run("diff", "--fail-on", MOVED).code in {1, 2}


def test_a_folder_without_a_history_has_nothing_to_compare(run: Run, town: Town) -> None:
    assert run("validate", "--as-of", "2024", "--strict").code == 0
    assert json.loads(run("validate", "--as-of", "2024", "--format", "json").out)["not_checked"] == []
    result = run("validate", "--as-of", "2024", "--select", MOVED, "--format", "json")
    assert result.code == 1
    assert json.loads(result.out)["not_checked"][0]["check"] == MOVED
    subprocess.run(["git", "init", "-q"], cwd=town.root, check=True)  # nothing is committed yet
    assert run("validate", "--as-of", "2024", "--strict").code == 0


def test_what_could_be_checked_is_no_gap(run: Run, repo: gitting.Repo) -> None:
    assert run("validate", "--as-of", "2023", "--strict").code == 0
    assert (
        json.loads(run("validate", "--as-of", "2023", "--select", MOVED, "--format", "json").out)["not_checked"] == []
    )
    assert repo.root.exists()


def test_an_unreadable_file_of_the_base_hides_no_dropped_strategy(run: Run, repo: gitting.Repo) -> None:
    repo.commit({"data/strategies/broken.yaml": b"\xff\xfe"})
    repo.git("checkout", "-q", "-b", "change")
    repo.write({"data/strategies/broken.yaml": None, "data/strategies/town.yaml": None, "data/actuals/town.yaml": None})
    repo.write({"data/strategies/new.yaml": gitting.STRATEGY.replace("id: town", "id: new").replace("202", "203")})
    assert run("diff").code == 0
    result = run("diff", "--fail-on", "removed-strategy", "--format", "json")
    assert result.code == 1
    document = json.loads(result.out)
    assert document["not_checked"][0]["check"] == "removed-strategy"
    assert {one["path"] for one in document["left_out"]} == {"data/strategies/broken.yaml"}


@pytest.mark.parametrize("command", ["status", "tree", "review", "roadmap", "logic", "align", "compare"])
def test_what_was_left_out_is_listed_and_fails(run: Run, town: Town, command: str) -> None:
    text = town.strategy.read_text("utf-8").replace("id: movers", 'id: movers\n            indicator: "a:b"')
    for name, unit in (("town", "unit"), ("third", "unit"), ("other", "unt")):
        other = text.replace("id: town", f"id: {name}").replace("unit: 人", f"{unit}: 人", 1)
        town.strategy.with_name(f"{name}.yaml").write_text(other, "utf-8")
    arguments = ("a:b",) if command == "compare" else ()
    assert run(command, *arguments).code == 1
    result = run(command, *arguments, "--keep-going", "--format", "json")
    assert result.code == 1
    assert json.loads(result.out)["left_out"] == [{"path": "data/strategies/other.yaml", "reason": "it has errors"}]
    assert "data/strategies/other.yaml" in result.err


@pytest.mark.parametrize(
    ("command", "format_", "begins"),
    [
        ("status", "markdown", "⚠️ "), ("tree", "markdown", "⚠️ "),
        ("logic", "mermaid", "%% "), ("logic", "dot", "// "), ("roadmap", "mermaid", "%% "),
    ],
)  # fmt: skip
def test_a_document_that_travels_alone_names_what_was_left_out(
    run: Run, town: Town, command: str, format_: str, begins: str
) -> None:
    town.strategy.with_name("other.yaml").write_text("id: other\n", "utf-8")
    result = run(command, "--keep-going", "--format", format_)
    assert f"{begins}left out: data/strategies/other.yaml: it has errors" in result.out.splitlines()


def test_a_data_package_names_what_was_left_out(run: Run, town: Town) -> None:
    def left_out(*options: str) -> list[dict[str, str]]:
        run("export", "datapackage", "--out", "out", "--replace", *options)
        return json.loads(Path("out/datapackage.json").read_text("utf-8"))["left_out"]

    assert left_out() == []
    town.strategy.with_name("other.yaml").write_text("id: other\n", "utf-8")
    assert left_out("--keep-going") == [{"path": "data/strategies/other.yaml", "reason": "it has errors"}]


def test_kpis_whose_values_were_left_out_are_not_read(run: Run, town: Town) -> None:
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("2021: 10", "2021: x"), "utf-8")
    result = run("status", "--keep-going", "--format", "json", "--as-of", "2023")
    assert result.code == 1
    document = json.loads(result.out)
    assert {kpi["status"] for kpi in document["kpis"]} == {"not_read"}
    assert [one["path"] for one in document["left_out"]] == ["data/actuals/town.yaml"]
    assert "not read" in run("status", "--keep-going", "--as-of", "2023").out


SEVERAL = """\
id: town
title: 例示の町の総合戦略（架空）
organization: {name: 例示町, code: "062031", level: municipality}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 人の流れをつくる
    kpis:
      - {id: guests, name: 宿泊者数, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}}
      - {id: movers, name: 移住者数, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}}
      - {id: wages, name: 賃金, unit: 千円, baseline: {year: 2020, value: 1}, target: {year: 2025, parity_with: tokyo}}
      - {id: shops, name: 店, unit: 店, indicator: "x:y", baseline: {year: 2020, value: 0}, target: {year: 2025, value: 9}}
      - {id: total, name: 計, unit: 店, computed: {indicator: "x:y", take: sum}, baseline: {year: 2020}, target: {year: 2025, value: 9}}
"""
LATER = """\
id: later
title: 次の戦略（架空）
organization: {name: 例示町, code: "062031", level: municipality}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 人の流れをつくる
    kpis:
      - {id: guests, name: 宿泊者数, unit: 人, continues: town/guests, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 10}}
"""
READ = """\
strategy: town
actuals: {guests: {2021: 3}, movers: {2021: 3}, wages: {2021: 2}, shops: {2021: 3}}
"""
ALL = {"town/guests", "town/movers", "town/wages", "town/shops", "town/total", "later/guests"}


@pytest.mark.parametrize(
    ("faulty", "unread"),
    [
        ("strategy: town\nactuals: {guests: {2022: }}\n", {"town/guests", "later/guests"}),
        ("strategy: town\nactuals: {guests: {2022: 1_0}}\n", {"town/guests", "later/guests"}),
        ("strategy: town\nactuals: {movers: {2022: 4, 2021: 4}}\n", {"town/movers"}),
        ("strategy: town\nactuals: {shops: {2022: x}}\n", {"town/shops", "town/total"}),
        ("strategy: town\nactuals:\ncomparators: {tokyo: {2023: x}}\n", {"town/wages"}),
        ("strategy: town\nactuals: {geusts: {2022: 4}}\n", ALL),  # it may be any
        ("strategy: town\nactual: {guests: {2022: 4}}\n", ALL),
        ("strategy: town\nactuals: {guests: {2022: '\n", ALL),
        ("strategy: twon\nactuals: {guests: {2022: 4}}\n", set()),
    ],
)
def test_what_may_have_a_value_in_a_file_that_was_left_out_is_not_judged_by_the_rest(
    run: Run, town: Town, faulty: str, unread: set[str]
) -> None:
    town.strategy.write_text(SEVERAL, "utf-8")
    town.strategy.with_name("later.yaml").write_text(LATER, "utf-8")
    town.actuals.write_text(READ, "utf-8")
    town.actuals.with_name("tokyo.yaml").write_text(
        "strategy: town\ncomparators: {tokyo: {2020: 3, 2021: 3}}\n", "utf-8"
    )
    town.actuals.with_name("z.yaml").write_text(faulty, "utf-8")
    assert run("snapshot", "set", "--keep-going").code == 1
    for source in ((), ("--source", "set")):
        document = json.loads(run("status", "--keep-going", "--format", "json", "--as-of", "2023", *source).out)
        assert {kpi["ref"] for kpi in document["kpis"] if kpi["status"] == "not_read"} == unread
        for kpi in document["kpis"]:
            assert (kpi["actual"] is None) == (kpi["ref"] in unread)
            assert kpi["status"] in {"not_read", "on_track", "regressing"}


def test_of_a_kpi_that_is_not_read_no_screen_shows_or_asks_for_values(run: Run, town: Town) -> None:
    town.strategy.write_text(SEVERAL, "utf-8")
    town.actuals.write_text("strategy: town\nactuals: {guests: {2021: 987}, movers: {2021: 3}}\n", "utf-8")
    town.actuals.with_name("tokyo.yaml").write_text(
        "strategy: town\ncomparators: {tokyo: {2020: 3, 2021: 3}}\n", "utf-8"
    )
    town.actuals.with_name("z.yaml").write_text("strategy: town\nactuals: {guests: {2022: }}\n", "utf-8")
    year = ("--keep-going", "--as-of", "2023")
    for command in (("show", "town/guests"), ("explain", "town/guests"), ("tree",), ("logic",), ("status", "--long")):
        result = run(*command, *year)
        assert result.code == 1
        assert "987" not in result.out
        assert "not read" in result.out or command == ("logic",)
    asked = json.loads(run("review", *year, "--format", "json").out)["strategies"][0]["values"]
    assert {one["ref"] for one in asked} == {"town/movers", "town/shops", "town/wages"}
    assert run("sheet", "export", "out.xlsx", "--keep-going", "--year", "2022").code == 1
    (sheet, *_) = openpyxl.load_workbook("out.xlsx").worksheets
    keys = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "town/movers" in keys
    assert "town/guests" not in keys
    assert run("report", "out", "--languages", "en", *year).code == 1
    assert "987" not in Path("out/en/kpi/town/guests.html").read_text("utf-8")


def test_a_file_that_names_another_strategy_may_hold_the_values_of_the_one_whose_file_is_called_so(
    run: Run, town: Town
) -> None:
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("strategy: town", "strategy: twon"), "utf-8")
    document = json.loads(run("status", "--keep-going", "--format", "json", "--as-of", "2023").out)
    assert {kpi["status"] for kpi in document["kpis"]} == {"not_read"}


def test_the_next_run_begins_anew(run: Run, town: Town) -> None:
    text = town.actuals.read_text("utf-8")
    town.actuals.write_text(text.replace("2021: 10", "2021: x"), "utf-8")
    assert run("status", "--keep-going").code == 1
    town.actuals.write_text(text, "utf-8")
    assert run("status", "--keep-going").code == 0


class TestMoreThanAreListed:
    @pytest.fixture
    def many(self, town: Town) -> Town:
        lines = "".join(f"    {year}: [{year}]\n" for year in range(1950, 2050))
        kpis = "".join(f"  kpi-{n}:\n{lines}" for n in range(120))
        town.actuals.write_text(f"strategy: town\nactuals:\n{kpis}", "utf-8")
        return town

    @pytest.mark.usefixtures("many")
    def test_it_says_at_least(self, run: Run) -> None:
        result = run("validate", "--format", "json")
        document = json.loads(result.out)
        assert document["summary"]["at_least"] is True
        assert "11000 faults more" in document["diagnostics"][-1]["message"] or any(
            "11000 faults more" in one["message"] for one in document["diagnostics"]
        )
        assert "at least 1001 errors" in run("validate").out
        assert "少なくとも" in run("validate", "--lang", "ja").out.splitlines()[-1]

    def test_no_baseline_hides_the_rest(self, run: Run, many: Town) -> None:
        result = run("validate", "--baseline", "known.json", "--write-baseline")
        assert result.code == 2
        assert "data/actuals/town.yaml has more faults than are listed" in result.err
        assert not (many.root / "known.json").exists()


@pytest.mark.parametrize("command", [("review", "--year", "2022"), ("tree",), ("align",)])
def test_a_markdown_document_says_what_was_left_out(run: Run, town: Town, command: tuple[str, ...]) -> None:
    assert "left out" not in run(*command, "--format", "markdown").out
    broken = town.strategy.with_name("other_@all.yaml")
    broken.write_text(town.strategy.read_text("utf-8").replace("id: town", "id: other\nnonsense: 1"), "utf-8")
    out = run(*command, "--keep-going", "--format", "markdown").out
    assert out.splitlines()[-1].startswith("⚠️ left out: data/strategies/other\\_@\u200ball.yaml: ")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_site_says_what_was_left_out(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(build, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(build, "processes", lambda _: workers)
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("2021: 10", "2021: x"), "utf-8")
    assert run("report", "site", "--keep-going", "--as-of", "2023").code == 1
    assert "left out: data/actuals/town.yaml (it has errors)" in Path("site/en/index.html").read_text("utf-8")
    for name in ("town", "town.logic", "all~"):
        left_out = json.loads(Path(f"site/data/{name}.json").read_text("utf-8"))["left_out"]
        assert [one["path"] for one in left_out] == ["data/actuals/town.yaml"]


def test_who_is_refused_for_errors_is_told_what_can_be_done(run: Run, town: Town) -> None:
    town.actuals.write_text(town.actuals.read_text("utf-8") + "  movers: 3\n", "utf-8")
    for command in (
        ["status"],
        ["show", "movers"],
        ["review"],
        ["tree"],
        ["report", "site"],
        ["export", "csv", "--out", "x"],
    ):
        result = run(*command, "--as-of", "2023")
        assert (result.code, result.out) == (1, ""), command
        assert "correct them, or leave them out with --keep-going" in result.err, command
