"""The paths of KPIs over the years, for charts and explanations."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from . import path, targets
from .frames import Frames


def path_of(frames: Frames, ref: str, years: Sequence[int]) -> dict[int, float | None]:
    """The expected value of the KPI ``ref`` in each of ``years``, in the KPI's unit; null off the path.

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


def paths(frames: Frames) -> pl.LazyFrame:
    """The path of every KPI over the years of its chart.

    The years run from the first to the last of the baseline's, the actuals', the milestones' and the target's.

    Args:
        frames: from `kpitrack.progress.frames.build`.

    Returns:
        ``ref``, ``year`` and ``expected``, in the KPI's unit and null off the path; sorted by both.
    """
    kpis = targets.resolve(frames.kpis.lazy())
    milestones = frames.milestones.lazy()
    known = pl.concat(
        [
            frames.actuals.lazy().select("ref", "year"),
            milestones.select("ref", "year"),
            kpis.select("ref", year="start_year"),
            kpis.select("ref", year="target_year"),
        ]
    )
    years = (
        known.drop_nulls()
        .group_by("ref")
        .agg(asked=pl.int_range(pl.col("year").min(), pl.col("year").max() + 1, dtype=pl.Int32))
        .explode("asked", empty_as_null=False)
    )
    return (
        path.expected(kpis.join(years, on="ref"), milestones, "asked")
        .select("ref", year="asked", expected=pl.when(pl.col("asked") >= pl.col("start_year")).then("expected"))
        .sort("ref", "year")
    )
