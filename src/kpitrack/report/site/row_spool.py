"""The rows of all KPIs as they stand in lists, kept on the disk until the lists are made.

A list may show any KPI, and most show many: what each looks like is written down when its strategy is at hand, so
that neither the strategies nor their rows have to stay in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from tempfile import SpooledTemporaryFile

from kpitrack.language import Language

HOME = "\x1a"
"""Stands in a row for the way to the language's folder; texts from files never have it, since it is made visible."""
_IN_MEMORY = 16_000_000  # bytes


class RowSpool:
    """The rows in each language, by the positions of the KPIs among all."""

    def __init__(self, kpis: int) -> None:
        self._kpis = kpis
        self._places: dict[Language, tuple[array[int], array[int]]] = {}
        self._end = 0

    @cached_property
    def _file(self) -> SpooledTemporaryFile[bytes]:
        return SpooledTemporaryFile(_IN_MEMORY)

    def put(self, spoken: Language, first: int, rows: Sequence[str]) -> None:
        """Keep the rows of a strategy, the first of which has the position ``first``."""
        starts, sizes = self._places.setdefault(spoken, (self._zeros(), self._zeros()))
        self._file.seek(self._end)
        for at, row in enumerate(rows, first):
            data = row.encode("utf-8", "replace")
            starts[at], sizes[at] = self._end, len(data)
            self._file.write(data)
            self._end += len(data)

    def rows(self, spoken: Language, places: Iterable[int], home: str) -> str:
        """The rows at some positions; ``home`` is the way from the page to the language's folder."""
        starts, sizes = self._places[spoken]
        found = []
        for at in places:
            self._file.seek(starts[at])
            found.append(self._file.read(sizes[at]))
        return b"".join(found).decode().replace(HOME, home)

    def close(self) -> None:
        """Let the file go."""
        if "_file" in vars(self):
            self._file.close()

    def _zeros(self) -> array[int]:
        return array("Q", bytes(8 * self._kpis))
