"""Bytes to plain data: the fast parser where it is sure, the exact one for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kpitrack.diagnostics import Diagnostic

from .exact import read_exact


@dataclass(frozen=True, slots=True)
class Tree:
    """The plain data of a file, and what was found while parsing it."""

    data: Any
    findings: tuple[Diagnostic, ...] = ()


def read_tree(data: bytes) -> Tree:
    """Parse ``data``; the result is the same whichever parser read it."""
    document = read_exact(data)
    return Tree(document.data, document.findings)
