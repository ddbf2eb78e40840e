"""The frames as Parquet, one file a table, their columns and types those of `kpitrack.progress.schema`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from .csv_files import TIDY, Part, tidy


def write(folder: Path, parts: Iterable[Part]) -> list[str]:
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
