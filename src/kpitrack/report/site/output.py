"""The folder that the site is written to."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path, PurePosixPath

from kpitrack.repository.held_folder import HeldFolder, LeadsOut, hold_folder
from kpitrack.repository.staging import Staging, sweep

from .spools import Listing, block_of

MANIFEST = ".kpitrack-report"
_LARGEST = 100_000_000  # bytes of a page
_LARGEST_DATA = 4_000_000_000  # bytes of the data of all strategies together
_LONGEST_LIST = 1_000_000_000  # bytes of the list of them, of which a nation's has a hundred million
_LONGEST_LINE = 10_000  # bytes
_HELD = 8  # the most folders that are held open at a time
_LISTED = re.compile(rb"([0-9a-f]{64})  (\S.*)\n")
_SITES = ("ja", "en", "assets", "data")
_AT_THE_TOP = re.compile(r"index\.html|sitemap(-[0-9]+)?\.xml")  # the files beside the folders of the site


class ForeignSite(Exception):  # noqa: N818  what is the matter
    """The folder holds pages that no report has written."""


class OutputFolder:
    """The folder that files are written to. A file that already has its content is left alone.

    It is held open, and no link in it is followed: neither a page nor the removal of one leads outside.

    Args:
        path: the folder; it is made where it is not there.
        within: the folder that no link may lead out of on the way to it; else it is ``path`` itself.
    """

    def __init__(self, path: Path, within: Path | None = None) -> None:
        self.path = path
        self.written = self.unchanged = self.removed = 0
        self.made: dict[str, str] = {}
        """The files that were made here, each with the SHA-256 of its content, in hexadecimal."""
        self._others = Listing()
        if within in {None, path}:
            path.mkdir(parents=True, exist_ok=True)
        self._folder = hold_folder(within or path, path.relative_to(within or path), make=True)
        self._staging = Staging(self._folder)
        self._below: dict[tuple[str, ...], HeldFolder] = {}

    def write(self, name: str, content: bytes) -> None:
        """Put ``content`` at ``name``, in one step, unless it is there.

        Raises:
            LeadsOut: a link stands on the way.
        """
        self.write_long(name, lambda: (content,))

    def write_long(self, name: str, parts: Callable[[], Iterable[bytes]]) -> None:
        """The same of content that is never in memory as a whole; ``parts`` gives it, as often as it is asked."""
        digest = hashlib.sha256()
        for part in parts():
            digest.update(part)
        *folders, last = PurePosixPath(name).parts
        folder = self._in(tuple(folders))
        self.made[name] = digest.hexdigest()
        if folder.is_link(last):
            raise LeadsOut(name, self.path)
        if _digest(folder, last) == self.made[name]:
            self.unchanged += 1
            return
        with self._staging.file() as waiting:
            for part in parts():  # not to the disk: a page that a crash takes is made again
                waiting.write(part, to_disk=False, more=True)
            waiting.write(b"", to_disk=False)
            waiting.folder.move(waiting.name, self._in(tuple(folders)), last)
        self.written += 1

    def read(self, name: str) -> bytes:
        """The content of a file that was written.

        Raises:
            OSError: it is not there any more.
        """
        *folders, last = PurePosixPath(name).parts
        content = self._in(tuple(folders)).read(last, _LARGEST)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path / name))
        return content

    def add(self, made: Mapping[str, str], written: int, unchanged: int) -> None:
        """Add the files of a strategy, which another folder has written."""
        self._others.add(made)
        self.written += written
        self.unchanged += unchanged

    def names(self) -> Iterator[str]:
        """The files that belong to the site by now."""
        yield from self.made
        for block in self._others.blocks():
            yield from (line.partition("  ")[2] for line in _decoded(block).split("\n")[:-1])

    def open(self) -> None:
        """Look whether the folder may be written to.

        Raises:
            ForeignSite: there is a site that no report wrote, which would be overwritten.
            OSError: the list of the last report's files cannot be read.
        """
        sweep(self._folder)
        listed = self._folder.reader(MANIFEST, _LONGEST_LIST)
        if listed:
            listed.close()
            return
        if any(name in _SITES or _AT_THE_TOP.fullmatch(name) for name in self._folder.names()):
            raise ForeignSite(self.path)
        with self._staging.file() as waiting:  # so that a report that is interrupted can be made again
            waiting.folder.move(waiting.name, self._folder, MANIFEST)

    def close(self) -> None:
        """Remove what the last report wrote and this one did not, and list what belongs to the site.

        The list is no more than a hint, since anyone may have written it: a file goes only where its content is the
        one that is listed, and nothing goes that a link leads to.
        """
        made = self._others.hashes()
        for name, digest in self._listed():
            if name not in self.made and hash(name) not in made:
                with contextlib.suppress(OSError, LeadsOut):
                    self._remove(name, digest)
        own = block_of(self.made)
        self.write_long(MANIFEST, lambda: chain(self._others.blocks(), [own]))
        self.release()

    def release(self) -> None:
        """Let the folders go."""
        for held in self._below.values():
            held.close()
        self._below.clear()
        self._staging.close()
        self._folder.close()
        self._others.close()

    def _listed(self) -> Iterator[tuple[str, str]]:
        """The files that the last report wrote, each with the SHA-256 of its content, line by line."""
        file = self._folder.reader(MANIFEST, _LONGEST_LIST)
        if file:
            with file:
                for line in map(_LISTED.fullmatch, iter(lambda: file.readline(_LONGEST_LINE), b"")):
                    if line:
                        yield _decoded(line[2]), _decoded(line[1])

    def _remove(self, name: str, digest: str) -> None:
        *folders, last = PurePosixPath(name).parts
        if not folders and not _AT_THE_TOP.fullmatch(last):
            return
        folder = self._in(tuple(folders), make=False)
        if _digest(folder, last) != digest:
            return
        folder.remove(last)
        self.removed += 1
        while folders:
            gone = folders.pop()
            self._in(tuple(folders), make=False).remove_folder(gone)  # fails, and ends this, where it is not empty

    def _in(self, folders: tuple[str, ...], *, make: bool = True) -> HeldFolder:
        """A folder below, held until many others are asked for: a KPI's files go into several in turn.

        Raises:
            LeadsOut: a link stands on the way, or the way leads upwards.
            OSError: it is not there.
        """
        if not folders:
            return self._folder
        if held := self._below.get(folders):
            return held
        if {"..", "/", os.sep} & set(folders):
            raise LeadsOut("/".join(folders), self.path)
        here = self._folder
        for name in folders:
            try:
                below = here.below(name, make=make)
            finally:
                if here is not self._folder:
                    here.close()
            here = below
        if len(self._below) == _HELD:
            self._below.pop(next(iter(self._below))).close()
        self._below[folders] = here
        return here


def _digest(folder: HeldFolder, name: str) -> str | None:
    """The SHA-256 of an ordinary file, read piece by piece; None where there is none, or one larger than any of ours.

    Raises:
        OSError: it cannot be read.
    """
    try:
        descriptor = folder.open(name, os.O_RDONLY)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123  a descriptor, not a path
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_DATA:
            return None
        return hashlib.file_digest(file, "sha256").hexdigest()


def _decoded(listed: bytes) -> str:
    return listed.decode("utf-8", "surrogateescape")


def joined(lines: Iterable[str]) -> bytes:
    """The bytes of a file of ``lines``."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
