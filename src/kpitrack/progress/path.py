"""The expected path: straight from the baseline to the target, through the milestones, along a curve or in steps."""

from __future__ import annotations

import polars as pl

from .comparing import first_reason, settled
from .frames import Frames
from .targets import IS_MEAN, IS_OVER, IS_SUM, resolve

_form = pl.col("target_form")
_b, _t = pl.col("start_value"), pl.col("target_value")
_y_b, _y_t = pl.col("start_year"), pl.col("target_year")
_at = pl.col("_at")
#: Forms with the same target in every year, so that e is t.
_each_year = pl.col("every_year") | IS_MEAN
_two_words = (pl.col("scale").list.len() == 2).fill_null(value=False)


def expected(asked: pl.LazyFrame, milestones: pl.LazyFrame, year: str) -> pl.LazyFrame:
    """Adds ``expected``, the path's value in the year of the column ``year``, and ``reason_expected``.

    Args:
        asked: ``ref`` and the columns of `kpitrack.progress.targets.resolve`; a KPI may come with several years, in
            their order.
        milestones: As in `kpitrack.progress.schema.MILESTONES`.
        year: The column that holds the year asked for; null gives null.

    The path is flat after the target's year. Milestones without a baseline make a path from the first of them on;
    without a target, up to the last of them.
    """
    at = pl.min_horizontal(pl.col(year), pl.when(pl.col(year).is_not_null()).then(_y_t))
    low = milestones.select("ref", _low_year="year", _low_value="value").sort("_low_year")
    high = milestones.select("ref", _high_year="year", _high_value="value").sort("_high_year")
    asked = (
        asked.with_columns(_at=at)
        .join_asof(low, by="ref", left_on="_at", right_on="_low_year", coalesce=False, check_sortedness=False)
        .join_asof(
            high,
            by="ref",
            left_on="_at",
            right_on="_high_year",
            strategy="forward",
            allow_exact_matches=False,
            coalesce=False,
            check_sortedness=False,
        )
        .with_columns(
            _before=pl.col("_low_year") > _y_b,
            # The target of its year goes before a milestone that says otherwise.
            _after=(pl.col("_high_year") > _y_b)
            & (_y_t.is_null() | (pl.col("_high_year") < _y_t) | ((pl.col("_high_year") == _y_t) & _t.is_null())),
        )
    )
    before, after = (pl.col(name).fill_null(value=False) for name in ("_before", "_after"))
    return (
        asked.with_columns(
            _has_stones=before | after,
            _low_year=pl.when(before).then("_low_year").when(_b.is_not_null()).then(_y_b),
            _low_value=pl.when(before).then("_low_value").otherwise(_b),
            _high_year=pl.when(after).then("_high_year").when(_t.is_not_null()).then(_y_t),
            _high_value=pl.when(after).then("_high_value").otherwise(_t),
        )
        .with_columns(expected=pl.when(~IS_OVER).then(_value()))
        .with_columns(expected=_settled())
        .with_columns(reason_expected=pl.when(pl.col("expected").is_null()).then(_reason()))
        .drop("_at", "_low_year", "_low_value", "_high_year", "_high_value", "_has_stones", "_before", "_after")
    )


def paths(frames: Frames) -> pl.LazyFrame:
    """The path of every KPI over the years of its chart.

    The years run from the first to the last of the baseline's, the actuals', the milestones' and the target's.

    Args:
        frames: from `kpitrack.progress.frames.build`.

    Returns:
        ``ref``, ``year`` and ``expected``, in the KPI's unit and null off the path; sorted by both.
    """
    kpis = resolve(frames.kpis.lazy())
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
        .explode("asked")
    )
    return (
        expected(kpis.join(years, on="ref", maintain_order="left_right"), milestones, "asked")
        .select("ref", year="asked", expected=pl.when(pl.col("asked") >= pl.col("start_year")).then("expected"))
        .sort("ref", "year")
    )


def _settled() -> pl.Expr:
    """The expected value: as written, or, if interpolated, as the decimal that it stands for."""
    e, low, high = pl.col("expected"), pl.col("_low_value"), pl.col("_high_value")
    return pl.when((e == low) | (e == high) | (e == _t)).then(e).otherwise(settled(e, low, high))


def _value() -> pl.Expr:
    low_year, low, high_year, high = (pl.col(name) for name in ("_low_year", "_low_value", "_high_year", "_high_value"))
    straight = low + (high - low) * ((_at - low_year) / (high_year - low_year))
    # A sum starts at zero, from which no compound curve rises.
    curved = (pl.col("compounding") == "compound") & ~IS_SUM & ~pl.col("_has_stones")
    return (
        pl.when(_at.is_null())
        .then(None)
        .when(_each_year)
        .then(pl.when(_at > _y_b).then(_t))
        .when((_at == _y_t) & _t.is_not_null() & low_year.is_not_null())
        .then(_t)
        .when(curved & _t.is_not_null())
        .then(_b * (1 + pl.col("target_number")) ** (_at - _y_b))
        .when(low_year == _at)
        .then(low)
        .when(high_year > low_year)
        .then(pl.when(_two_words).then(low).otherwise(straight))
    )


def _reason() -> pl.Expr:
    return first_reason(
        ("no_target", _form.is_null() & ~pl.col("_has_stones")),
        ("no_actual", _at.is_null()),
        (
            "outside_milestones",
            pl.col("_has_stones") & (_b.is_null() | _form.is_null() | _t.is_null() | _y_t.is_null()),
        ),
        ("moving_target", (_form == "parity_with") | IS_OVER),
        ("no_target_year", _y_t.is_null()),
        ("no_baseline", _b.is_null()),
        ("no_target_value", _t.is_null()),
    )
