"""Who has answered to the KPIs that are computed over organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kpitrack.analysis.answers import Answers, answers_of
from kpitrack.analysis.case import Case, Series

if TYPE_CHECKING:
    from kpitrack.analysis.standing import Row

    from .open import Workspace

_SHOWN = ("organization_name", "organization_name_en", "organization_code", "unit", "unit_en")


def answers(space: Workspace, rows: Iterable[Row]) -> Mapping[str, Answers]:
    """The answers to those of the judged KPIs ``rows`` that are computed, by ref."""
    computed = {row["ref"]: row for row in rows if row.get("computed_indicator")}
    if not computed:
        return {}
    import polars as pl

    from kpitrack.progress.joining import answers as answered

    indicators = {row["computed_indicator"] for row in computed.values()}
    meant = pl.col("ref").is_in(list(computed)) | pl.col("indicator").is_in(list(indicators))
    kpis, actuals = [], []
    for part in range(space.parts):
        own = space.collect(space.table("kpis", part).filter(meant))
        if own.height:
            frames = space.frames(part, own)
            kpis.append(frames.kpis.lazy().filter(meant))
            actuals.append(frames.actuals.lazy())
    every, recorded = pl.concat(kpis), pl.concat(actuals)
    found = answered(every, recorded).join(every.select("ref", *_SHOWN), on="ref", how="left")
    by_taker: dict[str, list[Row]] = {ref: [] for ref in computed}
    for one in space.collect(found, in_memory=True).iter_rows(named=True):
        if one["taker"] in by_taker:
            by_taker[one["taker"]].append(one)
    values: dict[str, list[Row]] = {ref: [] for ref in computed}
    taken = recorded.filter(pl.col("ref").is_in(list(computed))).sort("ref", "year")
    for one in space.collect(taken, in_memory=True).iter_rows(named=True):
        values[one["ref"]].append(one)
    return {ref: answers_of(computed[ref], several, values[ref]) for ref, several in by_taker.items()}


def with_answers(case: Case, found: Answers | None) -> Case:
    """``case`` with the answers that it is computed from, and with its values by year."""
    return case if found is None else replace(case, answers=found, series=Series(found.series, case.series.path))
