"""Moving targets: with another series (parity), or with the values of other years (improvement on them)."""

from __future__ import annotations

import polars as pl

from .comparing import settled, toward_better
from .targets import MOVES

_parity = pl.col("target_form") == "parity_with"


def against(kpis: pl.LazyFrame, comparators: pl.LazyFrame) -> pl.LazyFrame:
    """What KPIs with a moving target are compared with.

    Adds ``comparator_start`` (the comparator times the ratio in the baseline's year), ``comparator_value`` and
    ``comparator_final`` (what the newest actual and the deciding one are held against) and ``comparator_target`` (what
    one of the target's year is; null for parity). ``better`` follows from the first where it was assumed; the limits
    are set by `limited_by`. Needs the columns of `kpitrack.progress.actual.select`.
    """
    for year, name in (
        ("start_year", "comparator_start"), ("actual_year", "comparator_value"), ("final_year", "comparator_final"),
    ):  # fmt: skip
        series = comparators.select(comparator="key", **{year: "year", name: "value"})
        kpis = kpis.join(series, on=["comparator", year], how="left", maintain_order="left").with_columns(
            (pl.col(name) * pl.coalesce("parity_ratio", pl.lit(1.0))).alias(name)
        )
    gap = pl.col("comparator_start") - pl.col("start_value")
    shown = pl.when(gap > 0).then(pl.lit("higher")).when(gap < 0).then(pl.lit("lower"))
    shows = _parity & pl.col("better_assumed") & shown.is_not_null()
    kpis = kpis.with_columns(
        better=pl.when(shows).then(shown).otherwise("better"),
        better_assumed=pl.col("better_assumed") & ~shows.fill_null(value=False),
        previous_amount=_amount("previous_amount", "actual_year"),
        comparator_target=pl.lit(None, pl.Float64),
        _value=_reference("previous_amount", "actual_year"),
        _final=_reference("amount_before_final", "final_year"),
        _target=_reference("amount_before_target", "target_year"),
        _by=toward_better(pl.col("improve_by"), pl.col("better")),
    )
    # A target over other years asks for what is to be reached from the value there, or for that value itself where no
    # amount is named; one that is held against a series, for the value of that, which stands there already.
    asked = {f"comparator_{part}": pl.col(f"_{part}") for part in ("value", "final", "target")}
    return (
        kpis.with_columns(pl.coalesce(_reached(of), name).alias(name) for name, of in asked.items())
        .with_columns(
            *(pl.coalesce(settled(pl.col(name), of), of).alias(name) for name, of in asked.items()),
            comparator_start=settled(pl.col("comparator_start")),
        )
        .drop("_value", "_final", "_target", "_by")
    )


def _amount(recorded: str, year: str) -> pl.Expr:
    """The value of ``year`` less the frequency: the baseline's in its year, else ``recorded``."""
    at_start = pl.col(year) - pl.col("frequency") == pl.col("start_year")
    return pl.when(at_start).then("baseline_value").otherwise(recorded)


def _reference(recorded: str, year: str) -> pl.Expr:
    """The value that ``year`` is to improve on; null where it is unknown, or the named year has not passed."""
    named = pl.when(pl.col("improve_year") == pl.col("start_year")).then("baseline_value").otherwise("amount_named")
    return (
        pl.when(pl.col("improve_over") == "previous")
        .then(_amount(recorded, year))
        .when((pl.col("improve_over") == "year") & (pl.col(year) > pl.col("improve_year")))
        .then(named)
    )


def _reached(reference: pl.Expr) -> pl.Expr:
    """What a value must reach to improve on ``reference`` by the amount asked for; null where none is."""
    by = pl.col("_by")
    return reference + pl.when("improve_by_ratio").then(reference.abs() * by).otherwise(by)


def limited_by(kpis: pl.LazyFrame, comparator: str) -> pl.LazyFrame:
    """Sets the limits of moving targets from the column ``comparator``."""
    better = pl.col("better")
    return kpis.with_columns(
        limit_low=pl.when(~MOVES).then("limit_low").when(better == "higher").then(comparator),
        limit_high=pl.when(~MOVES).then("limit_high").when(better == "lower").then(comparator),
    )
