"""The tables of a PDF with a text layer as a sheet, each below the lines that stand above it."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from kpitrack.exchange.spreadsheet.cells import MOST_ROWS, Area, Cell, Sheet, UnreadableSheet
from kpitrack.language import say

_MOST_PAGES = 300
_SAME_LINE = 2.5  # points within which edges are one
_LONGEST_LINE = 120  # characters; what is longer is running text
_PRINTED_OVER = 0.3  # of a character that another one covers
_PAGE_NUMBER = re.compile(r"[-–‐ ]*[0-9]{1,4}[-–‐ ]*")

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Paper:
    """What of the document has been put onto the sheet so far."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    last: int = 0
    starts: set[int] = field(default_factory=set)
    width: int = 0  # columns of the table put there last


def read_pdf(data: bytes, step: Callable[[], None]) -> list[Sheet]:
    """The document as one sheet: the tables of its pages below each other, with the short lines between them.

    A cell is named by where it stands in that sheet.

    Raises:
        UnreadableSheet: pdfplumber is not installed, or the file is a scan, damaged, too long or protected.
    """
    try:
        import pdfplumber
    except ImportError:
        raise UnreadableSheet(
            say("reading PDF needs pdfplumber, which is not installed"),
            say('install it with: pip install "kpitrack[pdf]"'),
        ) from None
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            _refuse_many(len(document.pages))
            paper = _Paper()
            texts = 0
            running = _running_lines(document)
            for page in document.pages:
                texts += len(page.chars)
                _page(page, paper, running)
                page.close()
                step()
    except UnreadableSheet:
        raise
    except Exception as error:  # pdfminer lets whatever a damaged file causes through
        raise _unreadable(error) from error
    if not texts:
        raise UnreadableSheet(
            say("the PDF is a scan: it holds pictures and no text"),
            say("ask for the workbook or the document that it was made from"),
        )
    if not paper.width:
        raise UnreadableSheet(
            say("the PDF holds no table with ruled lines, or its texts are printed over each other"),
            say("ask for the workbook or the document that it was made from"),
        )
    return [Sheet("", tuple(paper.rows), tuple(paper.areas), frozenset(paper.starts))]


def _refuse_many(pages: int) -> None:
    if pages > _MOST_PAGES:
        raise UnreadableSheet(
            say("the document has more than {pages} pages", pages=_MOST_PAGES),
            say("print the pages with the tables into a PDF of their own"),
        )


def _unreadable(error: Exception) -> UnreadableSheet:
    if "password" in f"{type(error).__name__} {error!r} {error.__cause__!r}".lower():
        return UnreadableSheet(say("the PDF is protected by a password"), say("save it again without the password"))
    return UnreadableSheet(say("the PDF is damaged or incomplete"), say("ask for it again"))


def _running_lines(document: Any) -> set[str]:
    """The first and last lines that several pages share: running titles."""
    seen: Counter[str] = Counter()
    for page in document.pages:
        lines = [_text(line) for line in _lines(_characters(page))]
        seen.update({*lines[:1], *lines[-1:]})
    return {line for line, count in seen.items() if count > 1}


def _characters(page: Any) -> list[dict[str, Any]]:
    """The characters of a page; of those printed twice in one place, to look bold, the first."""
    kept: dict[tuple[str, int, int], dict[str, Any]] = {}
    for one in page.chars:
        if one["text"]:
            kept.setdefault((one["text"], round(one["x0"] / 2), round(one["top"] / 2)), one)
    return list(kept.values())


def _page(page: Any, paper: _Paper, running: set[str]) -> None:
    """Put the tables of a page and the lines between them onto the paper, from top to bottom."""
    characters = _characters(page)
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    inside = {id(table): [one for one in characters if _within(one, table.bbox)] for table in tables}
    tables = [table for table in tables if not _printed_over(inside[id(table)])]
    outside = [one for one in characters if not any(_within(one, table.bbox) for table in tables)]
    blocks: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
    blocks += [(line[0]["top"], line) for line in _lines(outside)]
    for _, block in sorted(blocks, key=lambda one: one[0]):
        if not isinstance(block, list):
            _table(block, inside[id(block)], paper)
            continue
        text = _text(block)
        if text and len(text) <= _LONGEST_LINE and text not in running and not _PAGE_NUMBER.fullmatch(text):
            paper.last += 1
            paper.rows.append((Cell(paper.last, 1, text),))


