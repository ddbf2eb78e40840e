"""``kpitrack init``: a repository that validates, for people, editors, GitHub and pre-commit."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import typer
from ruamel.yaml import YAML

import gitting
from kpitrack import __version__
from kpitrack.cli import origin
from kpitrack.cli.commands import init_answers
from kpitrack.cli.commands.init import contents
from kpitrack.cli.origin import revision
from kpitrack.repository.yaml.tree import read_tree
from kpitrack.views.findings.json import PROJECT
from tools import tool

from ..conftest import Run


@pytest.fixture
def new(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    result = run("init", tmp_path / "new")
    assert result.code == 0
    monkeypatch.chdir(tmp_path / "new")
    return tmp_path / "new"


@pytest.mark.usefixtures("new")
def test_it_validates_with_no_findings(run: Run) -> None:
    assert run("validate", "--strict").code == 0


@pytest.mark.usefixtures("new")
def test_it_shows_verdicts_of_several_kinds(run: Run) -> None:
    kpis = json.loads(run("status", "--format", "json").out)["kpis"]
    assert len({kpi["status"] for kpi in kpis}) >= 3
    assert not {"awaiting_final", "not_assessable", "no_data"} & {kpi["status"] for kpi in kpis}


def test_it_is_marked_as_an_example(new: Path, run: Run) -> None:
    for path in new.glob("data/*/*.yaml"):
        head = path.read_text("utf-8")[:400]
        assert "架空" in head
        assert "EXAMPLE DATA" in head
    assert "例：" in run("status", "--lang", "ja").out
    assert "Example:" in run("status", "--lang", "en").out


def test_the_tour_is_in_both_languages(new: Path) -> None:
    for path in [*new.glob("data/*/*.yaml"), new / "kpitrack.yaml"]:
        comments = "".join(re.findall("#.*", path.read_text("utf-8")))
        assert len(re.findall("[ぁ-ん]", comments)) > 40
        assert len(re.findall(r"\b[a-z]+\b", comments)) > 20


def test_editors_find_the_schemas(new: Path) -> None:
    for path in [*new.glob("data/*/*.yaml"), new / "kpitrack.yaml"]:
        first = path.read_text("utf-8").splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        content = json.loads(json.dumps(read_tree(path.read_bytes()).data))
        jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(content)


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data/actuals").mkdir(parents=True)
    (tmp_path / "data/actuals/example.yaml").write_text("mine")
    (tmp_path / ".pre-commit-config.yaml").symlink_to("nowhere")
    result = run("init", tmp_path)
    assert (result.code, result.out) == (1, "")
    assert "data/actuals/example.yaml, .pre-commit-config.yaml" in result.err
    assert (tmp_path / "data/actuals/example.yaml").read_text() == "mine"
    assert not (tmp_path / "kpitrack.yaml").exists()


@pytest.mark.parametrize("name", ["a\x7fb", "a\u2028b", "a\x1b[31mb", 'x: "y" # z', "a\nb", "@CODE@"])
def test_a_name_stays_a_name_whatever_is_in_it(run: Run, tmp_path: Path, name: str) -> None:
    assert run("init", tmp_path, "--name", name).code == 0
    assert run("validate", "--root", tmp_path).code == 0
    settings = read_tree((tmp_path / "kpitrack.yaml").read_bytes()).data
    assert settings["publisher"]["name"] == name


def test_a_blank_name_is_nobodys(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "new", "--name", " \u3000").code == 2
    assert not (tmp_path / "new").exists()


def test_in_this_folder_beside_other_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text("mine")
    monkeypatch.chdir(tmp_path)
    assert run("init").code == 0
    assert run("init").code == 1


def test_a_file_is_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert run("init", tmp_path / "x").code == 2
    assert run("init", tmp_path / "x" / "y").code == 2


@pytest.mark.parametrize("year", [2020, 2026, 2035])
def test_in_any_year(run: Run, tmp_path: Path, year: int) -> None:
    for path, text in contents(year).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert run("validate", "--root", tmp_path, "--strict", "--as-of", str(year)).code == 0


def test_the_workflow_is_safe(new: Path) -> None:
    tool("zizmor", "--offline", "--no-progress", "--persona=auditor", new / ".github")


def test_the_workflow_fits_its_schema(new: Path) -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *(new / ".github/workflows").iterdir())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_services_speak_the_language_it_was_begun_in(run: Run, tmp_path: Path, language: str) -> None:
    assert run("init", tmp_path / "new", "--lang", language).code == 0
    for path in (tmp_path / "new/.github/workflows").iterdir():
        assert YAML(typ="safe").load(path)["env"] == {"KPITRACK_LANG": language}


def test_what_is_installed_is_named_by_where_it_comes_from(new: Path) -> None:
    for path in (new / ".github/workflows").iterdir():
        for job in YAML(typ="safe").load(path)["jobs"].values():
            for step in job["steps"]:
                if "pip" in step.get("run", ""):
                    assert step["run"] == 'python -I -m pip install "$KPITRACK"'
                    assert step["env"] == {"KPITRACK": f"kpitrack @ git+{PROJECT}@{revision()}"}


def test_the_hook_runs_what_is_there(new: Path) -> None:
    (repository,) = YAML(typ="safe").load(new / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == PROJECT  # not a name, under which somebody else could offer another package
    assert repository["rev"] == revision()
    (used,) = repository["hooks"]
    root = Path(__file__).parents[3]
    (hook,) = [hook for hook in YAML(typ="safe").load(root / ".pre-commit-hooks.yaml") if hook["id"] == used["id"]]
    assert hook["entry"] == "kpitrack validate --untracked"
    assert hook["always_run"]  # a commit that only deletes a file names none


class TestWhoseItIs:
    def own(self, folder: Path) -> Any:
        (path,) = [path for path in (folder / "data/strategies").iterdir() if path.name != "example.yaml"]
        return YAML(typ="safe").load(path)

    def test_from_options(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert run("init", tmp_path / "new", "--name", "鶴岡市", "--period", "R7〜R11", "--lang", "ja").code == 0
        monkeypatch.chdir(tmp_path / "new")
        own = self.own(Path())
        assert own["organization"] == {"name": "鶴岡市", "code": "062031", "level": "municipality"}
        assert own["period"] == {"start": 2025, "end": 2029}
        assert own["id"] == "062031-2025"  # among all towns, too
        assert own["title"] == "鶴岡市 総合戦略（2025〜2029年度）"
        settings = YAML(typ="safe").load(Path("kpitrack.yaml"))
        assert (settings["language"], settings["publisher"]) == ("ja", {"name": "鶴岡市"})
        assert run("validate", "--strict").code == 0

    def test_what_comes_next_is_said(self, run: Run, tmp_path: Path) -> None:
        told = run("init", tmp_path / "new", "--name", "鶴岡市", "--period", "R7〜R11").err
        assert "kpitrack import-strategy LIST.xlsx --out data/strategies/NAME.yaml" in told
        assert "git init" in told
        repo = gitting.start(tmp_path / "repo")
        assert "git init" not in run("init", repo.root / "in-it", "--name", "鶴岡市").err

    @pytest.mark.parametrize("name", ["\"引用\" '符': {組合} # 1", "- 東北 @ID@ 連合"])
    def test_a_name_is_data(self, name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert run("init", tmp_path / "new", "--name", name, "--period", "2025-2029").code == 0
        monkeypatch.chdir(tmp_path / "new")
        assert self.own(Path())["organization"] == {"name": name, "level": "other"}
        assert run("validate", "--strict").code == 0

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--name", "府中市"], "write one of: 東京都府中市, 広島県府中市"),
            (["--name", "鶴岡市", "--period", "2025"], "“2025” is no period"),
            (["--name", "鶴岡市", "--period", "2029-2025"], "the period ends in 2025, before it starts in 2029"),
            (["--name", "鶴岡市", "--period", "2025-たぶん"], "--period: "),
            (["--period", "2025-2029"], "add --name"),
        ],
    )
    def test_what_cannot_be_understood(self, options: list[str], said: str, run: Run, tmp_path: Path) -> None:
        result = run("init", tmp_path / "new", *options)
        assert result.code == 2
        assert said in result.err
        assert not (tmp_path / "new").exists()

    def test_asked_on_a_terminal_until_it_is_understood(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        typed = iter(["fr", "ja", "府中市", "府中市", "広島県府中市", "2025", "2025-2029"])
        terminal = SimpleNamespace(isatty=lambda: True)
        monkeypatch.setattr(init_answers, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
        result = run("init", tmp_path / "new")
        assert result.code == 0
        assert next(typed, None) is None
        assert self.own(tmp_path / "new")["organization"]["code"] == "342084"
        assert "there is no language fr" in result.err
        assert "「2025」" in result.err  # in Japanese from the second answer on

    def test_a_name_that_is_nearly_right_is_asked_again(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        typed = iter(["日本語", "鶴岡", "鶴岡市", "R8-R12", "English", "庄内", "庄内", "2026-2030"])
        terminal = SimpleNamespace(isatty=lambda: True)
        monkeypatch.setattr(init_answers, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
        result = run("init", tmp_path / "new")
        assert "近い名前：山形県鶴岡市" in result.err
        assert self.own(tmp_path / "new")["organization"]["code"] == "062031"
        assert "near are: " in run("init", tmp_path / "other").err
        assert "code" not in self.own(tmp_path / "other")["organization"]

    def test_whoever_stops_typing_gets_nothing(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(*_: object, **__: object) -> str:
            raise typer.Abort

        terminal = SimpleNamespace(isatty=lambda: True)
        monkeypatch.setattr(init_answers, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))
        monkeypatch.setattr("typer.prompt", stop)
        result = run("init", tmp_path / "new")
        assert result.code == 130
        assert "interrupted" in result.err
        assert not (tmp_path / "new").exists()

    def test_no_answer_leaves_the_example_alone(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = SimpleNamespace(isatty=lambda: True)
        monkeypatch.setattr(init_answers, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))
        monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
        assert run("init", tmp_path / "new", "--lang", "en").code == 0
        assert [path.name for path in (tmp_path / "new/data/strategies").iterdir()] == ["example.yaml"]


class TestTheRevisionOfTheProgram:
    @pytest.fixture
    def noted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The file that pip leaves, in a folder that kpitrack is installed in."""
        folder = tmp_path / f"site-packages/kpitrack-{__version__}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: kpitrack\nVersion: 0.1.0\n")
        monkeypatch.setattr(origin, "distribution", lambda _: Distribution.at(folder))
        return folder / "direct_url.json"

    def test_what_pip_has_fetched(self, noted: Path) -> None:
        noted.write_text(json.dumps({"url": PROJECT, "vcs_info": {"vcs": "git", "commit_id": "a" * 40}}))
        assert revision() == "a" * 40

    def test_a_work_tree(self, noted: Path, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path / "木 1")
        noted.write_text(json.dumps({"url": repo.root.as_uri(), "dir_info": {"editable": True}}))
        assert revision() == repo.git("rev-parse", "HEAD")

    def test_an_archive_unpacked_within_another_repository(self, noted: Path, tmp_path: Path) -> None:
        repo = gitting.start(tmp_path / "other")
        (repo.root / "kpitrack-main").mkdir()
        noted.write_text(json.dumps({"url": (repo.root / "kpitrack-main").as_uri(), "dir_info": {}}))
        assert revision() == f"v{__version__}"

    @pytest.mark.parametrize("text", [None, "{", "[]", '{"url": "file:///nowhere/x.whl", "archive_info": {}}'])
    def test_else_its_release(self, noted: Path, text: str | None) -> None:
        if text is not None:
            noted.write_text(text)
        assert revision() == f"v{__version__}"
