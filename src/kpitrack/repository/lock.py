"""One writer of a repository at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpitrack.language import Complaint, say

from .held_folder import HeldFolder
from .staging import OWN, own_folder

WAIT_SECONDS = 60.0
LOCK = "lock"


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
    from filelock import FileLock, Timeout

    with HeldFolder(root) as folder:
        own_folder(folder).close()
    # For all who may use the folder: it holds nothing, and who may not enter the repository does not come to it.
    lock = FileLock(root / OWN / LOCK, timeout=timeout, mode=0o666, poll_interval=0.02)
    try:
        lock.acquire()
    except Timeout as error:
        raise StillLocked(root, timeout) from error
    try:
        yield
    finally:
        lock.release()
