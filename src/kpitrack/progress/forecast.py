"""The forecast: the least squares line through the baseline and all usable actuals since, read at the target's year."""

from __future__ import annotations

import polars as pl

from .comparing import first_reason


def trend_sums() -> dict[str, pl.Expr]:
    """The sums over a KPI's actuals that a least squares line needs.

    Years count from the baseline's and values from its value (from 0 where there is none), so that the baseline
    itself adds nothing to them and large values lose no digits.
    """
    within = (
        (pl.col("accumulation") != "sum") | pl.col("target_year").is_null() | (pl.col("year") <= pl.col("target_year"))
    )
    counts = pl.when(pl.col("usable") & within)
    x = (pl.col("year") - pl.col("start_year")).cast(pl.Float64)
    y = pl.col("value") - pl.coalesce("start_value", pl.lit(0.0))
    terms = {"n": pl.lit(1.0), "x": x, "y": y, "xy": x * y, "xx": x * x}
    return {f"trend_{name}": counts.then(term).sum() for name, term in terms.items()}


def value() -> pl.Expr:
    """The line at the target's year; without meaning where `reason` gives one."""
    b = pl.col("start_value")
    n = _points()
    x, y, xy, xx = (pl.col(f"trend_{name}") for name in ("x", "y", "xy", "xx"))
    slope = (n * xy - x * y) / (n * xx - x * x)
    at = pl.col("target_year") - pl.col("start_year")
    return pl.coalesce(b, pl.lit(0.0)) + y / n + slope * (at - x / n)


def reason() -> pl.Expr:
    """Why there is no forecast; null where there is one. A sum that lacks a year has no line."""
    return first_reason(
        ("no_target", pl.col("target_form").is_null()),
        ("no_target_year", pl.col("target_year").is_null()),
        ("no_actual", pl.col("actual_value").is_null()),
        ("missing_years", _incomplete()),
        ("needs_two_points", ~(_points() >= 2).fill_null(value=False)),
    )


def _points() -> pl.Expr:
    return pl.col("trend_n") + pl.col("start_value").is_not_null().cast(pl.Float64)


def _incomplete() -> pl.Expr:
    return pl.col("missing_years").list.len().fill_null(0) > 0
