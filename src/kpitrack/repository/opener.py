"""The only way in which files are opened for reading.

The files of a repository may come from a stranger: a pull request can contain a link to ``/proc/self/environ``, an
endless pipe, or a file of many gigabytes. So links out of the root, to something hidden in it (``.git/config`` may hold
a token) or to another kind of file are not followed; only regular files are opened, without waiting; and each is read
once, up to a limit.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from os.path import realpath, splitext
from pathlib import Path, PurePath
from typing import NamedTuple

from kpitrack.language import Text, say
from kpitrack.language.system import reason_of

_STEPWISE = {os.open, os.stat} <= os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether a folder can be opened relative to its parent, so that none can be replaced by a link meanwhile."""
_READ = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _READ |= getattr(os, _flag, 0)
_ROOT = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = _ROOT | getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1 << 20


class Cause(Enum):
    """Why a file is not read."""

    MISSING = auto()
    LEADS_OUT = auto()  # a link that leads out of the root, to something hidden in it, or to another kind of file
    FOLDER = auto()
    NOT_REGULAR = auto()  # a pipe, a socket, a device
    TOO_LARGE = auto()
    REFUSED = auto()  # by the system


class Refusal(NamedTuple):
    """Why a file is not read, in words, and what to do about it."""

    cause: Cause
    message: Text
    hint: Text


class FolderEntry(NamedTuple):
    """An entry of a folder. A link counts as its target.

    Args:
        name: its name.
        size: in bytes, or why it would not be opened.
    """

    name: str
    size: int | Refusal

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return isinstance(self.size, Refusal) and self.size.cause is Cause.FOLDER


class Folder(NamedTuple):
    """A folder: its identity, whatever the way to it, and its entries in the order of their names."""

    identity: tuple[int, int]
    entries: tuple[FolderEntry, ...]


def read_regular(root: Path, path: str, limit: int) -> bytes | Refusal:
    """The bytes of a file below ``root``, or why they are not read. Never waits, and raises no `OSError`.

    Args:
        root: the folder that no link may lead out of; the way to it may have links.
        path: from the root, with forward slashes.
        limit: how many bytes it may have at most.
    """
    return _read(root, path, limit, whole=True)


def read_beginning(root: Path, path: str, most: int) -> bytes | Refusal:
    """Like `read_regular`, but the first ``most`` bytes of a file of any size."""
    return _read(root, path, most, whole=False)


def read_given(path: Path, limit: int) -> bytes | Refusal:
    """The bytes of a file named by the user, or why they are not read. Its links are followed anywhere.

    Args:
        path: as it was given.
        limit: how many bytes it may have at most.
    """
    try:
        return _taken(realpath(path, strict=True), None, limit, whole=True)
    except OSError as error:
        return _refused(error)


def size_of(root: Path, path: str) -> int | Refusal:
    """How many bytes a file below ``root`` has, or why `read_regular` would not open it."""
    try:
        with _located(root, path) as (name, folder):
            return _size(os.stat(name, dir_fd=folder, follow_symlinks=False), name, path)
    except _LeadsOut:
        return _leads_out()
    except OSError as error:
        return _refused(error)


def list_folder(root: Path, path: str) -> Folder | Refusal:
    """The folder at ``path`` below ``root``, or why it is not listed."""
    try:
        with _located(root, path) as (name, above):
            if above is None:
                return _listed(root, path, name)
            here = os.open(name, _FOLDER, dir_fd=above)
            try:
                return _listed(root, path, here)
            finally:
                os.close(here)
    except _LeadsOut:
        return _leads_out()
    except OSError as error:
        return _refused(error)


class _LeadsOut(Exception):  # noqa: N818  what is the matter
    """A link leads to a place that is not read."""


class _IsLink(Exception):  # noqa: N818  what is the matter
    """There is a link on the way."""


def _read(root: Path, path: str, limit: int, *, whole: bool) -> bytes | Refusal:
    try:
        with _located(root, path) as (name, folder):
            return _leads_out() if _changes_kind(name, path) else _taken(name, folder, limit, whole=whole)
    except _LeadsOut:
        return _leads_out()
    except OSError as error:
        return _refused(error)


def _taken(name: str, folder: int | None, limit: int, *, whole: bool) -> bytes | Refusal:
    """The bytes of a file that is not a link."""
    # Also checked before opening, since opening a device can have effects.
    if unfit := _unfit(os.stat(name, dir_fd=folder, follow_symlinks=False)):
        return unfit
    with open(os.open(name, _READ, dir_fd=folder), "rb", buffering=0) as file:  # noqa: PTH123  a descriptor, no path
        status = os.fstat(file.fileno())
        if unfit := _unfit(status):
            return unfit
        if whole and status.st_size > limit:
            return too_large(status.st_size, limit)
        parts, room = [], limit + whole  # one byte more shows that the file is longer
        while room > 0 and (part := file.read(min(_CHUNK, room))):
            parts.append(part)
            room -= len(part)
    return too_large(limit + 1, limit) if whole and room <= 0 else b"".join(parts)


