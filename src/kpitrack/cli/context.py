"""What holds for the whole run of a command: the options that every command takes, and the streams."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from kpitrack.language import Complaint, Text, mark, say


class Usage(Complaint):
    """The command was called in a way it cannot be. Ends with exit code 2."""


class Ended(Exception):  # noqa: N818  not an error
    """The command has said all it has to say and ends with ``code``."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Session:
    """The options that every command takes."""

    root: str | None = None
    lang: str | None = None
    color: bool | None = None
    debug: bool = False
    keep_going: bool = False


COMMON_OPTIONS: tuple[tuple[str, str], ...] = (
    ("--root DIR", mark("the repository; else KPITRACK_ROOT, else the nearest folder upwards that is one")),
    ("--lang ja|en", mark("the language of every word; else KPITRACK_LANG, kpitrack.yaml, the locale")),
    ("--color / --no-color", mark("colours; else NO_COLOR and the terminal decide")),
    ("--keep-going", mark("leave faulty files out, say which, and go on with the rest")),
    ("--debug", mark("show the traceback of a fault of the program itself")),
)

ENVIRONMENT: tuple[tuple[str, str], ...] = (
    ("KPITRACK_ROOT, KPITRACK_LANG", mark("as --root and --lang")),
    ("KPITRACK_CACHE", mark("the folder for what is kept between runs, or off; else the user's cache folder")),
    ("KPITRACK_PROCESSES", mark("how many processes share the work on many files; else one a core")),
    ("NO_COLOR, COLUMNS", mark("no colours; the width of a report")),
)

COMMON_NAMES = ("--root", "--lang", "--color", "--no-color", "--keep-going", "--debug", "--help")

_current = Session()


def current() -> Session:
    """The session of this run."""
    return _current


def begin(session: Session) -> None:
    """Make ``session`` the one of this run."""
    global _current  # noqa: PLW0603  one process runs one command
    _current = session


def has_color(stream_is_terminal: bool, session: Session | None = None) -> bool:
    """Whether to colour: the flag, then ``NO_COLOR``, then the terminal."""
    chosen = (session or current()).color
    if chosen is not None:
        return chosen
    return stream_is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def note(text: Text | str) -> None:
    """Say something beside the result, on stderr."""
    print(text, file=sys.stderr)


def split_common(arguments: list[str]) -> tuple[Session, list[str]]:
    """Take the options that every command takes out of ``arguments``, wherever they stand before a ``--``.

    Raises:
        Usage: one of them lacks its value.
    """
    values: dict[str, str] = {}
    flags: dict[str, bool] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif name in {"--root", "--lang"}:
            if not equals:
                value = next(waiting, "")
            if not value:
                raise Usage(say("{option} needs a value", option=name))
            values[name] = value
        elif argument in {"--color", "--no-color", "--debug", "--keep-going"}:
            flags[argument] = True
        else:
            rest.append(argument)
    color = False if flags.get("--no-color") else True if flags.get("--color") else None
    return (
        Session(
            values.get("--root"),
            values.get("--lang"),
            color,
            flags.get("--debug", False),
            flags.get("--keep-going", False),
        ),
        rest,
    )
