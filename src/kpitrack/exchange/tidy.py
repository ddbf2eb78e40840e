"""The frames as tidy tables, a file each, as CSV in UTF-8 or as Parquet: one row an observation.

The columns and their types are those of `kpitrack.progress.schema`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TextIO

import polars as pl

from kpitrack.language.visible import visible
from kpitrack.progress.frames import Frames
from kpitrack.progress.schema import ACTUALS, COMPARATORS, KPIS, MILESTONES, VERDICTS

from .headings import japanese
from .spreadsheet.formula import csv_cell, guarded

if TYPE_CHECKING:
    from kpitrack.progress.schema import Schema

_NO_SPACE = re.compile("[^\n\t]+")
_AT_ONCE = 2_000  # rows that are Python's objects at a time

Part = tuple[Frames, pl.DataFrame]
"""Some KPIs: their frames, in memory or as scans, and their verdicts from `kpitrack.progress.judge.judge`."""

TIDY: Mapping[str, Schema] = {
    "kpis": KPIS, "actuals": {**ACTUALS, "word": pl.String}, "milestones": MILESTONES, "comparators": COMPARATORS,
    "verdicts": {"ref": pl.String, **VERDICTS},
}  # fmt: skip
"""The tables that are written, one a file, with the columns of each. A word is that of a scale's step."""


class Verbatim(str):
    """A text of a foreign format that must not be escaped. Never a text from a file."""

    __slots__ = ()


def write_csv_files(
    folder: Path, parts: Iterable[Part], *, bom: bool = False, headings: str | None = None
) -> list[str]:
    """Write ``kpis.csv``, ``actuals.csv`` and so on, and give their names.

    Args:
        folder: where to; it is there.
        parts: the KPIs, which need not be in memory at once.
        bom: whether each begins with a byte order mark, by which Excel recognises UTF-8.
        headings: the language of the headings; None for the names of the columns.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with ExitStack() as opened:
        writers = {}
        for name, schema in TIDY.items():
            file = opened.enter_context((folder / f"{name}.csv").open("w", encoding=encoding, newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(map(safe, map(japanese, schema) if headings == "ja" else schema))
        for name, table in tidy(parts):
            write_frame(writers[name], flat(table), [_cell] * table.width)
    return [f"{name}.csv" for name in TIDY]


def write_parquet_files(folder: Path, parts: Iterable[Part]) -> list[str]:
    """Write ``kpis.parquet``, ``actuals.parquet`` and so on, and give their names.

    The parts wait on disk: a file of Parquet is written table by table, and its bytes do not depend on how many parts
    there were.
    """
    with TemporaryDirectory(dir=folder) as spool:
        waiting: dict[str, list[Path]] = defaultdict(list)
        for name, table in tidy(parts):
            path = Path(spool) / f"{name}-{len(waiting[name])}.arrow"
            table.write_ipc(path)
            waiting[name].append(path)
        for name, schema in TIDY.items():
            rows = pl.scan_ipc(waiting[name]) if waiting[name] else pl.LazyFrame(schema=schema)
            rows.sink_parquet(folder / f"{name}.parquet")
    return [f"{name}.parquet" for name in TIDY]


def tidy(parts: Iterable[Part]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The tables `TIDY` by name, each as often as there are parts; series, which parts share, come once at the end."""
    series = [pl.DataFrame(schema=COMPARATORS)]
    for frames, verdicts in parts:
        kpis, actuals, milestones, comparators = (
            one.lazy().collect(engine="in-memory")
            for one in (frames.kpis, frames.actuals, frames.milestones, frames.comparators)
        )
        yield from (("kpis", kpis), ("actuals", _with_words(actuals, kpis)), ("milestones", milestones))
        yield "verdicts", verdicts.select(list(TIDY["verdicts"]))
        series.append(comparators.filter(pl.col("key").is_in(kpis["comparator"].drop_nulls().unique().implode())))
    yield "comparators", pl.concat(series).unique().sort("key", "year", "value")


def _with_words(actuals: pl.DataFrame, kpis: pl.DataFrame) -> pl.DataFrame:
    """``actuals`` with the word of each step of a scale, by which it can be recorded again."""
    step = pl.col("value").cast(pl.Int32, strict=False)
    told = actuals.join(kpis.select("ref", "scale"), on="ref", how="left", maintain_order="left")
    return told.select(*ACTUALS, word=pl.col("scale").list.get(step, null_on_oob=True))


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """``table`` with its lists joined by spaces."""
    return table.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join(" ")
        for name, kind in table.schema.items()
        if isinstance(kind, pl.List)
    )


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file by RFC 4180, its lines ending in LF.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, headings too, and what is hidden
    is shown as an escape. Numbers keep every digit; what is missing is empty.
    """
    buffer = io.StringIO(newline="")
    write_csv(buffer, header, rows)
    return buffer.getvalue().encode()


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same into ``file``, row by row."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(safe, header))
    writer.writerows([_cell(cell) for cell in row] for row in rows)


def safe(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula, without hidden characters; line breaks stay."""
    return guarded(_visible(text))


def _visible(text: str) -> str:
    return _NO_SPACE.sub(lambda found: visible(found[0]), text)


def write_frame(writer: Any, frame: pl.DataFrame, texts: Sequence[Callable[[Any], str | float]]) -> None:
    """Write the rows of ``frame`` with a ``csv.writer``; ``texts`` give the cells of each column."""
    for rows in frame.iter_slices(_AT_ONCE):
        writer.writerows(zip(*map(_cells, texts, rows.get_columns()), strict=True))


def _cells(text: Callable[[Any], str | float], column: pl.Series) -> list[str | float]:
    """The cells of a column; its texts repeat, so that each is looked at once."""
    if column.dtype != pl.String:
        return [text(cell) for cell in column.to_list()]
    known = {cell: text(cell) for cell in column.unique().to_list()}
    return [known[cell] for cell in column.to_list()]


def _cell(cell: Any) -> str | float:
    return cell if isinstance(cell, Verbatim) else csv_cell(cell, _visible)
