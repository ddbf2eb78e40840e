"""One writer of a file at a time."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpitrack.language import Complaint, say

WAIT_SECONDS = 60.0


class StillLocked(Complaint):
    """Another process has kept a file locked for too long."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            say(
                "another kpitrack has been writing {path} for more than {seconds:.0f} seconds",
                path=path,
                seconds=seconds,
            ),
            say("wait for it to end, or end it, and give the command again. Nothing was written"),
        )


@contextmanager
def locked(path: Path, timeout: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of a file, which need not exist, while it is read, edited and replaced.

    The locks lie in the user's cache folder, never beside the file. They are let go when a process ends, however
    it ends.

    Args:
        path: the file; a symbolic link shares the lock of the file it leads to.
        timeout: how many seconds to wait for another writer.

    Raises:
        StillLocked: the other writer took longer.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    lock = FileLock(_folder() / f"{name}.lock", timeout=timeout, poll_interval=0.02)
    try:
        lock.acquire()
    except Timeout as error:
        raise StillLocked(path, timeout) from error
    try:
        yield
    finally:
        lock.release()


def _folder() -> Path:
    from platformdirs import user_cache_path

    folder = user_cache_path("kpitrack") / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass  # a home that is read-only, or not there
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"kpitrack-locks-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
