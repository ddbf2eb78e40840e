"""Observations as SDMX: a file of SDMX-CSV 2.0, and its structure as SDMX-JSON 2.0.

The field guides of the data message (https://github.com/sdmx-twg/sdmx-csv) and of the structure message
(https://github.com/sdmx-twg/sdmx-json) say what stands where. One row is an observation: what was observed, and beside
it, told apart by the dimension ``SERIES_TYPE``, baselines, milestones and targets. A fiscal year is the reporting year
of SDMX, ``2021-A1``, whose first day the attribute ``REPORTING_YEAR_START_DAY`` gives (``--04-01``); a calendar year is
``2021``. The structure holds the dataflow, the data structure, the concepts and the codelists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

import polars as pl

from kpitrack import __version__
from kpitrack.model.vocabulary import SDMX_CODES
from kpitrack.progress.frames import Frames

from .documents import json_bytes
from .tidy import Part, Verbatim, write_csv

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
_AGENCY, _VERSION = "KPITRACK", "1.0.0"
_URN = "urn:sdmx:org.sdmx.infomodel"
_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
Names = tuple[str, str | None]  # A name in Japanese and in English, where that is known
_STATUSES: Mapping[str, Names] = {
    "normal": ("確定値", "Normal value"), "provisional": ("速報値", "Provisional value"),
    "estimated": ("推計値", "Estimated value"), "forecast": ("見込値", "Forecast value"),
    "break": ("系列の断絶", "Time series break"), "imputed": ("補完値", "Value imputed"),
    "unreliable": ("信頼性の低い値", "Low reliability"), "missing": ("欠測", "Missing value"),
    "not_collected": ("調査なし", "Missing value; data were not collected"),
    "not_applicable": ("該当なし", "Missing value; data cannot exist"),
    "suppressed": ("秘匿", "Missing value; suppressed"),
}  # fmt: skip
_SERIES: Mapping[str, Names] = {
    "ACTUAL": ("実績値", "Actual value"), "BASELINE": ("基準値", "Baseline"),
    "MILESTONE": ("目安値", "Milestone"), "TARGET": ("目標値", "Target"),
}  # fmt: skip
_CONCEPTS: Mapping[str, Names] = {
    "FREQ": ("頻度", "Frequency"), "REF_AREA": ("団体", "Reference area"), "STRATEGY": ("戦略", "Strategy"),
    "KPI": ("KPI", "KPI"), "SERIES_TYPE": ("系列の種類", "Kind of series"), "TIME_PERIOD": ("年度", "Time period"),
    "OBS_VALUE": ("値", "Observation value"), "OBS_STATUS": ("値の状態", "Observation status"),
    "UNIT_MEASURE": ("単位", "Unit of measure"), "UNIT_MULT": ("単位の10のべき乗", "Unit multiplier"),
    "DECIMALS": ("小数の桁数", "Decimals"), "REPORTING_YEAR_START_DAY": ("年度の初日", "Reporting year start day"),
    "TITLE": ("KPIの名称", "Title"), "REF_AREA_TITLE": ("団体の名称", "Name of the reference area"),
    "TITLE_EN": ("KPIの名称（英語）", "Title in English"),
    "REF_AREA_TITLE_EN": ("団体の名称（英語）", "Name of the reference area in English"),
}  # fmt: skip
_DIMENSIONS = ("FREQ", "REF_AREA", "STRATEGY", "KPI", "SERIES_TYPE")
_OF_SERIES = (
    "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "REPORTING_YEAR_START_DAY", "TITLE", "REF_AREA_TITLE", "TITLE_EN",
    "REF_AREA_TITLE_EN",
)  # fmt: skip
_CODED = {
    "OBS_STATUS": "CL_OBS_STATUS", "SERIES_TYPE": "CL_SERIES_TYPE", "REF_AREA": "CL_AREA", "STRATEGY": "CL_STRATEGY",
}  # fmt: skip
_TYPES = {
    "OBS_VALUE": "Double",
    "UNIT_MULT": "Integer",
    "DECIMALS": "Integer",
    "TIME_PERIOD": "ObservationalTimePeriod",
}


def write(file: TextIO, parts: Iterable[Part], fiscal_year_start: int) -> None:
    """Write the observations.

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


