"""Rollups of goals and strategies: counts, shares of what can be assessed, the worst KPI. Never a mean of verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kpitrack.model.vocabulary import STATUSES

GOOD = ("achieved", "achieved_early", "on_track")
#: Statuses that can be assessed; the others have no data, no target, or no verdict yet.
ASSESSED = (*GOOD, "at_risk", "off_track", "regressing", "missed")
#: From the worst on.
_BY_SEVERITY = ("missed", "regressing", "off_track", "at_risk")


def rollup(verdicts: pl.LazyFrame, by: Sequence[str] = ("strategy",)) -> pl.LazyFrame:
    """The rollup of the KPIs of each group.

    Args:
        verdicts: From `kpitrack.progress.judge.judge`.
        by: The columns that make the groups.

    Returns:
        ``by``; ``kpis``; a column of counts for each status, those without data included; ``assessed`` and ``good``
        (achieved or on track), and ``share_good``, their ratio, null where less than half can
        be assessed, as in `kpitrack.analysis.standing.share_good`; ``worst``, the
        ref of the worst KPI that is not good, with ``worst_name``, ``worst_status``, and ``worst_pace``.
    """
    status = pl.col("status")
    groups = (
        verdicts.sort("position")
        .group_by(by, maintain_order=True)
        .agg(
            kpis=pl.len(),
            **{name: (status == name).sum() for name in STATUSES},
            assessed=status.is_in(ASSESSED).sum(),
            good=status.is_in(GOOD).sum(),
        )
        .with_columns(
            share_good=pl.when(2 * pl.col("assessed") >= pl.col("kpis")).then(pl.col("good") / pl.col("assessed"))
        )
    )
    worst = (
        verdicts.filter(status.is_in(_BY_SEVERITY))
        .sort(status.cast(pl.Enum(_BY_SEVERITY)), "pace", "position", nulls_last=True)
        .group_by(by, maintain_order=True)
        .agg(
            worst=pl.col("ref").first(),
            worst_name=pl.col("name").first(),
            worst_status=status.first(),
            worst_pace=pl.col("pace").first(),
        )
    )
    return groups.join(worst, on=list(by), how="left", maintain_order="left")


def by_node(verdicts: pl.LazyFrame) -> pl.LazyFrame:
    """`rollup` for every goal and measure: ``strategy`` and ``node``, each with the KPIs anywhere below it."""
    return rollup(verdicts.explode("path").rename({"path": "node"}), ("strategy", "node"))


def shares(verdicts: pl.LazyFrame, by: Sequence[str] = ("indicator",)) -> pl.LazyFrame:
    """Shares over several KPIs: the sum of the numerators ÷ the sum of the denominators.

    Only KPIs whose newest actual was written as a share count.

    Returns:
        ``by``, ``parts``, ``numerator``, ``denominator`` and ``share``, null where the denominators come to zero.
    """
    n, d = pl.col("actual_numerator"), pl.col("actual_denominator")
    return (
        verdicts.filter(n.is_not_null(), d.is_not_null())
        .group_by(by, maintain_order=True)
        .agg(parts=pl.len(), numerator=n.sum(), denominator=d.sum())
        .with_columns(share=pl.when(pl.col("denominator") != 0).then(pl.col("numerator") / pl.col("denominator")))
    )
