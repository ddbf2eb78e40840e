"""Grading schemes, compiled to expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from .comparing import at_least, more_than
from .question import Ladder, Rung
from .schema import VERDICTS

#: The comparison of a rate with its bound.
_COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "at_least": at_least,
    "more_than": more_than,
    "at_most": lambda left, right: at_least(right, left),
    "less_than": lambda left, right: more_than(right, left),
}
#: Rates in the KPI's unit, which are not printed as percentages.
_IN_UNITS = frozenset({"difference"})
_OTHERWISE = -1


def add_grades(kpis: pl.LazyFrame, known: Mapping[str, Ladder], grading: str | None = None) -> pl.LazyFrame:
    """Adds ``grade_scheme``, ``grade``, ``grade_label``, ``grade_label_en`` and ``grade_index``.

    Args:
        kpis: With rates, status, the columns ``scheme`` and ``rounding_*``.
        known: The schemes by name. A KPI whose scheme is not among them has no grade.
        grading: The scheme by which all are graded, instead of each by its own.
    """
    chosen = {name: ladder for name, ladder in known.items() if grading in {None, name}}
    name = pl.lit(grading, pl.String) if grading is not None else pl.col("scheme")
    # One `when` for each scheme: the index is a number only where the scheme applies.
    index = pl.coalesce(
        pl.lit(None, pl.Int16), *(pl.when(name == key).then(place(ladder)) for key, ladder in chosen.items())
    )
    return (
        kpis.with_columns(grade_index=index)
        .with_columns(grade_scheme=pl.when(pl.col("grade_index").is_not_null()).then(name))
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
        holds = _holds(ladder.rungs[index], judged, rounded=ladder.rounded)
        found = pl.when(holds.is_null()).then(fallback).when(holds).then(pl.lit(index, pl.Int16)).otherwise(found)
    return found


def _holds(rung: Rung, judged: pl.Expr, *, rounded: bool) -> pl.Expr:
    """Whether all conditions hold; null where that is unknown."""
    conditions = [
        _COMPARISONS[comparison](_rate(name, rounded=rounded), _bound(bound, rounded=rounded))
        for name, comparison, bound in rung.bounds
    ]
    if rung.statuses is None or conditions:
        conditions.append(pl.when(judged).then(pl.lit(value=True)))
    if rung.statuses is not None:
        conditions.append(pl.col("status").is_in(rung.statuses))
    return pl.all_horizontal(conditions)


def _bound(bound: float | str, *, rounded: bool) -> pl.Expr:
    return _rate(bound, rounded=rounded) if isinstance(bound, str) else pl.lit(bound, pl.Float64)


def _rate(name: str, *, rounded: bool) -> pl.Expr:
    if not rounded:
        return pl.col(name)
    scale = 1.0 if name in _IN_UNITS else 100.0
    return as_printed(pl.col(name) * scale, pl.col("rounding_decimals"), pl.col("rounding_mode")) / scale


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
