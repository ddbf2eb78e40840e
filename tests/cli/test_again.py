"""What was printed before is printed again only where nothing has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from kpitrack.cli import again
from kpitrack.cli import main as program

from .conftest import Run, Town

Runs = list[object]


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("KPITRACK_CACHE", str(folder))
    return folder


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Runs:
    """Grows with every command that is really run."""
    assert cache.is_dir()
    assert pl  # it changes the environment when it is loaded, which here must not happen within a run
    found: Runs = []
    dispatch = program._dispatch
    monkeypatch.setattr(program, "_dispatch", lambda arguments: found.append(arguments) or dispatch(arguments))
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"], ["status", "--format", "csv", "--bom"], ["status", "--fail-on", "no_final_data,off_track,achieved"],
        ["show", "movers"], ["explain", "guests"], ["tree"], ["logic"], ["review"], ["compare"], ["scheme"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_same_is_printed_again(arguments: list[str], run: Run, town: Town, runs: Runs) -> None:
    assert town.root.is_dir()
    first = run(*arguments)
    assert run(*arguments) == first
    if not first.err:
        assert len(runs) == 1


def test_every_command_of_the_list_is_one() -> None:
    from kpitrack.cli.table import COMMANDS

    assert {entry.name for entry in COMMANDS} >= again.COMMANDS


CHANGES: dict[str, Callable[[Town, pytest.MonkeyPatch], object]] = {
    "actuals": lambda town, _: town.actuals.write_text(
        town.actuals.read_text("utf-8").replace("1300", "1301"), "utf-8"
    ),
    "settings": lambda town, _: (town.root / "kpitrack.yaml").write_text("language: ja\n"),
    "another file": lambda town, _: (town.root / "data/actuals/more.yaml").write_text("strategy: town\n"),
    "width": lambda _, patch: patch.setenv("COLUMNS", "60"),
    "language": lambda _, patch: patch.setenv("KPITRACK_LANG", "ja"),
    "day": lambda _, patch: patch.setattr(
        again.dt, "date", type("", (dt.date,), {"today": lambda: dt.date(2031, 4, 1)})
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change: str, run: Run, town: Town, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    run("status")
    CHANGES[change](town, monkeypatch)
    after = run("status")
    assert len(runs) == 2
    monkeypatch.setenv("KPITRACK_CACHE", "off")
    assert run("status") == after


def test_what_came_with_a_note_or_errors_is_not_kept(run: Run, town: Town, runs: Runs) -> None:
    for _ in range(2):
        assert run("status", "--status", "missed").err
    town.actuals.write_text("strategy: town\nactuals: {movers: {2021: 1,2}}\n", "utf-8")
    first, second = run("status"), run("status")
    assert first == second
    assert (first.code, first.out) == (1, "")
    assert len(runs) == 4


def test_what_was_interrupted_is_not_kept(run: Run, town: Town, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    assert town.root.is_dir()
    with monkeypatch.context() as patch:
        patch.setattr("kpitrack.cli.commands.status.choose", interrupted)
        assert run("status").code == 130
    assert run("status").code == 0
    assert len(runs) == 2


def test_a_damaged_cache_gives_the_right_answer_and_a_note(run: Run, town: Town, runs: Runs, cache: Path) -> None:
    assert town.root.is_dir()
    first = run("status")
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:-3] + b"!!!")
    second = run("status")
    assert (second.code, second.out) == (first.code, first.out)
    assert "damaged" in second.err
    assert run("status") == first
    assert len(runs) == 2


def test_what_changes_while_it_is_read_is_not_kept(
    run: Run, town: Town, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = program._dispatch

    def disturbed(arguments: list[str]) -> int:
        code = dispatch(arguments)
        town.actuals.write_text(town.actuals.read_text("utf-8").replace("1300", "1400"), "utf-8")
        return code

    monkeypatch.setattr(program, "_dispatch", disturbed)
    before = run("status")
    monkeypatch.setattr(program, "_dispatch", dispatch)
    assert "1,300" in before.out
    assert "1,400" in run("status").out
    assert len(runs) == 2


@pytest.mark.parametrize("arguments", [["status", "--source", "none"], ["add-actual", "movers", "2023", "7"]])
def test_other_commands_are_always_run(arguments: list[str], run: Run, town: Town, runs: Runs) -> None:
    assert town.root.is_dir()
    run(*arguments)
    run(*arguments)
    assert len(runs) == 2
