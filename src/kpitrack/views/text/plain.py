"""Text from files as plain, visible characters, and its width on a screen."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from typing import TextIO

from rich.cells import cell_len, chop_cells

from kpitrack.language.visible import visible


def paragraphs(text: str) -> list[str]:
    """The lines of a text such as a comment, each made `visible`, without empty ones at its start and end."""
    return [visible(line) for line in text.strip("\n").split("\n")]


def terminal_columns(stream: TextIO | None = None) -> int | None:
    """The width of the terminal that ``stream`` (else stdout) is, or of ``COLUMNS``; None through a pipe."""
    if not (stream or sys.stdout).isatty() and not os.environ.get("COLUMNS"):
        return None
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def width(text: str) -> int:
    """Columns that ``text`` takes on a screen."""
    return len(text) if text.isascii() else cell_len(text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """``text`` filled with spaces to ``columns``, aligned left or ``right``."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def shorten(text: str, columns: int) -> str:
    """``text``, cut with an ellipsis where it is wider than ``columns``."""
    if width(text) <= columns:
        return text
    kept = chop_cells(text, max(1, columns - 1))[0]
    return f"{kept}…"


_NOT_FIRST = "、。，．・：；？！）」』】〕〉》”’ー々％)]},.;:!?%"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``: words whole where they fit, Japanese not before a closing mark."""
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(text):
        if width("".join(line) + piece.rstrip()) <= columns:
            line.append(piece)
            continue
        carried: list[str] = []
        if piece[0] in _NOT_FIRST:
            while len(line) > 1 and not carried:
                carried = [line.pop()]
                if carried[0][0] in _NOT_FIRST and len(line) > 1:
                    carried.insert(0, line.pop())
        _end(lines, line)
        line = [*carried, piece.lstrip() or piece]
        while width("".join(line)) > columns:
            first, *rest = chop_cells("".join(line), columns)
            lines.append(first)
            line = ["".join(rest)]
    _end(lines, line)
    return lines


def _end(lines: list[str], line: list[str]) -> None:
    if text := "".join(line).rstrip():
        lines.append(text)


def _pieces(text: str) -> list[str]:
    """Where a line may break: after spaces, and around each wide character."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            if word:
                pieces.append(word)
                word = ""
            pieces.append(character)
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces
