"""Where findings are: from key paths to lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from kpitrack.diagnostics import Diagnostic, KeyPath, Span
from kpitrack.model.years import BadYear, parse_year

from .exact import Document, read_exact

START = Span(1, 1, 1, 1)


def place(findings: Iterable[Diagnostic], read: Callable[[str], bytes | None]) -> list[Diagnostic]:
    """``findings`` with their spans, in the order of files and lines; each file is parsed once, and only if needed.

    Args:
        findings: with their paths.
        read: the bytes of a file by its path, or nothing where it cannot be read.
    """

    @cache
    def document(path: str) -> Document | None:
        data = read(path)
        return None if data is None else read_exact(data)

    placed = [found if found.span else _placed(found, document(found.path)) for found in findings]
    return sorted(placed, key=lambda found: (found.path, found.span or START, found.rule.code))


def locator(read: Callable[[str], bytes | None]) -> Callable[[str, KeyPath], str]:
    """A function that tells ``path:line`` of the node at a key path of a file; each file is parsed once."""

    @cache
    def document(path: str) -> Document:
        return read_exact(read(path) or b"")

    def locate(path: str, at: KeyPath) -> str:
        found = document(path)
        return f"{path}:{found.span(as_written(found.data, at)).line}"

    return locate


def _placed(found: Diagnostic, document: Document | None) -> Diagnostic:
    if document is None or document.data is None:
        return found.placed(START)
    return found.placed(document.span(as_written(document.data, found.at), found.part))


def as_written(data: Any, at: KeyPath) -> KeyPath:
    """``at`` with its years as the file writes them: 2021 may stand there as ``令和3年度``."""
    here, written = data, []
    for step in at:
        key = step
        if isinstance(here, Mapping):
            if step not in here and isinstance(step, int):
                key = next((k for k in here if _is_year(k, step)), step)
            here = here.get(key)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            here = None
        written.append(key)
    return tuple(written)


def _is_year(key: object, year: int) -> bool:
    try:
        return isinstance(key, str) and parse_year(key) == year
    except BadYear:
        return False
