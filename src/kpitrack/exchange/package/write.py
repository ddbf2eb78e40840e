"""A repository as a Data Package: its YAML files as tables, with nothing that they say left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kpitrack.model.years import parse_year

from .fields import CellError, Field
from .tables import CHILDREN, EMPTY, MORE, TABLES, owner_of, taken

Record = dict[str, Any]


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
