"""Comparisons that allow for floating error, so that 95 of 100 is 95%."""

from __future__ import annotations

import polars as pl

TOLERANCE = 1e-9
# A sum of many amounts, or a compound target, in yen: their last digits lie beyond 1e-9.
_RELATIVE = 1e-12


def slack(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """How far apart two numbers may lie and still count as equal."""
    return pl.max_horizontal(left.abs() * _RELATIVE, right.abs() * _RELATIVE, pl.lit(TOLERANCE))


def at_least(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left ≥ right``."""
    return left >= right - slack(left, right)


def more_than(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left > right``, and not by floating error."""
    return left > right + slack(left, right)


def equal(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left = right``."""
    return (left - right).abs() <= slack(left, right)


def better_than(left: pl.Expr, right: pl.Expr, better: pl.Expr) -> pl.Expr:
    """``left`` lies on the better side of ``right``. Null where ``better`` is."""
    return pl.when(better == "higher").then(more_than(left, right)).when(better == "lower").then(more_than(right, left))


def no_worse_than(left: pl.Expr, right: pl.Expr, better: pl.Expr) -> pl.Expr:
    """``left`` is as good as ``right`` or better. Null where ``better`` is."""
    return pl.when(better == "higher").then(at_least(left, right)).when(better == "lower").then(at_least(right, left))


def first_reason(*cases: tuple[str, pl.Expr] | pl.Expr) -> pl.Expr:
    """The first reason that applies: a word with its condition (null does not hold), or a column that may hold one."""
    return pl.coalesce(
        *(case if isinstance(case, pl.Expr) else pl.when(case[1]).then(pl.lit(case[0])) for case in cases)
    )
