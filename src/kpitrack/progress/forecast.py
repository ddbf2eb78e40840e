"""The forecast: the least squares line through the baseline and all usable actuals, at the target's year."""

from __future__ import annotations

import polars as pl

from .comparing import TOLERANCE, first_reason, settled
from .moving import limited_by
from .targets import IS_OVER, IS_SCALE, IS_SUM, IS_WHOLE, meets

_b, _t, _f = pl.col("start_value"), pl.col("target_value"), pl.col("forecast_value")
#: The reliable digits of a line through several points.
_CERTAIN = 11
_incomplete = IS_SUM & (pl.col("missing_years").list.len().fill_null(0) > 0)
#: What 100 % is in the unit.
_whole = (
    pl.when(pl.col("unit").is_in(["%", "％"]))
    .then(100.0)
    .when(pl.col("unit") == "‰")
    .then(1000.0)
    .when(pl.col("unit") == "割")
    .then(10.0)
    .when(pl.col("actual_denominator").is_not_null())
    .then(1.0)
)


def trend_points() -> dict[str, pl.Expr]:
    """``_x`` and ``_y`` of each actual that a least squares line goes by; null of the others.

    Years count from the baseline's and values from its value (from 0 where there is none), so that the baseline
    itself adds nothing to their sums and large values lose no digits.
    """
    within = ~IS_WHOLE | pl.col("target_year").is_null() | (pl.col("year") <= pl.col("target_year"))
    counts = pl.when(pl.col("usable") & within)
    return {
        "_x": counts.then((pl.col("year") - pl.col("start_year")).cast(pl.Float64)),
        "_y": counts.then(pl.col("value") - pl.coalesce("start_value", pl.lit(0.0))),
    }


def trend_sums() -> dict[str, pl.Expr]:
    """The sums over a KPI's actuals that a least squares line needs, from `trend_points`."""
    x, y = pl.col("_x"), pl.col("_y")
    terms = {"n": x.is_not_null().cast(pl.Float64), "x": x, "y": y, "xy": x * y, "xx": x * x}
    return {f"trend_{name}": term.sum() for name, term in terms.items()}


def add_forecast(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Adds ``forecast_value``, ``forecast_clipped``, ``forecast_progress``, their reasons, ``forecast_meets_target``.

    Needs ``status``, since a decided KPI has no forecast.
    """
    low, high = (pl.min_horizontal, pl.max_horizontal)
    known = (_b, _t, pl.col("target_low"), pl.col("target_high"))
    line = pl.col("_line")
    share = (low(*known, "least") >= 0) & (high(*known, "most") <= _whole) & ~IS_SUM
    clipped = pl.when("_share").then(line.clip(0.0, _whole)).otherwise(line)
    why = first_reason(_reason(), ("beyond_computing", ~line.is_finite()))
    return (
        limited_by(kpis, "comparator_target")
        .with_columns(_line=_line(), _share=share.fill_null(value=False))
        .with_columns(reason_forecast_value=why)
        .with_columns(
            forecast_value=pl.when(pl.col("reason_forecast_value").is_null()).then(clipped),
            forecast_clipped=(
                pl.col("reason_forecast_value").is_null() & ((line - clipped).abs() > TOLERANCE * _whole)
            ).fill_null(value=False),
        )
        .with_columns(
            reason_forecast_progress=first_reason(
                pl.col("reason_forecast_value"),
                ("limit", pl.col("limit")),
                ("moving_target", (pl.col("target_form") == "parity_with") | IS_OVER),
                ("no_target_value", _t.is_null()),
                ("no_baseline", _b.is_null()),
                ("target_equals_baseline", _t == _b),
            )
        )
        .with_columns(
            forecast_progress=pl.when(pl.col("reason_forecast_progress").is_null()).then((_f - _b) / (_t - _b)),
            _line=settled(_f, _b, pl.col("least"), pl.col("most"), digits=_CERTAIN),  # it may come to zero
        )
        .with_columns(forecast_meets_target=meets(line))
        .drop("_line", "_share")
    )


def _line() -> pl.Expr:
    """The line's value at the target's year; meaningless where `_reason` gives a reason."""
    n = _points()
    x, y, xy, xx = (pl.col(f"trend_{name}") for name in ("x", "y", "xy", "xx"))
    slope = (n * xy - x * y) / (n * xx - x * x)
    at = pl.col("target_year") - pl.col("start_year")
    return pl.coalesce(_b, pl.lit(0.0)) + y / n + slope * (at - x / n)


def _reason() -> pl.Expr:
    """Why there is no forecast; null where there is one. A sum with a missing year has no line."""
    return first_reason(
        ("no_target", pl.col("target_form").is_null()),
        ("decided", pl.col("status").is_in(["achieved", "missed", "discontinued"])),
        ("scale", IS_SCALE),
        ("no_target_year", pl.col("target_year").is_null()),
        ("no_actual", pl.col("actual_value").is_null()),
        ("incomplete", _incomplete),
        ("needs_two_points", ~(_points() >= 2).fill_null(value=False)),
    )


def _points() -> pl.Expr:
    return pl.col("trend_n") + _b.is_not_null().cast(pl.Float64)
