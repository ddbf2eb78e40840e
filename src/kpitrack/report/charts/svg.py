"""SVG as text: shapes by their class, which the style sheet colours, and how wide a text may be.

Nothing here measures a font: a width is an upper bound, so that the same figures give the same bytes on every machine
and no label runs into another whatever font shows it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from markupsafe import escape

XMLNS = "http://www.w3.org/2000/svg"
_EXACT = 1e5  # from here on ``g`` would leave digits out
_WIDE = {"W", "F", "A"}
_LATIN, _BROAD = 0.62, 0.95
_BROAD_LETTERS = frozenset("mwMWGOQ@%&—")
_MARKS = {
    # around 0, 0
    "final": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "provisional": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "foreseen": "M-5-4h10l-5 9z",
    "break": "M-4.5-4.5h9v9h-9z",
    "baseline": "M0-6l6 6l-6 6l-6-6z",
    "target": "M0-7l7 7l-7 7l-7-7z",
    "own-target": "M0-6l6 6l-6 6l-6-6z",
    "milestone": "M-5.5 4.5h11l-5.5-10z",
    "former": "M-6-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
}


def n(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def path(kind: str, points: Iterable[tuple[float, float]]) -> str:
    """A line through ``points``."""
    return f'<path class="{kind}" d="M{"L".join(f"{n(x)} {n(y)}" for x, y in points)}"/>'


def rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle."""
    return f'<rect class="{kind}" x="{n(x)}" y="{n(y)}" width="{n(max(0.0, width))}" height="{n(max(0.0, height))}"/>'


def shape(kind: str, x: float, y: float) -> str:
    """The mark of a kind of point; the shapes differ, so that no colour is needed to tell them apart."""
    return f'<path class="m-{kind}" transform="translate({n(x)} {n(y)})" d="{_MARKS[kind]}"/>'


def text(kind: str, x: float, y: float, words: str, anchor: str = "") -> str:
    """A line of text; ``anchor`` is ``middle`` or ``end``, else it starts at ``x``."""
    at = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{n(x)}" y="{n(y)}"{at}>{escape(words)}</text>'


def group(kind: str, inner: str, attributes: str = "") -> str:
    """A group of shapes."""
    return f'<g class="{kind}"{attributes}>{inner}</g>'


@lru_cache(8_192)
def ems(words: str) -> float:
    """The width that ``words`` need at most, in units of the size of the letters."""
    return sum(map(_width, words), 0.0)


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in _WIDE:
        return 1.0
    return _BROAD if letter in _BROAD_LETTERS else _LATIN


def _fitting(words: str, most: float, beside: float = 0.0) -> int:
    """How many letters of ``words`` have room in ``most`` ems, with ``beside`` more behind them."""
    needed = accumulate(map(_width, words))
    return next((i for i, width in enumerate(needed) if width + beside > most), len(words))


def clipped(words: str, most: float) -> str:
    """``words`` within ``most`` ems, with a mark where some are left out."""
    if ems(words) <= most:
        return words
    return f"{words[: _fitting(words, most, 1.0)]}…"


def wrapped(words: str, most: float) -> list[str]:
    """``words`` in lines of at most ``most`` ems, broken at spaces where there are some."""
    lines: list[str] = []
    rest = words
    while (end := max(1, _fitting(rest, most))) < len(rest):
        space = rest.rfind(" ", 1, end + 1)
        end = space if space > end // 2 else end
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest]
