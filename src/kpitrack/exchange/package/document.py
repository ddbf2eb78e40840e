"""``datapackage.json``, version 1 of the specifications: https://specs.frictionlessdata.io/data-package/."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from kpitrack import __version__
from kpitrack.exchange.documents import json_bytes
from kpitrack.exchange.tidy import write_frame
from kpitrack.language import plain
from kpitrack.model.licences import licence_of
from kpitrack.model.settings import Publisher
from kpitrack.progress.schema import VERDICTS

from .fields import Column, Kind
from .tables import TABLES, Table
from .verdict_words import meaning

DOCUMENT = "datapackage.json"
PROFILE = "kpitrack"
"""The property of ours in the document: the version of the tables, and the settings."""
_KEYS = ("strategy", "kpi", "ref")


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of the whole.

    Args:
        titles: of the strategies, each in Japanese and English as far as there are such.
        settings: the plain data of ``kpitrack.yaml``.
        publisher: as the settings name it.
        created: when, as RFC 3339 writes it.
        as_of: the year of the verdicts.
    """

    titles: Sequence[tuple[str, str]]
    settings: Any
    publisher: Publisher | None
    created: str
    as_of: int


def write(folder: Path, about: About, verdicts: Iterable[pl.DataFrame]) -> list[str]:
    """Write what stands beside the tables of `kpitrack.exchange.package.write`, and give the names of all files.

    Args:
        folder: of the package; in it there is ``data``.
        about: what the document says of the whole.
        verdicts: those of `kpitrack.progress.judge.judge`, which need not be in memory at once.
    """
    (folder / DOCUMENT).write_bytes(json_bytes(_document(about), 2))
    with (folder / "data/verdicts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        columns = _verdict_columns()
        writer.writerow([column.name for column in columns])
        for part in verdicts:
            write_frame(writer, part.select([one.name for one in columns]), [one.text for one in columns])
    return [DOCUMENT, *(f"data/{name}.csv" for name in (*TABLES, "verdicts"))]


def _document(about: About) -> dict[str, Any]:
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "kpitrack",
        "title": _title(about.titles),
        "description": (
            "戦略、KPI、実績値とその判定。書かれていることをすべて含み、"
            "kpitrack import-packageで元のファイルに戻せます。"
            "=、+、-、@、'で始まる文には、表計算ソフトのために ' を前に付けています。\n"
            "Strategies, KPIs, their actual values and verdicts. It holds all that is written: kpitrack import-package "
            "makes the files again. A text that begins with =, +, -, @ or ' has another ' before it, for spreadsheets."
        ),
        "created": about.created,
        "licenses": _licences(about.publisher),
        "contributors": _contributors(about.publisher),
        "resources": [*map(_resource, TABLES.values()), _verdict_resource(about.as_of)],
        PROFILE: {"version": 1, "written_by": __version__, "as_of": about.as_of, "settings": about.settings},
    }
    return {name: value for name, value in found.items() if value != []}


def _title(titles: Sequence[tuple[str, str]]) -> str:
    """In both languages: the specification has one title."""
    if len(titles) != 1:
        return "地方版総合戦略のKPI / KPIs of regional strategies"
    japanese, english = titles[0]
    return f"{japanese} / {english}" if english and english != japanese else japanese


def _licences(publisher: Publisher | None) -> list[dict[str, str]]:
    found = licence_of(publisher, plain)
    if found is None:
        return []
    title, address = found
    return [{"title": title, "path": address}] if address else [{"name": "other", "title": title}]


def _contributors(publisher: Publisher | None) -> list[dict[str, str]]:
    if publisher is None:
        return []
    own = {"title": plain(publisher.name), "role": "publisher"}
    return [own | ({"path": publisher.url} if publisher.url else {})]


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, column.name in table.unique) for column in table.columns],
        "missingValues": [""],
    }
    if table.unique:
        schema["primaryKey"] = list(table.unique)
    keys = []
    if "strategy" in table.keys:
        keys.append(_foreign(["strategy"], "strategies", ["id"]))
    if "kpi" in table.keys and "node" not in table.keys:
        keys.append(_foreign(["strategy", "kpi"], "kpis", ["strategy", "id"]))
    if "node" in table.keys and "kpi" not in table.keys:
        keys.append(_foreign(["strategy", "node"], "nodes", ["strategy", "id"]))
    if table.name == "comparator_values":
        keys.append(_foreign(["file", "series"], "comparators", ["file", "series"]))
    return _described(table.name, table.title, schema | ({"foreignKeys": keys} if keys else {}))


def _foreign(own: list[str], resource: str, fields: list[str]) -> dict[str, Any]:
    return {"fields": own, "reference": {"resource": resource, "fields": fields}}


def _described(name: str, title: tuple[str, str], schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": " / ".join(title),
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": schema,
    }


def _field(column: Column, required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": "integer" if column.kind == "year" else column.kind,
        "description": "\n".join(column.about),
    }
    constraints = ({"required": True} if required else {}) | ({"enum": list(column.words)} if column.words else {})
    return found | ({"constraints": constraints} if constraints else {})


@cache
def _verdict_columns() -> list[Column]:
    columns = pl.Schema({**dict.fromkeys(_KEYS, pl.String), **VERDICTS})
    return [Column(name, _kind(kind), meaning(name)) for name, kind in columns.items()]


def _verdict_resource(as_of: int) -> dict[str, Any]:
    schema = {
        "fields": [_field(column, column.name in _KEYS) for column in _verdict_columns()],
        "missingValues": [""],
        "primaryKey": ["strategy", "kpi"],
        "foreignKeys": [_foreign(["strategy", "kpi"], "kpis", ["strategy", "id"])],
    }
    return _described("verdicts", (f"{as_of}年度の判定（計算した値）", f"Verdicts as of {as_of} (computed)"), schema)


def _kind(kind: pl.DataType) -> Kind:
    if kind == pl.Boolean:
        return "boolean"
    if isinstance(kind, pl.List):
        return "array"
    if kind.is_integer():
        return "integer"
    return "number" if kind.is_float() else "string"
