"""A Data Package of kpitrack as the files that it was made from: their data, and these as YAML to go on writing in."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from kpitrack.language import Complaint, Text, say
from kpitrack.repository.discovery import ACTUALS, SETTINGS, STRATEGIES
from kpitrack.repository.edit.writing import write_flow, write_key, write_literal
from kpitrack.repository.opener import Refusal, read_regular

from .fields import CellError, Column, definitions
from .tables import CHILDREN, EMPTY, MORE, TABLES, Table, owner_of
from .write import DOCUMENT, PROFILE

_LARGEST = 2_000_000_000  # bytes of a table
_WIDTH = 110  # characters of a line of YAML, about
_KINDS: Mapping[str, str] = {"year": "integer"}


class PackageProblem(Complaint):
    """A package that cannot be read as one."""

    in_data = True


class NoPackage(PackageProblem):
    """What was named as a package is none, or one of a newer version."""

    in_data = False


@dataclass(slots=True)
class Row:
    """A row: where it stands, whose it is, and what it says."""

    place: str
    keys: dict[str, Any]
    record: dict[str, Any]
    used: bool = field(default=False)


def read_package(folder: Path) -> dict[str, Any]:
    """The plain data of each file by its path in the repository.

    Raises:
        PackageProblem: it is no package of kpitrack, or a cell of it cannot be read; it says which.
    """
    settings = _settings(folder)
    rows = {name: list(_rows(folder, table)) for name, table in TABLES.items()}
    trees = {SETTINGS: settings} if settings else {}
    built = _Builder(rows)
    for path, tree in built.strategies():
        _add(trees, path, tree)
    for path, tree in built.actuals():
        _add(trees, path, tree)
    for name, several in rows.items():
        for row in several:
            if not row.used:
                raise PackageProblem(
                    say("{place}: what this row of {table} belongs to is not there", place=row.place, table=name),
                    say("add the row that its ids name, or take this one out"),
                )
    return trees


def _add(trees: dict[str, Any], path: str, tree: Any) -> None:
    if path in trees:
        raise PackageProblem(say("two strategies would be written to {path}", path=path), say("give one another file"))
    trees[path] = tree


def _settings(folder: Path) -> Any:
    data = read_regular(folder, DOCUMENT, _LARGEST)
    try:
        own = json.loads(b"" if isinstance(data, Refusal) else data)[PROFILE]
        found = own["settings"]
        if own["version"] != 1:
            raise ValueError  # noqa: TRY301  told below with what else can be wrong
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoPackage(
            say("{path} is no Data Package of kpitrack, or one of a newer version", path=folder / DOCUMENT),
            say("name a folder that kpitrack export datapackage has written"),
        ) from None
    return found


def _bytes(folder: Path, name: str) -> bytes:
    data = read_regular(folder, name, _LARGEST)
    if isinstance(data, Refusal):
        raise PackageProblem(
            say("{path}: {problem}", path=folder / name, problem=data.message),
            say("write it again: kpitrack export datapackage --replace"),
        )
    return data


def _rows(folder: Path, table: Table) -> Iterator[Row]:
    path = f"data/{table.name}.csv"
    try:
        text = _bytes(folder, path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackageProblem(say("{path} is not UTF-8", path=folder / path), say("save it as “CSV UTF-8”")) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    known = {column.name: column for column in table.columns}
    try:
        header = next(reader, [])
        for name in header:
            if name not in known or header.count(name) > 1:
                raise PackageProblem(
                    say("{place}: no column is called {name}, or several are", place=f"{path}:1", name=name),
                    say("write one of: {words}", words=", ".join(known)),
                )
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                if len(cells) != len(header):
                    raise PackageProblem(
                        say("{place}: the row has {n} cells, and the heading {m}", place=f"{path}:{line}",
                            n=len(cells), m=len(header)),
                        say("give every row a cell for each column"),
                    )  # fmt: skip
                yield _row(table, f"{path}:{line}", [known[name] for name in header], cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise PackageProblem(
            say("{place}: this is no CSV: {reason}", place=f"{path}:{reader.line_num}", reason=str(error)),
            say("open it in Excel and save it again as CSV or .xlsx"),
        ) from None


def _row(table: Table, place: str, columns: list[Column], cells: list[str]) -> Row:
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column.name] = column.value(cell)
        except CellError:
            kind = _KINDS.get(column.kind, column.kind)
            raise _misplaced(place, column.name, cell, say("write {kind}", kind=_written(kind))) from None
    more = values.get(MORE.name) or {}
    if not isinstance(more, dict):
        raise _misplaced(place, MORE.name, str(more), say("write {kind}", kind=_written("object")))
    keys = {column.name: more.get(column.name, values.get(column.name)) for column in table.leading}
    record: dict[str, Any] = {}
    for one in table.fields:
        found = more.get(one.name)
        if found is None:
            found = one.join([values.get(column.name) for column in one.columns])
        if found is not None:
            record[one.name] = found
    return Row(place, keys, record)


def _misplaced(place: str, column: str, text: str, hint: Text) -> PackageProblem:
    message = say("{place}: column {name}: “{text}” is not what stands there", place=place, name=column, text=text[:60])
    return PackageProblem(message, hint)


def _written(kind: str) -> Text:
    return {
        "number": say("a number, such as 1234.5"),
        "integer": say("a whole number, such as 2024"),
        "boolean": say("true or false"),
        "array": say('a list in JSON, such as ["a", "b"]'),
    }.get(kind) or say("JSON")


class _Builder:
    """Puts rows together to the files."""

    def __init__(self, rows: Mapping[str, list[Row]]) -> None:
        self._rows = rows
        self._held: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for name, table in TABLES.items():
            if table.order and "strategy" in table.keys and "file" not in table.keys:
                for row in rows[name]:
                    owner = next(
                        ((key, row.keys[key]) for key in table.keys[1:] if row.keys[key] is not None), ("", None)
                    )
                    self._held[name, row.keys["strategy"], *owner].append(row)

    def strategies(self) -> Iterator[tuple[str, Any]]:
        """The strategy files."""
        for row in self._rows["strategies"]:
            row.used = True
            name = row.record.get("id")
            yield _path(row, STRATEGIES, name), self._record(row, "Strategy", "strategies", name)

    def _record(self, row: Row, definition: str, table: str, strategy: Any) -> Any:
        kind = TABLES[table].record
        if not kind:
            return row.record.get("value")
        record = dict(row.record)
        for way, held in CHILDREN.get(kind, {}).items():
            owner = owner_of(kind, held)
            found = self._held.pop((held, strategy, owner, record.get("id") if owner else None), [])
            if found:
                _put(record, way, self._several(found, held, strategy))
        schema = definitions()[definition]
        for name in schema["required"]:
            if name in EMPTY:
                record.setdefault(name, copy(EMPTY[name]))
        return {name: record[name] for name in (*schema["properties"], *record) if name in record}

    def _several(self, rows: list[Row], table: str, strategy: Any) -> Any:
        order = TABLES[table].order
        definition = "Measure" if table == "nodes" and rows[0].keys["parent"] is not None else TABLES[table].record
        made = []
        for row in sorted(rows, key=lambda row: row.keys[order] or 0):
            row.used = True
            made.append((row.keys[order], self._record(row, definition, table, strategy)))
        return dict(made) if order == "year" else [one for _, one in made]

    def actuals(self) -> Iterator[tuple[str, Any]]:
        """The actuals files."""
        files: dict[str, dict[str, Any]] = {}
        entries: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self._rows["observations"]:
            row.used = True
            kpi, year = row.keys["kpi"], row.keys["year"]
            file = _file(files, row)
            record = dict(row.record)
            file.setdefault("actuals", {}).setdefault(kpi, {})[year] = record
            entries[row.keys["strategy"], kpi, year] = record
        for row in self._rows["breakdowns"]:
            entry = entries.get((row.keys["strategy"], row.keys["kpi"], row.keys["year"]))
            if entry is not None:
                row.used = True
                parts = entry.setdefault("by", {}).setdefault(row.keys["dimension"], {})
                parts[row.keys["part"]] = row.record.get("value")
        series: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self._rows["comparators"]:
            row.used = True
            file = _file(files, row)
            series[row.keys["file"], row.keys["series"]] = record = dict(row.record)
            file.setdefault("comparators", {})[row.keys["series"]] = record
        for row in self._rows["comparator_values"]:
            found = series.get((row.keys["file"], row.keys["series"]))
            if found is not None:
                row.used = True
                found.setdefault("values", {})[row.keys["year"]] = row.record.get("value")
        for path, tree in files.items():
            for years in tree.get("actuals", {}).values():
                years.update({year: _bare(entry, "value") for year, entry in years.items()})
            named = tree.get("comparators", {})
            named.update({name: _bare(one, "values") for name, one in named.items()})
            yield path, tree


def _bare(record: dict[str, Any], only: str) -> Any:
    """What people write: the bare value where a record holds nothing else."""
    return record.get(only) if record.keys() <= {only} else record


def _file(files: dict[str, dict[str, Any]], row: Row) -> dict[str, Any]:
    return files.setdefault(_path(row, ACTUALS, row.keys["strategy"]), {"strategy": row.keys["strategy"]})


def _path(row: Row, folder: str, name: Any) -> str:
    """The file of a row, else one by the strategy's name.

    Raises:
        PackageProblem: it would lie elsewhere than such files do.
    """
    path = str(row.keys["file"] or f"{folder}/{name}.yaml")
    parts = path.split("/")
    strange = "\\" in path or ":" in path or any(not part or part.startswith(".") for part in parts)
    if strange or not path.startswith(f"{folder}/") or PurePosixPath(path).suffix != ".yaml":
        raise _misplaced(row.place, "file", path, say("write such as {example}", example=f"{folder}/town.yaml"))
    return path


def _put(record: dict[str, Any], way: str, value: Any) -> None:
    first, _, rest = way.partition(".")
    if rest:
        record[first] = inner = dict(record.get(first) or {})
        _put(inner, rest, value)
    else:
        record[first] = value


def yaml_bytes(tree: Mapping[str, Any]) -> bytes:
    """The file of plain data: short records on a line, long ones as blocks.

    Raises:
        ValueError: the data holds what no file can, such as half a character.
    """
    return ("\n".join(_mapping(tree, 0)) + "\n").encode()


def _mapping(tree: Mapping[Any, Any], indent: int) -> Iterator[str]:
    before = " " * indent
    for key, value in tree.items():
        name = f"{before}{write_key(key)}:"
        literal = write_literal(value, before + "  ") if isinstance(value, str) else None
        if literal:
            yield f"{name} {literal[0]}"
            yield from literal[1:]
        elif not value or _fits(value, len(name)):
            yield f"{name} {write_flow(value)}"
        elif isinstance(value, Mapping):
            yield name
            yield from _mapping(value, indent + 2)
        else:
            yield name
            yield from _list(value, indent + 2)


def _list(values: list[Any], indent: int) -> Iterator[str]:
    before = " " * indent
    for value in values:
        if isinstance(value, Mapping) and value and not _fits(value, indent + 2):
            first, *rest = _mapping(value, indent + 2)
            yield f"{before}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{before}- {write_flow(value)}"


def _fits(value: Any, used: int) -> bool:
    """Whether a value is to stand on one line: no list of records, and short, or nothing that could be broken."""
    if not isinstance(value, (Mapping, list)):
        return True
    inner = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(one, list) and any(isinstance(part, Mapping) for part in one) for one in inner):
        return False
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return False
    if any(isinstance(one, Mapping) and not _fits(one, used) for one in inner):
        return False
    return used + len(write_flow(value)) <= _WIDTH
