"""The verdicts of a dataset as Parquet, part by part: the unit of work for one machine or many.

    OUT/verdicts/as_of=2025/part=00000/data.parquet      one row a KPI: the KPI's columns and its verdict
    OUT/views.sql                                        views of all of it, for DuckDB, run where it lies

`judge_part` is a function of a part and a year alone: whoever calls it, again or twice at once, writes the same file
bit for bit, under a name of its own until it is complete. OUT may be the dataset itself: verdicts lie outside its seal.
"""

from __future__ import annotations

import glob
import io
import json
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from kpitrack import __version__
from kpitrack.language import Complaint, say
from kpitrack.progress.judge import each
from kpitrack.progress.schema import EXTRAS
from kpitrack.progress.schemes import ladders
from kpitrack.repository.opener import Refusal, read_given
from kpitrack.repository.writing import put_file

from .read import PARTS, Dataset, open_dataset
from .write import NotWritten

VIEWS = "views.sql"
_OF = "dataset.json"  # says, beside the verdicts, on which dataset they are
_LARGEST = 1_000_000  # bytes of it, and of the views
_HEAD = "-- Written by kpitrack judge. Run it in the folder that it lies in, such as: duckdb -init views.sql\n"
_TYPES: dict[object, str] = {
    pl.String: "VARCHAR", pl.Boolean: "BOOLEAN", pl.Int32: "INTEGER", pl.UInt32: "UINTEGER", pl.Float64: "DOUBLE",
}  # fmt: skip
_VIEW = """\
CREATE OR REPLACE VIEW {name} AS
SELECT * FROM read_parquet({files}, hive_partitioning = true, union_by_name = true);
"""
_COUNTS = """\
-- How many KPIs of each organisation have which status, and of each prefecture, by the code of its organisations.
CREATE OR REPLACE VIEW by_organization AS
SELECT v.as_of, s.organization_name, s.organization_code, v.status, count(*) AS kpis
FROM verdicts v JOIN strategies s USING (strategy)
GROUP BY ALL;
CREATE OR REPLACE VIEW by_prefecture AS
SELECT as_of, left(organization_code, 2) AS prefecture, status, sum(kpis)::BIGINT AS kpis
FROM by_organization WHERE organization_code IS NOT NULL
GROUP BY ALL;
"""


class PartFailed(Complaint):
    """A part could not be judged."""

    in_data = True

    def __init__(self, part: int, reason: str) -> None:
        super().__init__(say("part {part} could not be judged: {reason}", part=f"{part:05d}", reason=reason))
        self.part, self.reason = part, reason

    def __reduce__(self) -> tuple[type[PartFailed], tuple[int, str]]:
        return PartFailed, (self.part, self.reason)


def verdicts_file(as_of: int, part: int) -> str:
    """The file of the verdicts on a part."""
    return f"verdicts/as_of={as_of}/part={part:05d}/data.parquet"


def judge_part(folder: str, out: str, as_of: int, part: int) -> int:
    """Judge one part of a dataset and write its verdicts.

    Args:
        folder: the dataset, where whoever runs this can read it.
        out: the folder to write to.
        as_of: the fiscal year of the verdicts.
        part: its number.

    Returns:
        How many verdicts there are.

    Raises:
        PartFailed: the part is damaged, or its verdicts cannot be written, or whatever else hindered it.
    """
    try:
        dataset = open_dataset(Path(folder), whole=False)
        content, count = _judged(dataset, as_of, part)
        put_file(Path(out), verdicts_file(as_of, part), content)
    except (Complaint, OSError) as error:
        raise PartFailed(part, str(error)) from error
    except Exception as error:  # where it ran, nobody else could tell which part it was
        raise PartFailed(part, f"{type(error).__name__}: {error}") from error
    return count


def _judged(dataset: Dataset, as_of: int, part: int) -> tuple[bytes, int]:
    kpis = dataset.kpis(part)
    settings = dataset.settings.in_force
    with dataset.reading():
        rows = each(dataset.frames(part, kpis), as_of, settings, ladders(settings)).collect(engine="in-memory")
    beside = kpis.sort("position").select(list(EXTRAS))
    buffer = io.BytesIO()
    rows.sort("position").hstack(beside).write_parquet(buffer)
    return buffer.getvalue(), rows.height


def prepare(dataset: Dataset, out: Path, *, replace: bool) -> None:
    """Make ``out`` ready for the verdicts of ``dataset``: no others may lie beside them, and nothing else is touched.

    Raises:
        NotWritten: verdicts of another dataset, or of another version, lie there and are not to go; or what is there
            is not ours.
    """
    mark, views = out / "verdicts" / _OF, out / VIEWS
    wanted = json.dumps({"seal": dataset.seal, "version": __version__}).encode() + b"\n"
    there = read_given(mark, _LARGEST)
    if there != wanted and mark.parent.exists() and any(mark.parent.iterdir()):
        if isinstance(there, Refusal) or not _is_mark(there):
            raise _not_ours(mark.parent)
        if not replace:
            raise NotWritten(
                say("{path} holds verdicts on another dataset, or of another version", path=mark.parent),
                say("write --replace to take them away, or name another folder"),
            )
    if views.exists() and not _begins(read_given(views, _LARGEST), _HEAD):
        raise _not_ours(views)
    if there != wanted and mark.parent.exists():
        shutil.rmtree(mark.parent)
    put_file(out, f"verdicts/{_OF}", wanted)


def _is_mark(content: bytes) -> bool:
    try:
        return "seal" in json.loads(content)
    except (ValueError, TypeError, RecursionError):
        return False


def _begins(content: bytes | Refusal, head: str) -> bool:
    return not isinstance(content, Refusal) and content.startswith(head.encode())


def _not_ours(path: Path) -> NotWritten:
    return NotWritten(
        say("{path} is there already, and kpitrack judge has not written it", path=path), say("name another folder")
    )


def write_views(dataset: Dataset, out: Path) -> None:
    """Write ``views.sql`` into ``out``: every table of ``dataset`` and the verdicts, and what is counted most.

    Its paths are relative to its own folder, in which it is to be run.
    """
    way = glob.escape(Path(os.path.relpath(dataset.folder.resolve(), out.resolve())).as_posix())
    put_file(out, VIEWS, "".join(_views(dataset, "" if way == "." else f"{way}/")).encode())


def _views(dataset: Dataset, way: str) -> Iterator[str]:
    yield _HEAD
    yield _view("strategies", f"{way}strategies.parquet")
    for table, schema in PARTS.items():
        if table == "documents":
            continue
        if any(name.startswith(f"{table}/") for name in dataset.files):
            yield _view(table, f"{way}{table}/*/data.parquet")
        else:
            columns = ", ".join(f'NULL::{_sql(kind)} AS "{name}"' for name, kind in schema.items())
            yield f"CREATE OR REPLACE VIEW {table} AS SELECT {columns} WHERE false;\n"
    yield _view("verdicts", "verdicts/*/*/data.parquet")
    yield _COUNTS


def _view(name: str, files: str) -> str:
    quoted = "'" + files.replace("'", "''") + "'"
    return _VIEW.format(name=name, files=quoted)


def _sql(kind: object) -> str:
    """The type of DuckDB for one of Polars."""
    if isinstance(kind, pl.List):
        return f"{_sql(kind.inner)}[]"
    return _TYPES[kind if isinstance(kind, type) else type(kind)]


def work(folder: Path, out: Path, as_of: int) -> partial[int]:
    """`judge_part` but for the part: what an engine calls, wherever it does."""
    return partial(judge_part, str(folder.resolve()), str(out.resolve()), as_of)
