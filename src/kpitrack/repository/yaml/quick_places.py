"""Places in plain files, without reading the whole of them exactly.

The exact reader takes a hundred times as long for a file as the fast one, and would be needed for each file that has a
finding, be it a warning. In a file that the fast reader knows, the lines around a node can be told by their
indentation; only these are read exactly. What does not fit, and what stands at the top of a file, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitrack.diagnostics import KeyPath, Part, Span

if TYPE_CHECKING:
    from .exact_nodes import Document

_BLOCK_BELOW = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'{}\[\],:#][^"'{}\[\],:#]*):[ ]*(?:[ ]#.*)?""")
_CONTENT = re.compile(r"[ ]*(?![ #]|$)")
_ENDS_OPEN = re.compile(r".*[:-][ ]*(?:[ ]#.*)?")
"""A line whose value may stand on another one."""
_ITEM = re.compile(r"-(?:[ ]+(?![ #])|[ ]*$)")


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines from ``start`` up to ``end`` that hold one node, which begins at ``column``."""

    start: int
    end: int
    column: int


class Entry(NamedTuple):
    """An entry of a mapping, whose lines were read exactly.

    Args:
        depth: how many keys lead to its mapping.
        before: the text before it.
        document: it alone, behind as many blanks as its column has, with an end of line.
        after: the text behind it, which begins with an end of line if there is any.
    """

    depth: int
    before: str
    document: Document
    after: str


class PlainFile:
    """A file that the fast reader has read.

    Args:
        text: its text, without a byte order mark.
        data: what it holds.
    """

    def __init__(self, text: str, data: Any) -> None:
        self.lines = text.split("\n")
        self.columns = [found.end() if (found := _CONTENT.match(line)) else -1 for line in self.lines]
        self.data = data
        self.odd = "\r" in text

    def span(self, at: KeyPath, part: Part) -> Span | None:
        """The place of the node at ``at``, as the exact reader tells it; None where that cannot be told here."""
        way = list(self._way(at))
        if not way:
            return None
        lines, item = way[-1]
        document = self._exactly(lines)
        if document.findings:
            return None
        first: KeyPath = (0,) if item else at[len(way) - 1 : len(way)]
        span, down = document.span((*first, *at[len(way) :]), part), lines.start
        return Span(span.line + down, span.column, span.end_line + down, span.end_column)

    def entry(self, at: KeyPath) -> Entry | None:
        """The innermost entry of a mapping around the node at ``at`` that holds fields; None where there is none."""
        way = enumerate(self._way(at[:-1]))
        around = [(depth, lines) for depth, (lines, item) in way if not item and self._after_key(lines)]
        if not around:
            return None
        depth, lines = around[-1]
        before = [*self.lines[: lines.start], self.lines[lines.start][: lines.column]]
        return Entry(depth, "\n".join(before), self._exactly(lines), "\n".join(["", *self.lines[lines.end :]]))

    def _way(self, at: KeyPath) -> Iterator[tuple[_Lines, bool]]:
        """The lines of each node on the way to ``at``, as far as they can be told, and whether it is one of a list."""
        here, lines = self.data, None if self.odd else self._first(0, len(self.lines))
        for step in at:
            if lines is None or not isinstance(here, dict | list):
                return
            items = isinstance(here, list)
            entries = self._entries(lines, items=items)
            keys = list(range(len(here)) if items else here)
            if len(entries) != len(keys) or step not in keys:
                return
            place = keys.index(step)
            here = here[place] if isinstance(here, list) else here[step]
            yield entries[place], items
            lines = self._after_dash(entries[place]) if items else self._after_key(entries[place])

    def lines_of_nodes(self) -> dict[KeyPath, int] | None:
        """The line of every node, counted from 1; None where one cannot be told here."""
        found, every = self._nodes
        return found if every else None

    def value_line(self, at: KeyPath) -> int | None:
        """The line on which the number or text at ``at`` begins; None where that cannot be told here.

        The first call tells the lines of all.
        """
        line = self._nodes[0].get(at)
        return None if line is None or _ENDS_OPEN.fullmatch(self.lines[line - 1]) else line

    @cached_property
    def _nodes(self) -> tuple[dict[KeyPath, int], bool]:
        """The lines of the nodes that can be told, and whether these are all."""
        found: dict[KeyPath, int] = {}
        top = None if self.odd or not isinstance(self.data, dict | list) else self._first(0, len(self.lines))
        return found, top is not None and self._walk(self.data, (), top, found)

    def _walk(self, here: Any, at: KeyPath, lines: _Lines, found: dict[KeyPath, int]) -> bool:
        items = isinstance(here, list)
        entries = self._entries(lines, items=items)
        if len(entries) != len(here):
            return False
        every = True
        for entry, (key, value) in zip(entries, enumerate(here) if items else here.items(), strict=True):
            within = (*at, key)
            found[within] = entry.start + 1
            if not isinstance(value, dict | list) or not value:
                continue
            below = self._after_dash(entry) if items else self._after_key(entry)
            if below is not None:
                every &= self._walk(value, within, below, found)
            elif sum(self.columns[i] >= 0 for i in range(entry.start, entry.end)) > 1:
                every = False  # in brackets over several lines
            else:
                _all_on(entry.start + 1, value, within, found)
        return every

    def _first(self, start: int, end: int) -> _Lines | None:
        """What is left of the lines from the first on that says something."""
        while start < end and (self.columns[start] < 0 or self.lines[start].startswith("---")):
            start += 1
        return _Lines(start, end, self.columns[start]) if start < end else None

    def _entries(self, lines: _Lines, *, items: bool) -> list[_Lines]:
        """The items of a list, or the entries of a mapping, in lines that begin with the first of them."""
        starts = [lines.start]
        for i in range(lines.start + 1, lines.end):
            if self.columns[i] == lines.column and self.lines[i].startswith("-", lines.column) is items:
                starts.append(i)
            elif 0 <= self.columns[i] < lines.column:
                return []
        if self.lines[lines.start].startswith("-", lines.column) is not items:
            return []
        return [_Lines(start, end, lines.column) for start, end in zip(starts, [*starts[1:], lines.end], strict=True)]

    def _after_dash(self, item: _Lines) -> _Lines | None:
        dash = _ITEM.match(self.lines[item.start], item.column)
        if dash is None:
            return None
        if dash.end() < len(self.lines[item.start]):
            return _Lines(item.start, item.end, dash.end())
        return self._first(item.start + 1, item.end)

    def _after_key(self, entry: _Lines) -> _Lines | None:
        if not _BLOCK_BELOW.fullmatch(self.lines[entry.start], entry.column):
            return None
        return self._first(entry.start + 1, entry.end)

    def _exactly(self, lines: _Lines) -> Document:
        from .exact import read_exact

        text = "\n".join(self.lines[lines.start : lines.end]) + "\n"
        return read_exact((" " * lines.column + text[lines.column :]).encode())


def _all_on(line: int, here: Any, at: KeyPath, found: dict[KeyPath, int]) -> None:
    """Everything in ``here``, which stands in brackets on one line."""
    for key, value in enumerate(here) if isinstance(here, list) else here.items():
        found[*at, key] = line
        if isinstance(value, dict | list):
            _all_on(line, value, (*at, key), found)
