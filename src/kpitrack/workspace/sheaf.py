"""The columns of pieces, one below the other, and as bytes that can be kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kpitrack.progress.schema import TABLES

from .codec import dumps
from .pieces import Bundles, Checked, NotKept

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

    from kpitrack.progress.columns import Columns

_PIECE = "piece"


class Sheaf(NamedTuple):
    """The columns of some pieces, one below the other.

    Args:
        keys: what each piece was read from.
        bundles: the strategies of each, and their files.
        strays: the strategies of each piece's actuals files that are not in it.
        rows: by table, how many rows are of each piece.
        tables: those of `kpitrack.progress.schema.TABLES`.
    """

    keys: tuple[str, ...]
    bundles: tuple[Bundles, ...]
    strays: tuple[tuple[str, ...], ...]
    rows: Mapping[str, Sequence[int]]
    tables: Mapping[str, pl.DataFrame]


def stacked(checked: Mapping[str, Checked], columns: Sequence[Columns]) -> Sheaf:
    """The sheaf of pieces, each with its piece and its columns."""
    return Sheaf(
        tuple(checked),
        tuple(one.bundles for one in checked.values()),
        tuple(tuple(stray.strategy for stray in one.strays) for one in checked.values()),
        {name: [len(next(iter(one[name].values()))) for one in columns] for name in TABLES},
        {
            name: pl.DataFrame(
                {
                    column: _series(column, list(chain.from_iterable(one[name][column] for one in columns)), kind)
                    for column, kind in schema.items()
                }
            )
            for name, schema in TABLES.items()
        },
    )


def _series(name: str, values: list[Any], kind: DataType | DataTypeClass) -> pl.Series:
    """A column. Lists, of which Polars makes one at a time, are made once where they are the same."""
    if kind.base_type() is not pl.List:
        return pl.Series(name, values, kind)
    places: dict[tuple[Any, ...] | None, int] = {}
    at = [places.setdefault(None if one is None else tuple(one), len(places)) for one in values]
    return pl.Series(name, list(places), kind).gather(at)


def bound(order: Sequence[str], sheaves: Iterable[Sheaf]) -> Sheaf:
    """The rows of the pieces ``order``, in their order, all of which are in ``sheaves``."""
    several = list(sheaves)
    if [key for sheaf in several for key in sheaf.keys] == list(order):
        return _numbered(_joined(several))
    place = {key: i for i, key in enumerate(order)}
    bundles: list[Bundles] = [{} for _ in order]
    strays: list[tuple[str, ...]] = [() for _ in order]
    rows = {name: [0] * len(order) for name in TABLES}
    parts = {name: [pl.DataFrame(schema={**schema, _PIECE: pl.UInt32})] for name, schema in TABLES.items()}
    for sheaf in several:
        to = [place.pop(key, None) for key in sheaf.keys]  # what stands in two of them is taken once
        for i, at in enumerate(to):
            if at is not None:
                bundles[at], strays[at] = sheaf.bundles[i], sheaf.strays[i]
                for name in TABLES:
                    rows[name][at] = sheaf.rows[name][i]
        for name, frame in sheaf.tables.items():
            counts = pl.Series(sheaf.rows[name], dtype=pl.UInt32)
            piece = pl.int_range(pl.len(), dtype=pl.UInt32).repeat_by("n").explode()
            index = pl.DataFrame({"n": counts}).select(piece).to_series()
            there = frame.with_columns(pl.Series(_PIECE, to, pl.UInt32).gather(index).alias(_PIECE))
            parts[name].append(there.filter(pl.col(_PIECE).is_not_null()))
    tables = {name: pl.concat(parts[name]).sort(_PIECE, maintain_order=True).drop(_PIECE) for name in TABLES}
    return _numbered(Sheaf(tuple(order), tuple(bundles), tuple(strays), rows, tables))


def _joined(several: Sequence[Sheaf]) -> Sheaf:
    """One sheaf after the other, with no copy of their rows beside it."""
    return Sheaf(
        tuple(key for sheaf in several for key in sheaf.keys),
        tuple(one for sheaf in several for one in sheaf.bundles),
        tuple(one for sheaf in several for one in sheaf.strays),
        {name: [count for sheaf in several for count in sheaf.rows[name]] for name in TABLES},
        {
            name: pl.concat([pl.DataFrame(schema=schema), *(sheaf.tables[name] for sheaf in several)], rechunk=True)
            for name, schema in TABLES.items()
        },
    )


def _numbered(sheaf: Sheaf) -> Sheaf:
    """A sheaf whose KPIs are counted from its first."""
    kpis = sheaf.tables["kpis"].with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32))
    return sheaf._replace(tables={**sheaf.tables, "kpis": kpis})


def pack(sheaf: Sheaf, of: str) -> bytes:
    """A sheaf as bytes: a head in JSON, which says what it is ``of``, and each table in Arrow's format."""
    blobs = []
    for name in TABLES:
        into = io.BytesIO()
        sheaf.tables[name].write_ipc(into, compression="lz4")
        blobs.append(into.getvalue())
    head = dumps(
        {
            "of": of,
            "keys": sheaf.keys,
            "bundles": sheaf.bundles,
            "strays": sheaf.strays,
            "rows": sheaf.rows,
            "sizes": [len(blob) for blob in blobs],
        }
    )
    return b"".join([len(head).to_bytes(8, "little"), head, *blobs])


def unpack(data: bytes, head: Mapping[str, Any]) -> Sheaf:
    """What `pack` made ``data`` from.

    Args:
        data: the bytes.
        head: what `kpitrack.workspace.kept` has read of them.

    Raises:
        NotKept: they are not from there.
    """
    tables, at = {}, 8 + int.from_bytes(data[:8], "little")
    for (name, schema), size in zip(TABLES.items(), head["sizes"], strict=True):
        try:
            tables[name] = pl.read_ipc(io.BytesIO(data[at : at + size]))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise NotKept from error
        if dict(tables[name].schema) != dict(schema) or sum(head["rows"][name]) != tables[name].height:
            raise NotKept(name)
        at += size
    return Sheaf(
        tuple(head["keys"]),
        tuple({name: tuple(paths) for name, paths in one.items()} for one in head["bundles"]),
        tuple(map(tuple, head["strays"])),
        head["rows"],
        tables,
    )
