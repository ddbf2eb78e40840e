"""Writing a dataset: into a folder beside it, which replaces it when it is complete."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import polars as pl

from kpitrack import __version__
from kpitrack.language import Complaint, say
from kpitrack.model.record import english, plain
from kpitrack.model.settings import Settings
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import Frames
from kpitrack.progress.schema import ACTUALS, COMPARATORS, MILESTONES
from kpitrack.repository.held_folder import HeldFolder, hold_folder
from kpitrack.repository.staging import Staging, sweep

from .read import EXTRAS, FORMAT, MANIFEST, STRATEGIES, TABLES, VERSION, file_of, is_dataset

#: About how many KPIs a part holds: judging a part takes some 150 MB, and 10 million actuals make 100 parts.
PART = 20_000


class NotWritten(Complaint):
    """Nothing was written; what was there before is unchanged."""


class Writer:
    """Writes a dataset part by part into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}
        self._strategies: list[pl.DataFrame] = []
        self._parts = 0

    def add(self, strategies: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> None:
        """Write the next part.

        Args:
            strategies: with the columns `kpitrack.exchange.dataset.read.STRATEGIES`, less ``part``.
            tables: those of `kpitrack.exchange.dataset.read.TABLES`, of these strategies alone.
        """
        for table, schema in TABLES.items():
            if tables[table].height:
                self._write(file_of(table, self._parts), tables[table].select(list(schema)))
        self._strategies.append(strategies.with_columns(part=pl.lit(self._parts, pl.Int32)).select(list(STRATEGIES)))
        self._parts += 1

    def finish(self, settings: Settings, sources: int) -> None:
        """Write the table of strategies, and the manifest last.

        Args:
            settings: the repository's.
            sources: how many YAML files it holds.
        """
        self._write("strategies.parquet", pl.concat([pl.DataFrame(schema=STRATEGIES), *self._strategies]))
        document = {
            "schema": f"{FORMAT}/{VERSION}",
            "version": __version__,
            "settings": settings.model_dump(
                mode="json",
                by_alias=True,
                exclude_none=True,
                warnings=False,  # it would warn of a `source` that is a map, although it writes it correctly
                include={"fiscal_year_start", "language", "thresholds", "grading", "schemes"},
            ),
            "parts": self._parts,
            "sources": sources,
            "files": self._files,
        }
        (self._folder / MANIFEST).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(path)
        self._files[name] = path.stat().st_size


@contextmanager
def replacing(target: Path, *, replace: bool, within: Path | None = None) -> Iterator[Writer]:
    """Write a dataset that takes the place of ``target`` at the end of the block; after an error nothing is changed.

    It waits in a folder of ours beside it. Where an earlier run was killed just when it had moved a dataset aside,
    that is put back first.

    Args:
        target: the folder of the dataset.
        replace: whether a dataset that is there already is to go.
        within: the folder that no link may lead out of on the way to ``target``; else it is the one above that.

    Raises:
        NotWritten: there is something there that must stay.
        LeadsOut: a link leads out of ``within``.
        OSError: it cannot be written.
    """
    at = Path(os.path.abspath(target))  # noqa: PTH100  links are not to be followed; a name such as `.` has no parent
    within = within or at.parent
    within.mkdir(parents=True, exist_ok=True)
    folder = hold_folder(within, at.parent.relative_to(within), make=True)
    aside = f"{at.name}.old"
    with folder, closing(Staging(folder)) as staging:
        sweep(folder)
        with staging.new_folder() as (own, new):
            if aside in own.names() and at.name not in folder.names():
                own.move(aside, folder, at.name)
            _refuse(target, replace=replace)
            yield Writer(own.path / new)
            _refuse(target, replace=replace)
            _put(own, new, folder, at.name, aside)


def _refuse(target: Path, *, replace: bool) -> None:
    if not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir())):
        return
    if not target.is_dir() or target.is_symlink() or not is_dataset(target):
        raise NotWritten(
            say("{path} is there already, and is not a kpitrack dataset", path=target),
            say("name a folder that is not there yet"),
        )
    if not replace:
        raise NotWritten(
            say("the dataset {path} is there already", path=target),
            say("write --replace to put the new one in its place"),
        )


