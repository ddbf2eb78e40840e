"""The places of findings: from key paths to lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from kpitrack.diagnostics import Diagnostic, Excerpt, KeyPath, Part, Span
from kpitrack.model.years import BadYear, parse_year

from .parallel import Note, processes, spread

if TYPE_CHECKING:
    from kpitrack.repository.yaml.exact_nodes import Document

START = Span(1, 1, 1, 1)
_MANY = 200
_AROUND = 200  # characters of a long line that are kept on either side of a place


def place(findings: Iterable[Diagnostic], read: Callable[[str], bytes | None]) -> list[Diagnostic]:
    """``findings`` with places and lines, in the order of files and lines; a file is parsed once, and only if needed.

    Args:
        findings: with their paths.
        read: gives the bytes of a file by its path, as they were checked; None where it could not be read.
    """
    placed, waiting = _parted(findings)
    for path, found in waiting:
        placed += _in_file(found, read(path))
    return in_order(placed)


def place_many(
    findings: Iterable[Diagnostic], read: Callable[[str], bytes | None], note: Note | None
) -> list[Diagnostic]:
    """As `place`, by several processes where there are many files."""
    placed, waiting = _parted(findings)
    work = [(found, read(path)) for path, found in waiting]
    for chunk in spread(_in_files, work, most=processes(len(work)), note=note):
        placed += chunk
    return in_order(placed)


def _parted(findings: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[tuple[str, list[Diagnostic]]]]:
    """The findings that already have places, and by file those that do not."""
    placed: list[Diagnostic] = []
    waiting: dict[str, list[Diagnostic]] = {}
    for found in findings:
        if found.span:
            placed.append(found)
        else:
            waiting.setdefault(found.path, []).append(found)
    return placed, list(waiting.items())


def in_order(placed: list[Diagnostic]) -> list[Diagnostic]:
    """Findings that have their places, in the order of files and lines."""
    return sorted(placed, key=lambda found: (found.path, found.span or START, found.rule.code))


def _in_files(waiting: Iterable[tuple[list[Diagnostic], bytes | None]]) -> list[Diagnostic]:
    return [placed for found, data in waiting for placed in _in_file(found, data)]


def _in_file(findings: list[Diagnostic], data: bytes | None) -> list[Diagnostic]:
    if data is None:
        return [found.placed(START) for found in findings]
    places = Places(data, exactly=len(findings) > _MANY)
    return [places.show(found) for found in findings]


class Places:
    """The places of the nodes of a file, and the lines there.

    Args:
        data: the bytes of the file.
        exactly: whether to read all of it exactly, which pays off for many places.
        document: the file, if it was already read exactly.
    """

    def __init__(self, data: bytes, *, exactly: bool = False, document: Document | None = None) -> None:
        from kpitrack.repository.yaml.fast import UNSURE, read_fast
        from kpitrack.repository.yaml.quick_places import PlainFile

        self._data = data
        self._document = document
        tree = UNSURE if exactly or document else read_fast(data)
        self._plain = None if tree is UNSURE else PlainFile(data.decode("utf-8-sig"), tree)

    def span(self, at: KeyPath, part: Part) -> Span:
        """The place of a node; ``at`` may write years differently from the file."""
        if self._plain and (found := self._plain.span(as_written(self._plain.data, at), part)):
            return found
        whole = self._exactly
        return START if whole.data is None else whole.span(as_written(whole.data, at), part)

    def line(self, at: KeyPath) -> int:
        """The line on which the value of a node begins; quickly also for all values of a plain file."""
        line = self._plain.value_line(as_written(self._plain.data, at)) if self._plain else None
        return self.span(at, Part.VALUE).line if line is None else line

    def show(self, found: Diagnostic) -> Diagnostic:
        """``found`` with its span, excerpt and landmark."""
        span = found.span or self.span(found.at, found.part)
        line = self._lines[span.line - 1] if span.line <= len(self._lines) else ""
        start = max(0, span.column - 1 - _AROUND)
        excerpt = Excerpt(line[start : span.column - 1 + _AROUND], start + 1)
        data = self._plain.data if self._plain else self._exactly.data
        way = "/".join(_by_ids(data, as_written(data, found.at)))
        return found._replace(span=span, excerpt=excerpt, landmark=way or line.strip()[:_AROUND])

    @cached_property
    def _exactly(self) -> Document:
        from kpitrack.repository.yaml.exact import read_exact

        return self._document or read_exact(self._data)

    @cached_property
    def _lines(self) -> list[str]:
        return self._data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _by_ids(tree: Any, steps: Iterable[str | int]) -> Iterator[str]:
    """The steps to a node, with ids instead of positions in lists."""
    here = tree
    for step in steps:
        if isinstance(here, list) and isinstance(step, int):
            here = here[step] if step < len(here) else None
            named = here.get("id") if isinstance(here, Mapping) else None
            yield named if isinstance(named, str) else str(step)
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
            yield str(step).replace("/", "∕")


def locator(read: Callable[[str], bytes | None]) -> Callable[[str, KeyPath], str]:
    """A function that gives ``path:line`` for a key path in a file; each file is parsed once."""

    @cache
    def places(path: str) -> Places:
        return Places(read(path) or b"")

    def locate(path: str, at: KeyPath) -> str:
        return f"{path}:{places(path).line(at)}"

    return locate


def as_written(data: Any, at: KeyPath) -> KeyPath:
    """``at`` with years as the file writes them, such as ``令和3年度`` for 2021."""
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
