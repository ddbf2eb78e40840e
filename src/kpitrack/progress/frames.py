"""The frames that everything is computed from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    unread: Collection[str] = (),
) -> Frames:
    """The frames of ``strategies`` and their ``actuals``.

    With ``original_targets`` each KPI whose target was revised gets the first one back, without the milestones,
    which belong to the current one. Actuals of KPIs that are not in ``strategies`` stay out of every verdict.
    ``unread`` are the ids of the strategies of which an actuals file was left out.
    """
    from .columns import columns_of

    return frames_of(columns_of(strategies, actuals, settings, original_targets=original_targets, unread=unread))


def frames_of(columns: Columns) -> Frames:
    """The frames of ``columns``, whose KPIs have what they have from each other."""
    from .joining import connected, with_kpis

    kpis = pl.DataFrame({name: pl.Series(name, columns.kpis[name], dtype) for name, dtype in KPIS.items()})
    actuals = pl.DataFrame(columns.actuals, schema=ACTUALS)
    stated = pl.DataFrame(columns.stated, schema=COMPARATORS, orient="row")
    frames = Frames(kpis, actuals, pl.DataFrame(columns.milestones, schema=MILESTONES), stated)
    if columns.compared:
        frames = Frames(kpis, actuals, frames.milestones, with_kpis(stated, frames))
    return connected(frames)
