"""Which actual counts: the newest usable one, the one before it, and the one that decides.

A usable actual has a value, lies after the baseline's year and not after the as-of year, and is no forecast.
"""

from __future__ import annotations

import polars as pl

from .forecast import trend_sums
from .targets import is_ceiling, meets

#: SDMX P, E, I and U.
SOFT = ("provisional", "estimated", "imputed", "unreliable")

_NEEDED = (
    "ref", "start_year", "start_value", "target_year", "target_form", "accumulation", "better", "limit_low",
    "limit_high", "strict", "target_value",
)  # fmt: skip


def observe(kpis: pl.LazyFrame, actuals: pl.LazyFrame, as_of: int) -> pl.LazyFrame:
    """The actuals that count toward a verdict in ``as_of``.

    Args:
        kpis: One row a KPI, as `kpitrack.progress.targets.resolve` leaves it.
        actuals: As in `kpitrack.progress.schema.ACTUALS`.
        as_of: The fiscal year in which the verdict is given.

    Returns:
        One row for each entry after the baseline's year up to ``as_of``: that of ``actuals`` with ``usable``,
        ``soft`` (provisional, estimated, imputed or unreliable) and ``runs_over`` (a sum that has passed its
        ceiling). The values of a sum are added up, as far as they are known, up to the target's year.
    """
    rows = (
        actuals.join(kpis.select(_NEEDED), on="ref", how="inner")
        .filter(pl.col("year") > pl.col("start_year"), pl.col("year") <= as_of)
        .with_columns(
            usable=pl.col("value").is_not_null() & (pl.col("status") != "forecast"),
            soft=pl.col("status").is_in(SOFT),
        )
    )
    is_sum = pl.col("accumulation") == "sum"
    single = rows.filter(~is_sum).with_columns(runs_over=pl.lit(value=False))
    # What comes after the target's year is no part of the sum.
    within = pl.col("target_year").is_null() | (pl.col("year") <= pl.col("target_year"))
    amount = pl.when(pl.col("usable") & within).then("value").otherwise(0.0)
    summed = (
        rows.filter(is_sum)
        .with_columns(value=pl.when("usable").then(amount.cum_sum().over("ref", order_by="year")))
        .with_columns(runs_over=(is_ceiling() & ~meets(pl.col("value"))).fill_null(value=False))
    )
    return pl.concat([single, summed])


def select(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row a KPI that has any entry, from the rows of `observe`.

    Returns:
        ``actual_*``, ``previous_*``, ``final_year``/``_value`` (the first usable actual at or after the target's
        year), ``over_year``/``_value`` (where a sum first passes its ceiling), ``break``, ``withheld`` (the newest
        entry is suppressed), for each of the three actuals whether it is ``_soft``,
        and the sums of `kpitrack.progress.forecast.trend_sums`.
    """
    year = pl.col("year")
    usable = pl.when("usable").then(year)
    final = pl.when(pl.col("usable") & (year >= pl.col("target_year"))).then(year)
    over = pl.when("runs_over").then(year)
    chosen = rows.group_by("ref").agg(
        actual_year=usable.max(),
        actual_value=pl.col("value").max_by(usable),
        actual_status=pl.col("status").max_by(usable),
        actual_numerator=pl.col("numerator").max_by(usable),
        actual_denominator=pl.col("denominator").max_by(usable),
        actual_soft=pl.col("soft").max_by(usable),
        final_year=final.min(),
        final_value=pl.col("value").min_by(final),
        final_soft=pl.col("soft").min_by(final),
        over_year=over.min(),
        over_value=pl.col("value").min_by(over),
        over_soft=pl.col("soft").min_by(over),
        withheld=pl.col("status").max_by("year") == "suppressed",
        **trend_sums(),
        **{"break": (pl.col("usable") & (pl.col("status") == "break")).any()},
    )
    earlier = (
        rows.filter("usable")
        .select("ref", "year", "value")
        .join(chosen.select("ref", "actual_year"), on="ref")
        .filter(year < pl.col("actual_year"))
        .group_by("ref")
        .agg(previous_year=year.max(), previous_value=pl.col("value").max_by("year"))
    )
    return chosen.join(earlier, on="ref", how="left")


def missing_years(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The years that a sum lacks, ``ref`` and ``missing_years``, from the rows of `observe`."""
    known = rows.filter(pl.col("accumulation") == "sum", pl.col("usable"))
    due = (
        known.group_by("ref")
        .agg(first=pl.col("start_year").max() + 1, newest=pl.col("year").max(), end=pl.col("target_year").max())
        .select(
            "ref",
            year=pl.int_ranges(pl.col("first"), pl.min_horizontal("newest", "end") + 1, dtype=pl.Int32),
        )
        .explode("year", empty_as_null=False)
    )
    lacking = due.join(known.select("ref", "year"), on=["ref", "year"], how="anti")
    return lacking.group_by("ref").agg(missing_years=pl.col("year").sort())
