"""The chart of a KPI as a picture of its own, with its title, its key and its source, to be used elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import escape

from kpitrack.report.charts.looks import colored, dressed
from kpitrack.report.charts.svg import XMLNS, ems, n, wrapped

_INK, _SOFT = "#1c2126", "#525a62"
_SIDE, _TITLE, _KEY, _SMALL = 16, 18, 13, 12
_SAMPLE, _BETWEEN = 34, 18
_FONTS = "system-ui, 'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif"
_EXTENT = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def picture(
    chart: str, title: str, lines: Sequence[str], key: Sequence[tuple[str, str, str]], foot: Sequence[str]
) -> str:
    """The SVG document; empty where there is no chart.

    Args:
        chart: as it stands in the page.
        title: of the picture.
        lines: below the title, such as whose figures they are.
        key: the marks and lines of the chart: the name of each, how it looks, and its word.
        foot: below the chart, such as the source.
    """
    drawing = dressed(chart)
    extent = _EXTENT.search(drawing)
    if extent is None:
        return ""
    wide, high = float(extent[1]), float(extent[2])
    body: list[str] = []
    y = _put(body, [title], 12, wide, _TITLE)
    y = _put(body, lines, y, wide, _SMALL) + 12
    place = f'x="{_SIDE}" y="{n(y)}" width="{n(wide)}" height="{n(high)}"'
    body.append(
        drawing.replace(f'<svg xmlns="{XMLNS}"', f"<svg {place}", 1).replace(' font-family="sans-serif"', "", 1)
    )
    y += high + 4
    for row in _rows(key, wide):
        y += _KEY * 1.7
        for x, sample, word in row:
            sign = colored(sample).replace("<svg ", f'<svg x="{n(x)}" y="{n(y - 12)}" width="28" height="16" ', 1)
            body += sign, _text(word, (x + _SAMPLE, y), _KEY)
    y = _put(body, foot, y + 6, wide, _SMALL) + 12
    full = n(wide + 2 * _SIDE)
    return (
        f'<svg xmlns="{XMLNS}" viewBox="0 0 {full} {n(y)}" width="{full}" height="{n(y)}" fill="none" '
        f'font-family="{_FONTS}" role="img"><title>{escape(title)}</title>'
        f'<rect width="{full}" height="{n(y)}" fill="#ffffff"/>{"".join(body)}</svg>\n'
    )


def png(drawing: str) -> bytes:
    """An SVG document in pixels, twice as many as it says; its letters are those of the fonts of this computer."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing, scale=2))


def knows_japanese() -> bool:
    """Whether a font of this computer has Japanese letters."""
    head = f'<svg xmlns="{XMLNS}" width="20" height="20" font-family="{_FONTS}">'
    return png(f'{head}<text x="2" y="16">県</text></svg>') != png(f"{head}</svg>")


def _put(body: list[str], texts: Iterable[str], y: float, wide: float, size: int) -> float:
    """Put ``texts`` below each other from ``y`` on, and give where the last line stands."""
    for words in texts:
        for line in wrapped(words, wide / size):
            y += size * 1.45
            body.append(_text(line, (_SIDE, y), size))
    return y


def _rows(key: Sequence[tuple[str, str, str]], wide: float) -> Iterator[list[tuple[float, str, str]]]:
    """The entries of the key in rows: the place, the look and the word of each."""
    row: list[tuple[float, str, str]] = []
    x = float(_SIDE)
    for _, sample, word in key:
        long = _SAMPLE + ems(word) * _KEY
        if row and x + long > wide:
            yield row
            row, x = [], float(_SIDE)
        row.append((x, sample, word))
        x += long + _BETWEEN
    if row:
        yield row


def _text(words: str, at: tuple[float, float], size: int) -> str:
    look = f'fill="{_SOFT}"' if size == _SMALL else f'fill="{_INK}"'
    weight = ' font-weight="700"' if size == _TITLE else ""
    return f'<text x="{n(at[0])}" y="{n(at[1])}" font-size="{size}" {look}{weight}>{escape(words)}</text>'
