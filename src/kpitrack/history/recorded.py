"""Who recorded or changed each number of a KPI, and when, as git tells it.

Every commit that touched an actuals file is compared with each of its parents by what the files say, not by their
lines. So an edit that changes no value is nobody's, and an entry that moves to another file, or a file that takes
another name, keeps its author. A merge counts only where the value is another than on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from kpitrack.files.discovery import ACTUALS
from kpitrack.files.repository import Repository
from kpitrack.files.tree import read_tree
from kpitrack.model.years import BadYear, parse_year

from .changes import entry_content
from .git import Git
from .revisions import kind_of

Series = Mapping[int, Any]
"""A KPI's entries by year, as a file would hold them."""
What = Literal["recorded", "changed", "removed"]
_NOTHING = "0" * 7
_UNREADABLE = {"yaml-syntax", "not-utf8", "several-documents", "too-deep", "too-large"}


@dataclass(frozen=True, slots=True)
class Commit:
    """Who and when.

    Args:
        name: of the commit, in full; empty for what is not committed yet.
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
        year: the fiscal year.
        kind: what happened.
        old: the entry before, as a file would hold it.
        new: the entry after.
        path: the file, from the root.
        commit: who and when.
        stands: whether this is how the entry stands now.
    """

    year: int
    kind: What
    old: Any
    new: Any
    path: str
    commit: Commit
    stands: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """The changed files of a commit against one of its parents: object names by path, before and after."""

    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


def history(git: Git, repository: Repository, ref: str) -> list[Event]:
    """The events of the KPI ``ref``, oldest first; what is not committed yet comes last.

    Raises:
        GitFault: git cannot tell.
    """
    log = _log(git) if _has_commits(git) else []
    objects = git.read(
        name for _, sides in log for side in sides for name in (*side.before.values(), *side.after.values())
    )
    reader = _Reader(objects)
    reader.link(side for _, sides in reversed(log) for side in sides)
    events: list[Event] = []
    strategy, _, kpi = ref.partition("/")
    known = {(strategy, kpi)}
    uncommitted = _working_tree(git, repository)
    if uncommitted:
        now = reader.add(uncommitted)
        reader.link([now])
        events += _events(reader, [now], known, UNCOMMITTED)
    for commit, sides in log:
        events = [*_events(reader, sides, known, commit), *events]
    return _marked(events)


def _marked(events: list[Event]) -> list[Event]:
    last = {event.year: i for i, event in enumerate(events)}
    return [replace(event, stands=last[event.year] == i and event.kind != "removed") for i, event in enumerate(events)]


def _events(reader: _Reader, sides: list[_Side], known: set[tuple[str, str]], commit: Commit) -> list[Event]:
    """What ``commit`` did to the KPI that goes by one of the names ``known``; a former name is added to them."""
    compared = [(reader.series(side.before, known), reader.series(side.after, known)) for side in sides]
    for side, (before, after) in zip(sides, compared, strict=True):
        if not before and after and (former := reader.former(side, known, {y: e for y, (e, _) in after.items()})):
            known.add(former)
            return _events(reader, sides, known, commit)
    if not compared:
        return []
    years = sorted({year for pair in compared for one in pair for year in one})
    events = []
    for year in years:
        pairs = [(before.get(year), after.get(year)) for before, after in compared]
        if any((old and old[0]) == (new and new[0]) for old, new in pairs):
            continue  # so it stood on one side already
        old, new = pairs[0]
        kind: What = "removed" if new is None else "recorded" if old is None else "changed"
        events.append(Event(year, kind, old and old[0], new and new[0], (new or old or ("", ""))[1], commit))
    return events


