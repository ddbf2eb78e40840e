"""The frames as Parquet, one file a table, their columns and types those of `kpitrack.progress.schema`."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl

from kpitrack.progress.frames import Frames

from .csv_files import tables


def files(frames: Frames, verdicts: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The name and content of each file: ``kpis.parquet``, ``actuals.parquet`` and so on, ``verdicts.parquet``."""
    for name, table in tables(frames, verdicts).items():
        buffer = io.BytesIO()
        table.write_parquet(buffer)
        yield f"{name}.parquet", buffer.getvalue()
