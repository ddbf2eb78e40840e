"""What is kept between runs: bytes under names, sealed, in a folder that is this user's alone.

What the bytes mean, and whether they still hold, is the business of who keeps them: they carry the hashes of all that
they were made from, so that times of files play no part. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from kpitrack import __version__
from kpitrack.language import Text, say
from kpitrack.language.system import reason_of

from .parallel import Note

_FOLDER = "pieces"
"""Within the cache's folder, where others may lie, one of our own."""
_OURS = r"[0-9a-f]{32}(?:\.[a-z0-9_]{8}\.tmp)?"
_MAGIC = b"kpitrack cache 2\n"
_DIGEST = 16
_MOST_BYTES = 300_000_000
_STALE = 3600.0  # seconds after which the rest of an interrupted write is taken away


def digest(*parts: bytes) -> bytes:
    """A hash of ``parts``, with their boundaries."""
    found = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.digest()


@cache
def program() -> bytes:
    """A hash of what results depend on beside the files: kpitrack's code and words, its libraries and Python."""
    code = []
    for folder, folders, names in os.walk(Path(__file__).parents[1]):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(names):
            if name.endswith((".py", ".mo")):
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116  hundreds of times in each run
                code.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    told = [__version__, sys.version, *code, *sorted(_libraries())]
    return digest("\n".join(told).encode("utf-8", "surrogateescape"))


def _libraries() -> Iterator[str]:
    """The installed libraries by folder names such as ``polars-1.2.3.dist-info``, since asking for versions is slow."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))  # noqa: PTH208  as above


def open_store(note: Note | None = None) -> Store | None:
    """The store in ``KPITRACK_CACHE``, else in the user's cache folder; None where it says ``off``."""
    asked = os.environ.get("KPITRACK_CACHE")
    if asked is not None and asked.strip().lower() in {"", "0", "no", "off", "none"}:
        return None
    if asked:
        with suppress(RuntimeError):  # no home that could be meant
            return Store(Path(asked).expanduser(), note)
        return Store(Path(asked), note)
    from platformdirs import user_cache_path

    return Store(user_cache_path("kpitrack", appauthor=False), note)


class Store:
    """Bytes by name, in a folder within ``parent``. Nothing that goes wrong with it is more than a note."""

    def __init__(self, parent: Path, note: Note | None = None) -> None:
        self.folder = parent / _FOLDER
        self._note = note
        self._told = False

    def get(self, *about: bytes) -> bytes | None:
        """What was put under the name of ``about``, or None."""
        name = digest(*about).hex()
        path = self.folder / name
        try:
            if not self._is_ours():
                return None
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell(say("the cache cannot be read: {reason}", reason=reason_of(error)))
            return None
        head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        if head != _seal(name, payload):
            self.damaged()
            return None
        with suppress(OSError):
            os.utime(path)  # used lately, so it goes last
        return payload

    def put(self, *about: bytes, payload: bytes) -> None:
        """Keep ``payload`` under the name of ``about``; whoever reads meanwhile sees the old one or the new, whole."""
        name = digest(*about).hex()
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._is_ours():
                return
            handle, temporary = tempfile.mkstemp(prefix=f"{name}.", suffix=".tmp", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines([_seal(name, payload), payload])
                Path(temporary).replace(self.folder / name)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._prune()
        except OSError as error:
            self._tell(say("the cache cannot be written: {reason}", reason=reason_of(error)))

    def damaged(self) -> None:
        """Say that what was kept is not what was put."""
        self._tell(say("the cache in {path} was damaged; it is made anew", path=self.folder))

    def _is_ours(self) -> bool:
        """Whether nobody else can have put something there. Where there is nothing yet, nobody has.

        Raises:
            OSError: it cannot be looked at.
        """
        if not hasattr(os, "geteuid"):
            return True
        for folder in (self.folder.parent, self.folder):
            try:
                status = folder.lstat() if folder is self.folder else folder.stat()
            except FileNotFoundError:
                return True
            if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                self._tell(
                    say(
                        "the cache folder {path} belongs to someone else, or others may write to it: nothing is kept",
                        path=folder,
                    )
                )
                return False
            if not stat.S_ISDIR(status.st_mode):
                raise NotADirectoryError(20, os.strerror(20), str(folder))
        return True

    def _prune(self) -> None:
        """Take away what was not used for longest, until the rest is small enough."""
        found = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process is writing, too
                    if re.fullmatch(_OURS, entry.name) and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        found.append((status.st_mtime, status.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        for used, size, path in sorted(found):
            interrupted = path.endswith(".tmp") and time.time() - used > _STALE
            if total > _MOST_BYTES or interrupted:
                Path(path).unlink(missing_ok=True)
                total -= size

    def _tell(self, text: Text) -> None:
        if self._note and not self._told:
            self._note(text)
        self._told = True


def _seal(name: str, payload: bytes) -> bytes:
    """What goes before ``payload`` under ``name``, and under no other."""
    return _MAGIC + digest(name.encode(), payload)
