"""The program as a whole: help, languages, streams, exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kpitrack.cli.table import COMMANDS
from kpitrack.views.text.plain import width

from .conftest import Run, Town


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("command", ["", *(entry.name for entry in COMMANDS)])
def test_help_is_complete_and_fits(run: Run, command: str, language: str) -> None:
    arguments = [command] if command else []
    result = run(*arguments, "--help", "--lang", language, columns=80)
    assert (result.code, result.err) == (0, "")
    assert ("使い方:" if language == "ja" else "Usage:") in result.out
    assert max(map(width, result.out.splitlines())) <= 80
    if language == "ja":
        described = [line for line in result.out.splitlines() if line.startswith("  -")]
        assert all(not line.split("  ", 2)[-1].isascii() or len(line.split()) < 3 for line in described[:3])


def test_common_options_stand_anywhere(run: Run, town: Town) -> None:
    first = run("--lang", "ja", "--root", town.root, "status", "--as-of", "2022")
    last = run("status", "--as-of", "2022", "--lang=ja", f"--root={town.root}")
    assert first.out == last.out
    assert "移住者数" in first.out


def test_the_language_comes_from_flag_environment_settings_locale(
    run: Run, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speaks() -> str:
        return "ja" if "目標値" in run("status").out else "en"

    assert speaks() == "en"
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert speaks() == "ja"
    (town.root / "kpitrack.yaml").write_text("language: en\n", "utf-8")
    assert speaks() == "en"
    monkeypatch.setenv("KPITRACK_LANG", "ja")
    assert speaks() == "ja"
    assert "目標値" not in run("status", "--lang", "en").out


def test_the_root_comes_from_flag_environment_folder(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    below = town.root / "data" / "actuals"
    monkeypatch.chdir(below)
    assert run("status").code == 0
    monkeypatch.chdir("/")
    assert run("status").code == 2
    monkeypatch.setenv("KPITRACK_ROOT", str(town.root))
    assert run("status").code == 0
    assert run("status", "--root", "/").code == 2


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.code, result.out) == (0, "kpitrack 0.1.0\n")


@pytest.mark.parametrize("arguments", [["statsu"], ["status", "--nope"], ["show"], ["--root"], ["sheet", "exprt"]])
def test_wrong_calls_end_with_2_in_both_languages(run: Run, arguments: list[str]) -> None:
    for language in ("ja", "en"):
        result = run("--lang", language, *arguments)
        assert result.code == 2
        assert result.out == ""
        assert result.err.startswith("エラー: " if language == "ja" else "error: ")


@pytest.mark.parametrize(("arguments", "shown"), [([], "status"), (["sheet"], "export")])
def test_no_command_shows_the_help(run: Run, arguments: list[str], shown: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert shown in result.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["status", "--as-of", "2022", "--as-of=2023"], "--as-of is given twice"),
        (["--root", ".", "status", "--root", "."], "--root is given twice"),
        (["status", "--format"], "--format needs a value"),
        (["status", "--bom=yes"], "--bom takes no value"),
        (["--version=3"], "--version takes no value"),
        (["--nope"], "there is no option --nope"),
        (["show", "movers", "guests"], "there is one argument too many: guests"),
        (["show"], "KPI is missing"),
        (["add-actual", "movers", "2024"], "VALUE is missing"),
        (["add-actual", "movers", "2024", "-x"], "there is no option -x"),
        (["export", "xml"], "FORMAT cannot be xml"),
        (["schema", "strategies"], "NAME cannot be strategies"),
        (["tree", "--format", "jsn"], "--format cannot be jsn"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_with_a_call_is_said(run: Run, town: Town, arguments: list[str], complaint: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: {complaint}\n")


def test_what_may_be_repeated_is_kept_in_its_order(run: Run, town: Town) -> None:
    result = run("validate", "--select", "KP4", "--select", "nope")
    assert "nope" in result.err
    assert run("status", "--keep-going", "--keep-going").code == 0


@pytest.mark.parametrize("value", ["-5", "-5.5", "-2,530", "－５", "▲5"])
def test_a_negative_number_is_an_argument(run: Run, town: Town, value: str) -> None:
    for arguments in (["guests", "2023", value, "--note", "-1"], ["--dry-run", "guests", "2023", "--", value]):
        result = (
            run("add-actual", *arguments, "--dry-run") if arguments[0] == "guests" else run("add-actual", *arguments)
        )
        assert (result.code, "2023: " in result.out) == (0, True), result.err


def test_a_shell_is_no_command(run: Run) -> None:
    assert run("show", "--install-completion").code == 2


def test_a_fault_of_ours_is_told_as_such(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("kpitrack.cli.commands.status.choose_several", broken)
    result = run("status")
    assert result.code == 3
    assert "Traceback" not in result.err
    assert "boom" in result.err
    with pytest.raises(RuntimeError, match="boom"):
        run("status", "--debug")


def test_interrupted(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpitrack.cli.commands.status.choose_several", interrupted)
    result = run("status", "--lang", "en")
    assert (result.code, result.out, result.err) == (130, "", "interrupted\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [["scheme"], ["status"], ["--help"]])
def test_a_full_disk_is_no_fault_of_ours(town: Town, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kpitrack", *arguments, "--root", town.root, "--lang", "en"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("error: the system refuses it: ")
