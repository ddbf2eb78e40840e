"""Who recorded or changed each number of a KPI, and when, from git.

Every commit that touches a strategy or actuals file is compared with each of its parents by values, not by lines. So
an edit that changes no value is no event, and an entry keeps its author when it moves to another file or its file is
renamed. A merge counts only where its value differs from those of all its parents.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from kpitrack.repository.discovery import ACTUALS, LARGEST_FILE, STRATEGIES
from kpitrack.repository.opener import size_of

from .git import Git, GitFault
from .number_history import Key, Side, Slot, Versions
from .revisions import kind_of

What = Literal["recorded", "changed", "removed"]
_NOTHING = "0" * 7
_FOLDERS = (STRATEGIES, ACTUALS)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: who made it, and when.

    Args:
        name: its full hash; empty for changes that are not committed yet.
        author: the author's name.
        date: of authorship, ISO 8601 with its offset.
        subject: the first line of the message.
    """

    name: str
    author: str
    date: str
    subject: str


UNCOMMITTED = Commit("", "", "", "")


@dataclass(frozen=True, slots=True)
class Event:
    """One number recorded, changed or removed.

    Args:
        slot: which number.
        kind: what happened.
        old: the entry before, as a file would hold it.
        new: the entry after.
        path: the file, from the root.
        commit: who and when.
        stands: whether the entry still has this value.
    """

    slot: Slot
    kind: What
    old: Any
    new: Any
    path: str
    commit: Commit
    stands: bool = False


def history(git: Git, paths: Collection[str], read: Callable[[str], bytes | None], ref: str) -> list[Event]:
    """The events of the KPI ``ref``, oldest first; uncommitted ones come last.

    Args:
        git: the repository in git.
        paths: the files of the working tree.
        read: gives the bytes of one.
        ref: ``strategy/kpi``.

    Raises:
        GitFault: git cannot tell.
    """
    log = _log(git) if _has_commits(git) else []
    objects = git.read(
        name for _, sides in log for side in sides for name in (*side.before.values(), *side.after.values())
    )
    reader = Versions(objects)
    reader.link(side for _, sides in reversed(log) for side in sides)
    events: list[Event] = []
    strategy, _, kpi = ref.partition("/")
    known = {(strategy, kpi)}
    uncommitted = _working_tree(git, paths, read)
    if uncommitted:
        now = reader.add(uncommitted)
        reader.link([now])
        events += _events(reader, [now], known, UNCOMMITTED)
    for commit, sides in log:
        events = [*_events(reader, sides, known, commit), *events]
    return _marked(events)


def _marked(events: list[Event]) -> list[Event]:
    last = {event.slot: i for i, event in enumerate(events)}
    return [replace(event, stands=last[event.slot] == i and event.kind != "removed") for i, event in enumerate(events)]


def _events(reader: Versions, sides: list[Side], known: set[Key], commit: Commit) -> list[Event]:
    """The events of ``commit`` for the KPI that is called one of ``known``; a former name is added to these."""
    compared = [(reader.numbers(side.before, known), reader.numbers(side.after, known)) for side in sides]
    for side, (before, after) in zip(sides, compared, strict=True):
        if (
            not before
            and after
            and (former := reader.former(side, known, {slot: number for slot, (number, _) in after.items()}))
        ):
            known.add(former)
            return _events(reader, sides, known, commit)
    if not compared:
        return []
    slots = sorted({slot for pair in compared for one in pair for slot in one}, key=lambda slot: slot.order)
    events = []
    for slot in slots:
        pairs = [(before.get(slot), after.get(slot)) for before, after in compared]
        if any((old and old[0]) == (new and new[0]) for old, new in pairs):
            continue  # one parent already had the value
        old, new = pairs[0]
        kind: What = "removed" if new is None else "recorded" if old is None else "changed"
        events.append(Event(slot, kind, old and old[0], new and new[0], (new or old or ("", ""))[1], commit))
    return events


def _has_commits(git: Git) -> bool:
    try:
        git.commit("HEAD")
    except GitFault:
        return False
    return True


def _log(git: Git) -> list[tuple[Commit, list[Side]]]:
    """The commits that touched strategies or actuals, newest first, each with its changes against each parent."""
    size = size_of(git.top, ".mailmap")
    mapped = isinstance(size, int) and size <= LARGEST_FILE  # git would open anything
    output = git.call(
        "log", "--mailmap" if mapped else "--no-mailmap", f"--format=%H%x00{'%aN' if mapped else '%an'}%x00%aI%x00%s",
        "-m", "--raw", "--no-abbrev", "--no-renames", "--root", "-z", "--topo-order", "--encoding=UTF-8",
        "HEAD", "--", *(f"{git.prefix}{folder}" for folder in _FOLDERS),
    ).decode("utf-8", "surrogateescape")  # fmt: skip
    found: dict[str, tuple[Commit, list[Side]]] = {}
    waiting = iter(output.split("\0"))
    sides: list[Side] = []
    for token in waiting:
        token = token.lstrip("\n")  # noqa: PLW2901  it is the token
        if token.startswith(":"):
            _, _, old, new, _ = token.split(" ")
            _note(sides[-1], next(waiting).removeprefix(git.prefix), old, new)
        elif token:
            author, date, subject = next(waiting), next(waiting), next(waiting)
            _, sides = found.setdefault(token, (Commit(token, author, date, subject.strip()), []))
            sides.append(Side())
    return list(found.values())


def _note(side: Side, path: str, old: str, new: str) -> None:
    if kind_of(path) is None:
        return
    if not old.startswith(_NOTHING):
        side.before[path] = old
    if not new.startswith(_NOTHING):
        side.after[path] = new


def _working_tree(
    git: Git, paths: Collection[str], read: Callable[[str], bytes | None]
) -> dict[str, tuple[str | None, bytes | None]]:
    """The files that differ from the commit: the committed object, and the bytes in the work tree."""
    committed = {}
    if _has_commits(git):
        blobs = git.files(git.commit("HEAD"), _FOLDERS)
        committed = {blob.path: blob.object for blob in blobs if kind_of(blob.path)}
    old = git.read(committed.values())
    here = frozenset(paths)
    changed: dict[str, tuple[str | None, bytes | None]] = {}
    for path in sorted({*committed, *here}):
        data = read(path) if path in here else None
        name = committed.get(path)
        if name is None or old.get(name) != data:
            changed[path] = (name, data)
    return changed


def by_slot(events: Iterable[Event]) -> Iterator[tuple[Slot, list[Event]]]:
    """The events of each number, in the order of numbers."""
    found: dict[Slot, list[Event]] = {}
    for event in events:
        found.setdefault(event.slot, []).append(event)
    yield from sorted(found.items(), key=lambda item: item[0].order)
