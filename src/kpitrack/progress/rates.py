"""The rates: one function each, that gives the formula and the reasons for which it is undefined.

Sources: the progress score of ESCAP's Asia and the Pacific SDG Progress Report (`progress`, `forecast_progress`), the
ratio of growth rates of Eurostat's SDG monitoring (`growth_ratio`), and the 達成率 and 進捗率 of Japanese
municipalities (`attainment`, `against_expected`, `progress`, `pace`).
"""

from __future__ import annotations

import polars as pl

from . import forecast
from .comparing import better_than, equal, first_reason
from .targets import distance, is_ceiling, meets

_form, _better = pl.col("target_form"), pl.col("better")
_b, _t, _a, _e = pl.col("start_value"), pl.col("target_value"), pl.col("actual_value"), pl.col("expected")
_y_b, _y_t, _y = pl.col("start_year"), pl.col("target_year"), pl.col("actual_year")
_parity, _range = _form == "parity_with", _form == "range"

_NO_ACTUAL = ("no_actual", _a.is_null())
_NO_BASELINE = ("no_baseline", _b.is_null())
_NO_TARGET = ("no_target", _form.is_null())
_NO_YEAR = ("no_target_year", _y_t.is_null())
_NO_TIME = ("no_time", _y_t <= _y_b)
_LOWER = ("lower_is_better", _better == "lower")
#: Why there is no t: what is to reach parity moves, and a relative target may have nothing to be relative to.
_NO_NUMBER = first_reason(
    ("moving_target", _parity),
    ("no_target_year", _t.is_null() & (_form == "percent_per_year") & _y_t.is_null()),
    ("no_target_value", _t.is_null()),
)

Rate = tuple[pl.Expr, pl.Expr]
"""A formula, and why it is undefined; null where it is not."""


