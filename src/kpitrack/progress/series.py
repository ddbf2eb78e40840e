"""The path of one KPI over the years, for charts and workings."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from . import path, targets
from .frames import Frames


def path_of(frames: Frames, ref: str, years: Sequence[int]) -> dict[int, float | None]:
    """What the path of the KPI ``ref`` asks for in each of ``years``, in the KPI's unit; null off the path.

    Args:
        frames: from `kpitrack.progress.frames.build`.
        ref: ``strategy/kpi``.
        years: fiscal years.
    """
    kpi = targets.resolve(frames.kpis.lazy().filter(pl.col("ref") == ref))
    asked = kpi.join(pl.LazyFrame({"asked": years}, schema={"asked": pl.Int32}), how="cross")
    found = path.expected(asked, frames.milestones.lazy(), "asked").select("asked", "expected", "start_year")
    rows = found.sort("asked").collect().iter_rows()
    return {year: value if year >= start else None for year, value, start in rows}
