"""The nodes of a plain file, told from its lines: those of the exact reader, at a small part of its cost.

The lines of a file that the fast reader knows mean the same to every YAML parser, and what they hold is known already;
so all that is left to tell is where it stands. A value over several lines, and whatever does not fit what the file is
said to hold, is left to the exact reader. A test compares the nodes of both over generated files.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, NamedTuple

from .exact_nodes import Document, MappingEntry, MappingNode, Node, ScalarNode, SequenceNode
from .fast import UNSURE, read_fast

_NAME = r"""(?P<key>"[^"\n]*"|'[^'\n]*'|[^ \n:"'\[\]{},#-][^ \n:#]*):(?=[ \n]|\Z)"""
_KEY = re.compile(_NAME)
_PART = re.compile(rf"[ ]*(?:(?P<dash>-)(?=[ \n]|\Z)|{_NAME}|(?P<value>[^ \n#][^\n]*)|(?:#[^\n]*)?(?P<end>\n|\Z))")
"""What a line is made of: its dashes, its key, its value with what follows that, and its end, with a comment or not."""
_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'""")
_TEXT = {
    False: re.compile(r"(?:[^ \n]+|[ ]+(?=[^ \n#]))+"),
    True: re.compile(r"(?:[^ \n:,\[\]{}#?]+|[:?](?=[/A-Za-z0-9])|[ ]+(?=[^ \n:,\[\]{}#?]))+"),
}
"""A text without quotes; outside and within brackets."""
_BLANKS = re.compile(r"[ ]*")
_REST = re.compile(r"[ ]*(?:(?<= )#[^\n]*)?(?:\n|\Z)")


class _Unlike(Exception):  # noqa: N818  what is the matter
    """The lines do not fit what they are said to hold, or are not told here."""


class _Mark(NamedTuple):
    """Where a dash, a key or a value (with what may follow it) stands."""

    kind: str | None
    column: int
    start: int
    end: int


def read_document(data: bytes) -> Document:
    """What `kpitrack.repository.yaml.exact.read_exact` gives; by it only where the file is not plain."""
    tree = read_fast(data)
    if tree is not UNSURE and (found := nodes_of(data, tree)):
        return found
    from .exact import read_exact

    return read_exact(data)


def nodes_of(data: bytes, tree: Any) -> Document | None:
    """The nodes of a file that the fast reader has read; None where they are not told here.

    Args:
        data: the file.
        tree: what it holds.
    """
    if b"\r" in data:
        return None
    text = data.removeprefix(BOM_UTF8).decode()
    try:
        return Document(text, data.startswith(BOM_UTF8), _Composer(text).root(tree), tree, ())
    except _Unlike:
        return None


