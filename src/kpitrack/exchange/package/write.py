"""A repository as a Data Package: its YAML files as tables, with nothing that they say left out, and their description.

``datapackage.json`` follows version 1 of the specifications: https://specs.frictionlessdata.io/data-package/.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from kpitrack import __version__
from kpitrack.diagnostics.gaps import gaps
from kpitrack.exchange.documents import json_bytes
from kpitrack.exchange.tidy import write_frame
from kpitrack.language import plain
from kpitrack.model.licences import licence_of
from kpitrack.model.settings import Publisher
from kpitrack.model.years import parse_year
from kpitrack.progress.schema import VERDICTS

from .fields import CellError, Column, Field, Kind
from .tables import CHILDREN, EMPTY, MORE, TABLES, Table, owner_of, taken
from .verdict_words import meaning

DOCUMENT = "datapackage.json"
PROFILE = "kpitrack"  # the property of ours in the document: the version of the tables, and the settings
Record = dict[str, Any]
_KEYS = ("strategy", "kpi", "ref")


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of the whole."""

    titles: Sequence[tuple[str, str]]  # of the strategies, each in Japanese and English as far as there are such
    settings: Any  # the plain data of ``kpitrack.yaml``
    publisher: Publisher | None  # as the settings name it
    created: str  # when, as RFC 3339 writes it
    as_of: int  # the year of the verdicts


def write_beside(folder: Path, about: About, verdicts: Iterable[pl.DataFrame]) -> list[str]:
    """Write what stands beside the tables that a `Writer` has written, and give the names of all files.

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
    return {name: value for name, value in found.items() if value != []} | gaps().fields()


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


class Writer(ExitStack):
    """Writes the rows of all tables, file by file; it is to be closed.

    Args:
        folder: where the tables go, one a file; it is there.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._writers = {}
        for name, table in TABLES.items():
            file = self.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.writer(file, lineterminator="\n")
            self._writers[name].writerow([column.name for column in table.columns])

    def add_strategy(self, path: str, tree: Mapping[str, Any]) -> None:
        """Add a strategy file.

        Args:
            path: of the file in the repository.
            tree: its plain data, which the format's models accept.
        """
        self._record("strategies", {"file": path}, dict(tree), tree["id"])

    def add_actuals(self, path: str, tree: Mapping[str, Any]) -> None:
        """Add an actuals file."""
        strategy = tree["strategy"]
        for kpi, entries in (tree.get("actuals") or {}).items():
            for year, entry in _by_year(entries or {}):
                record = dict(entry) if isinstance(entry, dict) else {"value": entry}
                owner = {"strategy": strategy, "kpi": kpi, "year": year}
                for dimension, parts in (record.pop("by", None) or {}).items():
                    for part, value in parts.items():
                        self._row("breakdowns", {**owner, "dimension": dimension, "part": part}, {"value": value})
                self._row("observations", {"file": path, **owner}, record)
        for series, found in (tree.get("comparators") or {}).items():
            named = isinstance(found, dict) and bool(found) and found.keys() <= {"name", "source", "values"}
            record = dict(found) if named else {"values": found}
            values = record.pop("values", None) or {}
            self._row("comparators", {"file": path, "strategy": strategy, "series": series}, record)
            for year, value in _by_year(values):
                self._row("comparator_values", {"file": path, "series": series, "year": year}, {"value": value})

    def _record(self, name: str, keys: Mapping[str, Any], record: Record, strategy: str) -> None:
        """A row, and those of what the record holds that has tables of its own."""
        below = CHILDREN.get(TABLES[name].record, {})
        held = [(table, found) for way, table in below.items() if (found := taken(record, way))]
        self._row(name, keys, record)
        for table, found in held:
            owner = owner_of(TABLES[name].record, table)
            own = {"strategy": strategy} | ({owner: record["id"]} if owner else {})
            items = _by_year(found) if isinstance(found, dict) else enumerate(found, 1)
            for place, item in items:
                inner = dict(item) if TABLES[table].record else {"value": item}
                self._record(table, {**own, TABLES[table].order: place}, inner, strategy)

    def _row(self, name: str, keys: Mapping[str, Any], record: Mapping[str, Any]) -> None:
        table = TABLES[name]
        more: Record = {}
        cells = []
        for column in table.leading:
            value = keys.get(column.name)
            cells.append(text := column.text(value))
            if column.value(text) != value:
                more[column.name] = value
        for field in table.fields:
            value = record.get(field.name)
            texts, same = _cells(field, None if value == EMPTY.get(field.name) else value)
            cells += texts
            if not same:
                more[field.name] = value
        cells.append(MORE.text(more or None))
        self._writers[name].writerow(cells)


def _cells(field: Field, value: Any) -> tuple[list[str], bool]:
    """The cells of a value, and whether they say it as it is."""
    columns = field.columns
    if value is None:
        return [""] * len(columns), True
    normal = field.normal(value)
    texts = [column.text(cell) for column, cell in zip(columns, field.split(normal), strict=True)]
    try:
        read = field.join([column.value(text) for column, text in zip(columns, texts, strict=True)])
    except CellError:
        return texts, False
    return texts, read == normal


def _by_year(values: Mapping[Any, Any]) -> Iterator[tuple[int, Any]]:
    return ((parse_year(year), value) for year, value in values.items())
