"""The files of a repository, each read once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import Complaint, say
from kpitrack.repository.cache import digest
from kpitrack.repository.discovery import ACTUALS, STRATEGIES, Found, Kind
from kpitrack.repository.loading import seems_about

Reader = Callable[[Found], bytes | Diagnostic]
"""The bytes of a file, or why they cannot be had."""
_HELD = 8_000_000  # bytes


class Lost(NamedTuple):
    """What an actuals file that has errors may hold.

    Args:
        strategy: the id of the strategy that it is about.
        kpis: the ids under which values stand in it; None where that cannot be told.
        series: whether it may hold series that targets are held against.
    """

    strategy: str
    kpis: frozenset[str] | None
    series: bool = True


class Changed(Complaint):
    """A file is not any more what it was when the repository was opened."""

    in_data = True

    def __init__(self, path: str) -> None:
        super().__init__(
            say("{path} was changed while it was being worked on", path=path), say("give the command again")
        )
        self.path = path

    def __reduce__(self) -> tuple[type[Changed], tuple[str]]:
        return Changed, (self.path,)


class Contents:
    """The bytes of files, by their paths.

    Those of a small repository stay in memory. Of a large one, what is to be shown is read again when it is shown, and
    must be what was judged. Contents can be sent to another process where ``read`` can.

    Args:
        files: in the order of their paths.
        read: gives the bytes of one.
    """

    def __init__(self, files: Sequence[Found], read: Reader) -> None:
        self.files = tuple(files)
        self.digests: dict[str, bytes] = {}
        """The hash of each file; of one that could not be read, nothing."""
        self.strategies: dict[str, str | None] = {}
        """The id of the strategy that each seems to be about."""
        self._read = read
        self._found = {file.path: file for file in files}
        self._held: dict[str, bytes | Diagnostic] = {}
        for file in files:
            data = self._held[file.path] = read(file)
            known = data if isinstance(data, bytes) else None
            self.digests[file.path] = b"" if known is None else digest(known)
            self.strategies[file.path] = None if known is None else seems_about(file.kind, known)

    def of(self, path: str) -> bytes | Diagnostic:
        """The bytes of a file, or why they cannot be had.

        Raises:
            Changed: it was read again, and is another.
        """
        if path in self._held:
            return self._held[path]
        data = self._read(self._found[path])
        if not isinstance(data, bytes) or digest(data) != self.digests[path]:
            raise Changed(path)
        return data

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or nothing where they cannot be had."""
        data = self.of(path) if path in self._found else None
        return data if isinstance(data, bytes) else None

    @property
    def named(self) -> frozenset[str]:
        """The ids of the strategies that are here, as they seem to be."""
        ids = (self.strategies[file.path] for file in self.files if file.kind is Kind.STRATEGY)
        return frozenset(one for one in ids if one)

    def held_by(self, path: str) -> Lost | None:
        """What an actuals file may hold: of the strategy that it names, else of the one whose file has the same name.

        None where it is of no strategy here.
        """
        from kpitrack.repository.yaml.tree import read_tree

        twin = self.strategies.get(f"{STRATEGIES}{path.removeprefix(ACTUALS)}")
        strategy = next((name for name in (self.strategies.get(path), twin) if name in self.named), None)
        if strategy is None:
            return None
        tree = read_tree(self.read(path) or b"").data
        if not isinstance(tree, dict) or "actuals" not in tree or not isinstance(tree["actuals"] or {}, dict):
            return Lost(strategy, None)
        return Lost(strategy, frozenset(map(str, tree["actuals"] or {})), "comparators" in tree)

    def let_go(self, keep: Collection[str] = ()) -> None:
        """Forget the bytes of a large repository, but for those of the files ``keep``."""
        if sum(len(data) for data in self._held.values() if isinstance(data, bytes)) > _HELD:
            wanted = frozenset(keep)
            self._held = {path: data for path, data in self._held.items() if path in wanted or not self.digests[path]}

    def without(self, paths: Collection[str]) -> Contents:
        """The contents as if ``paths`` were not there."""
        gone = frozenset(paths)
        kept = [file for file in self.files if file.path not in gone]
        return Contents(kept, self._again)

    def with_files(self, changed: Mapping[str, tuple[Kind, bytes]]) -> Contents:
        """The contents with other bytes in some files, or new ones."""
        new = {path: Found(kind, path, len(data)) for path, (kind, data) in changed.items()}
        files = {file.path: file for file in self.files} | new
        ordered = sorted(files.values(), key=lambda file: (file.kind is Kind.ACTUALS, file.path))
        return Contents(ordered, lambda file: changed[file.path][1] if file.path in changed else self.of(file.path))

    def _again(self, file: Found) -> bytes | Diagnostic:
        return self.of(file.path)
