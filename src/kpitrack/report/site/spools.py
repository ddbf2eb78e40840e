"""What is kept on the disk until the whole is made, since a nation has too much of it for the memory.

`RowSpool` holds the rows of all KPIs as they stand in lists: a list may show any KPI, and most show many. What each
looks like is written down when its strategy is at hand, so that neither the strategies nor their rows have to stay.
`Listing` holds the list of the files that belong to a site: a nation has a million, nearly all of strategies.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from tempfile import SpooledTemporaryFile

from kpitrack.language import Language

HOME = "\x1a"
"""Stands in a row for the way to the language's folder; texts from files never have it, since it is made visible."""


class _Spool:
    """A file of blocks, of which each is found again by its start and its size."""

    _in_memory = 16_000_000  # bytes

    def __init__(self) -> None:
        self._end = 0

    @cached_property
    def _file(self) -> SpooledTemporaryFile[bytes]:
        return SpooledTemporaryFile(self._in_memory)

    def _keep(self, block: bytes) -> tuple[int, int]:
        self._file.seek(self._end)
        self._file.write(block)
        self._end += len(block)
        return self._end - len(block), len(block)

    def _kept(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def close(self) -> None:
        """Let the file go."""
        if "_file" in vars(self):
            self._file.close()


class RowSpool(_Spool):
    """The rows in each language, by the positions of the KPIs among all."""

    def __init__(self, kpis: int) -> None:
        super().__init__()
        self._kpis = kpis
        self._places: dict[Language, tuple[array[int], array[int]]] = {}

    def put(self, spoken: Language, first: int, rows: Sequence[str]) -> None:
        """Keep the rows of a strategy, the first of which has the position ``first``."""
        starts, sizes = self._places.setdefault(spoken, (self._zeros(), self._zeros()))
        for at, row in enumerate(rows, first):
            starts[at], sizes[at] = self._keep(row.encode("utf-8", "replace"))

    def rows(self, spoken: Language, places: Iterable[int], home: str) -> str:
        """The rows at some positions; ``home`` is the way from the page to the language's folder."""
        starts, sizes = self._places[spoken]
        return b"".join(self._kept(starts[at], sizes[at]) for at in places).decode().replace(HOME, home)

    def _zeros(self) -> array[int]:
        return array("Q", bytes(8 * self._kpis))


class Listing(_Spool):
    """The files of many strategies, each with the SHA-256 of its content in hexadecimal."""

    _in_memory = 4_000_000

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, tuple[int, int]] = {}
        self._hashes = array("q")

    def add(self, made: Mapping[str, str]) -> None:
        """Take the files of a strategy."""
        if made:
            self._places[min(made)] = self._keep(block_of(made))
            self._hashes.extend(map(hash, made))

    def blocks(self) -> Iterator[bytes]:
        """The lines of one strategy after the other, in an order that does not tell which was made first."""
        return (self._kept(*place) for _, place in sorted(self._places.items()))

    def hashes(self) -> Collection[int]:
        """The hashes of all names: eight bytes each, where the names would take hundreds."""
        return frozenset(self._hashes)


def block_of(made: Mapping[str, str]) -> bytes:
    """Lines of a digest and a name each, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(made.items())).encode("utf-8", "surrogateescape")
