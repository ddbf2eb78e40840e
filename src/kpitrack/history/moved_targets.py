"""moved-target-without-revision: targets that changed without an entry under ``revisions``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.diagnostics.gaps import NotChecked
from kpitrack.language import first_of, say
from kpitrack.repository.discovery import STRATEGIES, Found, Kind
from kpitrack.repository.repository import Listing, assemble

from .git import Blob, Git, require_git
from .revisions import contents, kind_of

if TYPE_CHECKING:
    from .changes import Change
    from .revision_state import State

NAME = "moved-target-without-revision"
Read = Callable[[str], bytes | None]


def moved_since(listing: Listing, read: Read, base: str | None = None) -> tuple[list[Diagnostic], list[NotChecked]]:
    """The targets in the working tree that changed since ``base`` without a revision that keeps the earlier one.

    Only strategy files that differ are read. Besides them, what could not be looked at.

    Args:
        listing: the working tree.
        read: gives the bytes of one of its files.
        base: a revision; by default the commit at which the current branch left the main branch.

    Raises:
        GitFault: git does not know the revision, or there is nothing to compare with.
    """
    git = require_git(listing.root)
    commit = git.commit(base) if base is not None else git.starting_point()
    doubt = git.doubt() if base is None else None
    unseen = [NotChecked(NAME, doubt.message, doubt.hint)] if doubt else []
    blobs, files = _differing(git, commit, listing, read)
    if not blobs:
        return [], unseen
    from .changes import compare
    from .revision_state import state_of

    data = contents(git, commit, blobs)
    found = [Found(Kind.STRATEGY, blob.path, len(data[blob.path])) for blob in blobs if blob.path in data]
    repository = assemble(listing.root, found, [], lambda file: data[file.path])
    old = state_of(repository, data, partial(git.versions, commit))
    new = state_of(assemble(listing.root, files, [], lambda file: read(file.path) or b""))
    changes, _ = compare(old, new)
    unread = {blob.path for blob in blobs if blob.path not in data}
    unread |= {path for path in old.dropped if path not in old.stale} if old.unread else set()
    if unread:
        unseen.append(NotChecked(NAME, say("before, {paths} could not be read", paths=first_of(sorted(unread), 5))))
    return [_finding(one, new) for one in changes if one.kind == "moved-target" and not one.explained], unseen


def _differing(git: Git, commit: str, listing: Listing, read: Read) -> tuple[list[Blob], list[Found]]:
    """The strategy files that differ between the commit and the working tree, on either side.

    They are compared by git's hashes, so that no file has to be parsed.
    """
    there = [blob for blob in git.files(commit, [STRATEGIES]) if kind_of(blob.path)]
    if not there:
        return [], []
    algorithm = sha1 if len(there[0].object) == 40 else sha256
    here: dict[str, Found] = {}
    for file in listing.files:
        data = read(file.path) if file.kind is Kind.STRATEGY else None
        if data is not None:
            here[algorithm(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()] = file
    known = {blob.object for blob in there}
    return (
        [blob for blob in there if blob.object not in here],
        [file for name, file in here.items() if name not in known],
    )


def _finding(change: Change, new: State) -> Diagnostic:
    from kpitrack.model.written import flow

    placed = new.kpis[change.ref]
    gone = placed.item.target is None
    was = flow(change.old)
    return Diagnostic(
        rule(NAME),
        say("the target of “{kpi}” was {old}", kpi=placed.item.id, old=was),
        say("keep it: add to “revisions” – {{target: {old}, on: …, reason: …}}", old=was),
        new.paths[change.ref.partition("/")[0]],
        placed.at if gone else (*placed.at, "target"),
        Part.KEY,
    )
