"""The tree of the exact reader: every node with its place in the text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from kpitrack.diagnostics import Diagnostic, KeyPath, Part, Span

Scalar = str | int | float | bool | None
Data = Scalar | list["Data"] | dict[str | int, "Data"]

_MANY = 50  # the number of entries from which an index pays off
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True, eq=False)
class ScalarNode:
    """A scalar. ``start`` and ``end`` are offsets in characters of `Document.text`; equal for an empty value."""

    start: int
    end: int
    style: str  # "" plain or empty, else ' " | >
    text: str  # as YAML reads it, before it is taken for a number
    value: Scalar


@dataclass(slots=True, eq=False)
class SequenceNode:
    """A list. A block list starts at its first dash and ends with its last scalar."""

    start: int
    end: int
    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class MappingEntry:
    """A key and its value in a mapping. ``bare``: in a flow mapping, a key without a colon."""

    key: Node
    value: Node
    name: str | int | None = None  # None: a key that is not allowed
    bare: bool = False


@dataclass(slots=True, eq=False)
class MappingNode:
    """A mapping. A block mapping starts at its first key and ends with its last scalar."""

    start: int
    end: int
    flow: bool
    entries: list[MappingEntry] = field(default_factory=list)

    def find(self, name: str | int) -> MappingEntry | None:
        """The entry with the key ``name``; a year matches as text and as integer."""
        same_text = None
        for entry in self.entries:
            if entry.name == name:
                return entry
            if same_text is None and entry.name is not None and str(entry.name) == str(name):
                same_text = entry
        return same_text


Node = ScalarNode | SequenceNode | MappingNode


@dataclass(frozen=True, eq=False)
class Document:
    """A file as the exact reader understood it.

    Attributes:
        text: the file's text without a byte order mark; every offset counts its characters.
        bom: whether a byte order mark stood before it.
        root: the tree, as far as the file could be read.
        data: the tree as plain values; None where unreadable. The first of equal keys counts.
        findings: what is wrong with the file, in the order of their places, with ``path`` still empty.
    """

    text: str
    bom: bool
    root: Node | None
    data: Data
    findings: tuple[Diagnostic, ...]

    @cached_property
    def line_starts(self) -> array[int]:
        """The offset of each line's first character."""
        return array("L", chain((0,), (match.end() for match in _LINE_END.finditer(self.text))))

    def line(self, number: int) -> str:
        """Line ``number``, counted from 1, without its line end; empty where there is none."""
        starts = self.line_starts
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def between(self, start: int, end: int) -> Span:
        """The place of the characters from ``start`` up to ``end``."""
        return Span(*self.position(start), *self.position(end))

    def byte(self, offset: int) -> int:
        """The offset in bytes of the file of a character's offset."""
        return 3 * self.bom + len(self.text[:offset].encode())

    def walk(self, at: KeyPath) -> Iterator[tuple[MappingEntry | None, Node]]:
        """The nodes on the way to ``at``, from the root, as far as they exist, with their entries."""
        if self.root is None:
            return
        node = self.root
        yield None, node
        for step in at:
            entry = None
            if isinstance(node, MappingNode):
                entry = self._find(node, step)
                if entry is None:
                    return
                node = entry.value
            elif isinstance(node, SequenceNode):
                if not isinstance(step, int) or not 0 <= step < len(node.items):
                    return
                node = node.items[step]
            else:
                return
            yield entry, node

    def _find(self, mapping: MappingNode, name: str | int) -> MappingEntry | None:
        """Like `MappingNode.find`, by an index where there are many entries."""
        if len(mapping.entries) < _MANY:
            return mapping.find(name)
        known = self._indexes.get(id(mapping))
        if known is None:
            known = self._indexes[id(mapping)] = {}
            for entry in mapping.entries:
                if entry.name is not None:
                    known.setdefault(entry.name, entry)
                    known.setdefault((str(entry.name),), entry)
        return known.get(name) or known.get((str(name),))

    @cached_property
    def _indexes(self) -> dict[int, dict[str | int | tuple[str], MappingEntry]]:
        """For large mappings, by their identity: the entries by name, and by name as text."""
        return {}

    def node(self, at: KeyPath) -> Node | None:
        """The node at ``at``, if it exists."""
        found = list(self.walk(at))
        return found[-1][1] if len(found) == len(at) + 1 else None

    def span(self, at: KeyPath, part: Part = Part.VALUE) -> Span:
        """The place of the node at ``at``; for a missing one, of the key of its nearest existing ancestor."""
        found = list(self.walk(at))
        if not found:
            return Span(1, 1, 1, 1)
        entry, node = found[-1]
        exists = len(found) == len(at) + 1
        if exists and part is Part.VALUE and node.end > node.start:
            return self.between(node.start, node.end)
        if entry is not None:
            return self.between(entry.key.start, entry.key.end)
        if exists and node is not self.root:
            return self.between(node.start, node.end)
        if isinstance(node, MappingNode) and node.entries:
            first = node.entries[0].key
            return self.between(first.start, first.end)
        return self.between(node.start, node.end)
