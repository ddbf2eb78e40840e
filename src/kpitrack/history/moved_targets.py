"""moved-target-without-revision: targets that are others than they were, with nothing that says so."""

from __future__ import annotations

from kpitrack.diagnostics import Diagnostic, Part, rule
from kpitrack.files.discovery import Kind
from kpitrack.files.repository import Listing, read_listed
from kpitrack.language import say

from .changes import compare
from .flow import flow
from .git import Git, find_git
from .revisions import kind_of, repository_at
from .states import state_of


def moved_since(listing: Listing, base: str | None = None) -> list[Diagnostic]:
    """The targets in the working tree that moved since ``base`` without a revision that keeps the earlier one.

    Args:
        listing: the working tree.
        base: a revision; without one, where the work at hand left the main branch.

    Raises:
        GitFault: git does not know the revision, or there is nothing to compare with.
    """
    git = find_git(listing.root)
    if git is None:
        return []
    commit = git.commit(base) if base is not None else git.starting_point()
    if not _differs(git, commit, listing):
        return []
    old, data = repository_at(git, commit)
    new = state_of(read_listed(listing))
    changes, _ = compare(state_of(old, data), new)
    found = []
    for one in changes:
        if one.kind != "moved-target" or one.explained:
            continue
        placed = new.kpis[one.ref]
        gone = placed.item.target is None
        found.append(
            Diagnostic(
                rule("moved-target-without-revision"),
                say("the target of “{kpi}” was {old}", kpi=placed.item.id, old=flow(one.old)),
                say("keep it: add to “revisions” – {{target: {old}, on: …, reason: …}}", old=flow(one.old)),
                new.paths[one.ref.partition("/")[0]],
                placed.at if gone else (*placed.at, "target"),
                Part.KEY,
            )
        )
    return found


def _differs(git: Git, commit: str, listing: Listing) -> bool:
    """Whether a strategy file is another one than in ``commit``, by git's own names for contents."""
    import hashlib

    there = {blob.path: blob.object for blob in git.files(commit, ["data/strategies"]) if kind_of(blob.path)}
    here = set(listing.of(Kind.STRATEGY))
    if not there.keys() <= here:
        return True
    for path, name in there.items():
        data = listing.read(path) or b""
        digest = hashlib.sha1(usedforsecurity=False) if len(name) == 40 else hashlib.sha256()
        digest.update(b"blob %d\0" % len(data))
        digest.update(data)
        if digest.hexdigest() != name:
            return True
    return False
