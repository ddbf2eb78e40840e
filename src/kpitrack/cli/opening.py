"""What a command works on: opened, and refused where it has errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kpitrack.diagnostics.gaps import LeftOut, gaps
from kpitrack.language import say, say_n

from .context import Ended, Usage, current, has_color, note
from .options import as_of_year
from .progress_bar import late_bar

if TYPE_CHECKING:
    from kpitrack.diagnostics import Diagnostic
    from kpitrack.model.in_force import InForce
    from kpitrack.workspace.open import Files, Workspace


def opened(as_of: str | None = None, sources: Sequence[str] | None = None) -> Workspace:
    """The datasets ``sources``, else the repository at hand, for a command that computes from it.

    Raises:
        Ended: it has errors, which have been shown.
        Complaint: there is none, or nothing in it.
    """
    if not sources:
        return opened_files(as_of)
    from kpitrack.workspace.snapshot import open_snapshots

    space = open_snapshots([folder_of(source) for source in dict.fromkeys(sources)], _year(as_of))
    leave_out(space.left_out)
    return space


def root_at_hand() -> Path | None:
    """The root of the repository here, or that --root names; None where there is none.

    Raises:
        NothingHere: --root names no folder.
    """
    from kpitrack.repository.discovery import NothingHere, find_root

    try:
        return find_root(current().root)
    except NothingHere:
        if current().root:
            raise
        return None


def folder_of(name: str) -> Path:
    """The folder that an argument names.

    Raises:
        Usage: it is an address of a service.
    """
    if "://" in name:
        raise Usage(
            say("{name} is an address: kpitrack reads and writes folders of this computer alone", name=name),
            say("copy it with the tool of that service, and name the copy"),
        )
    return Path(name)


def opened_files(as_of: str | None = None, *, tables: bool = True, root: str | None = None) -> Files:
    """The repository at hand, for a command that computes from it; see `looked_into`.

    Raises:
        Ended: it has errors, which have been shown.
        NothingHere: there is none, or nothing in it.
    """
    space = looked_into(as_of, tables=tables, root=root)
    if not space.errors:
        return space
    if not current().keep_going:
        refuse(space.errors)
    return _left(space.without_faults())


def refuse(errors: list[Diagnostic]) -> NoReturn:
    """Show the ``errors`` of files from which nothing is computed, and say what can be done.

    Raises:
        Ended: always.
    """
    show_findings(errors)
    note(say("nothing is computed from files with errors: correct them, or leave them out with --keep-going"))
    raise Ended(1)


def opened_to_edit() -> Files:
    """The repository at hand, for a command that edits its files.

    A year that waits for its value is no fault to it: that may be what it fills in.

    Raises:
        Ended: it has errors, which have been shown.
        NothingHere: there is none, or nothing in it.
    """
    space = looked_into(pieces=True)
    errors = [one for one in space.errors if not one.blank]
    if not errors:
        return space
    if not current().keep_going:
        nothing_written(errors)
    return _left(space.without_faults(but_blanks=True))


def _left(space: Files) -> Files:
    """``space``, after telling what was left out.

    Raises:
        Ended: that is all of it.
    """
    leave_out(space.left_out)
    if not space.strategies.files:
        note(say_n("no strategy is left", "no strategies are left", 0))
        raise Ended(1)
    return space


def leave_out(paths: Iterable[str]) -> None:
    """Say which files are left out, here and in every document."""
    for path in paths:
        gaps().left_out.append(LeftOut(path, say("it has errors")))
        note(say("left out, since it has errors: {path}", path=path))


def looked_into(
    as_of: str | None = None,
    *,
    asked: Iterable[str] = (),
    tables: bool = False,
    pieces: bool = False,
    root: str | None = None,
) -> Files:
    """The repository at hand, whatever is wrong in it.

    Args:
        as_of: the year to judge at, as it was typed.
        asked: the names of the rules to look for; those that are on by default always are.
        tables: whether its KPIs are wanted in columns.
        pieces: whether what was found in each strategy is wanted by itself.
        root: of another repository than the one at hand.

    Raises:
        NothingHere: there is none, or nothing in it.
    """
    from kpitrack.diagnostics import CATALOGUE
    from kpitrack.repository.discovery import find_root
    from kpitrack.workspace.open import open_folder
    from kpitrack.workspace.pieces import Question

    with late_bar(say("reading")) as progress:
        off = frozenset(name for name in asked if not CATALOGUE[name].default)
        question = Question(0, off, tables=tables, pieces=pieces)
        return open_folder(find_root(root or current().root), _year(as_of), question, progress=progress, note=note)


def _year(as_of: str | None) -> Callable[[InForce], int]:
    return lambda settings: as_of_year(as_of, settings)


@contextmanager
def naming(space: Files) -> Iterator[None]:
    """While something of ``space`` is looked up by its name: a strategy that could not be read may have it.

    Raises:
        NotThere: what is looked up is not there, and all strategies could be read.
        Ended: it is not there, but there are strategies that could not be read, whose errors have been shown.
    """
    from kpitrack.repository.discovery import of_actuals
    from kpitrack.workspace.names import NotThere

    try:
        yield
    except NotThere:
        unread = [one for one in space.errors if one.rule.code < "KP3" and not of_actuals(one.path)]
        if not unread:
            raise
        nothing_written(unread)


def nothing_written(findings: list[Diagnostic]) -> NoReturn:
    """Show the ``findings`` for which nothing was written, and end.

    Raises:
        Ended: always.
    """
    show_findings(findings)
    note(say("nothing was written"))
    raise Ended(1)


def show_findings(findings: list[Diagnostic]) -> None:
    """Show placed ``findings`` on stderr, each with its line."""
    from kpitrack.views.findings.text import as_text
    from kpitrack.views.text.plain import terminal_columns

    note(*as_text(findings, has_color(sys.stderr), columns=terminal_columns(sys.stderr)))
