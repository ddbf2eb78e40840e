"""Recording: what an edit brings about, and the files written, all or none. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.language import Complaint, say
from kpitrack.language.system import reason_of
from kpitrack.repository.discovery import Kind
from kpitrack.repository.edit import CannotEdit
from kpitrack.repository.held_folder import LeadsOut
from kpitrack.repository.lock import StillLocked, locked
from kpitrack.repository.parallel import Note
from kpitrack.repository.writing import ChangedMeanwhile, remove_file, replace_file
from kpitrack.repository.yaml.tree import read_tree

if TYPE_CHECKING:
    from .open import Files


class Refused(Complaint):
    """What was to be recorded is not, for the sake of what is there."""

    in_data = True


class FileChange(NamedTuple):
    """A file before and after. ``old`` is None for a new file."""

    kind: Kind
    path: str
    old: bytes | None
    new: bytes


def brought_about(space: Files, changes: Sequence[FileChange]) -> list[Diagnostic]:
    """What is found with ``changes`` that is not found without them, with its places."""
    before = {identity(found) for found in space.findings}
    after = space.with_files({change.path: (change.kind, change.new) for change in changes})
    return [found for found in after.findings if identity(found) not in before]


def forbids(found: Diagnostic) -> bool:
    """Whether nothing is recorded that brings ``found`` about: an error, or what is of a year that has not begun."""
    return found.severity is Severity.ERROR or found.early


class LostWords(NamedTuple):
    """Words that go where a text in several languages, or a source with its address, is replaced by one text.

    Attributes:
        at: the keys that lead there; in a list the id of the entry.
        words: what goes beside the words that are replaced.
    """

    at: tuple[str, ...]
    words: tuple[str, ...]


def lost_words(change: FileChange) -> list[LostWords]:
    """What ``change`` takes away unseen: a translation of the old text is none of the new one, and can't stay."""
    if change.old is None or all(change.old.count(key) == change.new.count(key) for key in (b"en:", b"ja:", b"url:")):
        return []
    return list(_lost(read_tree(change.old).data, read_tree(change.new).data, ()))


def _lost(old: object, new: object, at: tuple[str, ...]) -> Iterator[LostWords]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key, before in old.items():
            if key in new:
                yield from _lost(before, new[key], (*at, str(key)))
    elif isinstance(old, list) and isinstance(new, list):
        for before, after in zip(old, new, strict=False):
            name = before.get("id") if isinstance(before, dict) else None
            yield from _lost(before, after, (*at, *((str(name),) if name else ())))
    elif isinstance(old, dict) and isinstance(new, str) and len(words := _words(old)) > 1:
        yield LostWords(at, tuple(words[1:]))


def _words(text: object) -> list[str]:
    """The words of a text in several languages, the Japanese first; or of a source, its title first."""
    if not isinstance(text, dict):
        return [str(text)]
    return [words for key in ("ja", "en", "title", "url", "published") if key in text for words in _words(text[key])]


def edited(path: str, edit: Callable[[], bytes]) -> bytes:
    """The bytes that ``edit`` gives.

    Raises:
        Refused: the file holds something there that cannot be edited safely; it says where.
    """
    try:
        return edit()
    except CannotEdit as error:
        place = f"{path}:{error.place.line}:{error.place.column}"
        raise Refused(say("{place}: {problem}", place=place, problem=error.message), error.hint) from None


@contextmanager
def recording(root: Path, *, dry_run: bool) -> Iterator[None]:
    """Keep every other kpitrack from writing below ``root``; a dry run, which writes nothing, needs no lock.

    Raises:
        Refused: another one does not finish, or nothing can be written there.
    """
    with ExitStack() as held:
        if not dry_run:
            try:
                held.enter_context(locked(root))
            except (StillLocked, LeadsOut) as error:
                raise Refused(error.message, error.hint) from None
            except OSError as error:
                raise Refused(say("{path} cannot be written: {reason}", path=root, reason=reason_of(error))) from None
        yield


def write(root: Path, changes: Sequence[FileChange], note: Note) -> None:
    """Replace every file of ``changes``: each in one step, and all of them or, as far as that can be, none.

    A process that is killed between two files leaves each of them old or new, and the same command finishes the rest.

    Args:
        root: the repository.
        changes: of its files.
        note: is told of a file that could not be put back.

    Raises:
        Refused: a file is no longer what was read, or cannot be written; those already replaced are put back.
    """
    begun: list[FileChange] = []
    try:
        for change in changes:
            begun.append(change)
            replace_file(root, change.path, change.old, change.new)
    except (ChangedMeanwhile, LeadsOut) as error:
        _put_back(root, begun, note)
        raise Refused(error.message, error.hint) from None
    except OSError as error:
        _put_back(root, begun, note)
        raise Refused(say("{path} cannot be written: {reason}", path=change.path, reason=reason_of(error))) from None
    except BaseException:
        _put_back(root, begun, note)
        raise


def _put_back(root: Path, begun: list[FileChange], note: Note) -> None:
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


def identity(found: Diagnostic) -> tuple[str, str, str]:
    """What makes ``found`` the same as another one, wherever it stands in its file."""
    return found.rule.code, found.path, str(found.message)
