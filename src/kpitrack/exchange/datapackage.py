"""The tidy CSV files as a Frictionless Data Package, version 1: https://specs.frictionlessdata.io/data-package/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from kpitrack import __version__
from kpitrack.language.visible import visible_json
from kpitrack.model.actuals import SDMX_CODES
from kpitrack.model.record import plain
from kpitrack.model.settings import STATUSES
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import Frames

from .csv_files import csv_bytes, flat, tables

_KEYS = {
    "kpis": ["ref"], "actuals": ["ref", "year"], "milestones": ["ref", "year"], "comparators": ["key", "year"],
    "verdicts": ["ref"],
}  # fmt: skip
_TITLES = {
    "kpis": "KPI", "actuals": "実績値", "milestones": "目安値", "comparators": "比較対象の系列", "verdicts": "判定",
}  # fmt: skip
_ENUMS: dict[tuple[str, str], Sequence[str]] = {
    ("actuals", "status"): list(SDMX_CODES), ("verdicts", "status"): STATUSES, ("kpis", "calendar"): ["fy", "cy"],
    ("kpis", "accumulation"): ["none", "running_total", "sum"], ("kpis", "better"): ["higher", "lower"],
}  # fmt: skip
_DESCRIPTIONS = {
    "ref": "strategy/kpi",
    "year": "fiscal year (April to March unless the settings say otherwise); calendar year where calendar is cy",
    "value": "in the KPI's own unit",
    "multiplier": "the unit's power of ten",
    "path": "ids of the goal and the measures above the KPI, with spaces between them",
    "missing_years": "with spaces between them",
}


def files(frames: Frames, verdicts: pl.DataFrame, strategies: Sequence[Strategy]) -> Iterator[tuple[str, bytes]]:
    """``datapackage.json`` and the files that it describes, below ``data/``."""
    found = tables(frames, verdicts)
    document = {
        "profile": "tabular-data-package",
        "name": "kpitrack",
        "title": plain(strategies[0].title) if len(strategies) == 1 else "KPIs of regional strategies",
        "version": __version__,
        "sources": [{"title": source} for one in strategies if (source := _source(one))],
        "resources": [_resource(name, table) for name, table in found.items()],
    }
    if not document["sources"]:
        del document["sources"]  # the specification wants at least one
    yield "datapackage.json", (visible_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()
    for name, table in found.items():
        yield f"data/{name}.csv", csv_bytes(table.columns, flat(table).iter_rows())


def _resource(name: str, table: pl.DataFrame) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(name, column, kind) for column, kind in table.schema.items()],
        "primaryKey": _KEYS[name],
        "missingValues": [""],
    }
    if name != "kpis" and "ref" in table.columns:
        schema["foreignKeys"] = [{"fields": "ref", "reference": {"resource": "kpis", "fields": "ref"}}]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": _TITLES[name],
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": schema,
    }


def _field(table: str, column: str, kind: pl.DataType) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column, "type": _type(kind)}
    if column in _DESCRIPTIONS:
        found["description"] = _DESCRIPTIONS[column]
    constraints: dict[str, Any] = {"required": True} if column in _KEYS[table] else {}
    if (table, column) in _ENUMS:
        constraints["enum"] = list(_ENUMS[table, column])
    return found | ({"constraints": constraints} if constraints else {})


def _type(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return "boolean"
    if kind.is_integer():
        return "integer"
    return "number" if kind.is_float() else "string"


def _source(strategy: Strategy) -> str:
    """The source of the strategy in words."""
    source = strategy.source
    if source is None or isinstance(source, (str, dict)):
        return plain(source)
    return plain(source.title) or source.url or ""
