"""A folder that is held open while files are written in it, so that no link placed there meanwhile redirects them."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path, PurePath
from types import TracebackType
from typing import BinaryIO, Self

from kpitrack.language import Complaint, say

from .opener import too_large

_LARGEST = 2_000_000_000  # bytes of a file that is there already
_BY_DESCRIPTOR = {os.open, os.mkdir, os.rename, os.unlink, os.rmdir, os.stat, os.link} <= os.supports_dir_fd
"""Whether the system can address a file by an open folder and a name; otherwise paths are used."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
"""What Windows tags a junction with. Files that OneDrive keeps elsewhere until they are read have other tags."""


class LeadsOut(Complaint):
    """A link on the way to a file leads out of the folder that is written to."""

    def __init__(self, path: str | PurePath, root: Path) -> None:
        super().__init__(
            say("{path} leads out of {root} through a link. Nothing was written", path=path, root=root),
            say("take the link away, or name another place"),
        )
        self.args = path, root  # by which it is made again where another process has raised it


class HeldFolder:
    """An open folder. Names given to its methods are names in it, never paths; links are not followed.

    Args:
        path: the folder; the way to it may have links.
        descriptor: of the folder where it is open already.
    """

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        self.path = path
        self._fd = os.open(path, _FOLDER) if _BY_DESCRIPTOR and descriptor is None else descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the folder."""
        if self._fd is not None:
            with contextlib.suppress(OSError):  # an error on closing loses nothing
                os.close(self._fd)
            self._fd = None

    @property
    def descriptor(self) -> int | None:
        """The descriptor of the open folder; None where paths are used."""
        return self._fd

    def _at(self, name: str) -> str:
        return name if self._fd is not None else os.fspath(self.path / name)

    def below(self, name: str, *, make: bool = False) -> HeldFolder:
        """The folder called ``name`` in this one.

        Args:
            name: of the folder.
            make: whether to make it where it is not there.

        Raises:
            LeadsOut: it is a link.
            OSError: it is not there, or is no folder.
        """
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._at(name), dir_fd=self._fd)
        if self.is_link(name):
            raise LeadsOut(self.path / name, self.path)
        if self._fd is None:
            return HeldFolder(self.path / name)
        return HeldFolder(self.path / name, os.open(name, _FOLDER | _NO_LINK, dir_fd=self._fd))

    def is_link(self, name: str) -> bool:
        """Whether ``name`` is a symbolic link, or a junction of Windows."""
        try:
            status = os.stat(self._at(name), dir_fd=self._fd, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return stat.S_ISLNK(status.st_mode) or (
            _JUNCTION is not None and getattr(status, "st_reparse_tag", 0) == _JUNCTION
        )

    def status(self, name: str) -> os.stat_result:
        """The status of ``name`` itself, links not followed."""
        return os.stat(self._at(name), dir_fd=self._fd, follow_symlinks=False)

    def read(self, name: str, limit: int = _LARGEST) -> bytes | None:
        """The content of a regular file; None where there is none.

        Args:
            name: of the file.
            limit: how many bytes it may have at most.

        Raises:
            OSError: it cannot be read, is not a regular file, or is larger.
        """
        file = self.reader(name, limit)
        if file is None:
            return None
        with file:
            return file.read(limit)

    def reader(self, name: str, limit: int) -> BinaryIO | None:
        """The same, open to be read piece by piece."""
        try:
            descriptor = os.open(self._at(name), os.O_RDONLY | _NO_LINK, dir_fd=self._fd)
        except FileNotFoundError:
            return None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, str(say("this is not an ordinary file")), name)
        if status.st_size > limit:
            os.close(descriptor)
            raise OSError(errno.EFBIG, str(too_large(status.st_size, limit).message), name)
        return open(descriptor, "rb")  # noqa: PTH123  a descriptor, not a path

    def may_write(self, name: str) -> bool:
        """Whether the permissions of the file allow writing."""
        return os.access(self._at(name), os.W_OK, dir_fd=self._fd)

    def open(self, name: str, flags: int, mode: int = 0o666) -> int:
        """A descriptor of ``name``."""
        return os.open(self._at(name), flags | _NO_LINK, mode, dir_fd=self._fd)

    def move(self, name: str, folder: HeldFolder, new: str) -> None:
        """Move ``name`` to ``new`` in ``folder`` atomically, replacing what is there."""
        os.replace(self._at(name), folder._at(new), src_dir_fd=self._fd, dst_dir_fd=folder._fd)

    def link(self, name: str, folder: HeldFolder, new: str) -> None:
        """Link the file ``name`` as ``new`` in ``folder``; fails where ``new`` exists."""
        os.link(self._at(name), folder._at(new), src_dir_fd=self._fd, dst_dir_fd=folder._fd)

    def remove(self, name: str) -> None:
        """Remove the file ``name``, if it exists."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._at(name), dir_fd=self._fd)

    def remove_folder(self, name: str) -> None:
        """Remove the empty folder ``name``."""
        os.rmdir(self._at(name), dir_fd=self._fd)

    def names(self) -> list[str]:
        """The names of its entries, sorted."""
        return sorted(os.listdir(self.path if self._fd is None else self._fd))  # noqa: PTH208  may be a descriptor

    def set_mode(self, mode: int) -> None:
        """Set its permissions, where the system has and allows that."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.fchmod(self._fd, mode)

    def mode(self) -> int:
        """Its permissions."""
        return stat.S_IMODE(os.stat(self.path if self._fd is None else self._fd).st_mode)  # noqa: PTH116  likewise

    def sync(self) -> None:
        """Flush its entries to disk; a failure undoes nothing."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.fsync(self._fd)


def hold_folder(root: Path, path: str | PurePath, *, make: bool = False) -> HeldFolder:
    """A folder below ``root``, or ``root`` itself, held open.

    A link on the way is followed where it stays below ``root``.

    Args:
        root: the folder that no link may lead out of; the way to it may have links.
        path: of the folder, from ``root``.
        make: whether to make it, and the folders on the way.

    Raises:
        LeadsOut: a link does, or ``path`` itself.
        OSError: a folder on the way cannot be opened or made.
    """
    top, real = _real(root, path)
    held = HeldFolder(top)
    for one in real.relative_to(top).parts:
        try:
            below = held.below(one, make=make)
        finally:
            held.close()
        held = below
    return held


def folder_of(root: Path, path: str | PurePath, *, make: bool = False) -> tuple[HeldFolder, str]:
    """The folder that a file lies in, held open, and the file's name in it.

    A link in the place of the file is followed like one on the way to it.

    Args:
        root: the folder that no link may lead out of.
        path: of the file, from ``root``.
        make: whether to make the folders on the way.

    Raises:
        LeadsOut, OSError: as for `hold_folder`.
    """
    top, real = _real(root, path)
    if real == top:
        raise LeadsOut(path, root)
    return hold_folder(top, real.parent.relative_to(top), make=make), real.name


def _real(root: Path, path: str | PurePath) -> tuple[Path, Path]:
    top = Path(os.path.realpath(root))
    real = Path(os.path.realpath(top / path))
    if not real.is_relative_to(top):
        raise LeadsOut(path, root)
    return top, real
