"""A dataset: the columns as Parquet, hive-partitioned, to be judged part by part without the files.

    DATASET/kpitrack-dataset.json              the manifest: versions, settings, what it was taken from, and the seal
    DATASET/strategies.parquet                 one row a strategy, and the part that holds it
    DATASET/kpis/part=00000/data.parquet       one row a KPI; and so actuals, milestones, comparators, nodes, documents

A part holds whole strategies in the order of the documents, and the comparators that its KPIs need, so that it can be
judged by itself: by one process after another in little memory, or by many on a cluster. Each value has the file and
the line that it was read from, and ``documents`` holds these files as they were, so that whatever is shown of files is
shown of a dataset, too. A table without rows in a part has no file there.

It is sealed: the manifest holds the size and the SHA-256 of every file, and its own. A file is held against these
before anything is made of it, so that no bit of a dataset changes unseen and no file of another one gets in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
from pydantic import ValidationError

from kpitrack.language import Complaint, Text, say
from kpitrack.model.settings import Settings
from kpitrack.progress.frames import Frames
from kpitrack.progress.schema import KPIS, TABLES
from kpitrack.repository.opener import Cause, Refusal, read_regular, size_of

if TYPE_CHECKING:
    from kpitrack.progress.schema import Schema

MANIFEST = "kpitrack-dataset.json"
FORMAT = "kpitrack/dataset"
VERSION = 4
_LARGEST_MANIFEST = 20_000_000  # bytes

_PLACE: Schema = {
    "file": pl.String,  # of the repository, from its root
    "line": pl.UInt32,  # counts from 1
}
#: The tables that are cut into parts.
PARTS: Mapping[str, Schema] = {
    "nodes": TABLES["nodes"],
    "kpis": {**TABLES["kpis"], **_PLACE, "baseline_line": pl.UInt32, "target_line": pl.UInt32},
    "actuals": {**TABLES["actuals"], **_PLACE},
    "milestones": {**TABLES["milestones"], **_PLACE},
    "comparators": TABLES["comparators"],
    "documents": {
        "strategy": pl.String,  # whose file it is
        "kind": pl.String,  # strategy, actuals
        "file": pl.String,
        "sha256": pl.String,
        "content": pl.Binary,
    },
}
STRATEGIES: Schema = {**TABLES["strategies"], "part": pl.Int32}


class DatasetProblem(Complaint):
    """A dataset that cannot be read. Where it was right once and is damaged, the data are at fault."""

    def __init__(self, message: Text, hint: Text, *, damaged: bool) -> None:
        super().__init__(message, hint)
        self.in_data = damaged


def file_of(table: str, part: int) -> str:
    """The file that holds ``table`` of ``part``, below the dataset."""
    return f"{table}/part={part:05d}/data.parquet"


@dataclass(frozen=True, slots=True)
class Origin:
    """A repository that a dataset was taken from."""

    name: str  # the folder below ``data/strategies`` and ``data/actuals`` that its files stand in; empty for the first
    settings: Mapping[str, Any]  # those of its ``kpitrack.yaml`` that verdicts go by
    commit: str | None  # at which it was; None where it is in no git repository
    changed: bool  # whether data files differed from that commit
    day: str  # when it was taken, as ``2026-11-28``
    files: int  # how many YAML files it held
    unread: Sequence[str] = ()  # KPIs of which values were left out with a file that had errors, or their strategies
    left_out: Sequence[str] = ()  # the paths of all files that were


@dataclass(frozen=True)
class Dataset:
    """A dataset that has been opened."""

    folder: Path  # where it is
    settings: Settings  # those of the repository it was taken from, as far as verdicts need them
    parts: int  # how many there are
    origins: tuple[Origin, ...]  # what it was taken from, in the order in which it was added
    files: Mapping[str, tuple[int, str]]  # every file, its size in bytes, and its SHA-256
    seal: str  # the SHA-256 of the manifest, and so of everything

    @property
    def left_out(self) -> list[str]:
        """The files that were left out when it was taken, since they had errors."""
        return [f"{self.folder}: {path}" for one in self.origins for path in one.left_out]

    @cached_property
    def strategies(self) -> pl.DataFrame:
        """One row a strategy, with the columns `STRATEGIES`.

        Raises:
            DatasetProblem: the table is damaged.
        """
        with self.reading():
            return pl.read_parquet(self._sealed("strategies.parquet")).select(
                pl.col(name).cast(kind) for name, kind in STRATEGIES.items()
            )

    def scan(self, table: str, part: int) -> pl.LazyFrame:
        """The rows of ``table`` in ``part`` as a scan. Collect it within `reading`.

        Raises:
            DatasetProblem: its file is not what was written.
        """
        name = file_of(table, part)
        if name not in self.files:
            return pl.LazyFrame(schema=PARTS[table])
        # A column of KPIs that was added since the dataset was written is empty there.
        missing: Literal["insert", "raise"] = "insert" if table == "kpis" else "raise"
        return pl.scan_parquet(
            self._sealed(name), schema=PARTS[table], hive_partitioning=False, glob=False, missing_columns=missing
        )

    def _sealed(self, name: str) -> io.BytesIO:
        """A file of the dataset, read once and held against its seal.

        Raises:
            DatasetProblem: it is not what was written.
        """
        size, digest = self.files[name]
        data = read_regular(self.folder, name, size)
        if isinstance(data, Refusal):
            raise damaged(self.folder, say("{file}: {problem}", file=name, problem=data.message))
        if sha256(data).hexdigest() != digest:
            raise damaged(self.folder, say("{file} is not what was written", file=name))
        return io.BytesIO(data)

    def kpis(self, part: int, wanted: pl.Expr | None = None) -> pl.DataFrame:
        """The KPIs of ``part`` that ``wanted`` holds for, with the columns of `PARTS`, in the order of the documents.

        Raises:
            DatasetProblem: the table is damaged.
        """
        with self.reading():
            scan = self.scan("kpis", part)
            return (scan if wanted is None else scan.filter(wanted)).collect(engine="streaming")

    def documents(self, part: int, strategy: str) -> Iterator[tuple[str, bytes]]:
        """The files of a strategy: their paths and their bytes.

        Raises:
            DatasetProblem: one is not what was written.
        """
        with self.reading():
            found = self.scan("documents", part).filter(pl.col("strategy") == strategy).collect(engine="streaming")
        for row in found.iter_rows(named=True):
            if sha256(row["content"]).hexdigest() != row["sha256"]:
                raise damaged(self.folder, say("{file} is not what was written", file=row["file"]))
            yield row["file"], row["content"]

    def frames(self, part: int, kpis: pl.DataFrame) -> Frames:
        """What judging ``kpis`` of ``part`` needs: themselves, and scans of the rest."""
        refs = kpis.lazy().select("ref")
        actuals, milestones = (
            self.scan(table, part).select(list(TABLES[table])).join(refs, on="ref", how="semi")
            for table in ("actuals", "milestones")
        )
        return Frames(kpis.select(list(KPIS)), actuals, milestones, self.scan("comparators", part))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn the errors of Parquet readers into a `DatasetProblem`.

        Raises:
            DatasetProblem: a file is damaged.
        """
        try:
            yield
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise damaged(
                self.folder, say("{reason}", reason=str(error).splitlines()[0] or type(error).__name__)
            ) from (error)