def _within(one: dict[str, Any], box: Box) -> bool:
    across, down = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _printed_over(characters: Sequence[dict[str, Any]]) -> bool:
    """Whether texts lie over each other, so that what belongs together cannot be told."""
    near: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for one in characters:
        if one["text"].isspace():
            continue
        place = (int(one["x0"] // 12), int(one["top"] // 12))
        for across in (-1, 0, 1):
            for down in (-1, 0, 1):
                if any(_covers(one, other) for other in near[place[0] + across, place[1] + down]):
                    return True
        near[place].append(one)
    return False


def _covers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    if wide <= 0 or high <= 0:
        return False
    smaller = min((each["x1"] - each["x0"]) * (each["bottom"] - each["top"]) for each in (one, other))
    return bool(wide * high > _PRINTED_OVER * smaller)


def _lines(characters: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Characters that stand on one line, from left to right."""
    lines: list[list[dict[str, Any]]] = []
    for one in sorted(characters, key=lambda each: (each["top"] + each["bottom"]) / 2):
        middle = (one["top"] + one["bottom"]) / 2
        first = lines[-1][0] if lines else None
        if first is not None and middle < (first["top"] + first["bottom"]) / 2 + (first["bottom"] - first["top"]) / 2:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda each: each["x0"]) for line in lines]


def _text(line: Sequence[dict[str, Any]]) -> str:
    """The text of a line, with a blank wherever there is a gap."""
    text = ""
    end: float | None = None
    for one in line:
        if end is not None and one["x0"] - end > 0.5 * (one["bottom"] - one["top"]):
            text += " "
        text += one["text"]
        end = one["x1"]
    return " ".join(text.split())


def _table(table: Any, characters: Sequence[dict[str, Any]], paper: _Paper) -> None:
    """Put a ruled table onto the paper: its edges are the rows and columns, a wider cell is a merged area."""
    across = _edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    down = _edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    first = paper.last
    if first + len(down) > MOST_ROWS:
        return
    if len(across) != paper.width:
        paper.starts.add(first + 1)
    paper.width = len(across)
    found: dict[int, list[Cell]] = {}
    placed = [(_area(across, down, cell), cell) for cell in table.cells]
    for area, cell in sorted([*placed, *_open_cells(across, down, [area for area, _ in placed])]):
        text = _unwrapped(cell, [one for one in characters if _within(one, cell)])
        if area.bottom > area.top or area.right > area.left:
            paper.areas.append(Area(first + area.top, area.left, first + area.bottom, area.right))
        if text:
            found.setdefault(first + area.top, []).append(Cell(first + area.top, area.left, text))
    paper.rows += [tuple(found[row]) for row in sorted(found)]
    paper.last = first + len(down)


def _area(across: Sequence[float], down: Sequence[float], cell: Box) -> Area:
    """The rows and columns that a cell takes, from 1."""
    top, bottom = _place(down, cell[1]), _place(down, cell[3]) - 1
    return Area(top, _place(across, cell[0]), bottom, _place(across, cell[2]) - 1)


def _open_cells(across: Sequence[float], down: Sequence[float], areas: Sequence[Area]) -> list[tuple[Area, Box]]:
    """The places that no cell takes, since a line around them is missing, as where a page ends."""
    taken = {
        (row, column)
        for area in areas
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    found: list[tuple[Area, Box]] = []
    for column in range(1, len(across)):
        row = 1
        while row < len(down):
            last = row
            while last < len(down) and (last, column) not in taken:
                last += 1
            if last > row:
                box = (across[column - 1], down[row - 1], across[column], down[last - 1])
                found.append((Area(row, column, last - 1, column), box))
            row = last + 1
    return found


def _unwrapped(cell: Box, characters: Sequence[dict[str, Any]]) -> str:
    """The text of the ``characters`` in a cell without the breaks that only its width made.

    Such a break is where the line before it reaches the right edge, or where it would part a number or a bracket.
    """
    lines = [(said, max(one["x1"] for one in line)) for line in _lines(characters) if (said := _text(line))]
    text = lines[0][0] if lines else ""
    size = max((one["bottom"] - one["top"] for one in characters), default=10)
    for (before, end), (line, _) in pairwise(lines):
        full = cell[2] - end < 1.6 * size
        parted = text.count("(") > text.count(")") and not before.endswith(")")
        if not (full or parted):
            text += "\n" + line
        elif text[-1:].isascii() and line[:1].isascii() and text[-1:].isalpha() and line[:1].isalpha():
            text += " " + line
        else:
            text += line
    return text


def _edges(values: Sequence[float]) -> list[float]:
    """The edges, those that are as good as one taken once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value > edges[-1] + _SAME_LINE:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    """The number of the row or column that begins at ``value``, from 1."""
    return bisect_right(edges, value + _SAME_LINE / 2)
