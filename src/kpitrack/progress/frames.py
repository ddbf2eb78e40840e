"""Frames: the tables that everything is computed from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from .schema import TABLES

if TYPE_CHECKING:
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.in_force import InForce
    from kpitrack.model.strategy import Strategy

Frame = pl.DataFrame | pl.LazyFrame


class Frames(NamedTuple):
    """What judging needs, in columns; see `kpitrack.progress.schema`. Each may also be a lazy scan."""

    kpis: Frame
    actuals: Frame
    milestones: Frame
    comparators: Frame

    def only(self, refs: Iterable[str]) -> Frames:
        """Only the KPIs ``refs``, with the series that they are compared with."""
        wanted = pl.col("ref").is_in(list(refs))
        return Frames(
            self.kpis.filter(wanted), self.actuals.filter(wanted), self.milestones.filter(wanted), self.comparators
        )


def build(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: InForce | None = None,
    *,
    original_targets: bool = False,
    unread: Collection[str] = (),
) -> Frames:
    """The frames of ``strategies`` and their ``actuals``.

    With ``original_targets`` each KPI with a revised target gets its first target, without milestones, which belong
    to the current one. Actuals of KPIs that are not in ``strategies`` do not count.
    ``unread`` is as for `kpitrack.progress.joining.joined`.
    """
    from .joining import joined

    return joined(tables(strategies, actuals, settings, original_targets=original_targets), unread)


def tables(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: InForce | None = None,
    *,
    original_targets: bool = False,
) -> dict[str, pl.DataFrame]:
    """The columns of ``strategies`` and their ``actuals``, by the names of `kpitrack.progress.schema.TABLES`."""
    from .columns import columns_of

    columns = columns_of(strategies, actuals, settings, original_targets=original_targets)
    return {
        table: pl.DataFrame({name: pl.Series(name, columns[table][name], kind) for name, kind in schema.items()})
        for table, schema in TABLES.items()
    }
