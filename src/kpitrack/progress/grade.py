"""Grading schemes, compiled to expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from kpitrack.model.vocabulary import is_in_the_unit

from .comparing import at_least, more_than
from .question import Headline, Ladder, Rung
from .schema import VERDICTS

#: The comparison of a rate with its bound.
_COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "at_least": at_least,
    "more_than": more_than,
    "at_most": lambda left, right: at_least(right, left),
    "less_than": lambda left, right: more_than(right, left),
}
#: Rates to the target or to what was expected, and what they count as where none is asked for and there is none.
_TO_ZERO: Mapping[str, float] = {
    "attainment": 1, "against_expected": 1, "inverse_attainment": 1, "inverse_against_expected": 1,
    "mirrored_attainment": 1, "mirrored_against_expected": 1, "ratio_to_target": 1, "deviation": 0,
}  # fmt: skip
#: A fall that is to be limited is still on the good side of its limit: these would praise it.
_NOT_OF_LIMITS = frozenset({*_TO_ZERO, "remaining", "gap_to_expected"})
_DECIDED = ("achieved", "missed")
_OTHERWISE = -1


def add_grades(kpis: pl.LazyFrame, known: Mapping[str, Ladder], grading: str | None = None) -> pl.LazyFrame:
    """Adds ``grade_scheme``, ``grade``, ``grade_label``, ``grade_label_en``, ``grade_index`` and ``grade_rate_*``.

    Args:
        kpis: With rates, status, the flags ``limit``, ``every_year`` and ``meets_now``, ``turned``, the columns
            ``scheme`` and ``rounding_*``.
        known: The schemes by name. A KPI whose scheme is not among them has no grade.
        grading: The scheme by which all are graded, instead of each by its own.
    """
    chosen = {name: ladder for name, ladder in known.items() if grading in {None, name}}
    name = pl.lit(grading, pl.String) if grading is not None else pl.col("scheme")
    with_rate = [key for key, ladder in chosen.items() if ladder.rate is not None]
    # One `when` for each scheme: the index is a number only where the scheme applies.
    index = pl.coalesce(
        pl.lit(None, pl.Int16), *(pl.when(name == key).then(place(ladder)) for key, ladder in chosen.items())
    )
    return (
        kpis.with_columns(grade_index=index, **_own_rates(chosen, name))
        .with_columns(grade_scheme=pl.when(pl.col("grade_index").is_not_null() | name.is_in(with_rate)).then(name))
        .join(_words(chosen), on=["grade_scheme", "grade_index"], how="left", maintain_order="left")
    )


def place(ladder: Ladder) -> pl.Expr:
    """The place of the first grade whose conditions all hold.

    It is -1 where an examined rate is undefined, there are no data, or no grade fits; in these cases it is null if the
    scheme has no ``otherwise``.
    """
    # A KPI without data, or given up, has no rates: the last grade, which has no conditions, is not for it.
    judged = pl.col("actual_value").is_not_null() & (pl.col("status") != "discontinued")
    fallback = pl.lit(None if ladder.otherwise is None else _OTHERWISE, pl.Int16)
    found = fallback
    for index in reversed(range(len(ladder.rungs))):
        holds = _holds(ladder.rungs[index], judged, ladder)
        found = pl.when(holds.is_null()).then(fallback).when(holds).then(pl.lit(index, pl.Int16)).otherwise(found)
    return found


def _holds(rung: Rung, judged: pl.Expr, ladder: Ladder) -> pl.Expr:
    """Whether all conditions hold; null where that is unknown."""
    conditions = [
        _COMPARISONS[comparison](_rate(name, ladder), _bound(bound, ladder)) for name, comparison, bound in rung.bounds
    ]
    if rung.turned is not None:
        # Where nothing can be compared, nothing has turned.
        conditions.append(pl.col("turned").is_in(rung.turned).fill_null(value=False))
    if rung.final is not None:
        conditions.append(pl.col("status").is_in(_DECIDED) == rung.final)
    if rung.statuses is None or conditions:
        conditions.append(pl.when(judged).then(pl.lit(value=True)))
    if rung.statuses is not None:
        conditions.append(pl.col("status").is_in(rung.statuses))
    return pl.all_horizontal(conditions)


def _bound(bound: float | str, ladder: Ladder) -> pl.Expr:
    return _rate(bound, ladder) if isinstance(bound, str) else pl.lit(bound, pl.Float64)


def _rate(name: str, ladder: Ladder) -> pl.Expr:
    # A scheme whose conditions say `rate` names one; see `kpitrack.model.settings.Scheme`.
    rate = _own_rate(ladder.rate) if name == "rate" and ladder.rate else _asked(name)
    if not ladder.rounded:
        return rate
    own = (*ladder.rate.higher, *ladder.rate.lower) if ladder.rate else ()
    scale = 1.0 if is_in_the_unit(name, own) else 100.0  # others are printed as percentages
    return as_printed(rate * scale, pl.col("rounding_decimals"), pl.col("rounding_mode")) / scale


def _asked(name: str) -> pl.Expr:
    """A rate as conditions see it."""
    rate = pl.col(name)
    if name in _TO_ZERO:
        reached = (pl.col("target_value") == 0) & (pl.col("better") == "lower") & pl.col("meets_now")
        rate = pl.when(reached).then(pl.lit(_TO_ZERO[name], pl.Float64)).otherwise(rate)
    if name in _NOT_OF_LIMITS:
        # Where every year counts, each year is judged by itself.
        held = pl.col("limit") & ~pl.col("every_year") & ~pl.col("status").is_in(_DECIDED)
        rate = pl.when(~held).then(rate)
    return rate


def _own_rate(rate: Headline) -> pl.Expr:
    higher, lower = (pl.coalesce(*map(_asked, names)) for names in (rate.higher, rate.lower))
    return pl.when(pl.col("better") == "lower").then(lower).otherwise(higher)


def _own_rates(chosen: Mapping[str, Ladder], scheme: pl.Expr) -> dict[str, pl.Expr]:
    """The rate that each KPI's scheme calls its own: which it is, its value, and what the scheme calls it."""
    named = {key: ladder.rate for key, ladder in chosen.items() if ladder.rate is not None}

    def of_each(what: Callable[[Headline], pl.Expr], dtype: type[pl.DataType]) -> pl.Expr:
        return pl.coalesce(
            pl.lit(None, dtype), *(pl.when(scheme == key).then(what(rate)) for key, rate in named.items())
        )

    return {
        "grade_rate_name": of_each(_which, pl.String),
        "grade_rate_value": of_each(_own_rate, pl.Float64),
        "grade_rate_label": of_each(lambda rate: pl.lit(rate.label, pl.String), pl.String),
        "grade_rate_label_en": of_each(lambda rate: pl.lit(rate.label_en, pl.String), pl.String),
    }


