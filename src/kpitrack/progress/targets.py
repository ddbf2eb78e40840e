"""Resolving targets: the number, the bounds within which the target is met, and the better direction.

A new form is one line in `NUMBERS` or `_bounds`.
"""

from __future__ import annotations

import polars as pl

from .comparing import better_than, settled

#: Forms that are achieved by any value that meets them, even before the target's year.
MET_EARLY = ("value", "times_baseline", "change", "percent_change", "percent_per_year", "parity_with")
#: Forms that are on track while the target holds.
HELD = ("hold", "range", "improve")
#: Forms that are not compared with one absolute number.
NUMBERLESS = ("range", "parity_with", "improve")

_b, _n, _t = pl.col("start_value"), pl.col("target_number"), pl.col("target_value")
#: The base of relative targets: the baseline as written, even for a sum, whose path starts at 0.
_base = pl.col("baseline_value")
_years = pl.col("target_year") - pl.col("start_year")
_form, _better = pl.col("target_form"), pl.col("better")

IS_SUM = pl.col("accumulation") == "sum"
IS_MEAN = pl.col("accumulation") == "mean"
#: Accumulations whose value of a year covers all years since the baseline.
IS_WHOLE = pl.col("accumulation").is_in(["sum", "mean"])
#: References of improvement other than the baseline.
IS_OVER = (pl.col("improve_over").is_in(["previous", "year"])).fill_null(value=False)
IS_SCALE = pl.col("scale").is_not_null()
#: Whether the target moves, with another series or with the values of other years; a column that `resolve` adds.
MOVES = pl.col("_moves")

#: A multiple of zero is undefined.
_multiple_of = pl.when(_base != 0).then(_base)

#: The absolute number of each form. Parity, a range and improvement have none.
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
    ``limit_low`` and ``limit_high``, ``limit``, and `MOVES`.
    """
    no_direction = (_form == "range") & ~IS_SCALE
    return (
        kpis.with_columns(
            start_year=pl.coalesce("baseline_year", pl.col("period_start") - 1),
            start_value=pl.when(IS_SUM).then(pl.lit(0.0)).otherwise(pl.col("baseline_value")),
            _exclusive=pl.col("strict") | ((_form == "improve") & pl.col("improve_by").is_null()),
            _moves=(_form == "parity_with").fill_null(value=False) | IS_OVER,
        )
        .with_columns(target_value=pl.coalesce(*(pl.when(_form == form).then(n) for form, n in NUMBERS.items())))
        # Growth of many percent over a century exceeds every number.
        .with_columns(target_value=pl.when(_t.is_finite()).then(_settled_number()))
        .with_columns(_better=pl.coalesce(pl.when(IS_SCALE).then(pl.lit("higher")), "better", _shown_direction()))
        .with_columns(
            better=pl.when(no_direction).then("_better").otherwise(pl.coalesce("_better", pl.lit("higher"))),
            better_assumed=(pl.col("_better").is_null() & ~no_direction).fill_null(value=False),
        )
        .with_columns(limit=_is_limit().fill_null(value=False), _allowed=_allowed())
        .with_columns(_allowed=pl.coalesce(settled(pl.col("_allowed"), _t), _t))
        .with_columns(**_bounds())
        .drop("_better", "_allowed")
    )


def _settled_number() -> pl.Expr:
    """The number of a target: as written, or, if computed, the decimal that it stands for."""
    written = _form.is_in(["value", "hold"])
    return pl.when(written).then(_t).otherwise(settled(_t, _base, pl.when(_form == "change").then(_n)))


def _shown_direction() -> pl.Expr:
    """The direction from baseline to target; null where there is none."""
    return (
        pl.when(_form == "hold")
        .then(pl.when(pl.col("hold") == "at_least").then(pl.lit("higher")).otherwise(pl.lit("lower")))
        .when(_form == "range")
        .then(_way(_b, pl.col("target_low"), pl.col("target_high")))
        .when(_form == "value")
        .then(_way(_b, _t, _t))
        .otherwise(_way(pl.lit(0.0), _asked_change(), _asked_change()))
    )


def _asked_change() -> pl.Expr:
    """What has the sign of the change that a relative form asks for; also for a sum, whose path starts at 0.

    30% less of −100 is −70, and higher. An unknown baseline is taken to be positive.
    """
    share = pl.when(_form == "times_baseline").then(_n - 1).otherwise(_n)
    return pl.when(_form == "change").then(_n).otherwise(share * _base.sign().fill_null(1.0))


def _way(start: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return pl.when(low > start).then(pl.lit("higher")).when(start > high).then(pl.lit("lower"))


def _is_limit() -> pl.Expr:
    """Whether the target is a limit: a ceiling, or a hold whose bound is worse than the baseline."""
    worse = better_than(_b, _t, pl.when(pl.col("hold") == "at_least").then(pl.lit("higher")).otherwise(pl.lit("lower")))
    return ((_form == "hold") & worse & ~IS_MEAN).fill_null(value=False) | is_ceiling()


def is_ceiling() -> pl.Expr:
    """Whether a sum is to stay below its target. A negative target is beyond the start at zero, so it is a goal."""
    return (IS_SUM & (_better == "lower") & (_t >= 0)).fill_null(value=False)


def _allowed() -> pl.Expr:
    """The bound of a hold with its tolerance; null where it has none."""
    slack = _t.abs() * pl.col("tolerance")
    return pl.when(pl.col("hold") == "at_least").then(_t - slack).otherwise(_t + slack)


def _bounds() -> dict[str, pl.Expr]:
    """The bounds within which the target is met; those of moving targets are set later, by `limited_by`."""
    point = pl.when(_form == "improve").then(pl.when(~IS_OVER).then(_b)).otherwise(_t)
    return {
        "limit_low": pl.when(_form == "range")
        .then("target_low")
        .when((_form == "hold") & (pl.col("hold") == "at_least"))
        .then("_allowed")
        .when((_form != "hold") & (_better == "higher"))
        .then(point),
        "limit_high": pl.when(_form == "range")
        .then("target_high")
        .when((_form == "hold") & (pl.col("hold") == "at_most"))
        .then("_allowed")
        .when((_form != "hold") & (_better == "lower"))
        .then(point),
    }


def meets(value: pl.Expr) -> pl.Expr:
    """Whether ``value`` lies within the limits; null where it or every limit is unknown.

    Equality does not count for ``strict`` targets, nor for an improvement without an amount.
    """
    low, high, exclusive = pl.col("limit_low"), pl.col("limit_high"), pl.col("_exclusive")
    above = pl.when(exclusive).then(value > low).otherwise(value >= low)
    below = pl.when(exclusive).then(high > value).otherwise(high >= value)
    return pl.when(value.is_not_null() & (low.is_not_null() | high.is_not_null())).then(
        (low.is_null() | above) & (high.is_null() | below)
    )


def distance(value: pl.Expr) -> pl.Expr:
    """How far ``value`` is outside the range; 0 within."""
    return pl.max_horizontal(pl.col("target_low") - value, value - pl.col("target_high"), pl.lit(0.0))
