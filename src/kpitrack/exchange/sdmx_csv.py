"""Observations as SDMX-CSV 2.0: https://github.com/sdmx-twg/sdmx-csv, the data message's field guide.

One row an observation: what was observed, and beside it, told apart by the dimension ``SERIES_TYPE``, baselines,
milestones and targets. A fiscal year is the reporting year of SDMX, ``2021-A1``, whose first day the attribute
``REPORTING_YEAR_START_DAY`` gives (``--04-01``); a calendar year is ``2021``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import polars as pl

from kpitrack.model.vocabulary import SDMX_CODES
from kpitrack.progress.frames import Frames

from .csv_files import Part, Verbatim, write_csv

STRUCTURE_ID = "KPITRACK:KPI(1.0.0)"
COLUMNS = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION",
    "FREQ", "REF_AREA", "STRATEGY", "KPI", "SERIES_TYPE", "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "REPORTING_YEAR_START_DAY", "TITLE", "REF_AREA_TITLE",
    "TITLE_EN", "REF_AREA_TITLE_EN",
)  # fmt: skip
_MISSING = Verbatim("NaN")  # a value that is missing as is known; what is empty would be no statement
UNALLOCATED = "_X"  # SDMX's code for what has none


def write(file: TextIO, parts: Iterable[Part], fiscal_year_start: int) -> None:
    """Write the file.

    Args:
        file: where to.
        parts: the KPIs; their verdicts have the absolute values of relative targets.
        fiscal_year_start: the month with which fiscal years begin.
    """
    rows = (row for part in parts for row in _rows(_observed(*part), fiscal_year_start))
    write_csv(file, COLUMNS, rows)


def _observed(frames: Frames, verdicts: pl.DataFrame) -> pl.DataFrame:
    """The observations with what is told of their KPIs, in the order of the documents."""
    observed = pl.concat(
        [
            _points(frames.actuals.lazy().collect(engine="in-memory"), "ACTUAL", 1),
            _points(verdicts.select("ref", year="baseline_year", value="baseline_value").drop_nulls(), "BASELINE", 0),
            _points(frames.milestones.lazy().collect(engine="in-memory"), "MILESTONE", 2),
            _points(verdicts.select("ref", year="target_year", value="target_value").drop_nulls(), "TARGET", 3),
        ]
    )
    kpis = verdicts.select(
        "ref", "position", "strategy", "kpi", "frequency", "organization_code", "organization_name", "unit",
        "multiplier", "decimals", "calendar", "name", "name_en",
        "organization_name_en",
    )  # fmt: skip
    return observed.join(kpis, on="ref").sort("position", "order", "year")


def _points(table: pl.DataFrame, kind: str, order: int) -> pl.DataFrame:
    status = pl.col("status") if "status" in table.columns else pl.lit("normal")
    return table.select("ref", "year", "value", status=status, kind=pl.lit(kind), order=pl.lit(order, pl.Int8))


def _rows(table: pl.DataFrame, start: int) -> Iterator[list[Any]]:
    codes: dict[str, str] = {word: code for word, code in SDMX_CODES.items()}  # noqa: C416  the keys are literals
    for row in table.iter_rows(named=True):
        fiscal = row["calendar"] == "fy" and start != 1
        yield [
            "dataflow", STRUCTURE_ID, "I",
            "A" if row["frequency"] == 1 else f"A{row['frequency']}",
            row["organization_code"] or UNALLOCATED, row["strategy"], row["kpi"], row["kind"],
            f"{row['year']}-A1" if fiscal else str(row["year"]),
            _MISSING if row["value"] is None else row["value"],
            codes[row["status"]], row["unit"], row["multiplier"] or 0, row["decimals"],
            Verbatim(f"--{start:02d}-01") if fiscal else None, row["name"], row["organization_name"],
            row["name_en"], row["organization_name_en"],
        ]  # fmt: skip
