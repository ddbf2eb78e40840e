"""The status: the first that applies, in the order of the method's table."""

from __future__ import annotations

import polars as pl

from .comparing import TOLERANCE, better_than, first_reason, no_worse_than
from .targets import HELD, IS_MEAN, IS_OVER, IS_SUM, MET_EARLY, NUMBERLESS, distance, is_ceiling

_form, _y_t, _y_b = pl.col("target_form"), pl.col("target_year"), pl.col("start_year")
_y, _a, _b, _e = pl.col("actual_year"), pl.col("actual_value"), pl.col("start_value"), pl.col("expected")
_t, _better, _pace = pl.col("target_value"), pl.col("better"), pl.col("pace")
_lag, _frequency, _as_of = pl.col("lag"), pl.col("frequency"), pl.col("as_of")
_lacks_years = pl.col("missing_years").list.len() > 0
_incomplete = IS_SUM & _lacks_years
#: Statuses of a mean after its last year.
_nothing_to_average = IS_MEAN & _lacks_years & pl.col("final_value").is_null()
_held = _form.is_in(HELD) | IS_MEAN
_patience = _lag + _frequency - 1
_superseded = (pl.col("superseded_from") <= _as_of).fill_null(value=False)
_limit, _final_year = pl.col("limit"), pl.col("final_year")

#: Final statuses: no newer value is awaited.
SETTLED = ("achieved", "missed", "discontinued")
_DECIDED = ("achieved", "missed")


def add_status(kpis: pl.LazyFrame, on_track: float, at_risk: float) -> pl.LazyFrame:
    """Adds ``status``, ``reason``, ``decided_by_*`` and the flags beside the status.

    Args:
        kpis: With ``as_of``, the rates, ``meets_now``, ``meets_finally`` and the columns of `actual.select`.
        on_track: The pace from which a KPI is on track.
        at_risk: The pace from which it is at risk.
    """
    final, given_up = pl.col("_final"), pl.col("discontinued")
    before_given_up = (_y_t < pl.col("discontinued_year")) & (_final_year < pl.col("discontinued_year"))
    passed_before = pl.col("over_year") < pl.col("discontinued_year")
    status = (
        pl.when(_form.is_null() & ~given_up)
        .then(pl.lit("not_assessable"))
        .when((_as_of <= _y_b) & ~given_up)
        .then(pl.lit("not_started"))
        .when(pl.col("over_year").is_not_null() & (~given_up | passed_before))
        .then(pl.lit("missed"))
        .when(final.is_in(_DECIDED) & (~given_up | before_given_up))
        .then(final)
        .when(given_up)
        .then(pl.lit("discontinued"))
        .when(final.is_not_null())
        .then(final)
        .when((pl.col("upkeep") == "transcribed") & _a.is_null())
        .then(pl.lit("not_published"))
        .when(pl.col("unread") & _a.is_null())
        .then(pl.lit("not_read"))
        .when(_as_of > _y_t)
        .then(pl.when(_as_of <= _y_t + _patience).then(pl.lit("awaiting_final")).otherwise(pl.lit("no_final_data")))
        .when(_a.is_null() & pl.col("withheld"))
        .then(pl.lit("suppressed"))
        .when(_a.is_null())
        .then(pl.when(_as_of <= _y_b + _patience).then(pl.lit("not_due")).otherwise(pl.lit("no_data")))
        .otherwise(_undecided(on_track, at_risk))
    )
    return (
        kpis.with_columns(
            _final=_final(),
            _as_expected=no_worse_than(_a, _e, _better),
            discontinued=(pl.col("discontinued_year") <= _as_of).fill_null(value=False),
        )
        .with_columns(status=status)
        .with_columns(
            reason=pl.when(pl.col("status") == "not_assessable").then(_reason()),
            **{f"decided_by_{part}": _decided_by(part) for part in ("year", "value")},
            provisional=pl.coalesce("over_soft", "final_soft", "actual_soft", pl.lit(value=False)),
            last_before_target=pl.col("last_before_target") & ~pl.col("status").is_in(SETTLED),
        )
        .with_columns(stale=_stale(), improved=_improved())
        .with_columns(waits_for_year=_waits_for())
        .drop("_final", "_as_expected")
    )


