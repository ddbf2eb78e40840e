"""Columns that line up in every terminal and font.

Some characters are *ambiguous*: → ○ ① “ α take one cell in Western fonts and two in many Japanese ones, and nobody can
ask a file or a pipe which it is. A column starts at the same place in both where each row has as many of them before
it. So a column fills its shorter cells up with ``‥``, the two dot leader, which is ambiguous itself, until all of its
rows have the same number, and then with spaces; most columns have none.
"""

from __future__ import annotations

from collections.abc import Iterable

from .plain import ambiguous, width

LEADER = "‥"


class Column:
    """Cells of equal width.

    Args:
        texts: of all cells, each `visible`; empty ones need not be named.
        most: the most columns of a terminal that they may take, however it shows ambiguous characters; what is wider
            is cut.
        right: whether they stand to the right.
        least: how wide it is at least.
    """

    def __init__(self, texts: Iterable[str], most: int | None = None, *, right: bool = False, least: int = 0) -> None:
        known = {"", *texts}
        self._right = right
        self._shown = {text: text for text in known}
        if most is not None:
            allowed = min(most // 4, max(map(ambiguous, known), default=0))
            self._shown = {text: _limited(text, allowed, most - 2 * allowed) for text in known}
        self.ambiguous = max(map(ambiguous, self._shown.values()), default=0)
        certain = max((width(text) - ambiguous(text) for text in self._shown.values()), default=0)
        self.narrow = max(certain + self.ambiguous, least)

    @property
    def widest(self) -> int:
        """The most columns that a cell takes."""
        return self.narrow + self.ambiguous

    def cell(self, text: str) -> str:
        """One of the texts, cut where that is needed, and filled up."""
        return "".join(self.parted(text))

    def parted(self, text: str) -> tuple[str, str]:
        """`cell`, and the leaders at its end or start apart, which are no part of the text."""
        shown = self._shown[text]
        leaders = LEADER * (self.ambiguous - ambiguous(shown))
        space = " " * (self.narrow - width(shown) - len(leaders))
        return (leaders, space + shown) if self._right else (shown + space, leaders)


def _limited(text: str, allowed: int, room: int) -> str:
    """``text``, cut with two dots to ``allowed`` ambiguous characters, and others in ``room`` columns."""
    if ambiguous(text) <= allowed and width(text) - ambiguous(text) <= room:
        return text
    found = taken = 0
    for at, character in enumerate(text):
        unsure = ambiguous(character)
        found, taken = found + unsure, taken + width(character) - unsure
        if found > allowed or taken > room - 2:
            return f"{text[:at].rstrip()}.."
    return text
