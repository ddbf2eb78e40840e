"""What holds for the whole run of a command: the options that every command takes, how it ends, and what it notes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, TextIO

from kpitrack.diagnostics.gaps import forget
from kpitrack.language import Complaint, Text, mark, say


class Usage(Complaint):
    """The command was called in a way it cannot be. Ends with exit code 2."""


class Ended(Exception):  # noqa: N818  not an error
    """The command has said all it has to say and ends with ``code``."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class CommonOptions(NamedTuple):
    """The values of the options that every command takes."""

    root: str | None = None
    lang: str | None = None
    color: bool | None = None
    debug: bool = False
    keep_going: bool = False


ENVIRONMENT: tuple[tuple[str, str], ...] = (
    ("KPITRACK_ROOT, KPITRACK_LANG", mark("as --root and --lang")),
    ("KPITRACK_CACHE", mark("the folder for what is kept between runs, or off; else the user's cache folder")),
    ("KPITRACK_PROCESSES", mark("how many processes share the work on many files; else one a core")),
    ("NO_COLOR, COLUMNS", mark("no colours; the width of a report")),
)

_NAMED = 5  # of many

_current = CommonOptions()


def current() -> CommonOptions:
    """The common options of this run."""
    return _current


def begin(common: CommonOptions) -> None:
    """Make ``common`` those of this run."""
    global _current  # noqa: PLW0603  one process runs one command
    _current = common
    forget()


def has_color(stream: TextIO) -> bool:
    """Whether to colour what goes to ``stream``: the flag, then ``NO_COLOR``, then the terminal."""
    chosen = current().color
    if chosen is not None:
        return chosen
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def note(*lines: Text | str) -> None:
    """Say something beside the result, on stderr."""
    from kpitrack.views.text.workflow_log import is_log, stopped

    said = list(map(str, lines))
    if is_log(sys.stderr):
        sys.stdout.flush()  # so that what follows begins a line, where both streams are one
        said = list(stopped(said))
    if said:
        print(*said, sep="\n", file=sys.stderr)


def complain(message: Text, hint: Text | None = None, place: str | None = None) -> None:
    """Say on stderr what is wrong, and what to do.

    Args:
        message: what is wrong.
        hint: what to do about it.
        place: where; else it is called an error.
    """
    from kpitrack.language.visible import visible

    start, end = ("\x1b[1;31m", "\x1b[0m") if has_color(sys.stderr) else ("", "")
    note(f"{start}{say('error') if place is None else visible(place)}{end}: {visible(str(message))}")
    if hint:
        note(f"  {visible(str(hint))}")


def some(names: Sequence[str]) -> str:
    """The first of ``names``."""
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def ask(question: Text, usual: str = "") -> str:
    """What is typed on the terminal in answer to ``question``, stripped; ``usual`` where that is nothing.

    Raises:
        KeyboardInterrupt: whoever is asked stops, by Ctrl-C or at the end of what is typed.
    """
    import typer

    try:
        answer: str = typer.prompt(str(question), default=usual, show_default=bool(usual), err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return answer.strip()
