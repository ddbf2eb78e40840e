"""All checks over a repository of any size, a few strategies at a time.

What `kpitrack.checks.run.check` finds in a repository that was read as a whole is found here in pieces, by several
processes, and without keeping any piece: a piece is a strategy with its actuals, and leaves its outline and findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.repository.cache import Shelf, Store, digest, program
from kpitrack.repository.discovery import Found, of_actuals, read_bytes
from kpitrack.repository.loading import seems_about
from kpitrack.repository.parallel import Note, Progress, processes, spread
from kpitrack.repository.places import place
from kpitrack.repository.repository import Listing, assemble

from .check import Context
from .outline import Outline, Stray, View, outline_of, strays_of
from .run import check_strategy, conclude
from .view import views_of

Piece = tuple[Found, ...]
"""The files that seem to be about one strategy, in the order of their paths."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is kept of a piece.

    Args:
        digests: the hashes of its files as they were read; empty for those that could not be.
        outside: what was found about files that could not be read at all.
        findings: what reading the others has found.
        outlines: the strategies in it.
        within: what was found in each of them, by the paths of their files.
        strays: the actuals files in it whose strategy is not.
        failed: the ids of the strategies that could not be read, as far as known.
        broken: the strategies of the actuals files that could not be read, as far as known.
    """

    digests: tuple[bytes, ...]
    outside: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    outlines: tuple[Outline, ...]
    within: dict[str, list[Diagnostic]]
    strays: tuple[Stray, ...]
    failed: tuple[str | None, ...]
    broken: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of which no more than a glance was taken.

    Args:
        file: where it is.
        strategy: the id of the strategy that it seems to be about.
        digest: the hash of its bytes; empty where it cannot be read.
    """

    file: Found
    strategy: str | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Aids:
    """What a survey may use, and whom it tells.

    Args:
        store: where results of earlier runs are.
        progress: is told how many pieces of how many are done.
        note: is told what went wrong without changing the result.
        seen: what a glance at the files told, where it was taken already.
    """

    store: Store | None = None
    progress: Progress | None = None
    note: Note | None = None
    seen: Sequence[Seen] | None = None


def survey(
    listing: Listing, context: Context, asked: Collection[str] = (), aids: Aids | None = None
) -> list[Diagnostic]:
    """Everything found in the repository of ``listing``: the same as by `check`, with the places of most of it.

    Args:
        listing: the files.
        context: what checks may know beside them.
        asked: the names of the rules to look for although they are off by default.
        aids: what it may use, and whom it tells.
    """
    aids = aids or Aids()
    pieces = pieces_of(aids.seen or glance(listing))
    question = digest(program(), repr((context, sorted(asked))).encode())
    shelf = Shelf(aids.store, listing.root, "findings")
    everything = digest(
        question,
        repr((listing.settings, listing.outside)).encode("utf-8", "replace"),
        *(key(question, piece) for piece in pieces),
    )
    readable = all(one.digest for piece in pieces for one in piece)
    if readable and (known := shelf.whole(everything)) is not None:
        return cast("list[Diagnostic]", known)
    keys = [key(question, piece) for piece in pieces]
    excerpts: dict[int, Excerpt] = {i: found for i, name in enumerate(keys) if (found := shelf.piece(name)) is not None}
    missing = [i for i in range(len(pieces)) if i not in excerpts]
    files = [tuple(one.file for one in piece) for piece in pieces]
    work = partial(examine, listing.root, context, frozenset(asked))
    most = processes(sum(len(files[i]) for i in missing))
    made = spread(work, [files[i] for i in missing], most=most, progress=aids.progress, note=aids.note)
    excerpts |= zip(missing, (one for chunk in made for one in chunk), strict=True)
    steady = {i for i in missing if excerpts[i].digests == tuple(one.digest for one in pieces[i])}
    for i in steady:
        if all(excerpts[i].digests):
            shelf.add(keys[i], excerpts[i])
    certain = readable and len(steady) == len(missing)  # that no file changed between the glance and the reading
    if torn := _torn(excerpts):
        (mended,) = work([_together(listing, files, torn)])
        excerpts = {i: excerpt for i, excerpt in excerpts.items() if i not in torn} | {min(torn): mended}
        certain = certain and set(mended.digests) == {one.digest for i in torn for one in pieces[i]}
    found = _conclude(listing, excerpts.values(), context, asked)
    shelf.keep(everything if certain else None, found)
    return found


