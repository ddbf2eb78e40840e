"""The expected path: straight from the baseline to the target, through the milestones, or along a compound curve."""

from __future__ import annotations

import polars as pl

from .comparing import first_reason

_form = pl.col("target_form")
_b, _t = pl.col("start_value"), pl.col("target_value")
_y_b, _y_t = pl.col("start_year"), pl.col("target_year")
_at = pl.col("_at")


def expected(asked: pl.LazyFrame, milestones: pl.LazyFrame, year: str) -> pl.LazyFrame:
    """Adds ``expected``, the path's value in the year of the column ``year``, and ``reason_expected``.

    Args:
        asked: ``ref`` and the columns of `kpitrack.progress.targets.resolve`; a KPI may come with several years.
        milestones: As in `kpitrack.progress.schema.MILESTONES`.
        year: The column that holds the year asked for; null gives null.

    The path is flat after the target's year. Milestones without a baseline make a path from the first of them on;
    without a target, up to the last of them.
    """
    asked = asked.with_columns(
        _at=pl.min_horizontal(pl.col(year), pl.when(pl.col(year).is_not_null()).then(_y_t)),
    )
    stones = milestones.join(asked.select("ref", "_at", "start_year", "target_year"), on="ref").filter(
        pl.col("year") > _y_b, _y_t.is_null() | (pl.col("year") <= _y_t)
    )
    before = pl.when(pl.col("year") <= _at).then("year")
    after = pl.when(pl.col("year") > _at).then("year")
    around = stones.group_by("ref", "_at").agg(
        _low_year=before.max(),
        _low_value=pl.col("value").max_by(before),
        _high_year=after.min(),
        _high_value=pl.col("value").min_by(after),
    )
    return (
        asked.join(around, on=["ref", "_at"], how="left")
        .with_columns(_has_stones=pl.col("_low_year").is_not_null() | pl.col("_high_year").is_not_null())
        .with_columns(
            _low_year=pl.coalesce("_low_year", pl.when(_b.is_not_null()).then(_y_b)),
            _low_value=pl.coalesce("_low_value", _b),
            _high_year=pl.coalesce("_high_year", pl.when(_t.is_not_null()).then(_y_t)),
            _high_value=pl.coalesce("_high_value", _t),
        )
        .with_columns(expected=_value())
        .with_columns(reason_expected=pl.when(pl.col("expected").is_null()).then(_reason()))
        .drop("_at", "_low_year", "_low_value", "_high_year", "_high_value", "_has_stones")
    )


def _value() -> pl.Expr:
    low_year, low, high_year, high = (pl.col(name) for name in ("_low_year", "_low_value", "_high_year", "_high_value"))
    straight = low + (high - low) * ((_at - low_year) / (high_year - low_year))
    # A sum starts from zero, from which no curve rises.
    curved = (pl.col("compounding") == "compound") & (pl.col("accumulation") != "sum") & ~pl.col("_has_stones")
    return (
        pl.when(_at.is_null())
        .then(None)
        .when((_at == _y_t) & _t.is_not_null() & low_year.is_not_null())
        .then(_t)
        .when(curved & _t.is_not_null())
        .then(_b * (1 + pl.col("target_number")) ** (_at - _y_b))
        .when(low_year == _at)
        .then(low)
        .when(high_year > low_year)
        .then(straight)
    )


def _reason() -> pl.Expr:
    return first_reason(
        ("no_target", _form.is_null() & ~pl.col("_has_stones")),
        ("no_actual", _at.is_null()),
        (
            "outside_milestones",
            pl.col("_has_stones") & (_b.is_null() | _form.is_null() | _t.is_null() | _y_t.is_null()),
        ),
        ("moving_target", _form == "parity_with"),
        ("no_target_year", _y_t.is_null()),
        ("no_baseline", _b.is_null()),
        ("no_target_value", _t.is_null()),
    )
