"""The state of a repository at a revision or in the working tree: one side of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import cast

from kpitrack.checks.check import Context
from kpitrack.checks.run import standing
from kpitrack.diagnostics import KeyPath
from kpitrack.model.actuals import Actuals, Entry
from kpitrack.model.strategy import KPI, Goal, Measure, Placed, Strategy
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import Loaded
from kpitrack.repository.repository import Repository, faulty

from .git import Git
from .revisions import kind_of, repository_at
from .salvage import Salvaged, salvage

Earlier = Callable[[str], Iterable[tuple[str, bytes]]]
"""The earlier versions of a file, newest first, each with its commit."""


@dataclass(frozen=True)
class State:
    """One side of a comparison.

    Args:
        repository: the repository.
        strategies: by id, including what can be read of files with errors; the first of two with one id.
        paths: the file of each strategy, by its id.
        actuals: the entries by ref ``strategy/kpi`` and year, each with its file.
        unread: the ids of strategies with an unreadable file; ``None`` is in it where the strategy is not known.
        dropped: the parts of files that could not be read, by path.
        stale: by path, unreadable files with the earlier commit whose version is used instead.
    """

    repository: Repository
    strategies: Mapping[str, Strategy]
    paths: Mapping[str, str]
    actuals: Mapping[str, Mapping[int, tuple[Entry, str]]]
    unread: frozenset[str | None]
    dropped: Mapping[str, tuple[KeyPath, ...]]
    stale: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def kpis(self) -> dict[str, Placed[KPI]]:
        """Every KPI by its ref."""
        return {
            f"{strategy.id}/{placed.item.id}": placed
            for strategy in self.strategies.values()
            for placed in strategy.kpis()
        }

    @cached_property
    def nodes(self) -> dict[str, Placed[Goal | Measure]]:
        """Every goal and measure by its ref."""
        return {
            f"{strategy.id}/{placed.item.id}": placed
            for strategy in self.strategies.values()
            for placed in strategy.nodes()
        }

    def sound(self, as_of: int) -> tuple[Repository, frozenset[str]]:
        """The repository without its files with errors, for computing verdicts, and the paths of those files."""
        repository, out = self.repository, frozenset[str]()
        while True:
            left = faulty(standing(repository, Context(as_of))) & frozenset(repository.files)
            if not left:
                return repository, out
            repository, out = repository.without(left), out | left


def state_at(git: Git, commit: str, *, fall_back: bool = False) -> State:
    """The state at ``commit``; with ``fall_back``, unreadable files are replaced by their last readable version."""
    repository, data = repository_at(git, commit)
    return state_of(repository, data, partial(git.versions, commit)) if fall_back else state_of(repository, data)


def state_of(repository: Repository, data: Mapping[str, bytes] | None = None, earlier: Earlier = lambda _: ()) -> State:
    """The state of ``repository``.

    Args:
        repository: as it was read.
        data: the bytes of its files by path; without them they are read from disk.
        earlier: the versions that may stand for a file that cannot be read at all.
    """
    dropped: dict[str, tuple[KeyPath, ...]] = {}
    stale: dict[str, str] = {}
    unread: set[str | None] = {None for found in repository.outside if kind_of(found.path)}

    def model(file: Loaded[Strategy] | Loaded[Actuals], kind: Kind) -> Strategy | Actuals | None:
        if file.model is not None:
            return file.model
        content = repository.read(file.path) if data is None else data.get(file.path)
        found, commit = _last_readable(kind, content or b"", earlier(file.path))
        stale.update({file.path: commit} if commit else {})
        unread.update({file.strategy} if found.model is None else ())
        dropped[file.path] = found.dropped
        return cast("Strategy | Actuals | None", found.model)

    strategies: dict[str, Strategy] = {}
    paths: dict[str, str] = {}
    for file in repository.strategies:
        strategy = model(file, Kind.STRATEGY)
        if isinstance(strategy, Strategy) and strategy.id not in strategies:
            strategies[strategy.id], paths[strategy.id] = strategy, file.path
    actuals: dict[str, dict[int, tuple[Entry, str]]] = {}
    for one in repository.actuals:
        found = model(one, Kind.ACTUALS)
        if isinstance(found, Actuals):
            for kpi, entries in (found.actuals or {}).items():
                into = actuals.setdefault(f"{found.strategy}/{kpi}", {})
                for year, entry in (entries or {}).items():
                    into.setdefault(year, (entry, one.path))
    return State(repository, strategies, paths, actuals, frozenset(unread), dropped, stale)


def _last_readable(kind: Kind, data: bytes, earlier: Iterable[tuple[str, bytes]]) -> tuple[Salvaged, str | None]:
    """What can be read of ``data``, else of the newest readable version in ``earlier``, with its commit."""
    found = salvage(kind, data)
    if found.model is None:
        for commit, version in earlier:
            before = salvage(kind, version)
            if before.model is not None:
                return before, commit
    return found, None
