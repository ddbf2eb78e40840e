"""The change since the last verdict, which was by the actual before the newest one."""

from __future__ import annotations

import polars as pl

from .actual import BEFORE, FINAL_BEFORE, NOW

#: Higher is better. A miss counts as off track where it is better than the baseline, or that is unknown.
_RANKS = {"achieved": 4, "achieved_early": 4, "on_track": 3, "at_risk": 2, "off_track": 1, "regressing": 0}


def turned(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Adds ``turned`` and ``last_year``, ``_value``, ``_status`` and ``_improved`` to the verdicts of today.

    Args:
        kpis: Every KPI with its verdicts by ``turn``, today's last; see `kpitrack.progress.actual.select`.
    """
    kept = {
        "last_year": "actual_year", "last_value": "actual_value", "last_status": "status", "last_improved": "improved",
    }  # fmt: skip
    now, before = pl.col("_rank"), pl.col("_last_rank")
    return (
        kpis.with_columns(_back=_back())
        .with_columns(**{last: _of_last(name) for last, name in kept.items()})
        .with_columns(_rank=_rank("status", "improved"), _last_rank=_rank("last_status", "last_improved"))
        .with_columns(
            turned=pl.when(now > before)
            .then(pl.lit("better"))
            .when(now < before)
            .then(pl.lit("worse"))
            .when(now == before)
            .then(pl.lit("same"))
        )
    )


def last(kpis: pl.LazyFrame) -> pl.LazyFrame:
    """Today's verdicts, with the grade of the last one and whether the target was revised in between.

    Args:
        kpis: From `turned`, with their grades.
    """
    between = pl.int_ranges(pl.col("last_year") + 1, pl.col("as_of") + 1, dtype=pl.Int32)
    revised = pl.col("revised_years").list.set_intersection(between).list.len() > 0
    return kpis.with_columns(
        last_grade=_of_last("grade"),
        target_revised=(pl.col("last_year").is_not_null() & revised).fill_null(value=False),
    ).filter(pl.col("turn") == NOW)


def _back() -> pl.Expr:
    """How many rows above today's verdict the last one stands: of its two, the final one where its actual decided."""
    ref, turn = pl.col("ref"), pl.col("turn")
    today = turn == NOW
    last_there = today & (ref.shift(1) == ref) & (turn.shift(1) == BEFORE)
    finally_there = today & (ref.shift(2) == ref) & (turn.shift(2) == FINAL_BEFORE)
    decided = pl.col("status").is_in(["achieved", "missed"])
    return pl.when(finally_there & decided).then(pl.lit(2)).when(last_there).then(pl.lit(1))


def _of_last(name: str) -> pl.Expr:
    """``name`` of the last verdict."""
    back, part = pl.col("_back"), pl.col(name)
    return pl.when(back == 2).then(part.shift(2)).when(back == 1).then(part.shift(1))


def _rank(status: str, improved: str) -> pl.Expr:
    missed = pl.when(pl.col(improved).fill_null(value=True)).then(pl.lit(1)).otherwise(pl.lit(0))
    known = pl.col(status).replace_strict(_RANKS, default=None, return_dtype=pl.Int32)
    return pl.when(pl.col(status) == "missed").then(missed).otherwise(known)