def _put(own: HeldFolder, new: str, folder: HeldFolder, name: str, aside: str) -> None:
    """Move ``new`` to ``name``; what is there is moved aside first, and moved back if that fails."""
    shutil.rmtree(own.path / aside, ignore_errors=True)
    if name in folder.names():
        folder.move(name, own, aside)
    try:
        own.move(new, folder, name)
    except BaseException:
        if aside in own.names():
            own.move(aside, folder, name)
        raise
    shutil.rmtree(own.path / aside, ignore_errors=True)


def write_parts(writer: Writer, frames: Frames, strategies: Iterable[Strategy], size: int = PART) -> None:
    """Cut ``frames`` into parts of whole strategies, and write them.

    Args:
        writer: from `replacing`.
        frames: those of ``strategies``, in memory.
        strategies: in the order of the documents; no more than a part of them is held.
        size: how many KPIs a part holds, at least; the last one may hold fewer.

    Raises:
        NotWritten: the strategies do not have the KPIs of ``frames``.
    """
    kpis, actuals, milestones, comparators = (
        frame.lazy().collect(engine="in-memory")
        for frame in (frames.kpis, frames.actuals, frames.milestones, frames.comparators)
    )
    start = 0
    place = kpis.select("ref", "position")
    actuals, milestones = (
        table.join(place, on="ref").sort("position", "year").select(pl.col("position"), pl.exclude("position"))
        for table in (actuals, milestones)
    )
    for members in _parted(strategies, size):
        counts = [sum(1 for _ in one.kpis()) for one in members]
        refs = [f"{one.id}/{placed.item.id}" for one in members for placed in one.kpis()]
        if kpis["ref"][start : start + len(refs)].to_list() != refs:
            raise NotWritten(
                say("the files were changed in the meantime: nothing was written"), say("give the command again")
            )
        own = pl.concat([kpis.slice(start, len(refs)), _extras(members)], how="horizontal")
        within = pl.col("position").is_between(start, start + own.height, closed="left")
        writer.add(
            _strategies(members, counts),
            {
                "kpis": own,
                "actuals": actuals.filter(within).select(list(ACTUALS)),
                "milestones": milestones.filter(within).select(list(MILESTONES)),
                "comparators": comparators.join(own, left_on="key", right_on="comparator", how="semi").select(
                    list(COMPARATORS)
                ),
                "nodes": _nodes(members),
            },
        )
        start += own.height


def _parted(strategies: Iterable[Strategy], size: int) -> Iterator[list[Strategy]]:
    part: list[Strategy] = []
    held = 0
    for strategy in strategies:
        part.append(strategy)
        held += sum(1 for _ in strategy.kpis())
        if held >= size:
            yield part
            part, held = [], 0
    if part:
        yield part


def _strategies(members: Sequence[Strategy], counts: Sequence[int]) -> pl.DataFrame:
    rows = [
        (
            one.id, plain(one.title), english(one.title), plain(one.organization.name),
            english(one.organization.name), one.organization.code, count,
        )
        for one, count in zip(members, counts, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema={name: kind for name, kind in STRATEGIES.items() if name != "part"}, orient="row")


def _nodes(members: Sequence[Strategy]) -> pl.DataFrame:
    rows = [
        (one.id, node.item.id, node.item.number, plain(node.item.title), english(node.item.title))
        for one in members
        for node in one.nodes()
    ]
    return pl.DataFrame(rows, schema=TABLES["nodes"], orient="row")


def _extras(strategies: Sequence[Strategy]) -> pl.DataFrame:
    rows = [
        (
            kpi.baseline is not None,
            kpi.target.parity_with if kpi.target else None,
            kpi.discontinued.replaced_by if kpi.discontinued else None,
        )
        for strategy in strategies
        for kpi in (placed.item for placed in strategy.kpis())
    ]
    return pl.DataFrame(rows, schema=EXTRAS, orient="row")
