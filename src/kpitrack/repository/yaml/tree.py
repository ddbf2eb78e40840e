"""Bytes to plain data: the fast parser where it is sure, the exact one for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpitrack.diagnostics import Diagnostic

from .fast import UNSURE, read_fast

if TYPE_CHECKING:
    from .exact_nodes import Document


class Tree(NamedTuple):
    """The plain data of a file, what was found while parsing it, and the document where it was read exactly."""

    data: Any
    findings: tuple[Diagnostic, ...] = ()
    document: Document | None = None


def read_tree(data: bytes) -> Tree:
    """Parse ``data``; the result is the same whichever parser read it."""
    content = read_fast(data)
    if content is not UNSURE:
        return Tree(content)
    from .exact import read_exact

    document = read_exact(data)
    return Tree(document.data, document.findings, document)