def _which(rate: Headline) -> pl.Expr:
    """The name of the rate that is the first to be defined."""
    higher, lower = (
        pl.coalesce(*(pl.when(_asked(name).is_not_null()).then(pl.lit(name)) for name in names))
        for names in (rate.higher, rate.lower)
    )
    return pl.when(pl.col("better") == "lower").then(lower).otherwise(higher)


def as_printed(number: pl.Expr, decimals: pl.Expr, mode: pl.Expr) -> pl.Expr:
    """``number`` rounded as its owner prints it.

    A double next to a tie counts as the tie: 2415 / 2000 is 120.75%, and 120.8% by half up; 5163 / 4000 is 129.075%,
    and 129.0% truncated.
    """
    power = pl.lit(10.0) ** decimals.cast(pl.Float64)
    scaled = number.abs() * power
    slack = pl.max_horizontal(scaled * 1e-12, pl.lit(1e-9))
    down = (scaled + slack).floor()
    tie = (scaled - down - 0.5).abs() <= slack
    up = (scaled + 0.5 + slack).floor()
    whole = (
        pl.when(mode == "truncate")
        .then(down)
        .when((mode == "half_even") & tie & (down % 2 == 0))
        .then(down)
        .otherwise(up)
    )
    return number.sign() * whole / power


def _words(chosen: Mapping[str, Ladder]) -> pl.LazyFrame:
    """The words of every grade, by scheme and place."""
    rows = [
        (name, index, rung.grade, rung.label, rung.label_en)
        for name, ladder in chosen.items()
        for index, rung in [*enumerate(ladder.rungs), (_OTHERWISE, ladder.otherwise)]
        if rung is not None
    ]
    columns = ("grade_scheme", "grade_index", "grade", "grade_label", "grade_label_en")
    return pl.LazyFrame(rows, schema={column: VERDICTS[column] for column in columns}, orient="row")
