"""Comparisons: values exactly, quotients with an allowance for floating-point errors."""

from __future__ import annotations

import polars as pl

TOLERANCE = 1e-9
#: In units of many digits the last digits of a quotient lie beyond 1e-9.
_RELATIVE = 1e-12
#: The significant digits of a computed number; further ones are noise of the computation.
DIGITS = 14


#: Below it, fewer than seven digits would be kept.
_LEAST = 1e-15


def settled(number: pl.Expr, *operands: pl.Expr, digits: int = DIGITS) -> pl.Expr:
    """A computed number as the decimal that it stands for: 0.1 + 0.2 is 0.3.

    It keeps ``digits`` significant digits of the largest of its ``operands`` (of itself where there are none), so that
    it can be compared exactly with numbers as they are written. A whole number stays as it is, and so does what is too
    small for that.
    """
    size = pl.max_horizontal(*(one.abs() for one in (number, *operands)))
    # Powers of ten up to 1e22 are exact in floating point, so that the division gives the nearest double.
    power = pl.lit(10.0) ** (digits - 1.0 - size.log(10).floor()).clip(upper_bound=22.0)
    return pl.when((power >= 1) & (size >= _LEAST)).then((number * power).round() / power).otherwise(number)


def slack(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """How far apart two equal quotients may be."""
    return pl.max_horizontal(left.abs() * _RELATIVE, right.abs() * _RELATIVE, pl.lit(TOLERANCE))


def at_least(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left ≥ right`` for quotients: 95 of 100 is 95%."""
    return left >= right - slack(left, right)


def more_than(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left > right`` for quotients, by more than a floating-point error."""
    return left > right + slack(left, right)


def better_than(left: pl.Expr, right: pl.Expr, better: pl.Expr) -> pl.Expr:
    """Whether the value ``left`` is better than ``right``. Null where ``better`` is null."""
    return pl.when(better == "higher").then(left > right).when(better == "lower").then(right > left)


def no_worse_than(left: pl.Expr, right: pl.Expr, better: pl.Expr) -> pl.Expr:
    """Whether the value ``left`` is at least as good as ``right``. Null where ``better`` is null."""
    return pl.when(better == "higher").then(left >= right).when(better == "lower").then(right >= left)


def toward_better(amount: pl.Expr, better: pl.Expr) -> pl.Expr:
    """``amount``, negated where lower is better. Null where ``better`` is null."""
    return pl.when(better == "higher").then(amount).when(better == "lower").then(-amount)


def first_reason(*cases: tuple[str, pl.Expr] | pl.Expr) -> pl.Expr:
    """The first reason that applies: a word with its condition (null counts as false), or a column of reasons."""
    found = pl.lit(None, pl.String)
    for case in reversed(cases):
        if isinstance(case, pl.Expr):
            found = pl.coalesce(case, found)
        else:
            found = pl.when(case[1]).then(pl.lit(case[0])).otherwise(found)
    return found
