"""Verdicts for the commands that show them."""

from __future__ import annotations

from typing import Any

from .work import Work

Row = dict[str, Any]
"""One KPI's figures and verdict: the columns of `kpitrack.progress.judge.judge`."""


def standings(work: Work, grading: str | None = None) -> dict[str, Row]:
    """Every KPI's row by its ref ``strategy/kpi``, in the order of the documents.

    Args:
        work: the checked repository.
        grading: a scheme that goes before what the strategies name.
    """
    from kpitrack.progress.frames import build
    from kpitrack.progress.judge import judge

    repository = work.repository
    settings = repository.configuration
    frames = build(
        (file.model for file in repository.strategies if file.model),
        (file.model for file in repository.actuals if file.model),
        settings,
    )
    judged = judge(frames, work.as_of, settings.thresholds).collect()
    return {row["ref"]: row for row in judged.iter_rows(named=True)}
