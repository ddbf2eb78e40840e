"""A line of a terminal: pieces of text, each with its style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .plain import widest, width, wrap

_CODES = {
    "bold": "1", "dim": "2", "underline": "4",
    "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36",
    "blue": "38;5;32",  # to be read on black and on white, as the terminal's own often is not
    # Backgrounds of bars: apart in lightness, too, for whoever sees colours otherwise.
    "on_good": "48;5;32", "on_risk": "48;5;178", "on_bad": "48;5;124", "on_going": "48;5;74", "on_unknown": "48;5;246",
    "on_closed": "48;5;240", "on_rest": "48;5;238", "on_tick": "38;5;16;48;5;255",
}  # fmt: skip


class Piece(NamedTuple):
    """A piece of a line.

    Args:
        text: already `kpitrack.views.text.plain.visible`; as it is shown without colours.
        style: such as ``bold red``; empty for the terminal's own.
        drawn: what is shown with colours, where that differs.
    """

    text: str
    style: str = ""
    drawn: str | None = None

    @property
    def colored(self) -> str:
        """The piece with the escape sequences of ECMA-48 that terminals read as colours."""
        text = self.text if self.drawn is None else self.drawn
        if not (self.style and text):
            return text
        return f"\x1b[{';'.join(_CODES[word] for word in self.style.split())}m{text}\x1b[0m"


class Styled:
    """One line.

    Args:
        text: its first piece, already `kpitrack.views.text.plain.visible`.
        style: of that piece, such as ``bold red``; empty for the terminal's own.
    """

    __slots__ = ("_pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self._pieces = [Piece(text, style)]

    def append(self, text: str, style: str = "") -> Styled:
        """Add a piece. It has its own style alone, nothing of the one before."""
        self._pieces.append(Piece(text, style))
        return self

    def extend(self, pieces: Iterable[Piece]) -> Styled:
        """Add pieces, such as those of a bar."""
        self._pieces += pieces
        return self

    @property
    def plain(self) -> str:
        """The line without styles."""
        return "".join(piece.text for piece in self._pieces)

    @property
    def colored(self) -> str:
        """The line with colours."""
        return "".join(piece.colored for piece in self._pieces)


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


def flow(groups: Iterable[list[Piece]], columns: int) -> Iterator[list[Piece]]:
    """``groups`` side by side, unbroken unless one alone is too wide."""
    line: list[Piece] = []
    taken = 0
    for group in groups:
        size = sum(widest(piece.text) for piece in group)
        if line and taken + 3 + size > columns:
            yield line
            line, taken = [], 0
        gap = [Piece("   ")] if line else []
        taken += 3 * bool(gap) + size
        line += [*gap, *group]
    if line:
        yield line
