"""Verdicts from frames: the steps of the method in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from . import actual, forecast, moving, path, rates, since, status, targets
from .frames import Frame, Frames
from .grade import add_grades
from .question import Basis
from .schema import DESCRIPTION, KPIS, VERDICTS

if TYPE_CHECKING:
    from .question import Ladder, Limits

_NO_YEARS = pl.lit([], pl.List(pl.Int32))
#: The columns of a verdict in order: those of the KPI and those of judging.
COLUMNS = (*KPIS, *(name for name in VERDICTS if name not in KPIS))


def judge(
    frames: Frames,
    as_of: int,
    thresholds: Limits | None = None,
    schemes: Mapping[str, Ladder] | None = None,
    grading: str | None = None,
) -> pl.LazyFrame:
    """The verdict on every KPI in the fiscal year ``as_of``.

    Args:
        frames: From `kpitrack.progress.frames.build`, or scans of the same columns.
        as_of: The fiscal year of the verdict; later values are ignored.
        thresholds: The pace from which a KPI is on track or at risk.
        schemes: The grading schemes by name; see `kpitrack.progress.schemes.ladders`. Without them there are no grades.
        grading: The scheme by which all are graded, instead of each by its own.

    Returns:
        One row a KPI in the order of the documents, with the columns `COLUMNS`. Collect it with
        ``engine="in-memory"`` where the frames are in memory (a quarter faster, and half for one town), and with
        ``engine="streaming"`` where they are scans.
    """
    from .schemes import basis_of

    return verdicts(frames, basis_of(_named(frames.kpis), as_of, thresholds, schemes, grading))


def each(
    frames: Frames,
    as_of: int,
    thresholds: Limits | None = None,
    schemes: Mapping[str, Ladder] | None = None,
    grading: str | None = None,
) -> pl.LazyFrame:
    """Like `judge`, of frames whose ``kpis`` are in memory, with digits that do not depend on how many KPIs there are.

    Polars takes a column of one row for a constant, and divides by it by multiplying with its reciprocal: 3 / 5 is
    0.6000000000000001 then. A KPI that is alone is therefore judged beside a second row, of no ref.
    """
    kpis = frames.kpis
    if isinstance(kpis, pl.DataFrame) and kpis.height == 1:
        twice = pl.DataFrame([pl.concat([column, column]) for column in kpis.get_columns()])
        frames = frames._replace(kpis=twice.with_columns(pl.Series("ref", [kpis["ref"][0], ""])))
    return judge(frames, as_of, thresholds, schemes, grading).filter(pl.col("ref") != "")


def verdicts(frames: Frames, basis: Basis) -> pl.LazyFrame:
    """Like `judge`, by ``basis``."""
    ordered = frames.kpis.lazy().sort("position")
    kpis = targets.resolve(ordered.drop(DESCRIPTION))
    rows = actual.in_turns(actual.observe(kpis, frames.actuals.lazy(), basis.as_of), basis.as_of)
    kpis = with_status(kpis.join(actual.select(rows), on="ref", how="left", maintain_order="left_right"), frames, basis)
    kpis = moving.limited_by(forecast.add_forecast(kpis), "comparator_value")
    kpis = add_grades(since.turned(kpis), basis.ladders, basis.grading)
    described = ordered.select("ref", *DESCRIPTION)
    return since.last(kpis).join(described, on="ref", how="left", maintain_order="left").select(COLUMNS)


def year_by_year(frames: Frames, as_of: int, thresholds: Limits | None = None) -> pl.LazyFrame:
    """The verdict by the usable actual of each year, as of that year: what would have been said then.

    Args:
        frames: From `kpitrack.progress.frames.build`, or scans of the same columns.
        as_of: The last year.
        thresholds: The pace from which a KPI is on track or at risk.

    Returns:
        ``ref``, ``year`` and ``status``, sorted by both; a row for each usable actual.
    """
    from .schemes import basis_of

    basis = basis_of([], as_of, thresholds)
    kpis = targets.resolve(frames.kpis.lazy())
    rows = actual.in_years(actual.observe(kpis, frames.actuals.lazy(), as_of))
    judged = with_status(kpis.join(actual.select(rows), on="ref", maintain_order="left_right"), frames, basis)
    return judged.select("ref", pl.col("as_of").alias("year"), "status").sort("ref", "year")


def with_status(kpis: pl.LazyFrame, frames: Frames, basis: Basis) -> pl.LazyFrame:
    """Adds the path, the rates and the status to KPIs with their actuals; see `actual.select`."""
    kpis = kpis.with_columns(
        pl.col("turn").fill_null(actual.NOW),
        pl.col("as_of").fill_null(basis.as_of),
        pl.col("break", "last_before_target").fill_null(value=False),
        pl.col("missed_years").fill_null(_NO_YEARS),
        missing_years=actual.missing_years().fill_null(_NO_YEARS),
    )
    kpis = path.expected(kpis, frames.milestones.lazy(), "actual_year")
    kpis = moving.against(kpis, frames.comparators.lazy())
    kpis = moving.limited_by(kpis, "comparator_final").with_columns(meets_finally=targets.meets(pl.col("final_value")))
    kpis = moving.limited_by(kpis, "comparator_value").with_columns(meets_now=targets.meets(pl.col("actual_value")))
    return status.add_status(rates.add_rates(kpis), basis.on_track, basis.at_risk)


def _named(kpis: Frame) -> list[str] | None:
    """The schemes that KPIs name; None where that is unknown without collecting."""
    return kpis["scheme"].drop_nulls().unique().to_list() if isinstance(kpis, pl.DataFrame) else None
