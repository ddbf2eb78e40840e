"""A repository and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.model.in_force import InForce

from .discovery import LARGEST_FILE, SETTINGS, Found, Kind, find_files, read_bytes
from .loading import Loaded, load
from .opener import read_regular
from .parallel import undisturbed

if TYPE_CHECKING:
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.settings import Settings
    from kpitrack.model.strategy import Strategy


class Bundle(NamedTuple):
    """A strategy and the actuals files that name it, in the order of their paths."""

    strategy: Loaded[Strategy]
    actuals: tuple[Loaded[Actuals], ...]


@dataclass(frozen=True)
class Listing:
    """The files of the repository below ``root``, of which only the settings have been read.

    Args:
        root: its folder.
        files: the strategies and actuals, in the order of their paths.
        outside: findings on files that cannot be read at all.
        settings_file: the bytes of the settings file, if there is one.
        known: the settings in force, where an earlier run has read their file and found nothing in it.
    """

    root: Path
    files: tuple[Found, ...]
    outside: tuple[Diagnostic, ...] = ()
    settings_file: bytes | None = field(default=None, repr=False)
    known: InForce | None = None

    @property
    def settings(self) -> Loaded[Settings] | None:
        """The settings, if there is a file of them."""
        return None if self.settings_file is None else _settings(self.settings_file)

    @property
    def settings_findings(self) -> tuple[Diagnostic, ...]:
        """What reading the settings has found."""
        return self.settings.findings if self.known is None and self.settings else ()

    @property
    def settings_failed(self) -> bool:
        """Whether there is a file of them that could not be read."""
        return self.known is None and self.settings is not None and self.settings.model is None

    @property
    def configuration(self) -> Settings:
        """The settings in force, whole."""
        return configured(self.settings)

    @cached_property
    def in_force(self) -> InForce:
        """The settings in force, as far as findings and verdicts depend on them."""
        if self.settings_file is None:
            return InForce()
        return self.known or self.configuration.in_force

    @property
    def paths(self) -> list[str]:
        """The paths of its files, the settings among them."""
        return [*([] if self.settings_file is None else [SETTINGS]), *(file.path for file in self.files)]

    @property
    def findings(self) -> list[Diagnostic]:
        """The findings before strategies and actuals are read."""
        return [*self.outside, *self.settings_findings]

    def of(self, kind: Kind) -> list[str]:
        """The paths of its files of one kind."""
        return [file.path for file in self.files if file.kind is kind]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file: of the settings as they were read, of others as they are now."""
        return self.settings_file if path == SETTINGS else _bytes_of(self.root, path)

    def without(self, paths: frozenset[str]) -> Listing:
        """The listing as if ``paths`` were not there."""
        return Listing(
            self.root,
            tuple(file for file in self.files if file.path not in paths),
            settings_file=None if SETTINGS in paths else self.settings_file,
            known=self.known,
        )


@dataclass(frozen=True)
class Repository:
    """The repository below ``root``. Files with errors have no model; `findings` says why."""

    root: Path
    settings: Loaded[Settings] | None
    strategies: tuple[Loaded[Strategy], ...]
    actuals: tuple[Loaded[Actuals], ...]
    outside: tuple[Diagnostic, ...] = field(default=())  # about files that could not be read at all
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)  # by path, as they were read

    @property
    def configuration(self) -> Settings:
        """The settings in force."""
        return configured(self.settings)

    @property
    def files(self) -> list[str]:
        """The paths of all files read."""
        loaded = [*([self.settings] if self.settings else []), *self.strategies, *self.actuals]
        return [file.path for file in loaded]

    @property
    def findings(self) -> list[Diagnostic]:
        """The findings from reading alone."""
        loaded = [*([self.settings] if self.settings else []), *self.strategies, *self.actuals]
        return [*self.outside, *(found for file in loaded for found in file.findings)]

    @cached_property
    def bundles(self) -> list[Bundle]:
        """Every readable strategy with its actuals. The first of two with one id gets the actuals."""
        by_strategy: dict[str, list[Loaded[Actuals]]] = {}
        for file in self.actuals:
            if file.model:
                by_strategy.setdefault(file.model.strategy, []).append(file)
        return [Bundle(file, tuple(by_strategy.pop(file.model.id, ()))) for file in self.strategies if file.model]

    def without(self, paths: frozenset[str]) -> Repository:
        """The repository without the files ``paths``."""
        return Repository(
            self.root,
            None if self.settings and self.settings.path in paths else self.settings,
            tuple(file for file in self.strategies if file.path not in paths),
            tuple(file for file in self.actuals if file.path not in paths),
            contents=self.contents,
        )

    def read(self, path: str) -> bytes | None:
        """The bytes of one of its files, as they were read."""
        return self.contents.get(path)


