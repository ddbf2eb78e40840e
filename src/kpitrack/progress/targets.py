"""What a target comes to: its number, the bounds within which it is met, and the better direction.

A new form is one line in `NUMBERS` or `_bounds`.
"""

from __future__ import annotations

import polars as pl

from .comparing import TOLERANCE, at_least, more_than

#: Met as soon as a value meets it, though the target's year has not come.
MET_EARLY = ("value", "times_baseline", "change", "percent_change", "percent_per_year", "parity_with")
#: On track while they hold.
HELD = ("hold", "range", "improve")
#: Met by a comparison that is not with one absolute number.
NUMBERLESS = ("range", "parity_with", "improve")

_b, _n = pl.col("start_value"), pl.col("target_number")
#: What a relative target is relative to: the baseline as it is written, also that of a sum, whose path starts at 0.
_base = pl.col("baseline_value")
_years = pl.col("target_year") - pl.col("start_year")
_form = pl.col("target_form")

#: A multiple of zero is undefined.
_multiple_of = pl.when(_base != 0).then(_base)

#: The absolute number that each form comes to. Parity, a range and improvement have none.
NUMBERS = {
    "value": _n,
    "times_baseline": _multiple_of * _n,
    "change": _base + _n,
    "percent_change": _multiple_of * (1 + _n),
    "percent_per_year": pl.when(pl.col("compounding") == "simple")
    .then(_multiple_of * (1 + _n * _years))
    .otherwise(_multiple_of * (1 + _n) ** _years),
    "hold": pl.coalesce(_n, _base),
}


def resolve(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Adds the columns that follow from baseline and target alone.

    These are ``start_year`` (y_b), ``start_value`` (b), ``target_value`` (t), ``better`` and ``better_assumed``,
    ``limit_low`` and ``limit_high``.
    """
    is_sum = pl.col("accumulation") == "sum"
    return (
        kpis.with_columns(
            start_year=pl.coalesce("baseline_year", pl.col("period_start") - 1),
            start_value=pl.when(is_sum).then(pl.lit(0.0)).otherwise(pl.col("baseline_value")),
        )
        .with_columns(target_value=pl.coalesce(*(pl.when(_form == form).then(n) for form, n in NUMBERS.items())))
        # A growth of many per cent over a century is no number any more.
        .with_columns(target_value=pl.when(pl.col("target_value").is_finite()).then("target_value"))
        .with_columns(_better=pl.coalesce("better", _shown_direction()))
        .with_columns(
            better=pl.when(_form != "range").then(pl.coalesce("_better", pl.lit("higher"))).otherwise("_better"),
            better_assumed=(pl.col("_better").is_null() & (_form != "range")).fill_null(value=False),
        )
        .with_columns(**_bounds())
        .drop("_better")
    )


def _shown_direction() -> pl.Expr:
    """The direction that baseline and target show; null where they show none."""
    t = pl.col("target_value")
    return (
        pl.when(_form == "hold")
        .then(pl.when(pl.col("hold") == "at_least").then(pl.lit("higher")).otherwise(pl.lit("lower")))
        .when(_form == "range")
        .then(_way(_b, pl.col("target_low"), pl.col("target_high")))
        .when(_form == "change")
        .then(_way(pl.lit(0.0), _n, _n))
        .when((_form == "percent_per_year") & t.is_null())
        .then(_way(pl.lit(0.0), _n * _base.sign(), _n * _base.sign()))
        .otherwise(_way(_b, t, t))
    )


def _way(start: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return pl.when(more_than(low, start)).then(pl.lit("higher")).when(more_than(start, high)).then(pl.lit("lower"))


def _bounds() -> dict[str, pl.Expr]:
    """Between which values the target is met; parity gets its own when the comparator is known."""
    better, t = pl.col("better"), pl.col("target_value")
    allowed = t.abs() * pl.coalesce("tolerance", pl.lit(0.0))
    point = pl.when(_form == "improve").then(_b).otherwise(t)
    return {
        "limit_low": pl.when(_form == "range")
        .then("target_low")
        .when((_form == "hold") & (pl.col("hold") == "at_least"))
        .then(t - allowed)
        .when((_form != "hold") & (better == "higher"))
        .then(point),
        "limit_high": pl.when(_form == "range")
        .then("target_high")
        .when((_form == "hold") & (pl.col("hold") == "at_most"))
        .then(t + allowed)
        .when((_form != "hold") & (better == "lower"))
        .then(point),
    }


def meets(value: pl.Expr) -> pl.Expr:
    """Whether ``value`` lies within the limits; null where it or every limit is unknown.

    Under ``strict`` equality does not count; nor does standing still where the target is to improve.
    """
    low, high = pl.col("limit_low"), pl.col("limit_high")
    exclusive = pl.col("strict") | (_form == "improve")
    above = pl.when(exclusive).then(more_than(value, low)).otherwise(at_least(value, low))
    below = pl.when(exclusive).then(more_than(high, value)).otherwise(at_least(high, value))
    return pl.when(value.is_not_null() & (low.is_not_null() | high.is_not_null())).then(
        (low.is_null() | above) & (high.is_null() | below)
    )


def distance(value: pl.Expr) -> pl.Expr:
    """How far ``value`` lies outside the range; 0 within."""
    return pl.max_horizontal(pl.col("target_low") - value, value - pl.col("target_high"), pl.lit(0.0))


def is_ceiling() -> pl.Expr:
    """A sum that is to stay below its target. One that is to fall below zero lies beyond its start, and is a goal."""
    below = (pl.col("better") == "lower") & (pl.col("target_value") >= -TOLERANCE)
    return ((pl.col("accumulation") == "sum") & below).fill_null(value=False)
