"""The frames as tidy CSV: one row an observation, the columns of `kpitrack.progress.schema`, UTF-8."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from kpitrack.language.visible import visible
from kpitrack.progress.frames import Frames
from kpitrack.progress.schema import VERDICTS

from .headings import japanese
from .spreadsheet.formula import guarded

_NO_SPACE = re.compile("[^\n\t]+")
_WHOLE = 2.0**53


class Verbatim(str):
    """A text of a foreign format that must not be escaped. Never a text from a file."""

    __slots__ = ()


def files(
    frames: Frames, verdicts: pl.DataFrame, *, bom: bool = False, headings: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """The name and content of each file: ``kpis.csv``, ``actuals.csv`` and so on, ``verdicts.csv``.

    Args:
        frames: in memory or as scans.
        verdicts: those of `kpitrack.progress.judge.judge`.
        bom: whether each begins with a byte order mark, by which Excel recognises UTF-8.
        headings: the language of the headings; None for the names of the columns.
    """
    for name, table in tables(frames, verdicts).items():
        header = [*map(japanese, table.columns)] if headings == "ja" else table.columns
        yield f"{name}.csv", b"\xef\xbb\xbf" * bom + csv_bytes(header, flat(table).iter_rows())


def tables(frames: Frames, verdicts: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """The tables by name.

    Args:
        frames: in memory or as scans.
        verdicts: those of `kpitrack.progress.judge.judge`.
    """
    stated = {
        "kpis": frames.kpis, "actuals": frames.actuals, "milestones": frames.milestones,
        "comparators": frames.comparators,
    }  # fmt: skip
    return {name: frame.lazy().collect(engine="in-memory") for name, frame in stated.items()} | {
        "verdicts": verdicts.select("ref", *VERDICTS)
    }


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
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(safe, header))
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def safe(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula, without hidden characters; line breaks stay."""
    return guarded(_NO_SPACE.sub(lambda found: visible(found[0]), text))


def _cell(cell: Any) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return cell if isinstance(cell, Verbatim) else safe(cell)
    return int(cell) if isinstance(cell, int) or (cell.is_integer() and abs(cell) < _WHOLE) else float(cell)
