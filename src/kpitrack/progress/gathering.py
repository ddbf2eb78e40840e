"""The frames of a repository of any size: built in pieces by several processes, and kept between runs.

What `kpitrack.progress.frames.build` makes of a repository that was read as a whole is put together here from pieces,
of which only columns are left. A piece whose files are the same as in an earlier run is not read again.

Polars is loaded late here: a process that has loaded it cannot be copied any more, and fresh ones take longer to start.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kpitrack.checks.survey import Aids, Piece, Seen, key, pieces_of
from kpitrack.diagnostics import Diagnostic
from kpitrack.model.settings import Settings
from kpitrack.repository.cache import digest, program
from kpitrack.repository.discovery import Found, read_bytes
from kpitrack.repository.parallel import processes, spread
from kpitrack.repository.repository import Listing, assemble

if TYPE_CHECKING:
    import polars as pl

    from .frames import Frames

_PARTS = ("kpis", "actuals", "milestones", "comparators")
_PIECE = "piece"
_FORMAT = "kpitrack frames 1"


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The frames of some pieces, each row with the place of its piece among ``keys``.

    Args:
        keys: what each piece was read from; empty where that is not known for certain.
        names: the strategies that each piece is about.
        frames: the frames by their names in `Frames`; of comparators those that are stated.
    """

    keys: tuple[bytes, ...]
    names: tuple[frozenset[str], ...]
    frames: dict[str, pl.DataFrame]


def gather(listing: Listing, seen: Sequence[Seen], aids: Aids | None = None) -> Frames:
    """The frames of the repository of ``listing``, which has no errors: the same as by `build`.

    Args:
        listing: the files.
        seen: what a glance at them told.
        aids: what it may use, and whom it tells.
    """
    aids = aids or Aids()
    settings = listing.configuration
    question = digest(program(), b"frames", (settings.grading or "").encode())
    pieces = pieces_of(seen)
    keys = tuple(key(question, piece) for piece in pieces)
    name = f"{digest(str(listing.root).encode('utf-8', 'surrogateescape')).hex()}-frames"
    packed = aids.store.get(name, ()) if aids.store else None
    known = _keys(packed) & set(keys)
    missing = [i for i, one in enumerate(keys) if one not in known]
    files = [tuple(one.file for one in piece) for piece in pieces]
    sheaves = spread(
        partial(_sheaf, listing.root, settings, question),
        [files[i] for i in missing],
        most=processes(sum(len(files[i]) for i in missing)),
        progress=aids.progress,
        note=aids.note,
    )
    kept = _unpack(packed) if packed and known else None
    whole = _bound(keys, [*([kept] if kept else []), *sheaves])
    if whole is None:  # two pieces are about one strategy, or a file changed meanwhile
        together = tuple(sorted({file for piece in files for file in piece}, key=lambda file: file.path))
        return _ordered(_sheaf(listing.root, settings, question, [together]))
    if aids.store and missing:
        aids.store.put(name, _pack(whole))
    return _ordered(whole)


def _sheaf(root: Path, settings: Settings, question: bytes, pieces: Sequence[Piece]) -> Sheaf:
    """The frames of some pieces."""
    import polars as pl

    from .frames import build

    seen: dict[str, Seen] = {}

    def read(file: Found) -> bytes | Diagnostic:
        data = read_bytes(root, file)
        seen[file.path] = Seen(file, None, digest(data) if isinstance(data, bytes) else b"")
        return data

    repository = assemble(root, [file for piece in pieces for file in piece], [], read)
    of_file = {file.path: file.model.id for file in repository.strategies if file.model}
    of_file |= {file.path: file.model.strategy for file in repository.actuals if file.model}
    names = tuple(frozenset(of_file[file.path] for file in piece if file.path in of_file) for piece in pieces)
    places = {name: i for i, several in enumerate(names) for name in several}
    strategies = [file.model for file in repository.strategies if file.model]
    frames = build(strategies, [file.model for file in repository.actuals if file.model], settings)
    stated = cast("pl.DataFrame", frames.comparators).filter(pl.col("key").str.contains("#", literal=True))
    strategy = {"kpis": pl.col("strategy"), "comparators": _before("key", "#")}
    parts = {"kpis": frames.kpis, "actuals": frames.actuals, "milestones": frames.milestones, "comparators": stated}
    return Sheaf(
        keys=tuple(key(question, [seen[file.path] for file in piece]) for piece in pieces),
        names=names,
        frames={
            name: cast("pl.DataFrame", frame).with_columns(
                strategy.get(name, _before("ref", "/")).replace_strict(places, return_dtype=pl.UInt32).alias(_PIECE)
            )
            for name, frame in parts.items()
        },
    )


def _before(column: str, mark: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).str.split(mark).list.first()


def _bound(keys: tuple[bytes, ...], sheaves: Sequence[Sheaf]) -> Sheaf | None:
    """The rows of the pieces ``keys``, in their order; None where they cannot be told apart or one is missing."""
    import polars as pl

    place = {one: i for i, one in enumerate(keys)}
    names: dict[int, frozenset[str]] = {}
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in _PARTS}
    for sheaf in sheaves:
        moved = {i: place[one] for i, one in enumerate(sheaf.keys) if one in place}
        names |= {moved[i]: sheaf.names[i] for i in moved}
        for name, frame in sheaf.frames.items():
            to = pl.Series([moved.get(i) for i in range(len(sheaf.keys))], dtype=pl.UInt32)
            there = frame.with_columns(to.gather(frame[_PIECE]).alias(_PIECE))
            frames[name].append(there.filter(pl.col(_PIECE).is_not_null()) if len(moved) < len(to) else there)
    named = [name for several in names.values() for name in several]
    if len(names) < len(keys) or len(set(named)) < len(named):
        return None
    return Sheaf(
        keys,
        tuple(names[i] for i in range(len(keys))),
        {name: pl.concat(parts).sort(_PIECE, maintain_order=True) for name, parts in frames.items()},
    )


def _ordered(sheaf: Sheaf) -> Frames:
    """The frames of all pieces, in the order of the documents."""
    import polars as pl

    from .frames import Frames
    from .joining import connected, with_kpis

    frames = Frames(
        kpis=sheaf.frames["kpis"].drop(_PIECE).with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32)),
        actuals=sheaf.frames["actuals"].drop(_PIECE),
        milestones=sheaf.frames["milestones"].drop(_PIECE),
        comparators=sheaf.frames["comparators"].drop(_PIECE),
    )
    return connected(replace(frames, comparators=with_kpis(frames.comparators, frames)))


def _pack(sheaf: Sheaf) -> tuple[Any, ...]:
    def written(frame: pl.DataFrame) -> bytes:
        into = io.BytesIO()
        frame.write_ipc(into, compression="lz4")
        return into.getvalue()

    names = [sorted(several) for several in sheaf.names]
    return _FORMAT, list(sheaf.keys), names, {name: written(one) for name, one in sheaf.frames.items()}


def _keys(packed: Any) -> frozenset[bytes]:
    """The pieces that `_pack` has kept."""
    if not isinstance(packed, tuple) or not packed or packed[0] != _FORMAT:
        return frozenset()
    return frozenset(packed[1])


def _unpack(packed: tuple[Any, ...]) -> Sheaf:
    """What `_pack` made; the program is part of the keys, so that it has the columns of today."""
    import polars as pl

    _, keys, names, frames = packed
    return Sheaf(
        tuple(keys),
        tuple(frozenset(several) for several in names),
        {name: pl.read_ipc(io.BytesIO(frames[name])) for name in _PARTS},
    )
