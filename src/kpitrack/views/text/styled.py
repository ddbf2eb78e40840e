"""A line of a terminal: pieces of text, each with its style."""

from __future__ import annotations

from collections.abc import Iterator

from .plain import width, wrap

_CODES = {
    "bold": "1", "dim": "2", "underline": "4",
    "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36",
}  # fmt: skip


class Styled:
    """One line.

    Args:
        text: its first piece, already `kpitrack.views.text.plain.visible`.
        style: of that piece, such as ``bold red``; empty for the terminal's own.
    """

    __slots__ = ("_pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self._pieces = [(text, style)]

    def append(self, text: str, style: str = "") -> Styled:
        """Add a piece. It has its own style alone, nothing of the one before."""
        self._pieces.append((text, style))
        return self

    @property
    def plain(self) -> str:
        """The line without styles."""
        return "".join(text for text, _ in self._pieces)

    @property
    def colored(self) -> str:
        """The line with the escape sequences of ECMA-48 that terminals read as colours."""
        return "".join(
            f"\x1b[{';'.join(_CODES[word] for word in style.split())}m{text}\x1b[0m" if style and text else text
            for text, style in self._pieces
        )


def wrapped(text: str, columns: int, style: str = "", *, first: str = "", rest: str | None = None) -> Iterator[Styled]:
    """``text`` in lines of at most ``columns``, in one style.

    Args:
        text: shown with its invisible characters made visible already.
        columns: the width of the text itself.
        style: of every line.
        first: what stands before the first line.
        rest: what stands before the others; else as many spaces as ``first`` takes columns.
    """
    for i, line in enumerate(wrap(text, columns)):
        lead = first if i == 0 else " " * width(first) if rest is None else rest
        yield Styled(lead + line, style)