class _Composer:
    """Puts the marks of a text together to nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = [*_marks(text)]
        self.next = 0

    def root(self, data: Any) -> Node:
        """The node of the whole file, which holds ``data``."""
        found = self._below(data, -1, dash=True)
        if found is None or self.next < len(self.marks):
            raise _Unlike
        return found

    def _below(self, data: Any, column: int, *, dash: bool) -> Node | None:
        """The node of ``data`` below a key or dash at ``column``; whether a list's dash may stand there, too."""
        mark = self.marks[self.next] if self.next < len(self.marks) else None
        if mark is None:
            return None
        if mark.kind != "value":
            if mark.column < column + (mark.kind == "key" or not dash):
                return None
            if mark.kind == "key" and isinstance(data, dict) and data:
                return self._mapping(data, mark)
            if mark.kind == "dash" and isinstance(data, list) and data:
                return self._sequence(data, mark)
            raise _Unlike
        self.next += 1
        node = self._value(mark.start, data, flow=False)
        if not _REST.match(self.text, node.end):
            raise _Unlike
        return node

    def _take(self, like: _Mark) -> _Mark:
        """The next mark, which must be of the kind and in the column of ``like``."""
        mark = self.marks[self.next] if self.next < len(self.marks) else None
        if mark is None or mark[:2] != like[:2]:
            raise _Unlike
        self.next += 1
        return mark

    def _mapping(self, data: dict[Any, Any], first: _Mark) -> MappingNode:
        node = MappingNode(first.start, first.start, flow=False)
        for name, value in data.items():
            mark = self._take(first)
            key = self._scalar(mark.start, mark.end, name)
            below = self._below(value, first.column, dash=True)
            if below is None and value is not None:
                raise _Unlike
            node.entries.append(MappingEntry(key, below or ScalarNode(key.end + 1, key.end + 1, "", "", None), name))
        node.end = max(node.entries[-1].key.end, node.entries[-1].value.end)
        return node

    def _sequence(self, data: list[Any], first: _Mark) -> SequenceNode:
        node = SequenceNode(first.start, first.start, flow=False)
        for value in data:
            self._take(first)
            below = self._below(value, first.column, dash=False)
            if below is None:
                raise _Unlike
            node.items.append(below)
        node.end = node.items[-1].end
        return node

    def _value(self, start: int, data: Any, *, flow: bool) -> Node:
        """The node of ``data``, which begins at ``start`` and ends on that line."""
        first = self.text[start : start + 1]
        if first == "{" and isinstance(data, dict):
            return self._flow_mapping(start, data)
        if first == "[" and isinstance(data, list):
            return self._flow_sequence(start, data)
        found = (_QUOTED if first in ("'", '"') else _TEXT[flow]).match(self.text, start)
        if found is None or isinstance(data, dict | list):
            raise _Unlike
        return self._scalar(start, found.end(), data)

    def _scalar(self, start: int, end: int, data: Any) -> ScalarNode:
        written = self.text[start:end]
        style = written[:1] if written[:1] in ("'", '"') else ""
        if style or isinstance(data, str):
            plain = written[1:-1] if style else written
            if not isinstance(data, str) or (plain != data and not (style and plain.count(style) + plain.count("\\"))):
                raise _Unlike
            return ScalarNode(start, end, style, data, data)
        return ScalarNode(start, end, "", written, data)

    def _flow_mapping(self, start: int, data: dict[Any, Any]) -> MappingNode:
        node = MappingNode(start, start + 1, flow=True)
        for name, value in data.items():
            found = _KEY.match(self.text, self._blanks(node.end))
            if found is None:
                raise _Unlike
            key = self._scalar(*found.span("key"), name)
            below = self._value(self._blanks(key.end + 1), value, flow=True)
            node.entries.append(MappingEntry(key, below, name))
            node.end = self._comma(below.end)
        node.end = self._close(node.end, "}")
        return node

    def _flow_sequence(self, start: int, data: list[Any]) -> SequenceNode:
        node = SequenceNode(start, start + 1, flow=True)
        for value in data:
            node.items.append(self._value(self._blanks(node.end), value, flow=True))
            node.end = self._comma(node.items[-1].end)
        node.end = self._close(node.end, "]")
        return node

    def _blanks(self, at: int) -> int:
        found = _BLANKS.match(self.text, at)
        return found.end() if found else at

    def _comma(self, at: int) -> int:
        at = self._blanks(at)
        return at + 1 if self.text[at : at + 1] == "," else at

    def _close(self, at: int, bracket: str) -> int:
        at = self._blanks(at)
        if self.text[at : at + 1] != bracket:
            raise _Unlike
        return at + 1


def _marks(text: str) -> Iterator[_Mark]:
    """The dashes, keys and values of a text, line by line.

    Raises:
        _Unlike: a value begins on a line of its own.
    """
    line, begun = 0, False
    for found in _PART.finditer(text):
        kind = found.lastgroup
        start, end = found.span(kind or 0)
        if kind == "end":
            line, begun = end, False
        elif begun or kind != "value":
            yield _Mark(kind, start - line, start, end)
            begun = True
        else:
            raise _Unlike
