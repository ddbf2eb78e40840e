"""A repository in pieces: each strategy with its actuals is read, checked and put into columns in one pass.

The pieces are told apart by a glance at the files. They are worked on in one process or in several, and what each comes
to is kept between runs under the hashes of its files, for small repositories as for large; so a run looks at what has
changed. What crosses the pieces is found at the end, from their outlines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.repository.cache import Store, digest
from kpitrack.repository.discovery import SETTINGS, Found, of_actuals
from kpitrack.repository.parallel import FEW, Note, Progress, processes, spread

from .contents import Contents

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.checks.outline import Outline, Stray
    from kpitrack.model.in_force import InForce
    from kpitrack.progress.columns import Columns
    from kpitrack.repository.repository import Listing, Repository

    from .sheaf import Sheaf

Bundles = dict[str, tuple[str, ...]]
"""Strategies by id, each with the path of its file and those of its actuals."""


class NotKept(ValueError):  # noqa: N818  what it is
    """What an earlier run has kept is not what it seemed."""


class Checked(NamedTuple):
    """What checking a piece has found.

    Args:
        outside: about files that could not be read at all.
        findings: what reading the others has found.
        outlines: the strategies in it.
        within: what was found in each of them, by the paths of their files.
        strays: the actuals files in it whose strategy is not.
        failed: the ids of the strategies that could not be read, as far as known.
        broken: the strategies of the actuals files that could not be read, as far as known.
        bundles: the strategies and their files.
    """

    outside: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    outlines: tuple[Outline, ...]
    within: dict[str, list[Diagnostic]]
    strays: tuple[Stray, ...]
    failed: tuple[str | None, ...]
    broken: tuple[str | None, ...]
    bundles: Bundles


Piece = tuple[Found, ...]
Read = tuple[tuple[Found, bytes | Diagnostic], ...]
"""A piece with its bytes."""


class Question(NamedTuple):
    """What is asked of the pieces.

    Args:
        as_of: the year that checks go by.
        first_month: the month in which a fiscal year begins.
        new_year: whether a calendar year has begun in the year ``as_of`` by now.
        asked: the names of the rules to look for although they are off by default.
        tables: whether the columns are wanted.
        pieces: whether what each piece came to is wanted, not only what was found in all.
    """

    as_of: int
    asked: frozenset[str] = frozenset()
    first_month: int = 4
    new_year: bool = False
    tables: bool = False
    pieces: bool = False


class Aids(NamedTuple):
    """What may be used, and who is told.

    Args:
        store: where the results of earlier runs are.
        progress: is told how many pieces of how many are done.
        note: is told what went wrong without changing the result.
    """

    store: Store | None = None
    progress: Progress | None = None
    note: Note | None = None


UNAIDED = Aids()


class Survey(NamedTuple):
    """What the pieces came to.

    Args:
        findings: everything found: as `kpitrack.checks.run.check` finds it, with the places of most of it.
        bundles: the strategies and their files, in the order of these; empty where no pieces were asked for.
        tables: the columns; empty where they were not asked for.
        checked: what each piece came to, by its key; empty where that was not asked for.
    """

    findings: tuple[Diagnostic, ...]
    bundles: Bundles
    tables: Mapping[str, pl.DataFrame]
    checked: Mapping[str, Checked]


def survey(
    listing: Listing,
    contents: Contents,
    question: Question,
    aids: Aids = UNAIDED,
    known: Mapping[str, Checked] | None = None,
) -> Survey:
    """Read, check and put into columns what is not known from an earlier run.

    Args:
        listing: the files.
        contents: their bytes.
        question: what is asked.
        aids: what may be used, and who is told.
        known: what pieces came to in this run, by their keys.
    """
    try:
        return _surveyed(listing, contents, question, aids, known or {})
    except NotKept:
        return _surveyed(listing, contents, question, aids._replace(store=None), known or {})


def _surveyed(
    listing: Listing, contents: Contents, question: Question, aids: Aids, known: Mapping[str, Checked]
) -> Survey:
    from .kept import Kept

    kept = Kept(aids.store, listing, question)
    pieces = {key_of(contents, piece): piece for piece in pieces_of(contents)}
    keys = tuple(pieces)
    readable = all(contents.digests.values())
    found = kept.findings(keys) if readable and not question.pieces else None
    checked = {} if found is not None else kept.checked(keys) | {key: known[key] for key in keys if key in known}
    columned = kept.tables(keys) if question.tables else frozenset()
    missing = [
        key for key in keys if (found is None and key not in checked) or (question.tables and key not in columned)
    ]
    examine_all = partial(_examined, listing.in_force, contents, question, aids)
    made = examine_all({key: pieces[key] for key in missing})
    checked |= {key: piece for chunk in made for key, piece in chunk.checked.items()}
    if found is None:
        kept.keep_checked({key: checked[key] for key in keys if _is_readable(contents, pieces[key])})
    owners = {key: _owned(piece) for key, piece in checked.items()} | kept.owned(columned)
    if torn := _torn(owners):
        together = tuple(file for file in contents.files if any(file in pieces[key] for key in torn))
        mended = key_of(contents, together)
        made += examine_all({mended: together})
        checked |= made[-1].checked
        pieces = _mended(pieces, torn, mended, together)
    if found is None:
        from kpitrack.repository.places import place_many

        concluded = conclude_pieces(listing, [checked[key] for key in pieces], question)
        read = partial(_bytes_of, listing, contents)
        found = tuple(place_many(concluded, read, aids.note))
        if readable:
            kept.keep_findings(keys, found)
    tables: Mapping[str, pl.DataFrame] = {}
    if question.tables:
        sheaf = kept.bound(tuple(pieces), [chunk.sheaf for chunk in made if chunk.sheaf is not None])
        tables, several = sheaf.tables, sheaf.bundles
    else:
        several = tuple(checked[key].bundles for key in pieces if key in checked)
    places = {file.path: i for i, file in enumerate(listing.files)}
    bundles = sorted((item for one in several for item in one.items()), key=lambda item: places[item[1][0]])
    return Survey(found, dict(bundles), tables, {key: checked[key] for key in pieces if question.pieces})


def _bytes_of(listing: Listing, contents: Contents, path: str) -> bytes | None:
    """The bytes of a file, the settings among them."""
    return listing.settings_file if path == SETTINGS else contents.read(path)


def _mended(pieces: Mapping[str, Piece], torn: Collection[str], key: str, together: Piece) -> dict[str, Piece]:
    """``pieces`` with one in place of the first of those that are ``torn``."""
    first = next(one for one in pieces if one in torn)
    return {
        key if one == first else one: together if one == first else piece
        for one, piece in pieces.items()
        if one == first or one not in torn
    }


def _is_readable(contents: Contents, piece: Piece) -> bool:
    return all(contents.digests[file.path] for file in piece)


def pieces_of(contents: Contents) -> list[Piece]:
    """The files in pieces. They are told apart by a glance, and `survey` mends what this gets wrong."""
    pieces: dict[str, list[Found]] = {}
    for file in contents.files:
        pieces.setdefault(contents.strategies[file.path] or f"/{file.path}", []).append(file)
    return [tuple(several) for several in pieces.values()]


def key_of(contents: Contents, piece: Piece) -> str:
    """What names ``piece``: the paths and hashes of its files."""
    parts = (part for file in piece for part in (file.path.encode("utf-8", "replace"), contents.digests[file.path]))
    return digest(*parts).hex()


class Examined(NamedTuple):
    """What some pieces came to, by their keys."""

    checked: dict[str, Checked]
    sheaf: Sheaf | None


def _examined(
    settings: InForce, contents: Contents, question: Question, aids: Aids, pieces: Mapping[str, Piece]
) -> list[Examined]:
    """Examine ``pieces``, in several processes where they are many."""
    read = [(key, tuple((file, contents.of(file.path)) for file in piece)) for key, piece in pieces.items()]
    files = sum(map(len, pieces.values()))
    work = partial(examine, settings, question)
    if files <= FEW:
        return [work(read)] if read else []
    return spread(work, read, most=processes(files), progress=aids.progress, note=aids.note)


def examine(settings: InForce, question: Question, pieces: Sequence[tuple[str, Read]]) -> Examined:
    """Read and check each piece by itself, and put all of them into columns where these are wanted."""
    from kpitrack.repository.repository import assemble

    checked: dict[str, Checked] = {}
    columns: list[Columns] = []
    for key, piece in pieces:
        contents = {file.path: data for file, data in piece}
        repository = assemble(Path(), [file for file, _ in piece], [], partial(_content, contents))
        checked[key] = _excerpt(repository, contents, question)
        if question.tables:
            from kpitrack.progress.columns import columns_of

            strategies = [file.model for file in repository.strategies if file.model]
            columns.append(columns_of(strategies, [file.model for file in repository.actuals if file.model], settings))
    if not question.tables:
        return Examined(checked, None)
    from .sheaf import stacked

    return Examined(checked, stacked(checked, columns))


def _content(contents: Mapping[str, bytes | Diagnostic], file: Found) -> bytes | Diagnostic:
    return contents[file.path]


def _excerpt(repository: Repository, contents: Mapping[str, bytes | Diagnostic], question: Question) -> Checked:
    from kpitrack.checks.check import Context
    from kpitrack.checks.outline import outline_of, strays_of
    from kpitrack.checks.run import check_strategy
    from kpitrack.checks.view import views_of
    from kpitrack.repository.places import place

    def read(path: str) -> bytes | None:
        data = contents.get(path)
        return data if isinstance(data, bytes) else None

    views, context = views_of(repository), Context(question.as_of, question.first_month, question.new_year)
    loaded = (*repository.strategies, *repository.actuals)
    return Checked(
        outside=repository.outside,
        findings=tuple(place((found for file in loaded for found in file.findings), read)),
        outlines=tuple(outline_of(view) for view in views),
        within={view.path: place(check_strategy(view, context, question.asked), read) for view in views},
        strays=strays_of(repository, {view.strategy.id for view in views}),
        failed=tuple(file.strategy for file in repository.strategies if file.model is None),
        broken=tuple(file.strategy for file in repository.actuals if file.model is None),
        bundles={
            one.strategy.model.id: (one.strategy.path, *(file.path for file in one.actuals))
            for one in reversed(repository.bundles)  # of two with one id, the first
            if one.strategy.model
        },
    )


def _owned(piece: Checked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The strategies in a piece, and those of actuals files that are not."""
    return tuple(one.id for one in piece.outlines), tuple(one.strategy for one in piece.strays)