class _Reader:
    """What the versions of files say; each is parsed once, and only if it may name the KPI.

    A version that cannot be read says what the one before it said: nobody took its numbers away.
    """

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects
        self.earlier: dict[str, str] = {}
        self.content = cache(self._content)

    def add(self, files: Mapping[str, tuple[str | None, bytes | None]]) -> _Side:
        """The working tree as a side: for each path the object that is committed, and the bytes that are there."""
        side = _Side()
        for path, (name, data) in files.items():
            if name is not None:
                side.before[path] = name
            if data is not None:
                self.objects[f"here:{path}"] = data
                side.after[path] = f"here:{path}"
        return side

    def link(self, sides: Iterable[_Side]) -> None:
        """Note which version came before which; ``sides`` from the oldest on."""
        for side in sides:
            for path, name in side.after.items():
                if path in side.before:
                    self.earlier.setdefault(name, side.before[path])

    def series(self, files: Mapping[str, str], known: set[tuple[str, str]]) -> dict[int, tuple[Any, str]]:
        """The entries of the KPI in ``files``, each with its path."""
        found: dict[int, tuple[Any, str]] = {}
        words = [kpi.encode() for _, kpi in known]
        for path, name in sorted(files.items()):
            texts = (self.objects.get(name, b""), self.objects.get(self.earlier.get(name, ""), b""))
            if not any(word in text for word in words for text in texts):
                continue
            for key, entries in self.content(name).items():
                if key in known:
                    for year, entry in entries.items():
                        found.setdefault(year, (entry, path))
        return found

    def former(self, side: _Side, known: set[tuple[str, str]], entries: Series) -> tuple[str, str] | None:
        """The name under which the same entries stood before, if they stand under it no more."""
        before, after = (
            {key: found for name in files.values() for key, found in self.content(name).items()}
            for files in (side.before, side.after)
        )
        same = [key for key, found in before.items() if found == entries and key not in after and key not in known]
        return same[0] if len(same) == 1 else None

    def _content(self, name: str) -> dict[tuple[str, str], Series]:
        seen = set()
        tree = _tree(self.objects.get(name, b""))
        while tree is None and name in self.earlier and name not in seen:
            seen.add(name)
            name = self.earlier[name]
            tree = _tree(self.objects.get(name, b""))
        strategy, actuals = (tree or {}).get("strategy"), (tree or {}).get("actuals")
        if not isinstance(strategy, str) or not isinstance(actuals, Mapping):
            return {}
        return {(strategy, str(kpi)): _entries(found) for kpi, found in actuals.items() if isinstance(found, Mapping)}


def _tree(data: bytes) -> Mapping[Any, Any] | None:
    tree = read_tree(data)
    partly = any(found.rule.name in _UNREADABLE for found in tree.findings)
    return tree.data if isinstance(tree.data, Mapping) and not partly else None


def _entries(found: Mapping[Any, Any]) -> Series:
    entries = {}
    for key, value in found.items():
        try:
            year = parse_year(key)
        except BadYear:
            continue
        entries[year] = (
            {k: v for k, v in value.items() if v is not None} if isinstance(value, Mapping) else entry_content(value)
        )
    return entries


def _has_commits(git: Git) -> bool:
    from .git import GitFault

    try:
        git.commit("HEAD")
    except GitFault:
        return False
    return True


def _log(git: Git) -> list[tuple[Commit, list[_Side]]]:
    """The commits that touched actuals, newest first, each with what it changed against each of its parents."""
    output = git.call(
        "log", "-m", "--raw", "--no-abbrev", "--no-renames", "--root", "-z", "--topo-order", "--encoding=UTF-8",
        "--format=%H%x00%aN%x00%aI%x00%s", "HEAD", "--", f"{git.prefix}{ACTUALS}",
    ).decode("utf-8", "surrogateescape")  # fmt: skip
    found: dict[str, tuple[Commit, list[_Side]]] = {}
    waiting = iter(output.split("\0"))
    sides: list[_Side] = []
    for token in waiting:
        token = token.lstrip("\n")  # noqa: PLW2901  it is the token
        if token.startswith(":"):
            _, _, old, new, _ = token.split(" ")
            _note(sides[-1], next(waiting).removeprefix(git.prefix), old, new)
        elif token:
            author, date, subject = next(waiting), next(waiting), next(waiting)
            _, sides = found.setdefault(token, (Commit(token, author, date, subject.strip()), []))
            sides.append(_Side())
    return list(found.values())


def _note(side: _Side, path: str, old: str, new: str) -> None:
    if kind_of(path) is None:
        return
    if not old.startswith(_NOTHING):
        side.before[path] = old
    if not new.startswith(_NOTHING):
        side.after[path] = new


def _working_tree(git: Git, repository: Repository) -> dict[str, tuple[str | None, bytes | None]]:
    """The actuals files that are others than committed: the object that is, and the bytes that are there."""
    committed = {}
    if _has_commits(git):
        committed = {blob.path: blob.object for blob in git.files(git.commit("HEAD"), [ACTUALS]) if kind_of(blob.path)}
    old = git.read(committed.values())
    here = {file.path for file in repository.actuals}
    changed: dict[str, tuple[str | None, bytes | None]] = {}
    for path in sorted({*committed, *here}):
        data = repository.read(path) if path in here else None
        name = committed.get(path)
        if name is None or old.get(name) != data:
            changed[path] = (name, data)
    return changed


def by_year(events: Iterable[Event]) -> Iterator[tuple[int, list[Event]]]:
    """The events of each year, in the order of years."""
    found: dict[int, list[Event]] = {}
    for event in events:
        found.setdefault(event.year, []).append(event)
    yield from sorted(found.items())
