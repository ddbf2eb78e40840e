"""Writing a dataset: into a folder beside it, which replaces it when it is complete."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from kpitrack import __version__
from kpitrack.language import Complaint, say
from kpitrack.model.settings import Settings
from kpitrack.repository.discovery import Kind
from kpitrack.repository.held_folder import HeldFolder, hold_folder
from kpitrack.repository.lines import entry_lines, kpi_lines
from kpitrack.repository.staging import Staging, sweep
from kpitrack.repository.writing import put_file

from .read import FORMAT, MANIFEST, PARTS, STRATEGIES, VERSION, Origin, file_of, is_dataset, seal_of

#: About how many KPIs a part holds: judging a part takes some 150 MB, and 10 million actuals make 100 parts.
PART = 20_000
_OURS = frozenset({MANIFEST, "strategies.parquet", *PARTS, "verdicts", "views.sql"})
"""What a dataset holds, with the verdicts that may lie in it; they go with the dataset that they are on."""
_STATED = {"fiscal_year_start", "time_zone", "language", "thresholds", "grading", "schemes", "publisher"}


def stated(settings: Settings) -> dict[str, Any]:
    """What verdicts and the report go by of ``settings``, as JSON."""
    return {name: value for name, value in settings.stated().items() if name in _STATED}


class NotWritten(Complaint):
    """Nothing was written; what was there before is unchanged."""

    in_data = True


class Writer:
    """Writes a dataset part by part into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, dict[str, int | str]] = {}
        self._strategies: list[pl.DataFrame] = []
        self._parts = 0

    def add(self, strategies: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> None:
        """Write the next part.

        Args:
            strategies: with the columns `kpitrack.exchange.dataset.read.STRATEGIES`, less ``part``.
            tables: those of `kpitrack.exchange.dataset.read.PARTS`, of these strategies alone.
        """
        for table, schema in PARTS.items():
            if tables[table].height:
                self._write(file_of(table, self._parts), tables[table].select(list(schema)))
        self._strategies.append(strategies.with_columns(part=pl.lit(self._parts, pl.Int32)).select(list(STRATEGIES)))
        self._parts += 1

    def finish(self, settings: Settings, origins: Iterable[Origin]) -> None:
        """Write the table of strategies, and the manifest with its seal last.

        Args:
            settings: the repository's.
            origins: what the dataset is taken from.
        """
        self._write("strategies.parquet", pl.concat([pl.DataFrame(schema=STRATEGIES), *self._strategies]))
        document = {
            "schema": f"{FORMAT}/{VERSION}",
            "version": __version__,
            "settings": stated(settings),
            "parts": self._parts,
            "origins": [asdict(one) for one in origins],
            "files": self._files,
        }
        document["seal"] = seal_of(document)
        put_file(self._folder, MANIFEST, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        buffer = io.BytesIO()  # polars says of a full disk that the file is no Parquet
        frame.write_parquet(buffer)
        content = buffer.getvalue()
        put_file(self._folder, name, content)
        self._files[name] = {"size": len(content), "sha256": sha256(content).hexdigest()}


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
    strangers = sorted(one.name for one in target.iterdir() if one.name not in _OURS and not one.name.startswith("."))
    if strangers:
        raise NotWritten(
            say(
                "the dataset {path} holds what kpitrack has not written: {names}",
                path=target,
                names=", ".join(strangers),
            ),
            say("move that elsewhere first: a new dataset takes the place of the whole folder"),
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


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a strategy: the strategy's id, what it is for, its path from the root, and its bytes."""

    strategy: str
    kind: Kind
    path: str
    content: bytes


def write_parts(
    writer: Writer,
    tables: Mapping[str, pl.DataFrame],
    comparators: pl.DataFrame,
    documents: Callable[[str], Iterable[SourceFile]],
    size: int = PART,
) -> None:
    """Cut ``tables`` into parts of whole strategies, and write them.

    Args:
        writer: from `replacing`.
        tables: those of `kpitrack.progress.schema.TABLES`.
        comparators: all that the KPIs are held against; see `kpitrack.progress.across`.
        documents: the files of a strategy, by its id.
        size: how many KPIs a part holds, at least; the last one may hold fewer.
    """
    kpis = tables["kpis"]
    place = kpis.select("ref", "strategy", "position")
    actuals, milestones = (
        tables[name].join(place, on="ref").sort("position", "year") for name in ("actuals", "milestones")
    )
    for heads in _parted(tables["strategies"], size):
        own = pl.col("strategy").is_in(heads["strategy"].implode())
        files = [one for name in heads["strategy"] for one in documents(name)]
        places = _places(files)
        members = kpis.filter(own)
        writer.add(
            heads,
            {
                "nodes": tables["nodes"].filter(own),
                "kpis": members.join(places["kpis"], on="ref", how="left", maintain_order="left"),
                "actuals": _placed(actuals.filter(own), places["actuals"]),
                "milestones": _placed(milestones.filter(own), places["milestones"]),
                "comparators": comparators.join(members, left_on="key", right_on="comparator", how="semi"),
                "documents": pl.DataFrame(map(_document, files), schema=PARTS["documents"], orient="row"),
            },
        )


def _document(one: SourceFile) -> tuple[str, str, str, str, bytes]:
    return one.strategy, str(one.kind), one.path, sha256(one.content).hexdigest(), one.content


def _parted(heads: pl.DataFrame, size: int) -> Iterator[pl.DataFrame]:
    """The strategies in parts."""
    start = held = 0
    for i, count in enumerate(heads["kpis"]):
        held += count
        if held >= size:
            yield heads[start : i + 1]
            start, held = i + 1, 0
    if start < heads.height:
        yield heads[start:]


def _placed(values: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    return values.join(places, on=["ref", "year"], how="left", maintain_order="left")


def _places(files: Iterable[SourceFile]) -> dict[str, pl.DataFrame]:
    """The file and line of every value: by ref, and by year where there are several."""
    rows: dict[str, list[tuple[object, ...]]] = {"kpis": [], "actuals": [], "milestones": []}
    for one in files:
        if one.kind is Kind.STRATEGY:
            for kpi, lines in kpi_lines(one.content):
                ref = f"{one.strategy}/{kpi}"
                rows["kpis"].append((ref, one.path, lines.own, lines.baseline, lines.target))
                rows["milestones"] += ((ref, year, one.path, line) for year, line in lines.milestones.items())
        else:
            rows["actuals"] += (
                (f"{one.strategy}/{kpi}", year, one.path, line) for kpi, year, line in entry_lines(one.content)
            )
    by_year = {"ref": pl.String, "year": pl.Int32, "file": pl.String, "line": pl.UInt32}
    own = {name: PARTS["kpis"][name] for name in ("ref", "file", "line", "baseline_line", "target_line")}
    return {
        name: pl.DataFrame(several, schema=own if name == "kpis" else by_year, orient="row")
        for name, several in rows.items()
    }
