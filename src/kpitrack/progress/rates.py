"""The rates: one function each, which gives the formula and the reasons why it is undefined.

Sources: the progress score of ESCAP's Asia and the Pacific SDG Progress Report (`progress`), the ratio of growth rates
of Eurostat's SDG monitoring (`growth_ratio`), and the 達成率 and 進捗率 of Japanese municipalities (the others).
"""

from __future__ import annotations

import polars as pl

from .comparing import better_than, first_reason, toward_better
from .targets import IS_SCALE, MOVES, distance

_form, _better = pl.col("target_form"), pl.col("better")
_b, _t, _a, _e = pl.col("start_value"), pl.col("target_value"), pl.col("actual_value"), pl.col("expected")
_y_b, _y_t, _y = pl.col("start_year"), pl.col("target_year"), pl.col("actual_year")
_parity, _range = _form == "parity_with", _form == "range"
_by_time = _form.is_in(["parity_with", "range"])
_amount, _previous = pl.col("actual_amount"), pl.col("previous_amount")

_NO_ACTUAL = ("no_actual", _a.is_null())
_NO_BASELINE = ("no_baseline", _b.is_null())
_NO_TARGET = ("no_target", _form.is_null())
_NO_YEAR = ("no_target_year", _y_t.is_null())
_NO_TIME = ("no_time", _y_t <= _y_b)
_LOWER = ("lower_is_better", _better == "lower")
_HIGHER = ("higher_is_better", (_better != "lower").fill_null(value=True))
_LIMIT = ("limit", pl.col("limit"))
_NOT_LIMIT = ("no_limit", ~pl.col("limit"))
_SCALE = ("scale", IS_SCALE)
_NO_DIRECTION = ("no_direction", _better.is_null())
_EQUAL = ("target_equals_baseline", _t == _b)
_NO_NUMBER, _OF_TARGET = pl.col("_no_number"), pl.col("_of_target")
_NO_EXPECTED = pl.col("reason_expected")

Rate = tuple[pl.Expr, pl.Expr]
"""A formula, and the reason why it is undefined; null where it is defined."""


