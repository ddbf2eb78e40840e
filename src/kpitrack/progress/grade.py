"""Grading schemes, compiled to expressions."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from typing import cast

import polars as pl

from kpitrack.model.record import LocalizedText, plain
from kpitrack.model.schemes import BUILT_IN
from kpitrack.model.settings import Bound, Grade, RateName, Scheme, Settings, When

from .comparing import at_least, more_than
from .schema import VERDICTS

#: What a rate's bound is compared by.
_COMPARISONS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "at_least": at_least,
    "more_than": more_than,
    "at_most": lambda left, right: at_least(right, left),
    "less_than": lambda left, right: more_than(right, left),
}
#: Rates that are values in the KPI's unit, not ratios printed as percentages.
_IN_UNITS = frozenset({"difference"})
_OTHERWISE = -1


def schemes(settings: Settings | None = None) -> Mapping[str, Scheme]:
    """The built-in schemes and those of ``settings``, which override built-in ones of the same name.

    A built-in scheme is loaded when it is asked for.
    """
    own = (settings.schemes if settings else None) or {}
    # Nothing is written to a chain of which the first is a copy.
    return ChainMap(dict(own), cast(MutableMapping[str, Scheme], BUILT_IN))


def add_grades(kpis: pl.LazyFrame, known: Mapping[str, Scheme], grading: str | None = None) -> pl.LazyFrame:
    """Adds ``grade_scheme``, ``grade``, ``grade_label``, ``grade_label_en`` and ``grade_index``.

    Args:
        kpis: With rates, status, the columns ``scheme`` and ``rounding_*``.
        known: The schemes by name. A KPI whose scheme is not among them has no grade.
        grading: The scheme by which all are graded, instead of each by its own.
    """
    chosen = {name: scheme for name, scheme in known.items() if grading in {None, name}}
    name = pl.lit(grading, pl.String) if grading is not None else pl.col("scheme")
    # One `when` a scheme, none a row: only where a scheme applies its index is a number.
    index = pl.coalesce(
        pl.lit(None, pl.Int16), *(pl.when(name == key).then(place(scheme)) for key, scheme in chosen.items())
    )
    return (
        kpis.with_columns(grade_index=index)
        .with_columns(grade_scheme=pl.when(pl.col("grade_index").is_not_null()).then(name))
        .join(_words(chosen), on=["grade_scheme", "grade_index"], how="left")
    )


def grade_of(scheme: Scheme, index: int) -> Grade | None:
    """The grade at ``grade_index``."""
    return scheme.otherwise if index == _OTHERWISE else scheme.grades[index]


def place(scheme: Scheme) -> pl.Expr:
    """The place of the first grade whose conditions all hold.

    It is -1 where a rate that is asked for on the way is undefined, there are no data, or no grade fits, and null
    where the scheme has no ``otherwise`` then.
    """
    # Of a KPI without data, or given up, no rate is asked: the last grade, which has no conditions, is not for it.
    judged = pl.col("actual_value").is_not_null() & (pl.col("status") != "discontinued")
    rounded = scheme.grade_on == "rounded"
    fallback = pl.lit(None if scheme.otherwise is None else _OTHERWISE, pl.Int16)
    found = fallback
    for index in reversed(range(len(scheme.grades))):
        holds = _holds(scheme.grades[index].when or When(), judged, rounded=rounded)
        found = pl.when(holds.is_null()).then(fallback).when(holds).then(pl.lit(index, pl.Int16)).otherwise(found)
    return found


def _holds(when: When, judged: pl.Expr, *, rounded: bool) -> pl.Expr:
    """True, false, or null where that cannot be told."""
    conditions = [
        _COMPARISONS[comparison](_rate(name, rounded=rounded), _bound(bound, rounded=rounded))
        for name, bounds in when.bounds().items()
        for comparison in _COMPARISONS
        if (bound := getattr(bounds, comparison)) is not None
    ]
    if when.status is None or conditions:
        conditions.append(pl.when(judged).then(pl.lit(value=True)))
    if when.status is not None:
        conditions.append(pl.col("status").is_in(when.status))
    return pl.all_horizontal(conditions)


def _bound(bound: Bound, *, rounded: bool) -> pl.Expr:
    return _rate(bound, rounded=rounded) if isinstance(bound, str) else pl.lit(bound, pl.Float64)


def _rate(name: RateName | str, *, rounded: bool) -> pl.Expr:
    if not rounded:
        return pl.col(name)
    scale = 1.0 if name in _IN_UNITS else 100.0
    return as_printed(pl.col(name) * scale, pl.col("rounding_decimals"), pl.col("rounding_mode")) / scale


def as_printed(number: pl.Expr, decimals: pl.Expr, mode: pl.Expr) -> pl.Expr:
    """``number`` with the digits its owner prints.

    A double just beside a tie is the tie: 2415 / 2000 is 120.75%, and 120.8% by half up; 5163 / 4000 is 129.075%,
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


def _words(chosen: Mapping[str, Scheme]) -> pl.LazyFrame:
    """The words of every grade by its scheme and place."""
    rows = [
        (name, index, grade.grade, plain(grade.label) or None, _english(grade.label))
        for name, scheme in chosen.items()
        for index, grade in [*enumerate(scheme.grades), (_OTHERWISE, scheme.otherwise)]
        if grade is not None
    ]
    columns = ("grade_scheme", "grade_index", "grade", "grade_label", "grade_label_en")
    return pl.LazyFrame(rows, schema={column: VERDICTS[column] for column in columns}, orient="row")


def _english(text: LocalizedText | None) -> str | None:
    return text.get("en") if isinstance(text, Mapping) else None