def _torn(owners: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> frozenset[str]:
    """The pieces that are about the same strategy as another one."""
    found: dict[str, set[str]] = {}
    for key, (own, _) in owners.items():
        for name in own:
            found.setdefault(name, set()).add(key)
    for key, (_, others) in owners.items():
        for name in others:
            if name in found:
                found[name].add(key)
    return frozenset(key for several in found.values() if len(several) > 1 for key in several)


def conclude_pieces(listing: Listing, every: Collection[Checked], question: Question) -> tuple[Diagnostic, ...]:
    """Everything found, what crosses the pieces included."""
    from kpitrack.checks.check import Context
    from kpitrack.checks.outline import View
    from kpitrack.checks.run import conclude

    order = {file.path: i for i, file in enumerate(listing.files)}
    outside = [*listing.outside, *(found for piece in every for found in piece.outside)]
    lost = [found.path for found in outside if found.severity is Severity.ERROR]
    broken = {name for piece in every for name in piece.broken}
    lost_actuals = None in broken or any(of_actuals(path) for path in lost)
    outlines = sorted((one for piece in every for one in piece.outlines), key=lambda one: order[one.path])
    failed = {name for piece in every for name in piece.failed}
    known = {one.id for one in outlines}
    view = View(
        strategies=tuple(one._replace(whole=not lost_actuals and one.id not in broken) for one in outlines),
        stray=tuple(sorted((one for piece in every for one in piece.strays), key=lambda one: order[one.path])),
        unread=frozenset(name for name in failed if name is not None),
        complete=None not in failed and len(known) == len(outlines) and all(of_actuals(path) for path in lost),
        settings=listing.in_force,
        settings_path=None if listing.settings_file is None or listing.settings_failed else SETTINGS,
        settings_failed=listing.settings_failed,
    )
    within = {path: found for piece in every for path, found in piece.within.items()}
    read = [found for piece in every for found in piece.findings]
    concluded = conclude(view, within, Context(question.as_of, question.first_month, question.new_year), question.asked)
    return (*outside, *listing.settings_findings, *read, *concluded)
