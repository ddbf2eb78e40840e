"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kpitrack.diagnostics import Diagnostic, Rule
from kpitrack.files.repository import Bundle, Repository


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beside the files it looks at."""

    as_of: int


@dataclass(frozen=True, slots=True)
class Example:
    """Files that have the fault, and the same files without it.

    Args:
        bad: file contents by path, relative to the root. Files left out are those of `kpitrack.checks.examples`.
        good: likewise.
    """

    bad: Mapping[str, str | bytes]
    good: Mapping[str, str | bytes]


BundleCheck = Callable[[Bundle, Context], Iterable[Diagnostic]]
RepositoryCheck = Callable[[Repository, Context], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding: what it is, why it matters, how it looks, and how it is found.

    Findings of files and shapes are made where files are read; their checks only explain.
    """

    rule: Rule
    summary: str  # one sentence, marked for translation
    why: str  # why it matters and what to do, marked for translation
    example: Example
    of_bundle: BundleCheck | None = None
    of_repository: RepositoryCheck | None = None
    needs: frozenset[str] = field(
        default=frozenset()
    )  # where one of these was found at the node, this is not looked for
