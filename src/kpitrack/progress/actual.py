"""The actuals that count: the newest usable one, the one before it, and the one that decides.

A usable actual has a value, is after the baseline's year and not after the as-of year, and is not a forecast.

All of this is one chain of expressions without self-joins, which Polars would plan again for each use.
"""

from __future__ import annotations

import polars as pl

from .comparing import settled
from .forecast import trend_points, trend_sums
from .targets import IS_MEAN, IS_WHOLE, is_ceiling, meets

#: SDMX P, E, I and U.
SOFT = ("provisional", "estimated", "imputed", "unreliable")

#: The verdict that a row is for: today's; the one by the actual before the newest, as of that actual's year; and, where
#: that actual decides, its final one as of today.
NOW, BEFORE, FINAL_BEFORE = 0, 1, 2
_TURN = pl.Int8

_NEEDED = (
    "ref", "start_year", "start_value", "target_year", "target_value", "target_form", "accumulation", "better",
    "limit_low", "limit_high", "_exclusive", "improve_over", "improve_year", "every_year", "frequency",
)  # fmt: skip
_year, _y_t, _frequency = pl.col("year"), pl.col("target_year"), pl.col("frequency")
#: Years after the target's year are not part of a sum or a mean.
_within = _y_t.is_null() | (_year <= _y_t)
#: The years whose value may decide: those after the last due year before the target's, up to the target's.
_in_window = (_year > _y_t - _frequency) & (_year <= _y_t)


def observe(kpis: pl.LazyFrame, actuals: pl.LazyFrame, as_of: int) -> pl.LazyFrame:
    """The actuals that count toward a verdict in ``as_of``.

    Args:
        kpis: One row a KPI, as `kpitrack.progress.targets.resolve` leaves it.
        actuals: As in `kpitrack.progress.schema.ACTUALS`.
        as_of: The fiscal year in which the verdict is given.

    Returns:
        One row for each entry after the baseline's year up to ``as_of``: that of ``actuals`` with ``amount`` (its
        value as recorded), ``usable``, ``usable_year`` (null where it is not), ``soft`` (provisional, estimated,
        imputed or unreliable) and ``meets`` (whether it is within the limits). ``value`` is for a sum the sum, and for
        a mean the mean, of the amounts known up to then, at most up to the target's year.
    """
    rows = (
        actuals.join(kpis.select(_NEEDED), on="ref", how="inner")
        .filter(_year > pl.col("start_year"), _year <= as_of)
        .with_columns(
            # A value from numerator and denominator is a quotient; it is compared as the decimal that it stands for.
            amount=pl.when(pl.col("numerator").is_not_null()).then(settled(pl.col("value"))).otherwise("value"),
            usable=pl.col("value").is_not_null()
            & (pl.col("status") != "forecast")
            & (pl.col("of").is_null() | (_year <= _judged_year())),
            soft=pl.col("status").is_in(SOFT),
        )
    )
    counted = pl.when(IS_WHOLE & pl.col("usable") & _within).then("amount")
    whole_ref = pl.when(IS_WHOLE).then("ref")  # null for all others: one group, since many groups take long
    rows = rows.with_columns(
        _total=counted.fill_null(0.0).cum_sum().over(whole_ref, order_by="year"),
        _largest=counted.fill_null(0.0).abs().cum_max().over(whole_ref, order_by="year"),
        _count=counted.is_not_null().cast(pl.Float64).cum_sum().over(whole_ref, order_by="year"),
    ).with_columns(
        _total=pl.when(~IS_MEAN).then("_total").when(pl.col("_count") > 0).then(pl.col("_total") / pl.col("_count"))
    )
    whole = pl.when("usable").then(settled(pl.col("_total"), pl.col("_largest")))
    return (
        rows.with_columns(
            value=pl.when(IS_WHOLE).then(whole).otherwise("amount"), usable_year=pl.when("usable").then("year")
        )
        .with_columns(meets=meets(pl.col("value")))
        .drop("_total", "_largest", "_count")
    )


def _judged_year() -> pl.Expr:
    """For a computed KPI, the newest year with all values, else the newest of those with the most values."""
    computed_ref = pl.when(pl.col("of").is_not_null()).then("ref")  # null for all others: one group, as in `observe`
    answered = pl.when(pl.col("value").is_not_null()).then(pl.min_horizontal("answered", "of"))
    most = answered == answered.max().over(computed_ref)
    return pl.when(most).then("year").max().over(computed_ref)


def in_turns(rows: pl.LazyFrame, as_of: int) -> pl.LazyFrame:
    """The rows of `observe`, repeated for each verdict: ``turn`` says which, ``as_of`` as of which year.

    ``newest_year`` and ``previous_year`` are those of the last two usable actuals.
    The verdict by the usable actual before the newest one ignores later values.
    """
    usable, newest, before = pl.col("usable_year"), pl.col("newest_year"), pl.col("previous_year")
    rows = rows.with_columns(
        newest_year=usable.max().over("ref"),
        _decides=pl.when(_in_window & ((_year == _y_t) | (as_of > _y_t))).then(usable).max().over("ref"),
    ).with_columns(previous_year=pl.when(_year < newest).then(usable).max().over("ref"))
    finally_too = (pl.col("_decides") == before) & (before < _y_t)
    turns = (
        pl.when((_year <= before) & finally_too)
        .then(pl.lit([NOW, BEFORE, FINAL_BEFORE], pl.List(_TURN)))
        .when(_year <= before)
        .then(pl.lit([NOW, BEFORE], pl.List(_TURN)))
        .otherwise(pl.lit([NOW], pl.List(_TURN)))
    )
    return (
        rows.with_columns(turn=turns)
        .explode("turn")
        .with_columns(
            as_of=pl.when(pl.col("turn") == BEFORE).then(before).otherwise(pl.lit(as_of, pl.Int32)),
            newest_year=pl.when(pl.col("turn") == NOW).then(newest).otherwise(before),
        )
        .drop("_decides")
    )


