"""What is kept between runs: results under the hash of everything that they depend on.

A result is found only for the same file contents, the same program and the same question, so it is never out of date;
modification times play no part. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from kpitrack import __version__
from kpitrack.language import Text, say
from kpitrack.language.system import reason_of

from .parallel import Note

_MAGIC = b"kpitrack cache 1\n"
_DIGEST = 16
_MOST_BYTES = 300_000_000
_FEW_PIECES = 100
_STALE = 3600.0  # seconds after which the rest of an interrupted write is taken away
_VALUES = {("datetime", "date"), ("decimal", "Decimal")}


def digest(*parts: bytes) -> bytes:
    """A hash of ``parts``, with their boundaries."""
    found = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.digest()


@cache
def program() -> bytes:
    """A hash of what results depend on besides the files: kpitrack's code and words, its libraries, and Python."""
    code = []
    for folder, folders, names in os.walk(Path(__file__).parents[1]):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".mo")):
                status = (Path(folder) / name).stat()
                code.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    told = [__version__, sys.version, *code, *sorted(_libraries())]
    return digest("\n".join(told).encode("utf-8", "surrogateescape"))


def _libraries() -> Iterator[str]:
    """The installed libraries by folder names such as ``polars-1.2.3.dist-info``, since asking for versions is slow."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (path.name for path in Path(folder).iterdir() if path.suffix == ".dist-info")


def open_store(note: Note | None = None) -> Store | None:
    """The store in ``KPITRACK_CACHE``, else in the user's cache folder; None where it says ``off``."""
    asked = os.environ.get("KPITRACK_CACHE")
    if asked is not None and asked.strip().lower() in {"", "0", "no", "off", "none"}:
        return None
    if asked:
        return Store(Path(asked), note)
    from platformdirs import user_cache_path

    return Store(user_cache_path("kpitrack", appauthor=False), note)


class Store:
    """A folder of results. Its failures are noted and never end a run."""

    def __init__(self, folder: Path, note: Note | None = None) -> None:
        self.folder = folder
        self._note = note
        self._told = False

    def get(self, name: str, modules: Collection[str]) -> Any:
        """What was put under ``name``, or None.

        Args:
            name: a hash, in hexadecimal.
            modules: the modules whose classes may be in it; anything else counts as damage.
        """
        path = self.folder / name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell(say("the cache cannot be read: {reason}", reason=reason_of(error)))
            return None
        head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        try:
            if head != _MAGIC + digest(payload):
                raise pickle.UnpicklingError  # noqa: TRY301  told below with what else can be wrong
            found = _Unpickler(io.BytesIO(payload), modules).load()
        except Exception:  # noqa: BLE001  damaged data can raise anything
            self._tell(say("the cache in {path} was damaged; it is made anew", path=self.folder))
            return None
        with suppress(OSError):
            os.utime(path)  # recently used, so it is pruned last
        return found

    def put(self, name: str, value: Any) -> None:
        """Keep ``value`` under ``name``; readers see either the old or the new value, complete."""
        payload = pickle.dumps(value, protocol=5)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines([_MAGIC, digest(payload), payload])
                Path(temporary).replace(self.folder / name)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            self._prune()
        except OSError as error:
            self._tell(say("the cache cannot be written: {reason}", reason=reason_of(error)))

    def _prune(self) -> None:
        """Remove the least recently used results until the rest is small enough."""
        found = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process is writing, too
                    if entry.is_file(follow_symlinks=False):
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


_OURS = frozenset(
    {
        "kpitrack.diagnostics", "kpitrack.diagnostics.catalogue", "kpitrack.language", "kpitrack.checks.outline",
        "kpitrack.checks.survey",
    }
)  # fmt: skip


class Shelf:
    """The results of one kind on one repository: on the whole of it, and on its pieces.

    Args:
        store: where they are kept; None keeps nothing.
        root: the repository.
        kind: the kind of results.
    """

    def __init__(self, store: Store | None, root: Path, kind: str) -> None:
        self._store = store
        name = digest(os.fsencode(root), kind.encode()).hex()
        self._names = f"{name}-whole", f"{name}-pieces"
        self._old: dict[bytes, bytes] | None = None
        self._used: dict[bytes, bytes] = {}
        self._new = False

    def whole(self, key: bytes) -> Any:
        """The result on the whole under ``key``, or None."""
        found = self._store.get(self._names[0], _OURS) if self._store else None
        return found[1] if isinstance(found, tuple) and len(found) == 2 and found[0] == key else None

    def piece(self, key: bytes) -> Any:
        """The result on a piece under ``key``, or None."""
        if self._old is None:
            found = self._store.get(self._names[1], ()) if self._store else None
            self._old = found if isinstance(found, dict) else {}
        data = self._old.get(key)
        if data is None:
            return None
        self._used[key] = data
        return _Unpickler(io.BytesIO(data), _OURS).load()

    def add(self, key: bytes, value: Any) -> None:
        """Add the result ``value`` on a piece under ``key``; `keep` writes it."""
        if self._store:
            self._used[key] = pickle.dumps(value, protocol=5)
            self._new = True

    def keep(self, key: bytes | None, value: Any) -> None:
        """Write the results on pieces, with as many of earlier states, and ``value`` on the whole under ``key``."""
        if self._store is None:
            return
        if self._new:
            earlier = [(name, data) for name, data in (self._old or {}).items() if name not in self._used]
            kept = dict(earlier[-max(len(self._used), _FEW_PIECES) :])
            self._store.put(self._names[1], kept | self._used)
        if key is not None:
            self._store.put(self._names[0], (key, value))


class _Unpickler(pickle.Unpickler):
    """Unpickles plain values and those of allowed modules, and nothing else."""

    def __init__(self, file: io.BytesIO, modules: Iterable[str]) -> None:
        super().__init__(file)
        self._modules = frozenset(modules)

    def find_class(self, module: str, name: str) -> Any:
        if (module in self._modules and "." not in name) or (module, name) in _VALUES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")
