"""Completion in shells: typer asks and answers, and its scripts are put where each shell looks for them."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import cast

import typer

from kpitrack.language import say
from kpitrack.language.system import reason_of

from .context import Usage, note

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def answer() -> int:
    """Answer the shell that asks through the environment, as typer's scripts do."""
    from .group import program

    _join_again()
    with redirect_stderr(io.StringIO()):
        try:
            program().main([], prog_name="kpitrack")
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 0
    return 0


def _join_again() -> None:
    """Take away the ``=`` at which bash has parted ``--format=json``, so that typer sees an option and its value."""
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0"))
    signs = [i for i, word in enumerate(words) if word == "=" and words[i - 1].startswith("--")]
    os.environ["COMP_WORDS"] = "\n".join(word for i, word in enumerate(words) if i not in signs)
    os.environ["COMP_CWORD"] = str(at - sum(i < at for i in signs))


def show(shell: str | None = None) -> int:
    """Print the script of a shell, else of the one that this runs in."""
    print(_script(_known(shell)))
    return 0


def install(shell: str | None = None) -> int:
    """Put the script of a shell where it looks for it.

    Raises:
        Usage: the shell is none that is known, or its files cannot be written.
    """
    name = _known(shell)
    try:
        path = _place(name, _script(name))
    except OSError as error:
        raise Usage(say("completion cannot be installed: {reason}", reason=reason_of(error))) from None
    note(say("completion for {shell} is in {path}; it works in the next terminal", shell=name, path=str(path)))
    return 0


def _known(shell: str | None) -> str:
    """``shell``, or the one that this runs in.

    Raises:
        Usage: it is none that is known.
    """
    name = shell or _running()
    if name in SHELLS:
        return name
    raise Usage(
        say("there is no completion for the shell {shell}", shell=name or "?"),
        say("name the shell: {words}", words=", ".join(SHELLS)),
    )


def _running() -> str:
    import shellingham

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        return "powershell" if os.name == "nt" else Path(os.environ.get("SHELL", "")).name


def _script(shell: str) -> str:
    """The script, as typer writes it."""
    from .group import program

    command, written = program(), io.StringIO()
    option = next(one for one in command.params if one.name == "show_completion")
    with redirect_stdout(written), suppress(SystemExit):
        cast(Callable[..., None], option.callback)(typer.Context(command, info_name="kpitrack"), option, shell)
    return written.getvalue().strip()


def _place(shell: str, script: str) -> Path:
    """Write the script, and have the shell read it where it does not look by itself. Returns the script's path."""
    home = Path.home()
    if shell == "fish":
        path = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "fish/completions/kpitrack.fish"
        return _write(path, script)
    if shell == "bash":
        path = _write(home / ".bash_completions/kpitrack.sh", script)
        _append(home / ".bashrc", f"source '{path}'")
        return path
    if shell == "zsh":
        folder = Path(os.environ.get("ZDOTDIR") or home)
        path = _write(folder / ".zfunc/kpitrack.zsh", script)
        _append(
            folder / ".zshrc",
            f"(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit; }}; source '{path}'",
        )
        return path
    asked = subprocess.run(
        [shell, "-NoProfile", "-Command", "$PROFILE"], capture_output=True, text=True, check=False, timeout=60
    )
    profile = Path(asked.stdout.strip())
    path = _write(profile.parent / "kpitrack.ps1", script)
    _append(profile, '. "$PSScriptRoot/kpitrack.ps1"')
    return path


def _write(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{script}\n", "utf-8")
    return path


def _append(path: Path, line: str) -> None:
    """Add a line to a file of the user's, once, and leave every other byte of it."""
    before = path.read_bytes() if path.exists() else b""
    if line.encode() not in before:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(b"" if not before or before.endswith(b"\n") else b"\n")
            file.write(f"{line}\n".encode())