def add_rates(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Adds every rate of `kpitrack.progress.schema.RATES`, ``reason_<rate>`` and ``forecast_meets_target``.

    Needs the columns of `targets.resolve`, `actual.select`, `path.expected` and `parity.against`.
    """
    for step in (
        {"elapsed": elapsed(), "progress": progress(), "change": change(), "forecast_value": forecast_value()},
        {
            "attainment": attainment(),
            "against_expected": against_expected(),
            "pace": pace(),
            "difference": difference(),
            "improvement": improvement(),
            "growth_ratio": growth_ratio(),
            "forecast_progress": forecast_progress(),
            "remaining": remaining(),
            "needed_per_year": needed_per_year(),
        },
    ):
        kpis = kpis.with_columns(
            first_reason(reason, ("beyond_computing", ~formula.is_finite())).alias(f"reason_{name}")
            for name, (formula, reason) in step.items()
        ).with_columns(
            pl.when(pl.col(f"reason_{name}").is_null()).then(formula).alias(name) for name, (formula, _) in step.items()
        )
    return kpis.with_columns(forecast_meets_target=pl.when(~_parity).then(meets(pl.col("forecast_value"))))


def attainment() -> Rate:
    """A / t, 実績÷目標."""
    return _a / _t, first_reason(_NO_TARGET, _LOWER, _NO_ACTUAL, _NO_NUMBER, ("target_not_positive", _t <= 0))


def against_expected() -> Rate:
    """A / e, 実績÷期待値."""
    return _a / _e, first_reason(_LOWER, pl.col("reason_expected"), ("expected_not_positive", _e <= 0))


def progress() -> Rate:
    """(a − b) / (t − b); for parity the share of the gap that is closed, for a range of the distance."""
    start, now = pl.col("comparator_start"), pl.col("comparator_value")
    formula = (
        pl.when(_parity)
        .then(((start - _b) - (now - _a)) / (start - _b))
        .when(_range)
        .then(1 - distance(_a) / distance(_b))
        .otherwise((_a - _b) / (_t - _b))
    )
    return formula, first_reason(
        _NO_TARGET,
        _NO_ACTUAL,
        _NO_BASELINE,
        ("comparator_missing", _parity & (start.is_null() | now.is_null())),
        pl.when(~_parity & ~_range).then(_NO_NUMBER),
        ("no_gap_at_baseline", _parity & equal(start, _b)),
        ("baseline_in_range", _range & equal(distance(_b), pl.lit(0.0))),
        ("target_equals_baseline", ~_parity & ~_range & equal(_t, _b)),
    )


def pace() -> Rate:
    """(a − b) / (e − b); for parity and a range progress / elapsed."""
    by_time = _parity | _range
    # A floor below the baseline lies on the worse side of it: a fall through it would show as a fast pace.
    backward = better_than(_b, _t, _better).fill_null(value=False)
    toward = better_than(_e, _b, _better).fill_null(value=False) & ~backward
    formula = pl.when(by_time).then(pl.col("progress") / pl.col("elapsed")).otherwise((_a - _b) / (_e - _b))
    return formula, first_reason(
        _NO_TARGET,
        pl.when(by_time).then(pl.coalesce("reason_progress", "reason_elapsed")),
        _NO_ACTUAL,
        _NO_BASELINE,
        pl.when(~by_time).then(pl.col("reason_expected")),
        # Below a ceiling, less than expected is better; a ratio to it would grade the wrong way round.
        ("ceiling", ~by_time & is_ceiling()),
        ("expected_not_toward_target", ~by_time & ~toward),
    )


def elapsed() -> Rate:
    """(y − y_b) / (y_t − y_b), at most 1."""
    formula = pl.min_horizontal((_y - _y_b) / (_y_t - _y_b), pl.lit(1.0))
    return formula, first_reason(_NO_TARGET, _NO_ACTUAL, _NO_YEAR, _NO_TIME)


def change() -> Rate:
    """(a − b) / abs(b)."""
    return (_a - _b) / _b.abs(), first_reason(_NO_ACTUAL, _NO_BASELINE, ("zero_baseline", _b == 0))


def difference() -> Rate:
    """A − b, in the KPI's unit."""
    return _a - _b, first_reason(_NO_ACTUAL, _NO_BASELINE)


def improvement() -> Rate:
    """`change`, its sign turned where lower is better."""
    rate = pl.col("change")
    return pl.when(_better == "lower").then(-rate).otherwise(rate), first_reason(
        pl.col("reason_change"), ("no_direction", _better.is_null())
    )


def growth_ratio() -> Rate:
    """Growth observed / growth required, each compound per year."""
    observed = (_a / _b) ** (1 / (_y - _y_b)) - 1
    required = (_t / _b) ** (1 / (_y_t - _y_b)) - 1
    return observed / required, first_reason(
        _NO_TARGET,
        _NO_YEAR,
        _NO_TIME,
        _NO_NUMBER,
        ("zero_baseline", _b == 0),
        ("zero_target", _t == 0),
        ("mixed_sign", (_b * _t < 0) | (_b * _a < 0)),
        ("zero_required_growth", equal(_t, _b)),
        ("needs_two_points", _a.is_null() | _b.is_null()),
    )


def forecast_value() -> Rate:
    """The least squares line at the target's year."""
    return forecast.value(), forecast.reason()


def forecast_progress() -> Rate:
    """(f − b) / (t − b)."""
    return (pl.col("forecast_value") - _b) / (_t - _b), first_reason(
        pl.col("reason_forecast_value"),
        _NO_NUMBER,
        _NO_BASELINE,
        ("target_equals_baseline", equal(_t, _b)),
    )


def remaining() -> Rate:
    """T − a, signed."""
    return _t - _a, first_reason(_NO_TARGET, _NO_ACTUAL, _NO_NUMBER)


def needed_per_year() -> Rate:
    """(t − a) / (y_t − y)."""
    return (_t - _a) / (_y_t - _y), first_reason(
        _NO_TARGET, _NO_ACTUAL, _NO_NUMBER, _NO_YEAR, ("target_year_reached", _y >= _y_t)
    )
