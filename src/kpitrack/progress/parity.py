"""Parity: a target that moves with another series."""

from __future__ import annotations

import polars as pl


def against(kpis: pl.LazyFrame, comparators: pl.LazyFrame) -> pl.LazyFrame:
    """What KPIs that are to reach parity are held against, year by year.

    Adds ``comparator_start``, ``comparator_value`` and ``comparator_final``, each the comparator times the ratio:
    in the baseline's year, the newest actual's and the deciding one's. ``better`` follows from the
    first where it was assumed; the limits are set by `limited_by`.
    """
    parity = pl.col("target_form") == "parity_with"
    for year, name in (
        ("start_year", "comparator_start"), ("actual_year", "comparator_value"), ("final_year", "comparator_final"),
    ):  # fmt: skip
        series = comparators.select(comparator="key", **{year: "year", name: "value"})
        kpis = kpis.join(series, on=["comparator", year], how="left").with_columns(
            pl.col(name) * pl.coalesce("parity_ratio", pl.lit(1.0))
        )
    gap = pl.col("comparator_start") - pl.col("start_value")
    shown = pl.when(gap > 0).then(pl.lit("higher")).when(gap < 0).then(pl.lit("lower"))
    shows = parity & pl.col("better_assumed") & shown.is_not_null()
    return kpis.with_columns(
        better=pl.when(shows).then(shown).otherwise("better"),
        better_assumed=pl.col("better_assumed") & ~shows.fill_null(value=False),
    )


def limited_by(kpis: pl.LazyFrame, comparator: str) -> pl.LazyFrame:
    """Puts the limits of parity targets where the column ``comparator`` has them."""
    parity, better = pl.col("target_form") == "parity_with", pl.col("better")
    return kpis.with_columns(
        limit_low=pl.when(parity & (better == "higher")).then(comparator).when(~parity).then("limit_low"),
        limit_high=pl.when(parity & (better == "lower")).then(comparator).when(~parity).then("limit_high"),
    )
