"""What a finding is: its rule, its words and its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kpitrack.language import Text

from .catalogue import CATALOGUE, Rule, Severity, rule

__all__ = ["CATALOGUE", "Diagnostic", "Excerpt", "KeyPath", "Part", "Rule", "Severity", "Span", "rule"]

KeyPath = tuple[str | int, ...]
"""The way to a node of a file: mapping keys as written (years as the text of the key) and list positions."""


class Part(StrEnum):
    """Which part of the node at a `KeyPath` a finding points at."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line that a finding is in, as it was when it was judged; of a long line, what is around the place.

    Args:
        text: the line, or the piece of it.
        column: where the piece begins, from 1.
    """

    text: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Whoever finds it knows the node (``at``, ``part``); `kpitrack.repository` fills in ``span`` from the exact parse,
    which is made only for files that have findings, and from the same bytes ``excerpt`` and ``landmark``.

    Args:
        landmark: what it is recognised by in its file when it has moved: the ids on the way to its node, or without a
            node the text of its line; None where the file could not be read.
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
    def severity(self) -> Severity:
        """The rule's severity, unless this finding has its own."""
        return self.severity_override or self.rule.severity

    def within(self, path: str, at: KeyPath = ()) -> Diagnostic:
        """The same finding in file ``path``, its node found below ``at``."""
        return replace(self, path=path, at=at + self.at)

    def placed(self, span: Span) -> Diagnostic:
        """The same finding at ``span``."""
        return replace(self, span=span)
