"""One writer of a repository at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kpitrack.language import Complaint, say

from .held_folder import HeldFolder
from .staging import own_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WAIT_SECONDS = 60.0
LOCK = "lock"
_PAUSE = 0.02  # seconds between two attempts


class StillLocked(Complaint):
    """Another process has kept a repository locked for too long."""

    def __init__(self, root: Path, seconds: float) -> None:
        super().__init__(
            say(
                "another kpitrack has been writing {path} for more than {seconds:.0f} seconds",
                path=root,
                seconds=seconds,
            ),
            say("wait for it to end, or end it, and give the command again. Nothing was written"),
        )


@contextmanager
def locked(root: Path, timeout: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a repository while its files are read, edited and replaced.

    The lock is the file ``.kpitrack/lock`` in the repository, so that everyone who shares the folder shares it; git
    ignores it. It is released when the process ends, in whatever way.

    Args:
        root: the repository.
        timeout: how many seconds to wait for another writer.

    Raises:
        StillLocked: the other writer took longer.
        LeadsOut: a link stands where the lock should be.
        OSError: nothing can be written in the repository.
    """
    until = time.monotonic() + timeout
    while (descriptor := _take(root)) is None:
        if time.monotonic() >= until:
            raise StillLocked(root, timeout)
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(descriptor)


def _take(root: Path) -> int | None:
    """The lock's file, if the lock could be taken: it is let go when the file is closed, or the process ends."""
    with HeldFolder(root) as folder, own_folder(folder) as own:
        descriptor = own.open(LOCK, os.O_RDWR | os.O_CREAT)
    held = False
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            with suppress(PermissionError):  # for all who may use the folder: it holds nothing; another's is so already
                os.fchmod(descriptor, 0o666)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = os.fstat(descriptor).st_nlink > 0  # nobody has taken the file away meanwhile
    except (BlockingIOError, PermissionError):
        pass
    finally:
        if not held:
            os.close(descriptor)
    return descriptor if held else None
