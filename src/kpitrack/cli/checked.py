"""What `validate` finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import say
from kpitrack.repository.cache import Store, open_store

from .context import Usage, note
from .options import as_of_year

if TYPE_CHECKING:
    from kpitrack.repository.repository import Listing


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
    return _look(root, question, open_store(note))


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
