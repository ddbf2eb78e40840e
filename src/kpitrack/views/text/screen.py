"""Styled lines to the terminal, and its width."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from .plain import terminal_columns

_THROUGH_A_PIPE = 120


def columns() -> int:
    """The width to lay a report out for: the terminal's, or through a pipe a fixed one unless ``COLUMNS`` says."""
    return terminal_columns() or _THROUGH_A_PIPE


def show(lines: Iterable[Text], color: bool) -> None:
    """Print each line as it is: no markup, no wrapping, no highlighting."""
    console = Console(
        file=sys.stdout, force_terminal=color, no_color=not color, highlight=False, markup=False, emoji=False,
        soft_wrap=True, color_system="standard" if color else None,
    )  # fmt: skip
    for line in lines:
        if color:
            console.print(line, soft_wrap=True)
        else:
            print(line.plain.rstrip())  # noqa: T201  rich would spend its time on nothing
