"""The status: the first that fits, in the order of the method's table."""

from __future__ import annotations

import polars as pl

from .comparing import TOLERANCE, better_than, first_reason, no_worse_than
from .targets import HELD, MET_EARLY, NUMBERLESS, is_ceiling

_form, _y_t, _y_b = pl.col("target_form"), pl.col("target_year"), pl.col("start_year")
_y, _a, _b, _e = pl.col("actual_year"), pl.col("actual_value"), pl.col("start_value"), pl.col("expected")
_pace, _lag = pl.col("pace"), pl.col("lag")
_incomplete = pl.col("missing_years").list.len() > 0
_held = _form.is_in(HELD)
_patience = _lag + pl.col("frequency") - 1

#: Those after which no newer value is waited for.
SETTLED = ("achieved", "missed", "discontinued")


def add_status(kpis: pl.LazyFrame, as_of: int, on_track: float, at_risk: float) -> pl.LazyFrame:
    """Adds ``status``, ``reason``, ``decided_by_*`` and the flags ``provisional``, ``stale`` and ``waits_for_year``.

    Args:
        kpis: With the rates, ``meets_now``, ``meets_finally`` and the columns of `actual.select`.
        as_of: The fiscal year in which the verdict is given.
        on_track: From which pace on a KPI is on track.
        at_risk: From which pace on it is at risk.
    """
    final, undecided = _final(), _undecided(on_track, at_risk)
    status = (
        pl.when(pl.col("discontinued_year") <= as_of)
        .then(pl.lit("discontinued"))
        .when(_form.is_null())
        .then(pl.lit("not_assessable"))
        .when(as_of <= _y_b)
        .then(pl.lit("not_started"))
        .when(pl.col("over_year").is_not_null())
        .then(pl.lit("missed"))
        .when(final.is_not_null())
        .then(final)
        .when((as_of > _y_t) & pl.col("final_year").is_null())
        .then(pl.when(as_of <= _y_t + _lag).then(pl.lit("awaiting_final")).otherwise(pl.lit("no_final_data")))
        .when(_a.is_null() & pl.col("withheld"))
        .then(pl.lit("suppressed"))
        .when(_a.is_null())
        .then(pl.when(as_of <= _y_b + _patience).then(pl.lit("not_due")).otherwise(pl.lit("no_data")))
        .otherwise(undecided)
    )
    return (
        kpis.with_columns(status=status)
        .with_columns(
            reason=pl.when(pl.col("status") == "not_assessable").then(_reason()),
            **{f"decided_by_{part}": _decided_by(part) for part in ("year", "value")},
            provisional=pl.coalesce("over_soft", "final_soft", "actual_soft", pl.lit(value=False)),
        )
        .with_columns(stale=_stale(as_of), waits_for_year=_waits_for(as_of))
    )


def _final() -> pl.Expr:
    """By the first usable actual at or after the target's year; null where nothing can be held against it."""
    met = pl.col("meets_finally")
    return (
        pl.when(met.is_not_null() & _incomplete & (is_ceiling() | (_form == "range") | ~met))
        .then(pl.lit("incomplete"))
        .when(met)
        .then(pl.lit("achieved"))
        .when(~met)
        .then(pl.lit("missed"))
    )


def _undecided(on_track: float, at_risk: float) -> pl.Expr:
    by_pace = (
        pl.when(_pace >= on_track - TOLERANCE)
        .then(pl.lit("on_track"))
        .when(_pace >= at_risk - TOLERANCE)
        .then(pl.lit("at_risk"))
        .when(_pace >= -TOLERANCE)
        .then(pl.lit("off_track"))
        .when(_pace.is_not_null())
        .then(pl.lit("regressing"))
    )
    better = pl.col("better")
    as_good_as_expected = no_worse_than(_a, _e, better)
    # A ceiling's sum starts at zero, which it can only leave: that is no fall below a baseline.
    fell = better_than(_b, _a, better).fill_null(value=False) & ~is_ceiling()
    by_value = (
        pl.when(as_good_as_expected)
        .then(pl.lit("on_track"))
        .when(~as_good_as_expected & fell)
        .then(pl.lit("regressing"))
        .when(~as_good_as_expected)
        .then(pl.lit("off_track"))
    )
    met = pl.col("meets_now")
    return (
        pl.when(met & _form.is_in(MET_EARLY) & ~is_ceiling() & pl.col("final_year").is_null())
        .then(pl.when(_y_t.is_null()).then(pl.lit("achieved")).otherwise(pl.lit("achieved_early")))
        .when(_incomplete)
        .then(pl.lit("incomplete"))
        .when(_held & met)
        .then(pl.lit("on_track"))
        .otherwise(
            pl.coalesce(by_pace, pl.when(_held & ~met).then(pl.lit("off_track")), by_value, pl.lit("not_assessable"))
        )
    )


def _reason() -> pl.Expr:
    return first_reason(
        ("no_target", _form.is_null()),
        ("no_target_year", _y_t.is_null()),
        ("no_target_value", pl.col("target_value").is_null() & ~_form.is_in(NUMBERLESS)),
        ("no_baseline", _b.is_null()),
        pl.col("reason_pace"),
    )


def _decided_by(part: str) -> pl.Expr:
    decided = pl.col("status").is_in(["achieved", "missed"])
    return pl.when(decided).then(pl.coalesce(f"over_{part}", f"final_{part}", f"actual_{part}"))


def _stale(as_of: int) -> pl.Expr:
    open_still = _y_t.is_null() | (_y < _y_t)
    return ((_y < as_of - _patience) & open_still & ~pl.col("status").is_in(SETTLED)).fill_null(value=False)


def _waits_for(as_of: int) -> pl.Expr:
    """The newest year whose value is due by now, or the first one where none is due yet; not past the target's."""
    known, step = pl.coalesce(_y, _y_b), pl.col("frequency")
    due = known + pl.max_horizontal((as_of - _lag - known) // step, pl.lit(1)) * step
    waits = pl.col("status").is_in(["not_due", "no_data", "awaiting_final", "no_final_data"])
    return pl.when(waits | _stale(as_of)).then(pl.min_horizontal(due, _y_t).cast(pl.Int32))