def add_rates(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Adds every rate of `kpitrack.progress.schema.RATES` but the forecast's, and ``reason_<rate>``.

    Needs the columns of `targets.resolve`, `actual.select`, `path.expected` and `moving.against`.
    """
    kpis = kpis.with_columns(_no_number=_no_number())
    kpis = kpis.with_columns(_of_target=first_reason(_NO_TARGET, _NO_ACTUAL, _NO_NUMBER))
    for step in (
        {"elapsed": elapsed(), "progress": progress(), "change": change()},
        {
            "attainment": attainment(),
            "against_expected": against_expected(),
            "pace": pace(),
            "difference": difference(),
            "improvement": improvement(),
            "growth_ratio": growth_ratio(),
            "remaining": remaining(),
            "needed_per_year": needed_per_year(),
            "inverse_attainment": inverse(_t, _OF_TARGET),
            "inverse_against_expected": inverse(_e, _NO_EXPECTED),
            "mirrored_attainment": mirrored(_t, _OF_TARGET, "target_not_positive"),
            "mirrored_against_expected": mirrored(_e, _NO_EXPECTED, "expected_not_positive"),
            "ratio_to_target": ratio_to_target(),
            "deviation": deviation(),
            "on_previous": on_previous(),
            "gap_to_expected": gap_to_expected(),
            "allowance_used": allowance_used(),
        },
    ):
        kpis = kpis.with_columns(
            **{name: formula for name, (formula, _) in step.items()},
            **{f"reason_{name}": reason for name, (_, reason) in step.items()},
        ).with_columns(one for name in step for one in _as_far_as_defined(name))
    return kpis.drop("_no_number", "_of_target")


def _as_far_as_defined(name: str) -> tuple[pl.Expr, pl.Expr]:
    """A rate where it has no reason to be undefined and its formula gave a number, and the reasons."""
    rate, reason = pl.col(name), pl.col(f"reason_{name}")
    return (
        pl.when(reason.is_null() & rate.is_finite()).then(rate),
        first_reason(reason, ("beyond_computing", ~rate.is_finite())),
    )


def _no_number() -> pl.Expr:
    """Why there is no t: a moving target has none, and a relative one needs a baseline."""
    return first_reason(
        ("moving_target", MOVES),
        ("no_target_year", (_form == "percent_per_year") & _y_t.is_null()),
        ("no_target_value", _t.is_null()),
    )


def attainment() -> Rate:
    """A / t, 実績÷目標."""
    return _a / _t, first_reason(_NO_TARGET, _LOWER, _SCALE, _NO_ACTUAL, _NO_NUMBER, ("target_not_positive", _t <= 0))


def against_expected() -> Rate:
    """A / e, 実績÷期待値."""
    return _a / _e, first_reason(_LOWER, _SCALE, _NO_EXPECTED, ("expected_not_positive", _e <= 0))


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
        _LIMIT,
        _NO_ACTUAL,
        _NO_BASELINE,
        ("comparator_missing", _parity & (start.is_null() | now.is_null())),
        pl.when(~_by_time).then(_NO_NUMBER),
        ("no_gap_at_baseline", _parity & (start == _b)),
        ("baseline_in_range", _range & (distance(_b) == 0)),
        ("target_equals_baseline", ~_by_time & (_t == _b)),
    )


def pace() -> Rate:
    """(a − b) / (e − b); for parity and a range progress / elapsed."""
    # A mean to be held at a level worse than its baseline: a fall toward it is no progress.
    backward = better_than(_b, _t, _better).fill_null(value=False)
    toward = better_than(_e, _b, _better).fill_null(value=False) & ~backward
    formula = pl.when(_by_time).then(pl.col("progress") / pl.col("elapsed")).otherwise((_a - _b) / (_e - _b))
    return formula, first_reason(
        _NO_TARGET,
        _LIMIT,
        pl.when(_by_time).then(pl.coalesce("reason_progress", "reason_elapsed")),
        _NO_ACTUAL,
        _NO_BASELINE,
        pl.when(~_by_time).then(_NO_EXPECTED),
        ("expected_not_toward_target", ~_by_time & ~toward),
    )


def elapsed() -> Rate:
    """(y − y_b) / (y_t − y_b), at most 1."""
    formula = pl.min_horizontal((_y - _y_b) / (_y_t - _y_b), pl.lit(1.0))
    return formula, first_reason(_NO_TARGET, _NO_ACTUAL, _NO_YEAR, _NO_TIME)


def change() -> Rate:
    """(a − b) / abs(b)."""
    return (_a - _b) / _b.abs(), first_reason(_SCALE, _NO_ACTUAL, _NO_BASELINE, ("zero_baseline", _b == 0))


def difference() -> Rate:
    """A − b, in the KPI's unit."""
    return _a - _b, first_reason(_NO_ACTUAL, _NO_BASELINE)


def improvement() -> Rate:
    """`change`, negated where lower is better."""
    return toward_better(pl.col("change"), _better), first_reason(pl.col("reason_change"), _NO_DIRECTION)


def growth_ratio() -> Rate:
    """Growth observed / growth required, each compound per year."""
    observed = (_a / _b) ** (1 / (_y - _y_b)) - 1
    required = (_t / _b) ** (1 / (_y_t - _y_b)) - 1
    return observed / required, first_reason(
        _NO_TARGET,
        _LIMIT,
        _SCALE,
        _NO_YEAR,
        _NO_TIME,
        _NO_NUMBER,
        ("zero_baseline", _b == 0),
        ("zero_target", _t == 0),
        ("mixed_sign", (_b * _t < 0) | (_b * _a < 0)),
        ("zero_required_growth", _t == _b),
        ("needs_two_points", _a.is_null() | _b.is_null()),
    )


def remaining() -> Rate:
    """T − a, signed."""
    return _t - _a, _OF_TARGET


def needed_per_year() -> Rate:
    """(t − a) / (y_t − y)."""
    return (_t - _a) / (_y_t - _y), first_reason(_OF_TARGET, _NO_YEAR, ("target_year_reached", _y >= _y_t))


def inverse(asked: pl.Expr, missing: pl.Expr) -> Rate:
    """T / a or e / a, where lower is better."""
    return asked / _a, first_reason(_HIGHER, _SCALE, missing, ("actual_not_positive", _a <= 0))


def mirrored(asked: pl.Expr, missing: pl.Expr, not_positive: str) -> Rate:
    """2 − a / t or 2 − a / e, which towns print as (2t − a) ÷ t where lower is better."""
    return 2 - _a / asked, first_reason(_HIGHER, _SCALE, missing, (not_positive, asked <= 0))


def ratio_to_target() -> Rate:
    """A / t in either direction, so that it does not tell good from bad."""
    return _a / _t, first_reason(_SCALE, _OF_TARGET, ("zero_target", _t == 0))


def deviation() -> Rate:
    """(a − t) / abs(t), positive where the actual is better than the target."""
    return toward_better((_a - _t) / _t.abs(), _better), first_reason(
        _SCALE, _OF_TARGET, ("zero_target", _t == 0), _NO_DIRECTION
    )


def on_previous() -> Rate:
    """(a − a₋) / abs(a₋), with the recorded value of the year before; positive where the actual is better."""
    return toward_better((_amount - _previous) / _previous.abs(), _better), first_reason(
        _SCALE,
        _NO_ACTUAL,
        ("no_previous_value", _previous.is_null()),
        ("zero_previous_value", _previous == 0),
        _NO_DIRECTION,
    )


def gap_to_expected() -> Rate:
    """A − e in the KPI's unit, positive where the actual is better."""
    return toward_better(_a - _e, _better), first_reason(_NO_ACTUAL, _NO_EXPECTED, _NO_DIRECTION)


def allowance_used() -> Rate:
    """(a − b) / (t − b): the share of the allowed worsening that is used up."""
    return (_a - _b) / (_t - _b), first_reason(_NO_TARGET, _NOT_LIMIT, _NO_ACTUAL, _EQUAL)