Reader = Callable[[Found], bytes | Diagnostic]


def list_repository(root: Path) -> Listing:
    """Find what is below ``root``, and read the settings."""
    return listed(root, *find_files(root), lambda file: read_bytes(root, file))


def listed(root: Path, files: Iterable[Found], findings: list[Diagnostic], read: Reader) -> Listing:
    """The listing of ``files``, of which ``findings`` tell what cannot be read."""
    every = list(files)
    settings = next((read(file) for file in every if file.kind is Kind.SETTINGS), None)
    unread = [settings] if isinstance(settings, Diagnostic) else []
    rest = tuple(file for file in every if file.kind is not Kind.SETTINGS)
    return Listing(root, rest, (*findings, *unread), settings if isinstance(settings, bytes) else None)


def read_listed(listing: Listing) -> Repository:
    """Read everything in ``listing``."""
    root = listing.root
    read = assemble(root, listing.files, list(listing.outside), lambda file: read_bytes(root, file))
    return with_settings(read, listing)


def with_settings(repository: Repository, listing: Listing) -> Repository:
    """``repository`` with the settings of ``listing``."""
    own = {} if listing.settings_file is None else {SETTINGS: listing.settings_file}
    return replace(repository, settings=listing.settings, contents={**own, **repository.contents})


def configured(settings: Loaded[Settings] | None) -> Settings:
    """The settings in force: those of the file ``settings``, if there is one and it can be read."""
    from kpitrack.model.settings import Settings

    return (settings.model if settings else None) or Settings()


@lru_cache(maxsize=4)
def _settings(data: bytes) -> Loaded[Settings]:
    """The settings file; the same bytes are read once."""
    return cast("Loaded[Settings]", load(Kind.SETTINGS, SETTINGS, data))


def read_repository(root: Path) -> Repository:
    """Read everything below ``root``."""
    return read_listed(list_repository(root))


def assemble(root: Path, files: Iterable[Found], findings: list[Diagnostic], read: Reader) -> Repository:
    """The repository of ``files``, whose bytes ``read`` gives."""
    loaded: dict[Kind, list[Loaded[Any]]] = {kind: [] for kind in Kind}
    outside = list(findings)
    contents: dict[str, bytes] = {}
    with undisturbed():
        for file in files:
            data = read(file)
            if isinstance(data, Diagnostic):
                outside.append(data)
            else:
                contents[file.path] = data
                loaded[file.kind].append(load(file.kind, file.path, data))
    return Repository(
        root,
        cast("Loaded[Settings] | None", next(iter(loaded[Kind.SETTINGS]), None)),
        tuple(cast("list[Loaded[Strategy]]", loaded[Kind.STRATEGY])),
        tuple(cast("list[Loaded[Actuals]]", loaded[Kind.ACTUALS])),
        tuple(outside),
        contents,
    )


def faulty(findings: Iterable[Diagnostic]) -> frozenset[str]:
    """The paths of the files that have errors."""
    return frozenset(found.path for found in findings if found.severity is Severity.ERROR)


def _bytes_of(root: Path, path: str) -> bytes | None:
    data = read_regular(root, path, LARGEST_FILE)
    return data if isinstance(data, bytes) else None
