"""Styled lines to the terminal, and its width."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_THROUGH_A_PIPE = 120


def columns() -> int:
    """The width to lay a report out for: the terminal's, or through a pipe a fixed one unless ``COLUMNS`` says."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return max(40, shutil.get_terminal_size((80, 24)).columns)
    return _THROUGH_A_PIPE


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
