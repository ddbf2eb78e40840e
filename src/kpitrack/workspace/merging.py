"""Several repositories as one dataset: each read by its own settings, then joined as if they had been one.

The files of all but the first stand in a folder of the repository's name below ``data/strategies`` and
``data/actuals``, so that no two have one path. A dataset holds the files that it was taken from: these are merged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

import polars as pl

from kpitrack.exchange.dataset.read import Dataset, Origin
from kpitrack.exchange.dataset.write import SourceFile, stated
from kpitrack.language import say
from kpitrack.model.settings import Settings
from kpitrack.repository.discovery import ACTUALS, SETTINGS, STRATEGIES, Kind, of_actuals

from .alike import common_settings, refuse_twins
from .open import Files, connect, open_bytes
from .pieces import Question


@dataclass(frozen=True)
class Member:
    """A repository in a dataset.

    Args:
        origin: where it came from.
        space: the repository, its files by their paths in the dataset.
    """

    origin: Origin
    space: Files

    @property
    def strategies(self) -> frozenset[str]:
        """The ids of its strategies."""
        return frozenset(self.space.strategies.ids)


@dataclass(frozen=True)
class Merged:
    """What a dataset is written from.

    Args:
        tables: those of `kpitrack.progress.schema.TABLES`, joined.
        comparators: all series that KPIs are held against.
        owners: by the id of a strategy, the repository that it is of.
        settings: those of the dataset.
        origins: where it all came from.
    """

    tables: Mapping[str, pl.DataFrame]
    comparators: pl.DataFrame
    owners: Mapping[str, Files]
    settings: Settings
    origins: tuple[Origin, ...]

    def documents(self, strategy: str) -> Iterator[SourceFile]:
        """The files of a strategy."""
        space = self.owners[strategy]
        for path in space.strategies.files[strategy]:
            kind = Kind.ACTUALS if of_actuals(path) else Kind.STRATEGY
            yield SourceFile(strategy, kind, path, space.read(path) or b"")


def member(space: Files, name: str, commit: str | None, day: str, *, changed: bool) -> Member:
    """An opened repository, free of errors, as a member.

    Args:
        space: the repository.
        name: the folder that its files get; empty for none.
        commit: at which it is.
        day: today.
        changed: whether its files differ from that commit.
    """
    left = [within(path, name) for path in sorted(space.left_out)]
    origin = Origin(
        name, stated(space.settings), commit, changed, day, len(space.contents.files), sorted(space.unread), left
    )
    return Member(origin, space) if not name else opened(origin, _files(space, lambda path: within(path, name)))


def opened(origin: Origin, files: Mapping[str, bytes]) -> Member:
    """A member opened from its bytes, by their paths in the dataset. It was free of errors when it was taken."""
    settings = json.dumps(origin.settings, ensure_ascii=False).encode()
    return Member(origin, open_bytes({SETTINGS: settings, **files}, lambda _: 0, Question(0, tables=True)))


def _files(space: Files, name: Callable[[str], str]) -> dict[str, bytes]:
    """The bytes of a repository's files, by what ``name`` makes of their paths."""
    return {name(file.path): space.read(file.path) or b"" for file in space.contents.files}


def members_of(dataset: Dataset) -> list[Member]:
    """The repositories that ``dataset`` was taken from.

    Raises:
        DatasetProblem: it is damaged.
    """
    files: dict[str, dict[str, bytes]] = {one.name: {} for one in dataset.origins}
    for strategy, part in dataset.strategies.select("strategy", "part").iter_rows():
        for path, content in dataset.documents(part, strategy):
            folder = PurePosixPath(path).parts[2]
            files[folder if folder in files else ""][path] = content
    return [opened(one, files[one.name]) for one in dataset.origins]


def within(path: str, name: str) -> str:
    """The path of a repository's file in a dataset."""
    folder = ACTUALS if of_actuals(path) else STRATEGIES
    return f"{folder}/{name}{path.removeprefix(folder)}" if name else path


def path_in_repository(path: str) -> str:
    """The path that a file of one of several datasets gets where all become one repository."""
    if path.startswith((f"{STRATEGIES}/", f"{ACTUALS}/")):
        return path
    name, _, own = path.partition("/")
    return within(own, PurePosixPath(name).stem)


def merged(members: Sequence[Member]) -> Merged:
    """The repositories as one.

    Raises:
        Unlike: two have a strategy of one id, or settings that contradict each other.
    """
    named = [(one.origin.name or str(say("the first repository")), one) for one in members]
    settings = common_settings([(name, Settings.model_validate(one.origin.settings)) for name, one in named])
    refuse_twins((name, sorted(one.strategies)) for name, one in named)
    spaces = [one.space for one in members]
    tables = {name: pl.concat([space.survey.tables[name] for space in spaces]) for name in spaces[0].survey.tables}
    tables["kpis"] = tables["kpis"].with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32))
    found, comparators = connect(tables, {name for one in members for name in one.origin.unread})
    owners = {strategy: space for space in spaces for strategy in space.strategies.ids}
    return Merged(found, comparators, owners, settings, tuple(one.origin for one in members))


def put(members: Sequence[Member], new: Member) -> list[Member]:
    """``members`` with ``new`` at the end, or in place of the one that was taken from the same repository before."""
    same = next((i for i, one in enumerate(members) if one.strategies & new.strategies), None)
    if same is None:
        return [*members, new]
    name = members[same].origin.name
    rename = partial(_renamed, old=new.origin.name, new=name)
    origin = replace(new.origin, name=name, left_out=[rename(path) for path in new.origin.left_out])
    replaced = opened(origin, _files(new.space, rename))
    return [replaced if i == same else one for i, one in enumerate(members)]


def _renamed(path: str, old: str, new: str) -> str:
    folder = ACTUALS if of_actuals(path) else STRATEGIES
    bare = folder + path.removeprefix(f"{folder}/{old}" if old else folder)
    return within(bare, new)
