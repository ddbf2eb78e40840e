"""Datasets, opened as a repository is: one, or several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .alike import common_settings, refuse_twins
from .open import Workspace, Year

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.exchange.dataset.read import Dataset
    from kpitrack.model.settings import Settings
    from kpitrack.progress.frames import Frames

    from .strategies import Strategies


@dataclass(frozen=True)
class Snapshot(Workspace):
    """A dataset. What it holds was without errors when it was written."""

    dataset: Dataset
    as_of: int

    @property
    def settings(self) -> Settings:
        """The settings of the repository that it was taken from, as far as verdicts need them."""
        return self.dataset.settings

    @property
    def parts(self) -> int:
        """How many parts it has."""
        return self.dataset.parts

    @property
    def heads(self) -> pl.DataFrame:
        """One row a strategy."""
        return self.dataset.strategies

    @property
    def left_out(self) -> list[str]:
        """The files that were left out when it was taken, since they had errors."""
        return self.dataset.left_out

    @cached_property
    def strategies(self) -> Strategies:
        """The strategies, each opened when it is asked for."""
        from .strategies import Strategies

        documents = Documents(self.dataset)
        return Strategies(documents, documents.files)

    def table(self, name: str, part: int) -> pl.LazyFrame:
        """The rows of a table of one part, not yet read."""
        return self.dataset.scan(name, part)

    def frames(self, part: int, kpis: pl.DataFrame) -> Frames:
        """What judging ``kpis`` of ``part`` needs."""
        return self.dataset.frames(part, kpis)

    def collect(self, rows: pl.LazyFrame, *, in_memory: bool = False) -> pl.DataFrame:
        """The rows.

        Raises:
            DatasetProblem: a file is damaged.
        """
        with self.dataset.reading():
            return rows.collect(engine="in-memory" if in_memory else "streaming")


class Documents:
    """The files that a dataset was taken from, as it holds them. Can be sent to another process."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._parts: dict[str, tuple[str, int]] = {}
        self._near: dict[str, bytes] = {}
        self.files: dict[str, tuple[str, ...]] = {}
        """By the id of a strategy, the path of its file and those of its actuals."""
        for part, strategy, file in self._listed():
            self._parts[file] = strategy, part
            self.files[strategy] = (*self.files.get(strategy, ()), file)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or nothing where it is not there."""
        if path not in self._near and path in self._parts:
            strategy, part = self._parts[path]
            self._near = dict(self._dataset.documents(part, strategy))
        return self._near.get(path)

    def _listed(self) -> Iterator[tuple[int, str, str]]:
        for part in range(self._dataset.parts):
            with self._dataset.reading():
                rows = self._dataset.scan("documents", part).select("strategy", "file").collect(engine="streaming")
            for strategy, file in rows.iter_rows():
                yield part, strategy, file


@dataclass(frozen=True)
class Snapshots(Workspace):
    """Several datasets: the parts of the first, then those of the next. What crosses them is not joined."""

    several: Sequence[Snapshot]

    @property
    def as_of(self) -> int:  # type: ignore[override]  # a year all the same
        """The fiscal year to judge at."""
        return self.several[0].as_of

    @property
    def settings(self) -> Settings:
        """The settings of the first, with the grading schemes of all."""
        return common_settings([(str(one.dataset.folder), one.settings) for one in self.several])

    @property
    def parts(self) -> int:
        """How many parts they have together."""
        return sum(one.parts for one in self.several)

    @property
    def left_out(self) -> list[str]:
        """The files that were left out when they were taken."""
        return [path for one in self.several for path in one.left_out]

    @cached_property
    def heads(self) -> pl.DataFrame:
        """One row a strategy."""
        import polars as pl

        pairs = zip(self.several, self._starts, strict=True)
        return pl.concat([one.heads.with_columns(part=pl.col("part") + start) for one, start in pairs])

    @cached_property
    def strategies(self) -> Strategies:
        """The strategies, each opened when it is asked for."""
        from .strategies import Strategies

        places: dict[str, tuple[Snapshot, str]] = {}
        files: dict[str, tuple[str, ...]] = {}
        for space in self.several:
            for name, paths in space.strategies.files.items():
                files[name] = tuple(f"{space.dataset.folder.name}/{path}" for path in paths)
                places |= {path: (space, own) for path, own in zip(files[name], paths, strict=True)}
        return Strategies(_Files(places), files)

    def table(self, name: str, part: int) -> pl.LazyFrame:
        """The rows of a table of one part, not yet read."""
        space, own = self._at(part)
        return space.table(name, own)

    def frames(self, part: int, kpis: pl.DataFrame) -> Frames:
        """What judging ``kpis`` of ``part`` needs."""
        space, own = self._at(part)
        return space.frames(own, kpis)

    def collect(self, rows: pl.LazyFrame, *, in_memory: bool = False) -> pl.DataFrame:
        """The rows.

        Raises:
            DatasetProblem: a file is damaged.
        """
        return self.several[0].collect(rows, in_memory=in_memory)

    @property
    def _starts(self) -> list[int]:
        """The number of the first part of each."""
        counts = [one.parts for one in self.several]
        return [sum(counts[:i]) for i in range(len(counts))]

    def _at(self, part: int) -> tuple[Snapshot, int]:
        i = max(i for i, start in enumerate(self._starts) if start <= part and self.several[i].parts)
        return self.several[i], part - self._starts[i]


class _Files:
    """The files of several datasets: a path begins with the name of its dataset, since two may hold the same."""

    def __init__(self, places: Mapping[str, tuple[Snapshot, str]]) -> None:
        self._places = places

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or nothing where it is not there."""
        space, own = self._places[path]
        return space.strategies.read(own)


def open_snapshots(paths: Sequence[Path], year: Year) -> Snapshot | Snapshots:
    """Open the datasets at ``paths``.

    Raises:
        DatasetProblem: one is none, or is damaged.
        Unlike: two hold the same strategy, or were judged by other rules.
    """
    from kpitrack.exchange.dataset.read import open_dataset

    datasets = [open_dataset(path) for path in paths]
    several = [Snapshot(one, year(datasets[0].settings.in_force)) for one in datasets]
    if len(several) == 1:
        return several[0]
    refuse_twins((str(one.folder), one.strategies["strategy"]) for one in datasets)
    common_settings([(str(one.folder), one.settings) for one in datasets])
    return Snapshots(several)
