"""Where strategies come from: held in memory, or read from their files when their pages are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import LARGEST_FILE, Found, Kind
from kpitrack.repository.loading import Loaded, load
from kpitrack.repository.opener import read_regular
from kpitrack.repository.repository import Bundle, Repository


class Changed(Exception):  # noqa: N818  what happened
    """A file is not any more what it was when the repository was checked. The path is its argument."""


@dataclass(frozen=True)
class Library:
    """The strategies of a repository by their ids, in the order of their files. It can be sent to another process.

    Args:
        root: the repository.
        held: the strategies that are in memory.
        files: of each other strategy its own file and those of its actuals.
    """

    root: Path
    held: Mapping[str, Bundle] = field(default_factory=dict)
    files: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the strategies."""
        return [*self.held, *self.files]

    def __contains__(self, name: str) -> bool:
        return name in self.held or name in self.files

    def bundle(self, name: str) -> Bundle:
        """A strategy and its actuals.

        Raises:
            Changed: a file is not any more what it was.
        """
        if name in self.held:
            return self.held[name]
        own, *others = self.files[name]
        actuals: list[Loaded[Actuals]] = []
        for file in others:
            loaded = load(Kind.ACTUALS, file.path, self.read(file.path) or b"")
            if not isinstance(loaded.model, Actuals) or loaded.model.strategy != name:
                raise Changed(file.path)
            actuals.append(Loaded(file.path, loaded.model))
        return Bundle(Loaded(own.path, self.strategy(name)), tuple(actuals))

    def strategy(self, name: str) -> Strategy:
        """A strategy without its actuals.

        Raises:
            Changed: its file is not any more what it was.
        """
        if name in self.held:
            model = self.held[name].strategy.model
        else:
            path = self.files[name][0].path
            loaded = load(Kind.STRATEGY, path, self.read(path) or b"").model
            model = loaded if isinstance(loaded, Strategy) else None
            if model is None or model.id != name:
                raise Changed(path)
        if model is None:
            raise Changed(name)
        return model

    def find(self, name: str) -> Bundle | None:
        """A strategy and its actuals, where it is in the repository."""
        return self.bundle(name) if name in self else None

    def read(self, path: str) -> bytes | None:
        """The bytes of one of its files."""
        data = read_regular(self.root, path, LARGEST_FILE)
        return data if isinstance(data, bytes) else None

    def ties(self) -> dict[str, list[str]]:
        """By the id of a strategy, those that it says it contributes to and those that say so of it, in order."""
        known = {name: i for i, name in enumerate(self.ids)}
        found: dict[str, set[str]] = defaultdict(set)
        for name in known:
            for other in self._named(name):
                if other in known and other != name:
                    found[name].add(other)
                    found[other].add(name)
        return {name: sorted(others, key=known.__getitem__) for name, others in found.items()}

    def _named(self, name: str) -> Iterator[str]:
        """The strategies that one says it contributes to."""
        if name not in self.held:
            data = self.read(self.files[name][0].path) or b""
            if b"contributes_to" not in data and b"\\" not in data:  # which might hide it
                return
        strategy = self.strategy(name)
        for placed in (*strategy.nodes(), *strategy.kpis()):
            for target in placed.item.contributes_to or ():
                other, slash, _ = target.partition("/")
                if slash:
                    yield other


def library_of(repository: Repository) -> Library:
    """The library of a repository that is in memory."""
    return Library(
        repository.root, {one.strategy.model.id: one for one in repository.bundles if one.strategy.model is not None}
    )


def library_from(root: Path, named: Iterable[tuple[Found, str | None]]) -> Library | None:
    """The library of files, each with the id of the strategy that it is about, which are read when they are needed.

    None where an id is not known, or stands twice, or has no strategy.
    """
    own: dict[str, Found] = {}
    actuals: dict[str, list[Found]] = defaultdict(list)
    for file, name in named:
        if name is None or (file.kind is Kind.STRATEGY and name in own):
            return None
        if file.kind is Kind.STRATEGY:
            own[name] = file
        else:
            actuals[name].append(file)
    if not actuals.keys() <= own.keys():
        return None
    return Library(root, files={name: (file, *actuals[name]) for name, file in own.items()})
