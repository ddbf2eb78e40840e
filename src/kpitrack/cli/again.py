"""What a command has printed before is printed again where nothing that it depends on has changed.

This is for commands that read the few files of a repository and nothing else. What they print is kept under the bytes
of all these files, the program, the day, the arguments, the environment and the terminal; so neither libraries nor
models are loaded, which takes most of the time for one town.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, TextIO, cast

from kpitrack.language import active
from kpitrack.repository.cache import contents, digest, open_store, program
from kpitrack.repository.discovery import NothingHere, find_root, holds_few
from kpitrack.repository.parallel import FEW

from .context import current, note

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = frozenset({"status", "show", "explain", "tree", "logic", "roadmap", "align", "review", "compare", "scheme"})
_ELSEWHERE = ("--source", "--help")  # options by which a command reads something else, or nothing
_MOST = 200_000  # characters
_PASSING = frozenset({"_", "OLDPWD", "SHLVL"})  # of the environment, what tells nothing but how the command was called


class _Heard:
    """A stream, and what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.parts: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        if self.size <= _MOST:
            self.parts.append(text)
            self.size += len(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def run(arguments: Sequence[str], command: Callable[[], int]) -> int:
    """Run the ``command`` that ``arguments`` ask for, or print what it has printed before; gives its exit code."""
    if not arguments or arguments[0] not in COMMANDS or _reads_elsewhere(arguments) or current().debug:
        return command()
    try:
        root = find_root(current().root)
    except NothingHere:
        return command()
    store = open_store(note)
    files = _files(root) if store else None
    if store is None or files is None:
        return command()
    state = digest(files, _around())
    name = f"{digest(os.fsencode(root), repr(list(arguments)).encode('utf-8', 'surrogateescape')).hex()}-said"
    kept = store.get(name, ())
    if isinstance(kept, tuple) and kept[:1] == (state,):
        sys.stdout.write(kept[1])
        return int(kept[2])
    out, errors = _Heard(sys.stdout), _Heard(sys.stderr)
    with redirect_stdout(cast("TextIO", out)), redirect_stderr(cast("TextIO", errors)):
        code = command()
    if out.size <= _MOST and not errors.size and files == _files(root):  # nothing changed meanwhile
        store.put(name, (state, "".join(out.parts), code))
    return code


def _reads_elsewhere(arguments: Sequence[str]) -> bool:
    return any(argument.startswith(_ELSEWHERE) for argument in arguments)


def _files(root: Path) -> bytes | None:
    """What is in the files of the repository; None where they are many, or one cannot be read."""
    return contents(root) if holds_few(root, FEW) else None


def _around() -> bytes:
    """What else is printed depends on, beside the arguments."""
    terminal = [(stream.isatty(), stream.encoding, stream.errors) for stream in (sys.stdout, sys.stderr)]
    environment = sorted(item for item in os.environ.items() if item[0] not in _PASSING)
    today = dt.date.today()  # noqa: DTZ011  the user's own calendar
    told = repr((current(), active(), today, terminal, shutil.get_terminal_size(), environment))
    return digest(program(), told.encode("utf-8", "surrogateescape"))
