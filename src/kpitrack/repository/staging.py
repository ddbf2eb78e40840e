"""Staging: new content is written completely into a folder of our own beside the file, which git ignores.

A killed process leaves its unfinished file there. Nobody commits it, since the folder has its own ``.gitignore``, and
the next writer removes it: a lock on each file, which ends with its process, tells what is still being written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator

from .held_folder import HeldFolder

if sys.platform != "win32":  # where open files cannot be removed
    import fcntl

OWN = ".kpitrack"
IGNORE = ".gitignore"
_TEMPORARY = r"[0-9a-f]{16}\.tmp"
_STALE = 3600  # seconds, where no lock can tell
_TRIES = 50


class Staged:
    """A new file that waits to be put into a folder.

    Args:
        descriptor: of it.
        folder: where it waits.
        name: its name there.
    """

    def __init__(self, descriptor: int, folder: HeldFolder, name: str) -> None:
        self._descriptor: int | None = descriptor
        self.folder, self.name = folder, name

    def write(self, content: bytes, *, to_disk: bool = True, more: bool = False) -> None:
        """Write the content, or a part of it with ``more`` to come; ``to_disk`` waits until it is on disk."""
        if self._descriptor is None:
            raise ValueError(self.name)
        left = memoryview(content)
        while left:
            left = left[os.write(self._descriptor, left) :]
        if to_disk:
            os.fsync(self._descriptor)
        if sys.platform == "win32" and not more:
            self.close()  # a file that is open cannot be moved there

    def close(self) -> None:
        """Let its lock go. What matters of it is on the disk, or the file is given up."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


class Staging:
    """Our own folder in ``folder``, for any number of files; it is removed at the end."""

    def __init__(self, folder: HeldFolder) -> None:
        self._folder = folder
        self._own: HeldFolder | None = None

    def close(self) -> None:
        """Take it away."""
        if self._own:
            self._own.close()
            self._own = None
            tidy(self._folder)

    @contextlib.contextmanager
    def file(self, like: os.stat_result | None = None) -> Iterator[Staged]:
        """A new, empty file; it is removed at the end of the block unless it was moved.

        Args:
            like: the file that it will replace; it gets its mode and, where allowed, its owner and group.
        """
        own, descriptor, name = self._create(0o600 if like else 0o666)
        waiting = Staged(descriptor, own, name)
        try:
            if like is not None:
                _resemble(descriptor, like)
            yield waiting
        finally:
            waiting.close()
            with contextlib.suppress(OSError):  # the next writer removes what is left
                own.remove(name)

    @contextlib.contextmanager
    def new_folder(self) -> Iterator[tuple[HeldFolder, str]]:
        """A new folder: the folder that it is in until it is moved, and its name there."""
        self._own = own = self._own or own_folder(self._folder)
        name = f"{secrets.token_hex(8)}.tmp"
        with own.below(name, make=True) as made:
            _hold(made.descriptor, wait=True)
            try:
                yield own, name
            finally:
                shutil.rmtree(own.path / name, ignore_errors=True)

    def _create(self, mode: int) -> tuple[HeldFolder, int, str]:
        for _ in range(_TRIES):
            self._own = own = self._own or own_folder(self._folder)
            name = f"{secrets.token_hex(8)}.tmp"
            try:
                descriptor = own.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            except FileNotFoundError:  # another writer, who has ended, has just taken the folder away
                own.close()
                self._own = None
                continue
            if _hold(descriptor, wait=True) and os.fstat(descriptor).st_nlink == 0:
                os.close(descriptor)  # removed as abandoned before it was locked
                continue
            return own, descriptor, name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._folder.path / OWN))


def own_folder(folder: HeldFolder) -> HeldFolder:
    """The folder of ours in ``folder``, ignored by git, for all who may use ``folder``."""
    for _ in range(_TRIES):
        try:
            own = folder.below(OWN, make=True)
        except FileNotFoundError:  # just taken away by another writer
            continue
        try:
            _ignore(folder, own)
        except FileNotFoundError:
            own.close()
            continue
        except BaseException:
            own.close()
            raise
        return own
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder.path / OWN))


def _ignore(folder: HeldFolder, own: HeldFolder) -> None:
    with contextlib.suppress(FileNotFoundError):
        if own.status(IGNORE).st_size:
            return  # one that is empty was left by a writer that was killed, or is about to get this content
    descriptor = own.open(IGNORE, os.O_WRONLY | os.O_CREAT)
    try:
        own.set_mode(folder.mode() & 0o2777)  # whoever shares the folder may tidy it: no sticky bit as in /tmp
        os.write(descriptor, b"*\n")
    finally:
        os.close(descriptor)


def tidy(folder: HeldFolder) -> None:
    """Remove our own folder in ``folder`` if it holds only its ``.gitignore``."""
    with contextlib.suppress(OSError):
        with folder.below(OWN) as own:
            if set(own.names()) - {IGNORE}:
                return
            own.remove(IGNORE)
        folder.remove_folder(OWN)


def sweep(folder: HeldFolder) -> None:
    """Remove what killed writers have left in ``folder``."""
    with contextlib.suppress(OSError):
        if OWN in folder.names() and not folder.is_link(OWN):
            with folder.below(OWN) as own:
                for left in own.names():
                    if re.fullmatch(_TEMPORARY, left):
                        _remove_abandoned(own, left)
            tidy(folder)


def _hold(descriptor: int | None, *, wait: bool) -> bool | None:
    """Whether the file's lock could be taken; None where the system has no locks."""
    if sys.platform == "win32" or descriptor is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a file system without them
        return None
    return True


def _remove_abandoned(folder: HeldFolder, name: str) -> None:
    with contextlib.suppress(OSError):
        status = folder.status(name)
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            return
        descriptor = folder.open(name, os.O_RDONLY)
        try:
            held = _hold(descriptor, wait=False)
            abandoned = time.time() - status.st_mtime > _STALE if held is None else held
            if not abandoned:
                return
            if stat.S_ISDIR(status.st_mode):
                shutil.rmtree(folder.path / name, ignore_errors=True)
            else:
                folder.remove(name)
        finally:
            os.close(descriptor)


def _resemble(descriptor: int, like: os.stat_result) -> None:
    """Give a new file the owner, group and mode of another, as far as permitted."""
    if not hasattr(os, "fchown"):
        return
    for owner, group in ((-1, like.st_gid), (like.st_uid, -1)):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, owner, group)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
