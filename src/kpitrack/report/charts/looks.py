"""A chart for a file of its own: with its colours in it, since no style sheet goes along.

On pages the same classes get their colours from ``chart.css``, for light, dark, paper and forced colours.
"""

from __future__ import annotations

import re

from .svg import XMLNS

_INK, _PATH, _TREND, _TARGET, _LIMIT, _TEXT = "#0b4f8a", "#4a4a4a", "#7a4fa3", "#9c2a00", "#6b6b00", "#555555"
LOOKS = {
    # class: the attributes that stand for it
    "grid": 'stroke="#d9d9d9"',
    "axis": f'stroke="{_TEXT}"',
    "tick": f'fill="{_TEXT}"',
    "band": 'fill="#e6efdc"',
    "ahead": f'fill="{_TREND}" fill-opacity="0.1"',
    "limit": f'stroke="{_LIMIT}" stroke-width="1.5" stroke-dasharray="10 3 2 3" fill="none"',
    "goal": f'stroke="{_TARGET}" fill="none"',
    "break": f'stroke="{_TEXT}" stroke-dasharray="2 3" fill="none"',
    "path": f'stroke="{_PATH}" stroke-width="1.5" stroke-dasharray="6 4" fill="none"',
    "compared": f'stroke="{_TEXT}" stroke-width="1.5" fill="none"',
    "mean": f'stroke="{_INK}" stroke-width="1.5" stroke-dasharray="12 3" fill="none"',
    "trend": f'stroke="{_TREND}" stroke-width="2" stroke-dasharray="1 4" stroke-linecap="round" fill="none"',
    "run": f'stroke="{_INK}" stroke-width="2.5" stroke-linejoin="round" fill="none"',
    "gap": 'stroke="#8c1414" stroke-width="1.5" fill="none"',
    "lead": f'stroke="{_INK}" stroke-width="1.5" fill="none"',
    "m-final": f'fill="{_INK}" stroke="{_INK}" stroke-width="2"',
    "m-provisional": f'fill="#ffffff" stroke="{_INK}" stroke-width="2"',
    "m-break": f'fill="{_INK}" stroke="{_INK}" stroke-width="2"',
    "m-foreseen": f'fill="#ffffff" stroke="{_TREND}" stroke-width="2"',
    "m-baseline": f'fill="#ffffff" stroke="{_PATH}" stroke-width="2"',
    "m-milestone": f'fill="#ffffff" stroke="{_PATH}" stroke-width="2"',
    "m-target": f'fill="{_TARGET}" stroke="{_TARGET}" stroke-width="1"',
    "m-former": f'fill="#ffffff" stroke="{_TARGET}" stroke-width="1.5"',
    "l-newest": f'fill="{_INK}" font-weight="700"',
    "l-target": f'fill="{_TARGET}"',
    "l-former": f'fill="{_TARGET}"',
    "l-baseline": f'fill="{_PATH}"',
    "l-note": f'fill="{_PATH}"',
    "l-trend": f'fill="{_TREND}"',
    "l-gap": 'fill="#8c1414" font-weight="700"',
    "l-ahead": f'fill="{_INK}"',
    "l-mean": f'fill="{_INK}"',
}
_YEARS = re.compile(r'<g class="year".*?</g></g>')
_CLASS = re.compile(r' class="([a-z -]+)"')
_OPENING = re.compile(r'<svg [^>]*(viewBox="[^"]*")[^>]*><g aria-hidden="true">')


def dressed(svg: str) -> str:
    """The first drawing of ``svg``, its colours in attributes, without what only a page can do; empty without one."""
    extent, seen = _seen(svg)
    head = f'<svg xmlns="{XMLNS}" {extent} font-size="14" font-family="sans-serif"><g>'
    return head + colored(seen) if seen else ""


def _seen(svg: str) -> tuple[str, str]:
    """The extent of the first drawing in ``svg``, and what is seen of it without a pointer; nothing without one."""
    drawing, end, _ = svg.partition("</svg>")
    opening = _OPENING.match(drawing)
    return (opening[1], _YEARS.sub("", drawing[opening.end() :]) + end) if opening else ("", "")


def of_size(svg: str, size: str) -> str:
    """The drawing of a ``size`` in ``svg``; empty where there is none."""
    start = svg.find(f'<svg xmlns="{XMLNS}" class="plot {size}"')
    return "" if start < 0 else svg[start : svg.index("</svg>", start) + len("</svg>")]


def still(svg: str, size: str) -> str:
    """The drawing of a ``size`` in ``svg`` as it stands on paper: without its years to point at."""
    extent, seen = _seen(of_size(svg, size))
    return f'<svg class="plot {size}" {extent} font-size="12" aria-hidden="true"><g>{seen}' if seen else ""


def colored(shapes: str) -> str:
    """``shapes`` with attributes for their classes."""
    return _CLASS.sub(lambda found: f" {LOOKS[found[1]]}" if found[1] in LOOKS else "", shapes)