def _final() -> pl.Expr:
    """The status by the actual that decides; null where there is none yet."""
    met = pl.col("meets_finally")
    short = _incomplete & (is_ceiling() | (_form == "range") | ~met)
    return (
        pl.when(_final_year.is_null())
        .then(None)
        .when(met.is_null() & ~_nothing_to_average)
        .then(pl.lit("not_assessable"))
        .when(short | (IS_MEAN & _lacks_years))
        .then(pl.lit("incomplete"))
        .when(met)
        .then(pl.lit("achieved"))
        .otherwise(pl.lit("missed"))
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
    as_good_as_expected = pl.col("_as_expected")
    fell = better_than(_b, _a, _better).fill_null(value=False)
    by_value = (
        pl.when(as_good_as_expected)
        .then(pl.lit("on_track"))
        .when(~as_good_as_expected & fell)
        .then(pl.lit("regressing"))
        .when(~as_good_as_expected)
        .then(pl.lit("off_track"))
    )
    met = pl.col("meets_now")
    # A yearly limit has no path toward it: each year is within it or not.
    on_the_way = _limit & ~pl.col("every_year")
    within = (
        pl.when(as_good_as_expected.fill_null(met))
        .then(pl.lit("on_track"))
        .when(met)
        .then(pl.lit("at_risk"))
        .when(~met)
        .then(pl.lit("off_track"))
    )
    early = met & _form.is_in(MET_EARLY) & ~pl.col("every_year") & ~IS_MEAN & ~is_ceiling()
    return (
        pl.when(early & as_good_as_expected.fill_null(value=True))
        .then(pl.when(_y_t.is_null()).then(pl.lit("achieved")).otherwise(pl.lit("achieved_early")))
        .when(_incomplete)
        .then(pl.lit("incomplete"))
        .when(on_the_way & met.is_not_null())
        .then(within)
        .when(_held & met)
        .then(pl.lit("on_track"))
        .otherwise(
            pl.coalesce(by_pace, pl.when(_held & ~met).then(pl.lit("off_track")), by_value, pl.lit("not_assessable"))
        )
    )


def _reason() -> pl.Expr:
    decides = _final_year.is_not_null()
    return first_reason(
        ("no_target", _form.is_null()),
        ("comparator_missing", decides & (_form == "parity_with")),
        ("no_reference_value", IS_OVER),
        ("no_target_value", decides & ~_form.is_in(NUMBERLESS)),
        ("no_baseline", decides & (_form == "improve")),
        ("no_target_year", _y_t.is_null()),
        ("no_target_value", _t.is_null() & ~_form.is_in(NUMBERLESS)),
        ("no_baseline", _b.is_null()),
        pl.col("reason_pace"),
    )


def _decided_by(part: str) -> pl.Expr:
    decided = pl.col("status").is_in(_DECIDED)
    return pl.when(decided).then(pl.coalesce(f"over_{part}", f"final_{part}", f"actual_{part}"))


def _improved() -> pl.Expr:
    """Whether a miss is better than the baseline; null without a baseline and for a sum."""
    decided = pl.col("decided_by_value")
    better = (
        pl.when(_form == "range").then(distance(decided) < distance(_b)).otherwise(better_than(decided, _b, _better))
    )
    return pl.when((pl.col("status") == "missed") & ~IS_SUM & _b.is_not_null()).then(better)


def _ended() -> pl.Expr:
    """Whether no value of the strategy is awaited: its last ones are in or overdue, it is replaced, or transcribed."""
    end = pl.col("period_end")
    last = (pl.coalesce(_y, _y_b) > end - _frequency) | (_as_of > end + _patience)
    return ((_as_of > end) & last).fill_null(value=False) | _superseded | (pl.col("upkeep") == "transcribed")


def _stale() -> pl.Expr:
    open_still = _y_t.is_null() | (_y < _y_t)
    late = (_y < _as_of - _patience) & open_still & ~pl.col("status").is_in(SETTLED)
    return late.fill_null(value=False) & ~_ended()


def _waits_for() -> pl.Expr:
    """The newest year whose value is due by now, else the first year; at most the target's year."""
    known = pl.coalesce(_y, _y_b)
    due = known + pl.max_horizontal((_as_of - _lag - known) // _frequency, pl.lit(1)) * _frequency
    waits = pl.col("status").is_in(["not_due", "no_data", "awaiting_final", "no_final_data"])
    nobody = _superseded | (pl.col("upkeep") == "transcribed")
    return pl.when((waits & ~nobody) | pl.col("stale")).then(pl.min_horizontal(due, _y_t).cast(pl.Int32))
