"""All checks over a repository of any size, a few strategies at a time.

What `kpitrack.checks.run.check` finds in a repository that was read as a whole is found here in pieces, by several
processes, and without keeping any piece: a piece is a strategy with its actuals, and leaves its outline and findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.files.discovery import ACTUALS, Found, read_bytes
from kpitrack.files.reading import seems_about
from kpitrack.files.repository import Listing, assemble
from kpitrack.files.workers import Note, Progress, processes, spread

from .outline import Outline, Stray, View, outline_of, strays_of
from .protocol import Context
from .run import check_strategy, conclude
from .view import views_of

Piece = tuple[Found, ...]
"""The files that seem to be about one strategy, in the order of their paths."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is kept of a piece.

    Args:
        outside: what was found about files that could not be read at all.
        findings: what reading the others has found.
        outlines: the strategies in it.
        within: what was found in each of them, by the paths of their files.
        strays: the actuals files in it whose strategy is not.
        failed: the ids of the strategies that could not be read, as far as known.
        broken: the strategies of the actuals files that could not be read, as far as known.
    """

    outside: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    outlines: tuple[Outline, ...]
    within: dict[str, list[Diagnostic]]
    strays: tuple[Stray, ...]
    failed: tuple[str | None, ...]
    broken: tuple[str | None, ...]


def survey(
    listing: Listing,
    context: Context,
    asked: Collection[str] = (),
    *,
    progress: Progress | None = None,
    note: Note | None = None,
) -> list[Diagnostic]:
    """Everything found in the repository of ``listing``: the same as by `check`, in the order of files."""
    pieces = pieces_of(listing)
    most = processes(len(listing.files))
    work = partial(examine, listing.root, context, frozenset(asked))
    read = spread(work, pieces, most=most, progress=progress, note=note)
    excerpts = [excerpt for chunk in read for excerpt in chunk]
    if torn := _torn(excerpts):
        together = _together(listing, pieces, torn)
        kept = [excerpt for i, excerpt in enumerate(excerpts) if i not in torn]
        excerpts = [*kept, *work([together])]
    return _conclude(listing, excerpts, context, asked)


def pieces_of(listing: Listing) -> list[Piece]:
    """The files in pieces. They are told apart by a glance, and `survey` mends what this gets wrong."""
    pieces: dict[str, list[Found]] = {}
    for file in listing.files:
        name = seems_about(file.kind, listing.read(file.path) or b"")
        pieces.setdefault(name or f"/{file.path}", []).append(file)
    return [tuple(files) for files in pieces.values()]


def examine(root: Path, context: Context, asked: Collection[str], pieces: Iterable[Piece]) -> list[Excerpt]:
    """Read and check each piece by itself."""
    return [_examine(root, context, asked, piece) for piece in pieces]


def _examine(root: Path, context: Context, asked: Collection[str], piece: Piece) -> Excerpt:
    repository = assemble(root, piece, [], lambda file: read_bytes(root, file))
    views = views_of(repository)
    return Excerpt(
        outside=repository.outside,
        findings=tuple(found for file in (*repository.strategies, *repository.actuals) for found in file.findings),
        outlines=tuple(outline_of(view) for view in views),
        within={view.path: check_strategy(view, context, asked) for view in views},
        strays=strays_of(repository, {view.strategy.id for view in views}),
        failed=tuple(file.strategy for file in repository.strategies if file.model is None),
        broken=tuple(file.strategy for file in repository.actuals if file.model is None),
    )


def _torn(excerpts: Sequence[Excerpt]) -> frozenset[int]:
    """The excerpts that are about the same strategy as another one."""
    owners: dict[str, set[int]] = {}
    for i, excerpt in enumerate(excerpts):
        for outline in excerpt.outlines:
            owners.setdefault(outline.id, set()).add(i)
    for i, excerpt in enumerate(excerpts):
        for stray in excerpt.strays:
            if stray.strategy in owners:
                owners[stray.strategy].add(i)
    return frozenset(i for several in owners.values() if len(several) > 1 for i in several)


def _together(listing: Listing, pieces: Sequence[Piece], torn: Collection[int]) -> Piece:
    """The files of the pieces ``torn``, in the order of their paths."""
    wanted = {file.path for i in torn for file in pieces[i]}
    return tuple(file for file in listing.files if file.path in wanted)


def _conclude(
    listing: Listing, excerpts: Sequence[Excerpt], context: Context, asked: Collection[str]
) -> list[Diagnostic]:
    order = {file.path: i for i, file in enumerate(listing.files)}
    outside = [*listing.outside, *(found for excerpt in excerpts for found in excerpt.outside)]
    lost = [found.path for found in outside if found.severity is Severity.ERROR]
    broken = {name for excerpt in excerpts for name in excerpt.broken}
    lost_actuals = None in broken or any(path.startswith(f"{ACTUALS}/") for path in lost)
    outlines = sorted((one for excerpt in excerpts for one in excerpt.outlines), key=lambda one: order[one.path])
    failed = {name for excerpt in excerpts for name in excerpt.failed}
    known = {one.id for one in outlines}
    settings = listing.settings
    view = View(
        strategies=tuple(replace(one, whole=not lost_actuals and one.id not in broken) for one in outlines),
        stray=tuple(sorted((one for excerpt in excerpts for one in excerpt.strays), key=lambda one: order[one.path])),
        unread=frozenset(name for name in failed if name is not None),
        complete=None not in failed
        and len(known) == len(outlines)
        and all(path.startswith(f"{ACTUALS}/") for path in lost),
        settings=listing.configuration,
        settings_path=settings.path if settings and settings.model else None,
        settings_failed=settings is not None and settings.model is None,
    )
    within = {path: found for excerpt in excerpts for path, found in excerpt.within.items()}
    read = [found for excerpt in excerpts for found in excerpt.findings]
    return [*outside, *(settings.findings if settings else ()), *read, *conclude(view, within, context, asked)]
