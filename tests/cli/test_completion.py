"""Completion in real shells, from the scripts that are installed."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitrack.cli.completion import answer

from .conftest import Run, Town

DRIVER = """\
source "$HOME/.bash_completions/kpitrack.sh"
read -ra COMP_WORDS <<< "$LINE"
[[ $LINE == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
_kpitrack_completion kpitrack
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def home(town: Town, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with every script installed, and a folder with ``kpitrack`` on the path."""
    home = town.root / "home"
    programs = home / "bin"
    programs.mkdir(parents=True)
    program = programs / "kpitrack"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kpitrack "$@"\n', "utf-8")
    program.chmod(0o755)
    for name, value in (("HOME", str(home)), ("KPITRACK_LANG", "en"), ("PATH", f"{programs}:{os.environ['PATH']}")):
        monkeypatch.setenv(name, value)
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for shell in ("bash", "zsh", "fish"):
        assert run("--install-completion", shell).code == 0
    return home


def in_bash(line: str) -> list[str]:
    done = subprocess.run(
        ["bash", "--norc", "-c", DRIVER],
        env={**os.environ, "LINE": line},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.fixture
def offered(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Ask as the scripts do, in this process."""

    def ask(line: str, shell: str = "bash") -> str:
        words = line.split(" ")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", words[-1])
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_KPITRACK_COMPLETE", f"complete_{shell}")
        capsys.readouterr()
        answer()
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out.strip()

    return ask


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_with_the_script_that_is_installed(home: Path) -> None:
    expected = {
        "kpitrack add-": ["add-actual", "add-evaluation"],
        "kpitrack status --format = js": ["json"],  # as bash parts --format=js
        "kpitrack show ": ["town/movers", "town/guests"],
    }
    assert {line: in_bash(line) for line in expected} == expected


def test_whatever_may_follow_is_offered(offered: Callable[..., str], town: Town) -> None:
    (town.root / "kpitrack.yaml").write_text("schemes: {ours: {}}\n", "utf-8")
    expected = {
        "kpitrack sheet ": ["export", "import"],
        "kpitrack status --fo": ["--format"],
        "kpitrack status --format ": ["table", "json", "csv", "markdown"],
        "kpitrack status --format =": ["table", "json", "csv", "markdown"],
        "kpitrack status --status on": ["on_track"],
        "kpitrack status --status missed,on": ["missed,on_track"],
        "kpitrack --lang ja tree ": ["town"],
        "kpitrack tree --keep": ["--keep-going"],
        "kpitrack show mov": ["movers"],
        "kpitrack show town/m": ["town/movers"],
        "kpitrack show --grading ou": ["ours"],
        "kpitrack add-actual movers 2024 5 --status es": ["estimated"],
        f"kpitrack --root {town.root}/home show ": [],
        f"kpitrack tree --root {town.root} --as-of 2024 ": ["town"],
        "kpitrack add-actual movers 20": [],
    }
    assert {line: offered(line).split() for line in expected} == expected


def test_of_many_strategies_only_the_ids_are_offered(offered: Callable[..., str], town: Town) -> None:
    for number in range(11):
        copy = town.strategy.with_name(f"copy-{number}.yaml")
        copy.write_text(town.strategy.read_text("utf-8").replace("id: town", f"id: copy-{number}"), "utf-8")
    assert offered("kpitrack show ").split() == [*(f"copy-{n}/" for n in (0, 1, 10, *range(2, 10))), "town/"]
    assert offered("kpitrack show copy-10").split() == ["copy-10/movers", "copy-10/guests"]


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
def test_fish_shows_what_each_is(home: Path) -> None:
    done = subprocess.run(
        ["fish", "-c", 'complete -C "kpitrack show town/"'], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == ["town/guests\t延べ宿泊者数", "town/movers\t移住者数（累計）"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
def test_zsh_completes_at_the_first_key(home: Path) -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.execvpe("zsh", ["zsh", "-i"], {**os.environ, "TERM": "dumb", "PS1": "ready> "})  # noqa: S606  that very shell
    try:
        until(terminal, "ready> ")
        os.write(terminal, b"kpitrack show town/mov\t")
        assert "town/movers" in until(terminal, "town/movers")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def until(terminal: int, awaited: str) -> str:
    """What the terminal shows until ``awaited`` does."""
    seen, end = "", time.monotonic() + 30
    while awaited not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen


def test_powershell_is_answered_in_its_own_form(offered: Callable[..., str]) -> None:
    assert offered("kpitrack show town/m", "powershell") == "town/movers:::移住者数（累計）"


@pytest.mark.parametrize("shell", ["zsh", "fish", "pwsh"])
def test_names_of_a_file_are_no_commands_of_a_shell(shell: str, offered: Callable[..., str], town: Town) -> None:
    text = town.strategy.read_text("utf-8").replace("移住者数（累計）", r"""'x\\$(touch pwned)`touch pwned` [/b]"y'""")
    town.strategy.write_text(text, "utf-8")
    answered = offered("kpitrack show town/mov", shell)
    assert "town/movers" in answered
    assert "touch pwned" in answered
    assert not set("\\$`[") & set(answered)


@pytest.mark.parametrize("broken", ["goals: [", "&a", "\0", "id: town\nkpis: 3\ngoals: [3, {kpis: [3, {id: 7}]}]\n"])
def test_a_broken_repository_is_no_matter_for_who_types(offered: Callable[..., str], town: Town, broken: str) -> None:
    town.strategy.write_text(broken, "utf-8")
    (town.root / "kpitrack.yaml").write_text(broken, "utf-8")
    assert offered("kpitrack show ") == ""
    assert offered("kpitrack tree ") in ("", "town")
    assert offered("kpitrack show --grading ta") == "tama"


def test_a_fault_while_completing_is_silent(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kpitrack"],
        env={**os.environ, "_KPITRACK_COMPLETE": "complete_bash", "COMP_CWORD": "no number"},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_files_of_the_user_are_only_added_to(home: Path, run: Run) -> None:
    start = home / ".bashrc"
    start.write_bytes("# 設定\nexport A=1".encode("cp932"))
    for _ in range(2):
        assert run("--install-completion", "bash").code == 0
    line = f"source '{home}/.bash_completions/kpitrack.sh'\n".encode()
    assert start.read_bytes() == "# 設定\nexport A=1\n".encode("cp932") + line


def test_a_shell_that_is_not_known_is_said(run: Run) -> None:
    result = run("--show-completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert "bash, zsh, fish" in result.err
