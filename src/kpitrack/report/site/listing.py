"""The list of the files that belong to a site, kept on the disk: a nation has a million, nearly all of strategies."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 4_000_000  # bytes


class Listing:
    """The files of many strategies, each with the SHA-256 of its content in hexadecimal."""

    def __init__(self) -> None:
        self._end = 0
        self._places: dict[str, tuple[int, int]] = {}
        self._hashes = array("q")

    @cached_property
    def _file(self) -> SpooledTemporaryFile[bytes]:
        return SpooledTemporaryFile(_IN_MEMORY)

    def add(self, made: Mapping[str, str]) -> None:
        """Take the files of a strategy."""
        if not made:
            return
        block = block_of(made)
        self._file.seek(self._end)
        self._file.write(block)
        self._places[min(made)] = self._end, len(block)
        self._end += len(block)
        self._hashes.extend(map(hash, made))

    def blocks(self) -> Iterator[bytes]:
        """The lines of one strategy after the other, in an order that does not tell which was made first."""
        for _, (start, size) in sorted(self._places.items()):
            self._file.seek(start)
            yield self._file.read(size)

    def hashes(self) -> Collection[int]:
        """The hashes of all names: eight bytes each, where the names would take hundreds."""
        return frozenset(self._hashes)

    def close(self) -> None:
        """Let the file go."""
        if "_file" in vars(self):
            self._file.close()


def block_of(made: Mapping[str, str]) -> bytes:
    """Lines of a digest and a name each, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(made.items())).encode("utf-8", "surrogateescape")
