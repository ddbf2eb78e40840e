"""What a command shows, to the terminal, and its width."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from .plain import terminal_columns
from .styled import Styled

_THROUGH_A_PIPE = 120


def columns() -> int:
    """The width to lay a report out for: the terminal's, or through a pipe a fixed one unless ``COLUMNS`` says."""
    return terminal_columns() or _THROUGH_A_PIPE


def show(lines: Iterable[Styled | str], color: bool = False) -> None:
    """Print each line as it is: no markup, no wrapping, no highlighting."""
    if color and sys.platform == "win32":
        os.system("")  # noqa: S605  makes the console of Windows understand colours from here on
    for line in lines:
        print(line if isinstance(line, str) else line.colored if color else line.plain.rstrip())  # noqa: T201  the result of a command


def show_as(format_: str, color: bool, **formats: Callable[[], Iterable[Styled | str]]) -> None:
    """Show a view in one of its formats."""
    show(formats[format_](), color)
