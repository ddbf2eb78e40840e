"""The expected values of all KPIs in the years of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kpitrack.progress import path, targets
from kpitrack.progress.frames import Frames


def expected_values(frames: Frames, years: Sequence[int]) -> dict[tuple[str, int], float]:
    """The expected value of each KPI in each of ``years``, by its ref and the year, where its path has one.

    The actuals of a sum are yearly amounts, so its expected value is what the path adds in that year.

    Args:
        frames: from `kpitrack.progress.frames.build`; actuals are not needed.
        years: fiscal years.
    """
    kpis = targets.resolve(frames.kpis.lazy())
    asked = pl.LazyFrame(
        {"asked": sorted({year for one in years for year in (one - 1, one)})}, schema={"asked": pl.Int32}
    )
    found = path.expected(kpis.join(asked, how="cross"), frames.milestones.lazy(), "asked").filter(
        pl.col("asked") >= pl.col("start_year")
    )
    before = pl.col("expected").shift(1).over("ref", order_by="asked")
    wanted = pl.when(pl.col("accumulation") == "sum").then(pl.col("expected") - before).otherwise("expected")
    rows = found.with_columns(wanted=wanted).filter(pl.col("asked").is_in(list(years)))
    told = rows.select("ref", "asked", "wanted").drop_nulls().collect(engine="in-memory")
    return {(ref, year): value for ref, year, value in told.iter_rows()}
