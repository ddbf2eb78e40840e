"""The layout of the text around a node: lines, indentation, comments, commas."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpitrack.repository.yaml.exact_nodes import Document, MappingEntry, MappingNode, Node, ScalarNode, SequenceNode

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT_LINE = re.compile(r"([ \t]*)#[^\r\n]*")
_BLANK_LINE = re.compile(r"[ \t]*(?=[\r\n])")
_GAP = re.compile(r"(?:[ \t\r\n]|(?<![^ \t\r\n])#[^\r\n]*)*")


def entry_end(entry: MappingEntry) -> int:
    """The end of an entry: of its value, or of its key if it has no value."""
    return entry.key.end if entry.bare else max(entry.key.end, entry.value.end)


class Layout(NamedTuple):
    """Questions about the text of a document."""

    document: Document

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def line_start(self, at: int) -> int:
        """The start of the line of ``at``."""
        return at - self.column(at)

    def column(self, at: int) -> int:
        """The number of characters before ``at`` in its line."""
        return self.document.position(at)[1] - 1

    def line_end(self, at: int) -> int:
        """The end of the line of ``at``, before its line break."""
        match = _LINE_END.search(self.text, at)
        return match.start() if match else len(self.text)

    def newline(self, at: int) -> str:
        """The line break of the line of ``at``, or of a line near it."""
        if match := _LINE_END.match(self.text, self.line_end(at)):
            return match.group()
        starts = self.document.line_starts
        if len(starts) > 1:
            match = _LINE_END.match(self.text, self.line_end(starts[-2]))
        return match.group() if match else "\n"

    def starts_line(self, at: int) -> bool:
        """Whether only blanks stand before ``at`` in its line."""
        return not self.text[self.line_start(at) : at].strip(" \t")

    def one_line(self, start: int, end: int) -> bool:
        """Whether two places are in the same line."""
        return _LINE_END.search(self.text, start, end) is None

    def after_block_entry(self, end: int, column: int) -> int:
        """The end of the last line of a block entry.

        Comments below it that are indented deeper than ``column`` belong to it.
        """
        at = self.line_end(end)
        found = at
        while line_end := _LINE_END.match(self.text, at):
            if comment := _COMMENT_LINE.match(self.text, line_end.end()):
                if len(comment.group(1)) <= column:
                    break
                found = at = comment.end()
            elif blank := _BLANK_LINE.match(self.text, line_end.end()):
                at = blank.end()
            else:
                break
        return found

    def comma_after(self, end: int) -> int | None:
        """The place of the comma after a flow entry, if there is one."""
        gap = _GAP.match(self.text, end)
        at = gap.end() if gap else end
        return at if self.text[at : at + 1] == "," else None

    def has_comment(self, node: Node, start: int, end: int) -> bool:
        """Whether there is a comment between two places, outside the texts of ``node``."""
        at = start
        for scalar in sorted(_scalars(node), key=lambda scalar: scalar.start):
            if start <= scalar.start and scalar.end <= end:
                if "#" in self.text[at : scalar.start]:
                    return True
                at = max(at, scalar.end)
        return "#" in self.text[at:end]

    def step(self, root: Node | None) -> int:
        """The number of spaces by which the file indents a nested mapping."""
        if isinstance(root, MappingNode) and not root.flow:
            for entry in root.entries:
                below = entry.value
                if isinstance(below, MappingNode) and not below.flow:
                    return max(self.column(below.start) - self.column(root.start), 1)
        return 2


def _scalars(node: Node) -> list[ScalarNode]:
    found: list[ScalarNode] = []
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, ScalarNode):
            found.append(here)
        elif isinstance(here, SequenceNode):
            waiting.extend(here.items)
        else:
            waiting.extend(part for entry in here.entries for part in (entry.key, entry.value))
    return found
