"""The frames that everything is computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from .schema import ACTUALS, COMPARATORS, KPIS, MILESTONES

if TYPE_CHECKING:
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.settings import Settings
    from kpitrack.model.strategy import Strategy

    from .question import Columns

Frame = pl.DataFrame | pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Frames:
    """What judging needs, in columns; see `kpitrack.progress.schema`. Each may also be a lazy scan."""

    kpis: Frame
    actuals: Frame
    milestones: Frame
    comparators: Frame

    def only(self, refs: Iterable[str]) -> Frames:
        """The KPIs ``refs`` alone, with the series they are compared with."""
        wanted = pl.col("ref").is_in(list(refs))
        return Frames(
            self.kpis.filter(wanted), self.actuals.filter(wanted), self.milestones.filter(wanted), self.comparators
        )


def build(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: Settings | None = None,
    *,
    original_targets: bool = False,
) -> Frames:
    """The frames of ``strategies`` and their ``actuals``.

    With ``original_targets`` each KPI whose target was revised gets the first one back, without the milestones,
    which belong to the current one. Actuals of KPIs that are not in ``strategies`` stay out of every verdict.
    """
    from .columns import columns_of

    return frames_of(columns_of(strategies, actuals, settings, original_targets=original_targets))


def frames_of(columns: Columns) -> Frames:
    """The frames of ``columns``."""
    kpis = pl.DataFrame({name: pl.Series(name, columns.kpis[name], dtype) for name, dtype in KPIS.items()})
    observed = pl.DataFrame(columns.actuals, schema=ACTUALS)
    return Frames(
        kpis=kpis,
        actuals=observed,
        milestones=pl.DataFrame(columns.milestones, schema=MILESTONES),
        comparators=_comparators(columns, kpis, observed),
    )


def _comparators(columns: Columns, kpis: pl.DataFrame, observed: pl.DataFrame) -> pl.DataFrame:
    """The series that targets are held against; those of a KPI are its baseline and its values, forecasts apart."""
    stated = pl.DataFrame(columns.stated, schema=COMPARATORS, orient="row")
    if not columns.compared:
        return stated
    others = pl.col("ref").is_in(columns.compared)
    baselines = kpis.filter(others).select(key="ref", year="baseline_year", value="baseline_value").drop_nulls()
    values = observed.filter(others, pl.col("value").is_not_null(), pl.col("status") != "forecast").select(
        key="ref", year="year", value="value"
    )
    return pl.concat(
        [stated, pl.concat([baselines, values]).unique(["key", "year"], keep="first", maintain_order=True)]
    )