def structure(areas: Mapping[str, Names], strategies: Mapping[str, Names], made: str) -> bytes:
    """The structure of these observations.

    Args:
        areas: the codes of the organisations in the data, ``_X`` among them where one has none, and their names.
        strategies: the ids of the strategies, and their titles.
        made: the day, as ISO 8601 writes it.
    """
    statuses = {SDMX_CODES[word]: _STATUSES[word] for word in SDMX_CODES}
    document = {
        "meta": {
            "schema": _SCHEMA,
            "id": f"{_AGENCY}-{made}",
            "prepared": f"{made}T00:00:00Z",
            "contentLanguages": ["ja", "en"],
            "sender": {"id": _AGENCY, "name": f"kpitrack {__version__}"},
        },
        "data": {
            "conceptSchemes": [
                _named("CONCEPTS", ("kpitrackの概念", "Concepts of kpitrack")) | {"concepts": _concepts()}
            ],
            "codelists": [
                _named(name, titles) | {"codes": _items(codes.items())}
                for name, titles, codes in (
                    ("CL_OBS_STATUS", ("値の状態", "Observation status"), statuses),
                    ("CL_SERIES_TYPE", ("系列の種類", "Kinds of series"), _SERIES),
                    ("CL_AREA", ("団体", "Reference areas"), areas),
                    ("CL_STRATEGY", ("戦略", "Strategies"), strategies),
                )
            ],
            "dataStructures": [
                _named("DSD_KPI", ("KPIの構造", "Structure of KPIs")) | {"dataStructureComponents": _components()}
            ],
            "dataflows": [
                _named("KPI", ("地方版総合戦略のKPI", "KPIs of regional strategies"))
                | {"structure": f"{_URN}.datastructure.DataStructure={_AGENCY}:DSD_KPI({_VERSION})"}
            ],
        },
    }
    return json_bytes(document)


def _components() -> dict[str, Any]:
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [_component(name) | {"position": place} for place, name in enumerate(_DIMENSIONS, 1)],
            "timeDimension": _component("TIME_PERIOD"),
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [_component("OBS_VALUE")]},
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                _component("OBS_STATUS") | {"usage": "mandatory", "attributeRelationship": {"observation": {}}},
                *(
                    _component(name) | {"usage": "optional", "attributeRelationship": {"dimensions": list(_DIMENSIONS)}}
                    for name in _OF_SERIES
                ),
            ],
        },
    }


def _concepts() -> list[dict[str, Any]]:
    """The concepts by their URNs, too, without which no program can write them to another format."""
    return [one | {"links": [{"rel": "self", "urn": _concept(one["id"])}]} for one in _items(_CONCEPTS.items())]


def _concept(name: str) -> str:
    return f"{_URN}.conceptscheme.Concept={_AGENCY}:CONCEPTS({_VERSION}).{name}"


def _component(name: str) -> dict[str, Any]:
    coded = _CODED.get(name)
    stated: dict[str, Any] = (
        {"enumeration": f"{_URN}.codelist.Codelist={_AGENCY}:{coded}({_VERSION})"}
        if coded
        else {"format": {"dataType": _TYPES.get(name, "String")}}
    )
    return {"id": name, "conceptIdentity": _concept(name), "localRepresentation": stated}


def _named(name: str, titles: Names) -> dict[str, Any]:
    return {"id": name, "agencyID": _AGENCY, "version": _VERSION, **_texts(titles)}


def _items(items: Iterable[tuple[str, Names]]) -> list[dict[str, Any]]:
    return [{"id": name, **_texts(titles)} for name, titles in items]


def _texts(titles: Names) -> dict[str, Any]:
    japanese, english = titles
    return {"name": english or japanese, "names": {"ja": japanese} | ({"en": english} if english else {})}