def in_years(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of `observe`, repeated for each year that has a usable actual, up to it; ``as_of`` is that year."""
    years = rows.filter("usable").select("ref", as_of="year")
    return (
        rows.join(years, on="ref")
        .filter(_year <= pl.col("as_of"))
        .with_columns(turn=pl.col("as_of"), newest_year=pl.col("as_of"), previous_year=pl.lit(None, pl.Int32))
    )


def select(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row a KPI and turn that has any entry, from the rows of `in_turns`: the earlier year first, today's last.

    Returns:
        ``ref``, ``turn``, ``as_of``; ``actual_*``, ``previous_*``, ``final_year``/``_value`` (the actual that decides:
        the newest of the years that may, else the first one after the target's), ``last_before_target`` (such a value
        is there, but the target's year is not over), ``over_year``/``_value`` (where a sum first passes its ceiling),
        ``break``, ``withheld`` (the newest entry is suppressed), for each of the three actuals whether it is
        ``_soft``; ``previous_amount``, and ``amount_*``, what an improvement on another year is held against;
        ``missing_years`` and ``missed_years``; ``least`` and ``most`` of the usable values; and the sums of
        `kpitrack.progress.forecast.trend_sums`.
    """
    usable = pl.col("usable_year")
    rows = rows.with_columns(
        _early=pl.when(_in_window).then(usable),
        _late=pl.when(_year > _y_t).then(usable),
        _before=pl.when(_year == pl.col("previous_year")).then(usable),
        _over=pl.when(is_ceiling() & ~pl.col("meets")).then("year"),
        _asked=pl.when(IS_WHOLE | pl.col("every_year")).then(usable),
        _missed=pl.when(pl.col("every_year") & _within & ~pl.col("meets")).then(usable),
        **trend_points(),
    )
    decides = pl.when((_year == _y_t) | (pl.col("as_of") > _y_t)).then("_early").max()
    rows = rows.with_columns(final_year=pl.coalesce(decides, pl.col("_late").min()).over("ref", "turn")).with_columns(
        _final=pl.when(_year == pl.col("final_year")).then(usable)
    )
    chosen = rows.group_by("ref", "turn").agg(
        pl.col("as_of", "previous_year", "final_year").first(),
        previous_value=pl.col("value").max_by("_before"),
        actual_year=pl.col("newest_year").first(),
        actual_value=pl.col("value").max_by(usable),
        actual_amount=pl.col("amount").max_by(usable),
        actual_status=pl.col("status").max_by(usable),
        actual_numerator=pl.col("numerator").max_by(usable),
        actual_denominator=pl.col("denominator").max_by(usable),
        actual_soft=pl.col("soft").max_by(usable),
        answered=pl.col("answered").max_by(usable),
        of=pl.col("of").max_by(usable),
        final_value=pl.col("value").max_by("_final"),
        final_soft=pl.col("soft").max_by("_final"),
        last_before_target=pl.col("_early").is_not_null().any(),
        over_year=pl.col("_over").min(),
        over_value=pl.col("value").min_by("_over"),
        over_soft=pl.col("soft").min_by("_over"),
        withheld=(pl.col("status") == "suppressed").max_by("year"),
        previous_amount=_amount_of(pl.col("newest_year") - _frequency),
        amount_named=_amount_of(pl.col("improve_year")),
        amount_before_final=_amount_of(pl.col("final_year") - _frequency),
        amount_before_target=_amount_of(_y_t - _frequency),
        least=pl.when("usable").then("amount").min(),
        most=pl.when("usable").then("amount").max(),
        _known=pl.col("_asked").drop_nulls(),
        missed_years=pl.col("_missed").drop_nulls(),
        **trend_sums(),
        **{"break": (pl.col("usable") & (pl.col("status") == "break")).any()},
    )
    return chosen.with_columns(
        pl.col("missed_years").list.sort(),
        last_before_target=pl.col("last_before_target") & pl.col("final_year").is_null(),
    ).sort("actual_year", "turn", descending=[False, True])


def _amount_of(year: pl.Expr) -> pl.Expr:
    """The usable value, as recorded, of ``year``."""
    return pl.when(pl.col("usable_year") == year).then("amount").max()


def missing_years() -> pl.Expr:
    """The missing years of a sum, a mean or a yearly target: up to the newest actual, or to the target's year.

    Needs the columns of `select` beside those of the KPI.
    """
    known, y_t = pl.col("_known"), pl.col("target_year")
    end = pl.when(pl.col("final_year").is_not_null()).then(y_t).otherwise(pl.min_horizontal("actual_year", y_t))
    due = pl.int_ranges(pl.col("start_year") + 1, pl.coalesce(end, pl.col("start_year")) + 1, dtype=pl.Int32)
    return pl.when(known.list.len() > 0).then(due.list.set_difference(known).list.sort())
