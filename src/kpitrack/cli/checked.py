"""What `validate` finds: from an earlier run where nothing has changed since, else by looking.

An answer is found again only under the bytes of all files, the program, the day, the question, and what git refers to.
Then neither models nor checks are loaded, which takes most of the time for one town.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import say
from kpitrack.repository.cache import Store, contents, digest, open_store, program

from .context import Usage, note
from .options import as_of_year

if TYPE_CHECKING:
    from kpitrack.repository.repository import Listing

_MODULES = frozenset({"kpitrack.diagnostics", "kpitrack.diagnostics.catalogue", "kpitrack.language", __name__})
_ELSEWHERE = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE", "GIT_NAMESPACE")
_OF_BRANCHES = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")


class Accepted(NamedTuple):
    """What `kpitrack.yaml` says of findings that are accepted."""

    rule: str
    path: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the options of `validate` that its findings depend on."""

    only: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    base: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, each with its place; what of it is accepted; and the paths of the files."""

    found: tuple[Diagnostic, ...]
    ignored: tuple[tuple[Diagnostic, Accepted], ...]
    paths: tuple[str, ...]


def answer(root: Path, question: Question) -> Answer:
    """The answer to ``question`` about the repository at ``root``.

    Raises:
        NothingHere: there is nothing to work on.
        Usage: the question cannot be asked.
    """
    store = open_store(note)
    key = _key(root, question) if store else None
    name = f"{digest(os.fsencode(root)).hex()}-answer"
    if store and key:
        kept = store.get(name, _MODULES)
        if isinstance(kept, tuple) and kept[:1] == (key,) and isinstance(kept[1], Answer):
            return kept[1]
    found = _look(root, question, store)
    if store and key and key == _key(root, question):  # nothing changed meanwhile
        store.put(name, (key, found))
    return found


def _key(root: Path, question: Question) -> bytes | None:
    """What the answer depends on; None where that cannot be told, or where a file cannot be read."""
    files, git = contents(root), _git_state(root)
    if files is None or git is None:
        return None
    today = dt.date.today()  # noqa: DTZ011  the user's own calendar
    return digest(program(), files, git, repr((question, today)).encode("utf-8", "replace"))


def _git_state(root: Path) -> bytes | None:
    """What git's branches point to, and its settings; None where they are not where they usually are."""
    told = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("GIT_"))
    if any(one.startswith(_ELSEWHERE) for one in told):
        return None
    folder = next((one / ".git" for one in (root, *root.parents) if (one / ".git").exists()), None)
    if folder is None:
        return b""
    if not folder.is_dir() or (folder / "reftable").exists():
        return None
    parts = [os.fsencode(folder), os.fsencode(shutil.which("git") or ""), *map(os.fsencode, told)]
    parts += [os.environ.get(name, "").encode("utf-8", "replace") for name in _OF_BRANCHES]
    settings = [Path.home() / ".gitconfig", Path.home() / ".config/git/config", Path("/etc/gitconfig")]
    single = [folder / name for name in ("HEAD", "packed-refs", "shallow", "config", "info/grafts")]
    try:
        refs = [Path(here) / name for here, _, names in os.walk(folder / "refs") for name in names]
        for path in [*settings, *single, *sorted(refs)]:
            parts += [os.fsencode(path), path.read_bytes() if path.is_file() else b""]
    except OSError:
        return None
    return digest(*parts)


def _look(root: Path, question: Question, store: Store | None) -> Answer:
    from kpitrack.checks.check import Context
    from kpitrack.checks.selection import UnknownRule, rules_asked, select
    from kpitrack.checks.survey import Aids, survey
    from kpitrack.repository.parallel import FEW
    from kpitrack.repository.places import place_many
    from kpitrack.repository.repository import list_repository

    from .progress_bar import late_bar
    from .work import require_something

    try:
        asked = rules_asked(question.select, question.ignore)
    except UnknownRule as error:
        raise Usage(error.message, error.hint) from None
    listing = list_repository(root)
    require_something(listing)
    year = as_of_year(question.as_of, listing.configuration.fiscal_year_start)
    with late_bar(say("reading")) as progress:
        aids = Aids(store if len(listing.files) > FEW else None, progress, note)
        found = survey(listing, Context(year), asked, aids)
    if "moved-target-without-revision" in asked:
        found += _moved(listing, question.base)
    if question.only:
        found = [one for one in found if any(is_within(one.path, path) for path in question.only)]
    chosen = select(found, listing.configuration, question.select, question.ignore, strict=question.strict)
    with late_bar(say("finding the lines")) as progress:
        placed = place_many(chosen.findings, root, progress=progress, note=note)
    ignored = tuple((one, Accepted(why.rule, why.path, why.reason)) for one, why in chosen.ignored)
    return Answer(tuple(placed), ignored, tuple(listing.paths))


def _moved(listing: Listing, base: str | None) -> list[Diagnostic]:
    """Targets that moved without a word, where the history can be read.

    Raises:
        Usage: there is no revision ``base``.
    """
    from kpitrack.history.git import GitFault
    from kpitrack.history.moved_targets import moved_since

    try:
        return moved_since(listing, base)
    except GitFault as error:
        if base is not None:
            raise Usage(error.message, error.hint) from None
        return []


def is_within(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or lies in it."""
    return folder in {".", path} or path.startswith(f"{folder}/")
