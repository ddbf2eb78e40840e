"""Grading schemes, compiled to expressions."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from kpitrack.model.settings import Scheme


def add_grades(kpis: pl.LazyFrame, schemes: Mapping[str, Scheme], grading: str | None) -> pl.LazyFrame:
    """Adds ``grade_scheme``, ``grade``, ``grade_label`` and ``grade_index``."""
    return kpis.with_columns(
        grade_scheme=pl.lit(None, pl.String),
        grade=pl.lit(None, pl.String),
        grade_label=pl.lit(None, pl.String),
        grade_index=pl.lit(None, pl.Int16),
    )
