"""Writing into the repository: edit, validate again, show the difference, replace the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, cast

from kpitrack.checks.check import Context
from kpitrack.checks.run import standing
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import Text, say
from kpitrack.language.system import reason_of
from kpitrack.language.visible import visible
from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import Kind
from kpitrack.repository.edit import CannotEdit, diff
from kpitrack.repository.held_folder import LeadsOut
from kpitrack.repository.loading import Loaded, load
from kpitrack.repository.lock import StillLocked, locked
from kpitrack.repository.places import place
from kpitrack.repository.repository import Repository
from kpitrack.repository.writing import ChangedMeanwhile, remove_file, replace_file
from kpitrack.views.text.screen import show
from kpitrack.views.text.styled import Styled

from .context import Ended, has_color, note
from .opening import show_findings


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after. ``old`` is None for a new file."""

    kind: Kind
    path: str
    old: bytes | None
    new: bytes


def with_changes(repository: Repository, changes: list[Change]) -> Repository:
    """The repository as it will be."""
    strategies = {file.path: file for file in repository.strategies}
    actuals = {file.path: file for file in repository.actuals}
    for change in changes:
        loaded = load(change.kind, change.path, change.new)
        if change.kind is Kind.ACTUALS:
            actuals[change.path] = cast(Loaded[Actuals], loaded)
        else:
            strategies[change.path] = cast(Loaded[Strategy], loaded)
    return replace(
        repository,
        strategies=tuple(strategies[path] for path in sorted(strategies)),
        actuals=tuple(actuals[path] for path in sorted(actuals)),
    )


def record(repository: Repository, changes: list[Change], as_of: int, *, dry_run: bool, show: bool = True) -> None:
    """Validate ``changes``, write them, unless it is a dry run, and show them on stdout.

    They are written first, so that nothing that happens to the output keeps them from being recorded.

    Must run under the repository's lock.

    Raises:
        Ended: they would bring in errors, or a file has changed meanwhile; nothing is written.
    """
    context = Context(as_of)
    before = {_identity(found) for found in standing(repository, context)}
    edited = with_changes(repository, changes)
    new = [found for found in standing(edited, context) if _identity(found) not in before]
    contents = {change.path: change.new for change in changes}

    def read(path: str) -> bytes | None:
        return contents[path] if path in contents else repository.read(path)

    errors = [found for found in new if found.severity is Severity.ERROR]
    if errors:
        show_findings(place(errors, read))
        note(say("nothing was written"))
        raise Ended(1)
    if not dry_run:
        write(repository.root, changes)
    if show:
        show_diff(changes)
    if warnings := [found for found in new if found.severity is Severity.WARNING]:
        show_findings(place(warnings, read))
    if dry_run:
        note(say("a dry run: nothing was written"))


def write(root: Path, changes: list[Change]) -> None:
    """Replace every file of ``changes``: each in one step, and all of them or, as far as that can be, none.

    A process that is killed between two files leaves each of them old or new, and the same command finishes the rest.

    Raises:
        Ended: a file is no longer what was read, or cannot be written; those already replaced are put back.
    """
    begun: list[Change] = []
    try:
        for change in changes:
            begun.append(change)
            replace_file(root, change.path, change.old, change.new)
    except (ChangedMeanwhile, LeadsOut) as error:
        _put_back(root, begun)
        refuse(error.message, error.hint)
    except OSError as error:
        _put_back(root, begun)
        refuse(say("{path} cannot be written: {reason}", path=change.path, reason=reason_of(error)))
    except BaseException:
        _put_back(root, begun)
        raise


def _put_back(root: Path, begun: list[Change]) -> None:
    """Give the files of ``begun`` their old content again, and say of which of them that fails.

    The last one may have been replaced or not: whoever was interrupted there cannot know.
    """
    for change in reversed(begun):
        try:
            if change.old is not None:
                replace_file(root, change.path, change.new, change.old)
            else:
                remove_file(root, change.path, change.new)
        except (ChangedMeanwhile, LeadsOut, OSError):
            if change is not begun[-1]:
                note(say("{path} was written and could not be put back", path=change.path))


def show_diff(changes: list[Change]) -> None:
    """Print what changes, line by line."""
    color = has_color(sys.stdout.isatty())
    styles = {"+": "green", "-": "red", "@": "cyan"}
    lines = (line for change in changes for line in diff(change.old or b"", change.new, change.path))
    show((Styled(visible(line), styles.get(line[:1], "")) if color else visible(line) for line in lines), color)


def refuse(message: Text, hint: Text | None = None) -> NoReturn:
    """Say why nothing is done, and end.

    Raises:
        Ended: always, with exit code 1.
    """
    from .main import complain

    complain(message, hint)
    raise Ended(1)


def edited(path: str, edit: Callable[[], bytes]) -> bytes:
    """The bytes that ``edit`` gives, or a refusal with the place that cannot be edited.

    Raises:
        Ended: the file holds something there that cannot be edited safely.
    """
    try:
        return edit()
    except CannotEdit as error:
        place_ = f"{path}:{error.place.line}:{error.place.column}"
        refuse(say("{place}: {problem}", place=place_, problem=error.message), error.hint)


def under_lock(root: Path, work: Callable[[], int], *, dry_run: bool) -> int:
    """Do ``work`` while no other kpitrack writes below ``root``; a dry run, which writes nothing, needs no lock.

    Raises:
        Ended: another one does not finish, or nothing can be written there.
    """
    if dry_run:
        return work()
    with ExitStack() as held:
        try:
            held.enter_context(locked(root))
        except (StillLocked, LeadsOut) as error:
            refuse(error.message, error.hint)
        except OSError as error:
            refuse(say("{path} cannot be written: {reason}", path=root, reason=reason_of(error)))
        return work()


def _identity(found: Diagnostic) -> tuple[str, str, str]:
    return found.rule.code, found.path, str(found.message)