@contextmanager
def _located(root: Path, path: str) -> Iterator[tuple[str, int | None]]:
    """The name of a file and its open folder; its whole path where the system has no open folders.

    Raises:
        _LeadsOut: the way leads to a place that is not read.
        OSError: there is no such folder.
    """
    parts = _parts(path)
    if not _STEPWISE:
        yield os.fspath(root.joinpath(*_real(root, parts))), None
        return
    try:
        folder = _descend(root, parts)
    except _IsLink:
        parts = _real(root, parts)
        try:
            folder = _descend(root, parts)
        except _IsLink:  # links are being placed on the way meanwhile
            raise _LeadsOut from None
    try:
        yield parts[-1], folder
    finally:
        os.close(folder)


def _parts(path: str) -> list[str]:
    """The names on the way to ``path``, which never leads upwards.

    Raises:
        _LeadsOut: it would.
    """
    pure = PurePath(path)
    if pure.is_absolute() or pure.drive or ".." in pure.parts or not pure.parts or "\0" in path:
        raise _LeadsOut
    return list(pure.parts)


def _descend(root: Path, parts: list[str]) -> int:
    """The last folder on the way, open.

    Raises:
        _IsLink: one of ``parts`` is a link, the last one included.
        OSError: a folder is not there.
    """
    here = os.open(root, _ROOT)
    try:
        for name in parts[:-1]:
            try:
                below = os.open(name, _FOLDER, dir_fd=here)
            except OSError:
                _refuse_link(name, here)
                raise
            os.close(here)
            here = below
        _refuse_link(parts[-1], here)
    except BaseException:
        os.close(here)
        raise
    return here


def _refuse_link(name: str, folder: int) -> None:
    if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        raise _IsLink


def _real(root: Path, parts: list[str]) -> list[str]:
    """``parts`` with links resolved.

    Raises:
        _LeadsOut: a link leads out of the root, or to something hidden in it.
        OSError: a link leads nowhere, or in a circle.
    """
    top = realpath(root, strict=True)
    try:
        found = PurePath(realpath(os.path.join(top, *parts), strict=True)).relative_to(top).parts  # noqa: PTH118  strings
    except ValueError:
        raise _LeadsOut from None
    if not found or any(name.startswith(".") and name not in parts for name in found):
        raise _LeadsOut
    return list(found)


def _listed(root: Path, path: str, here: str | int) -> Folder:
    with os.scandir(here) as found:
        entries = sorted(found, key=lambda entry: entry.name)
        kept = tuple(FolderEntry(entry.name, _entry_size(root, f"{path}/{entry.name}", entry)) for entry in entries)
    status = os.stat(here)  # noqa: PTH116  may be a descriptor
    return Folder((status.st_dev, status.st_ino), kept)


def _entry_size(root: Path, path: str, entry: os.DirEntry[str]) -> int | Refusal:
    if entry.is_symlink():
        return size_of(root, path)
    try:
        return _size(entry.stat(follow_symlinks=False), path, path)
    except OSError as error:
        return _refused(error)


def _size(status: os.stat_result, name: str, path: str) -> int | Refusal:
    if unfit := _unfit(status):
        return unfit
    return _leads_out() if _changes_kind(name, path) else status.st_size


def _changes_kind(name: str, path: str) -> bool:
    """Whether links have led from ``path`` to a file of another kind; data may link only to data."""
    return name is not path and splitext(name)[1] != splitext(path)[1]  # noqa: PTH122  strings are at hand


def _unfit(status: os.stat_result) -> Refusal | None:
    """Why an entry with this ``status`` is not opened."""
    if stat.S_ISREG(status.st_mode):
        return None
    is_folder = stat.S_ISDIR(status.st_mode)
    return Refusal(
        Cause.FOLDER if is_folder else Cause.NOT_REGULAR,
        say("this is a folder") if is_folder else say("this is not an ordinary file"),
        say("take it away, or give it another name"),
    )


def too_large(size: int, limit: int) -> Refusal:
    """The refusal of a file of more than ``limit`` bytes."""
    return Refusal(
        Cause.TOO_LARGE,
        say("the file has {size} MB; at most {limit} MB are read", size=-(-size // 10**6), limit=limit // 10**6),
        say("split it into several files"),
    )


def _refused(error: OSError) -> Refusal:
    return Refusal(
        Cause.MISSING if isinstance(error, FileNotFoundError) else Cause.REFUSED,
        say("the file cannot be read: {reason}", reason=reason_of(error)),
        say("check that it is there and that you may read it"),
    )


def _leads_out() -> Refusal:
    return Refusal(
        Cause.LEADS_OUT,
        say("a link leads out of the folder here, to a hidden file or to one of another kind, and is not followed"),
        say("put the file itself in its place"),
    )
