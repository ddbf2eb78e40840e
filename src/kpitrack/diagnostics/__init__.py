"""Findings: what was found, by which rule, and where."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kpitrack.language import Text, mark

from .catalogue import CATALOGUE, Rule, Severity, rule

__all__ = ["CATALOGUE", "Diagnostic", "Excerpt", "KeyPath", "Part", "Rule", "Severity", "Span", "rule"]

MORE = mark("this file has {n} faults more than are listed, at least")
"""What the last finding of a file says that has more faults than anyone reads."""
BLANK = mark("there is no value for {year}, and no status that says why")
"""What the finding of a year says that was written down to be filled in, with nothing behind it."""
NOT_BEGUN = mark("{year} is judged, and has not begun")
"""What the finding of a judgement says whose year lies ahead."""
KeyPath = tuple[str | int, ...]
"""The way to a node in a file: mapping keys as written (a year as text) and list positions."""


class Part(StrEnum):
    """Which part of the node at a `KeyPath` a finding points at."""

    KEY = "key"
    VALUE = "value"


class Span(NamedTuple):
    """A place in a text file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Excerpt(NamedTuple):
    """The line of a finding as it was when it was judged; of a long line, the part around the finding.

    Args:
        text: the line, or part of it.
        column: the column at which ``text`` begins, from 1.
    """

    text: str
    column: int = 1


class Diagnostic(NamedTuple):
    """One finding.

    A check knows the node (``at``, ``part``). `kpitrack.repository.places` adds ``span``, ``excerpt`` and ``landmark``
    later, since only files with findings are read exactly.

    Args:
        landmark: identifies it in its file even when lines move: the ids on the way to its node, or without a node
            the text of its line; None where the file could not be read.
    """

    rule: Rule
    message: Text
    hint: Text | None = None
    path: str = ""  # relative to the root, with forward slashes
    at: KeyPath = ()
    part: Part = Part.VALUE
    span: Span | None = None
    severity_override: Severity | None = None
    excerpt: Excerpt | None = None
    landmark: str | None = None

    @property
    def at_least(self) -> bool:
        """Whether it says that there are more faults in its file than are listed."""
        return self.message.template == MORE

    @property
    def blank(self) -> bool:
        """Whether it is of a year that waits for its value: an error to compute with, and no reason not to record."""
        return self.message.template == BLANK

    @property
    def early(self) -> bool:
        """Whether it is of a value or a judgement of a year that has not begun: nobody can mean to record that."""
        return self.rule.name == "future-actual" or self.message.template == NOT_BEGUN

    @property
    def severity(self) -> Severity:
        """The rule's severity, unless this finding has its own."""
        return self.severity_override or self.rule.severity

    def within(self, path: str, at: KeyPath = ()) -> Diagnostic:
        """The same finding in file ``path``, its node found below ``at``."""
        return self._replace(path=path, at=at + self.at)

    def placed(self, span: Span) -> Diagnostic:
        """The same finding at ``span``."""
        return self._replace(span=span)
