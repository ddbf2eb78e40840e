"""Where findings are: from key paths to lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpitrack.diagnostics import Diagnostic, KeyPath, Part, Span
from kpitrack.model.years import BadYear, parse_year
from kpitrack.repository.yaml.fast import UNSURE, read_fast
from kpitrack.repository.yaml.quick_places import PlainFile

from .discovery import LARGEST_FILE
from .opener import read_regular
from .parallel import Note, Progress, processes, spread

if TYPE_CHECKING:
    from kpitrack.repository.yaml.exact import Document

START = Span(1, 1, 1, 1)
_MANY = 200


def place(findings: Iterable[Diagnostic], read: Callable[[str], bytes | None]) -> list[Diagnostic]:
    """``findings`` with their spans, in the order of files and lines; each file is parsed once, and only if needed.

    Args:
        findings: with their paths.
        read: the bytes of a file by its path, or nothing where it cannot be read.
    """
    placed, waiting = _parted(findings)
    for path, found in waiting:
        placed += _in_file(found, read(path))
    return _in_order(placed)


def place_many(
    findings: Iterable[Diagnostic], root: Path, *, progress: Progress | None = None, note: Note | None = None
) -> list[Diagnostic]:
    """As `place`, for the files below ``root``, by several processes where there are many."""
    placed, waiting = _parted(findings)
    work = partial(_in_files, root)
    for found in spread(work, waiting, most=processes(len(waiting)), progress=progress, note=note):
        placed += found
    return _in_order(placed)


def _parted(findings: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[tuple[str, list[Diagnostic]]]]:
    """The findings that have their places, and by file those that have not."""
    placed: list[Diagnostic] = []
    waiting: dict[str, list[Diagnostic]] = {}
    for found in findings:
        if found.span:
            placed.append(found)
        else:
            waiting.setdefault(found.path, []).append(found)
    return placed, list(waiting.items())


def _in_order(placed: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(placed, key=lambda found: (found.path, found.span or START, found.rule.code))


def _in_files(root: Path, waiting: Iterable[tuple[str, list[Diagnostic]]]) -> list[Diagnostic]:
    placed = []
    for path, found in waiting:
        data = read_regular(root, path, LARGEST_FILE)
        placed += _in_file(found, data if isinstance(data, bytes) else None)
    return placed


def _in_file(findings: list[Diagnostic], data: bytes | None) -> list[Diagnostic]:
    if data is None:
        return [found.placed(START) for found in findings]
    span = span_finder(data, exactly=len(findings) > _MANY)
    return [found.placed(span(found.at, found.part)) for found in findings]


def span_finder(data: bytes, *, exactly: bool = False) -> Callable[[KeyPath, Part], Span]:
    """A function that tells the place of a node of the file ``data``, whose years are written as the file has them.

    Args:
        data: the bytes of the file.
        exactly: whether to read the whole of it exactly, which pays where many places are asked for.
    """
    tree = UNSURE if exactly else read_fast(data)
    plain = None if tree is UNSURE else PlainFile(data.decode("utf-8-sig"), tree)

    @cache
    def document() -> Document:
        from kpitrack.repository.yaml.exact import read_exact

        return read_exact(data)

    def span(at: KeyPath, part: Part) -> Span:
        if plain and (found := plain.span(as_written(plain.data, at), part)):
            return found
        whole = document()
        return START if whole.data is None else whole.span(as_written(whole.data, at), part)

    return span


def locator(read: Callable[[str], bytes | None]) -> Callable[[str, KeyPath], str]:
    """A function that tells ``path:line`` of the node at a key path of a file; each file is parsed once."""

    @cache
    def spans(path: str) -> Callable[[KeyPath, Part], Span]:
        return span_finder(read(path) or b"")

    def locate(path: str, at: KeyPath) -> str:
        return f"{path}:{spans(path)(at, Part.VALUE).line}"

    return locate


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
