"""An answer that was kept is given again only where nothing has changed."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitrack.cli import checked

from .conftest import Run, Town

Looks = list[object]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Looks:
    """Grows with every answer that is not found again."""
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path_factory.mktemp("cache")))
    for name in ("GIT_DIR", "GIT_AUTHOR_NAME"):
        monkeypatch.delenv(name, raising=False)
    found: Looks = []
    look = checked._look
    monkeypatch.setattr(checked, "_look", lambda *args: found.append(args[1]) or look(*args))
    return found


def test_the_same_again_is_not_looked_for_again(run: Run, town: Town, looks: Looks) -> None:
    town.actuals.write_text(town.actuals.read_text("utf-8") + "  nobody: {2021: 3}\n", "utf-8")
    first = run("validate")
    assert first.code == 1
    assert run("validate") == first
    assert run("validate", "--format", "json").code == 1
    assert len(looks) == 1


CHANGES: dict[str, Callable[[Town], object]] = {
    "actuals": lambda town: town.actuals.write_text(town.actuals.read_text("utf-8").replace("1300", "13OO"), "utf-8"),
    "strategy": lambda town: town.strategy.write_text(town.strategy.read_text("utf-8") + "# x\n", "utf-8"),
    "settings": lambda town: (town.root / "kpitrack.yaml").write_text("grading: none-such\n"),
    "another file": lambda town: (town.root / "data/actuals/more.yaml").write_text("strategy: town\n"),
    "a file less": lambda town: town.actuals.unlink(),
    "another name": lambda town: town.actuals.rename(town.actuals.with_name("other.yaml")),
    "git": lambda town: subprocess.run(["git", "init", "-q", town.root], check=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_looked_at(
    change: str, run: Run, town: Town, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("validate")
    CHANGES[change](town)
    answer = run("validate")
    assert len(looks) == 2
    monkeypatch.setenv("KPITRACK_CACHE", "off")
    assert run("validate") == answer


@pytest.mark.parametrize(
    "options", [["--strict"], ["--as-of", "2030"], ["--ignore", "KP5"], ["data/actuals"], ["--base", "x"]]
)
def test_another_question_is_looked_at(options: list[str], run: Run, town: Town, looks: Looks) -> None:
    run("validate")
    run("validate", *options)
    assert len(looks) == 2


def test_another_day_is_looked_at(run: Run, town: Town, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return dt.date(2031, 1, 1)

    run("validate")
    monkeypatch.setattr(checked.dt, "date", Tomorrow)
    run("validate")
    assert len(looks) == 2


def test_a_commit_is_looked_at(run: Run, town: Town, looks: Looks, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-C", str(town.root), "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        subprocess.run(command, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "first")
    run("validate")
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("value: 50}", "value: 40}"), "utf-8")
    moved = run("validate")
    assert "KP510" in moved.out or "moved-target" in moved.out
    assert run("validate") == moved
    assert len(looks) == 2
    git("commit", "-qam", "second")
    assert "moved-target" not in run("validate").out
    assert len(looks) == 3


def test_what_cannot_be_told_is_not_kept(run: Run, town: Town, looks: Looks) -> None:
    (town.root / "data/strategies/list.csv").write_text("x")  # what lies beside the data is found without reading it
    run("validate")
    run("validate")
    assert len(looks) == 2
