"""``kpitrack doctor``: what is missing on a computer, each thing taken away in turn."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import gitting
from kpitrack.cli.commands import doctor

from ..conftest import Run, Town


def states(run: Run, code: int = 0) -> dict[str, str]:
    result = run("doctor", "--format", "json")
    assert result.code == code
    document = json.loads(result.out)
    assert document["schema"] == "kpitrack/doctor/1"
    assert all(row["hint"] for row in document["conditions"] if row["state"] == "missing")
    return {row["subject"]: row["state"] for row in document["conditions"]}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gitting.Repo:
    repo = gitting.start(tmp_path / "work")
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"")
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", (str(tmp_path),))
    return repo


@pytest.mark.usefixtures("work")
def test_all_is_well(run: Run) -> None:
    assert states(run) == {
        "versions": "fine", "language": "fine", "encoding": "fine", "fonts": "fine", "git": "fine",
        "hooks": "optional", "cache": "fine", "repository": "fine", "fiscal_year": "fine", "extras": "fine",
    }  # fmt: skip
    assert run("doctor").out.splitlines()[-1] == "Nothing is missing."


@pytest.mark.usefixtures("work")
def test_in_japanese(run: Run) -> None:
    out = run("doctor", "--lang", "ja").out
    assert "○ 言語        日本語" in out
    assert out.splitlines()[-1] == "足りないものはありません。"


def test_a_repository_without_a_strategy(run: Run, work: gitting.Repo) -> None:
    work.write(dict.fromkeys(gitting.START) | {"kpitrack.yaml": ""})
    assert states(run, 1)["repository"] == "missing"
    assert "there is no strategy below" in run("doctor").out


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize("command", ["doctor", "scheme"])
def test_a_root_that_is_no_folder(run: Run, command: str) -> None:
    result = run(command, "--root", "nowhere")
    assert result.code == 2
    assert result.out == ""
    assert "there is no folder nowhere" in result.err


@pytest.mark.usefixtures("work")
def test_no_font(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").rename(tmp_path / "NotoSans-Regular.ttf")
    assert states(run, 1)["fonts"] == "missing"


@pytest.mark.usefixtures("work")
def test_no_git(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert states(run, 1)["git"] == "missing"
    assert "install git" in run("doctor").out


def test_a_shallow_clone(run: Run, work: gitting.Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work.commit({"README.md": "x"})
    subprocess.run(["git", "clone", "-q", "--depth", "1", work.root.as_uri(), tmp_path / "shallow"], check=True)
    monkeypatch.chdir(tmp_path / "shallow")
    assert states(run, 1)["git"] == "missing"
    assert "git fetch --unshallow" in run("doctor").out


def test_hooks_that_are_written_down_and_not_run(run: Run, work: gitting.Repo) -> None:
    work.commit({".pre-commit-config.yaml": "repos: []\n"})
    assert states(run, 1)["hooks"] == "missing"
    (work.root / ".git/hooks").mkdir(exist_ok=True)
    (work.root / ".git/hooks/pre-commit").write_text("#!/bin/sh\n")
    assert states(run)["hooks"] == "fine"


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(("value", "state", "code"), [("off", "optional", 0), ("kpitrack.txt/below", "missing", 1)])
def test_a_cache_that_keeps_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str, state: str, code: int
) -> None:
    Path("kpitrack.txt").write_text("")
    monkeypatch.setenv("KPITRACK_CACHE", value)
    assert states(run, code)["cache"] == state


def test_a_repository_that_nobody_may_write_to(run: Run, work: gitting.Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK or Path(path) != work.root)
    assert states(run)["repository"] == "optional"
    assert f"nothing can be written in {work.root}" in run("doctor").out


def test_errors_in_the_repository(run: Run, work: gitting.Repo) -> None:
    work.write({"data/actuals/town.yaml": "strategy: town\nactuals: {movers: {2021: x}}\n"})
    assert states(run, 1)["repository"] == "missing"


def test_outside_of_any_repository(
    run: Run, work: gitting.Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    found = states(run)
    assert (found["git"], found["repository"]) == ("optional", "optional")


@pytest.mark.usefixtures("town")
def test_a_screen_without_japanese(
    shell: Callable[..., subprocess.CompletedProcess[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    result = shell("doctor")
    assert result.returncode == 1
    assert b"set PYTHONUTF8=1" in result.stdout


@pytest.mark.usefixtures("work")
def test_an_extra_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    assert states(run)["extras"] == "optional"
    assert 'pip install "kpitrack[pdf]"' in run("doctor").out


def test_nothing_of_a_town_is_changed(run: Run, town: Town) -> None:
    before = {path: path.read_bytes() for path in town.root.rglob("*") if path.is_file()}
    run("doctor")
    assert {path: path.read_bytes() for path in town.root.rglob("*") if path.is_file()} == before
