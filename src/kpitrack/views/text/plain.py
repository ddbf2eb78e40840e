"""Text from files as plain, visible characters, and its width on a screen."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from typing import TextIO

from rich.cells import cell_len

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
    """Columns that ``text`` takes on a screen whose font has narrow ambiguous characters; see `widest`."""
    return len(text) if text.isascii() else cell_len(text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """``text`` filled with spaces to ``columns``, aligned left or ``right``."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


class _Unsure(dict[str, int]):
    """Whether a character is ambiguous, looked up once."""

    def __missing__(self, character: str) -> int:
        self[character] = int(unicodedata.east_asian_width(character) == "A" and cell_len(character) == 1)
        return self[character]


_UNSURE = _Unsure()


def ambiguous(text: str) -> int:
    """How many characters of ``text`` take one column in some fonts and two in others."""
    if text.isascii():
        return 0
    return sum(map(_UNSURE.__getitem__, text))


def widest(text: str) -> int:
    """The most columns that ``text`` takes on any screen."""
    return width(text) + ambiguous(text)


def shorten(text: str, columns: int) -> str:
    """``text``, cut with an ellipsis where it may be wider than ``columns``; for the end of a line."""
    if widest(text) <= columns:
        return text
    kept = 0
    for at, character in enumerate(text):
        kept += widest(character)
        if kept > columns - 2:
            return f"{text[:at].rstrip()}…"
    return text


_NOT_FIRST = "、。，．・：；？！）」』】〕〉》”’ー々％)]},.;:!?%"
_NOT_LAST = "（「『【〔〈《“‘"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns`` in any font.

    Words stay whole where they fit; no line begins with a closing mark or ends with an opening one.
    """
    if widest(text) <= columns:
        return [text.rstrip()] if text.strip() else []
    lines: list[str] = []
    line: list[str] = []
    taken = 0
    for piece in _pieces(text):
        word = piece.rstrip()
        size = widest(word)
        if taken + size <= columns:
            line.append(piece)
            taken += widest(piece)
            continue
        carried: list[str] = []
        if piece[0] in _NOT_FIRST:
            while len(line) > 1 and not carried:
                carried = [line.pop()]
                if carried[0][0] in _NOT_FIRST and len(line) > 1:
                    carried.insert(0, line.pop())
        while len(line) > 1 and line[-1] in _NOT_LAST:
            carried.insert(0, line.pop())
        _end(lines, line)
        line = [*carried, piece.lstrip() or piece]
        while (taken := widest("".join(line))) > columns:
            first, rest = _chopped("".join(line), columns)
            lines.append(first)
            line = [rest]
    _end(lines, line)
    return lines


def _chopped(text: str, columns: int) -> tuple[str, str]:
    """As much of ``text`` as surely fits ``columns``, but one character at least, and the rest."""
    taken = 0
    for at, character in enumerate(text):
        taken += widest(character)
        if at and taken > columns:
            return text[:at], text[at:]
    return text, ""


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