def glance(listing: Listing) -> list[Seen]:
    """Every file of ``listing``, seen."""
    seen = []
    for file in listing.files:
        data = listing.read(file.path)
        strategy = None if data is None else seems_about(file.kind, data)
        seen.append(Seen(file, strategy, _digest(data)))
    return seen


def _digest(data: bytes | None) -> bytes:
    return b"" if data is None else digest(data)


def pieces_of(seen: Iterable[Seen]) -> list[tuple[Seen, ...]]:
    """The files in pieces. They are told apart by a glance, and `survey` mends what this gets wrong."""
    pieces: dict[str, list[Seen]] = {}
    for one in seen:
        pieces.setdefault(one.strategy or f"/{one.file.path}", []).append(one)
    return [tuple(several) for several in pieces.values()]


def key(question: bytes, piece: Iterable[Seen]) -> bytes:
    """What the answer to ``question`` about ``piece`` depends on."""
    return digest(question, *(part for one in piece for part in (one.file.path.encode("utf-8", "replace"), one.digest)))


def examine(root: Path, context: Context, asked: Collection[str], pieces: Iterable[Piece]) -> list[Excerpt]:
    """Read and check each piece by itself."""
    return [_examine(root, context, asked, piece) for piece in pieces]


def _examine(root: Path, context: Context, asked: Collection[str], piece: Piece) -> Excerpt:
    contents: dict[str, bytes | Diagnostic] = {file.path: read_bytes(root, file) for file in piece}

    def read(path: str) -> bytes | None:
        data = contents.get(path)
        return data if isinstance(data, bytes) else None

    repository = assemble(root, piece, [], lambda file: contents[file.path])
    views = views_of(repository)
    return Excerpt(
        digests=tuple(_digest(read(file.path)) for file in piece),
        outside=repository.outside,
        findings=tuple(
            place((found for file in (*repository.strategies, *repository.actuals) for found in file.findings), read)
        ),
        outlines=tuple(outline_of(view) for view in views),
        within={view.path: place(check_strategy(view, context, asked), read) for view in views},
        strays=strays_of(repository, {view.strategy.id for view in views}),
        failed=tuple(file.strategy for file in repository.strategies if file.model is None),
        broken=tuple(file.strategy for file in repository.actuals if file.model is None),
    )


def _torn(excerpts: Mapping[int, Excerpt]) -> frozenset[int]:
    """The excerpts that are about the same strategy as another one."""
    owners: dict[str, set[int]] = {}
    for i, excerpt in excerpts.items():
        for outline in excerpt.outlines:
            owners.setdefault(outline.id, set()).add(i)
    for i, excerpt in excerpts.items():
        for stray in excerpt.strays:
            if stray.strategy in owners:
                owners[stray.strategy].add(i)
    return frozenset(i for several in owners.values() if len(several) > 1 for i in several)


def _together(listing: Listing, pieces: Sequence[Piece], torn: Collection[int]) -> Piece:
    """The files of the pieces ``torn``, in the order of their paths."""
    wanted = {file.path for i in torn for file in pieces[i]}
    return tuple(file for file in listing.files if file.path in wanted)


def _conclude(
    listing: Listing, excerpts: Collection[Excerpt], context: Context, asked: Collection[str]
) -> list[Diagnostic]:
    order = {file.path: i for i, file in enumerate(listing.files)}
    outside = [*listing.outside, *(found for excerpt in excerpts for found in excerpt.outside)]
    lost = [found.path for found in outside if found.severity is Severity.ERROR]
    broken = {name for excerpt in excerpts for name in excerpt.broken}
    lost_actuals = None in broken or any(of_actuals(path) for path in lost)
    outlines = sorted((one for excerpt in excerpts for one in excerpt.outlines), key=lambda one: order[one.path])
    failed = {name for excerpt in excerpts for name in excerpt.failed}
    known = {one.id for one in outlines}
    settings = listing.settings
    view = View(
        strategies=tuple(replace(one, whole=not lost_actuals and one.id not in broken) for one in outlines),
        stray=tuple(sorted((one for excerpt in excerpts for one in excerpt.strays), key=lambda one: order[one.path])),
        unread=frozenset(name for name in failed if name is not None),
        complete=None not in failed and len(known) == len(outlines) and all(of_actuals(path) for path in lost),
        settings=listing.configuration,
        settings_path=settings.path if settings and settings.model else None,
        settings_failed=settings is not None and settings.model is None,
    )
    within = {path: found for excerpt in excerpts for path, found in excerpt.within.items()}
    read = [found for excerpt in excerpts for found in excerpt.findings]
    return [*outside, *(settings.findings if settings else ()), *read, *conclude(view, within, context, asked)]