def open_dataset(folder: Path, *, whole: bool = True) -> Dataset:
    """Read the manifest of the dataset in ``folder``.

    Args:
        folder: where it is.
        whole: whether to look for all its files at once; a file is held against its seal when it is read anyway.

    Raises:
        DatasetProblem: it is not a dataset, has the form of another kpitrack, or is damaged.
    """
    if not folder.exists():
        raise DatasetProblem(
            say("there is no dataset {path}", path=folder),
            say("write it with: kpitrack snapshot {path}", path=folder),
            damaged=False,
        )
    document = _manifest(folder)
    version = document["schema"].rpartition("/")[2]
    if version != str(VERSION):
        raise DatasetProblem(
            say(
                "{path} was written by kpitrack {version}, in a form that this one cannot read",
                path=folder,
                version=str(document.get("version")),
            ),
            say("install that version, or take the snapshot again with this one"),
            damaged=False,
        )
    try:
        settings = Settings.model_validate(document["settings"])
        parts = int(document["parts"])
        origins = tuple(Origin(**one) for one in document["origins"])
        files = {str(name): (int(one["size"]), str(one["sha256"])) for name, one in document["files"].items()}
        # Each part has a file at least, but for the last; `strategies.parquet` is no part's.
        if not 0 <= parts <= len(files) or document["seal"] != seal_of(document):
            raise ValueError  # noqa: TRY301  told below with what else can be wrong
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, ValidationError):
        raise damaged(folder, say("{file} is not what was written", file=MANIFEST)) from None
    found = Dataset(folder, settings, parts, origins, files, document["seal"])
    if whole:
        _check_files(found)
    return found


def seal_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a manifest, whatever stands in it as its seal."""
    text = json.dumps({**document, "seal": None}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def is_dataset(folder: Path) -> bool:
    """Whether ``folder`` is a dataset of any version, which another one may replace."""
    try:
        _manifest(folder)
    except DatasetProblem:
        return False
    return True


def damaged(folder: Path, reason: Text) -> DatasetProblem:
    """The `DatasetProblem` of a dataset that was changed after it was written."""
    return DatasetProblem(
        say("the dataset {path} is damaged: {reason}", path=folder, reason=reason),
        say("take the snapshot again: kpitrack snapshot {path} --replace", path=folder),
        damaged=True,
    )


def _manifest(folder: Path) -> dict[str, Any]:
    foreign = DatasetProblem(
        say("{path} is not a kpitrack dataset", path=folder),
        say("name a folder that kpitrack snapshot has written"),
        damaged=False,
    )
    data = read_regular(folder, MANIFEST, _LARGEST_MANIFEST)
    if isinstance(data, Refusal):
        raise foreign
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise damaged(folder, say("{file} is not what was written", file=MANIFEST)) from None
    if not isinstance(document, dict) or not str(document.get("schema")).startswith(f"{FORMAT}/"):
        raise foreign
    return document


def _check_files(dataset: Dataset) -> None:
    """Check that every file exists with the size in the manifest.

    Raises:
        DatasetProblem: one does not.
    """
    if "strategies.parquet" not in dataset.files:
        raise damaged(dataset.folder, say("{file} is not what was written", file=MANIFEST))
    names = ["strategies.parquet", *(file_of(table, part) for part in range(dataset.parts) for table in PARTS)]
    for name in names:
        if name not in dataset.files:
            continue
        size = size_of(dataset.folder, name)
        if isinstance(size, Refusal):
            missing = say("{file} is missing", file=name)
            told = say("{file}: {problem}", file=name, problem=size.message)
            raise damaged(dataset.folder, missing if size.cause is Cause.MISSING else told)
        expected, _ = dataset.files[name]
        if size != expected:
            raise damaged(
                dataset.folder,
                say("{file} has {size} bytes, not {expected}", file=name, size=size, expected=expected),
            )
