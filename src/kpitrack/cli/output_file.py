"""Files that the user names to be written: where no link may lead to, and what may be overwritten.

Where something is in the way that stays, writing is refused as a change to the data is. A place that cannot be written
to, or that a link leads out of, is wrong to name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePath

from kpitrack.language import Text, say
from kpitrack.language.system import reason_of
from kpitrack.repository.discovery import STRATEGIES
from kpitrack.repository.writing import ChangedMeanwhile, NotOurs, overwrite, replace_file

from .context import Usage
from .opening import root_at_hand

_DEVICES = Path("/dev")
_LARGEST = 2_000_000_000  # bytes of a file that is there already


def place(path: Path) -> tuple[Path, PurePath]:
    """The folder that no link on the way to the file ``path`` may lead out of, and the way from there.

    It is the git work tree or the repository that is worked on, where ``path`` lies in it: a stranger may have put a
    link there. Elsewhere it is the folder that ``path`` lies in, which the user has named.
    """
    return _in_work_tree(path) or (_absolute(path).parent, PurePath(_absolute(path).name))


def place_of_folder(path: Path) -> tuple[Path, PurePath]:
    """The same for a folder ``path``, which elsewhere is the root itself."""
    return _in_work_tree(path) or (_absolute(path), PurePath())


def _in_work_tree(path: Path) -> tuple[Path, PurePath] | None:
    absolute = _absolute(path)
    if top := _work_tree():
        for folder in reversed(absolute.parents):
            if folder.exists() and folder.samefile(top):
                return folder, absolute.relative_to(folder)
    return None


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  links are not to be followed here


def keep_off_data(path: str | Path) -> Path:
    """``path``, where it does not lie among the repository's own files: there, anything else is in the way.

    Raises:
        Usage: it does.
    """
    target = Path(path)
    root = root_at_hand()
    if root is None:
        return target
    data = (root / STRATEGIES).parent.resolve()
    if data in (target.resolve(), *target.resolve().parents):
        raise Usage(
            say("{path} is in the folder of the repository's own files", path=path),
            say("name another place, such as {example}", example=f"out/{target.name}"),
        )
    return target


def write_own(path: str | Path, new: bytes, *, kind: Text, is_ours: Callable[[bytes], bool]) -> None:
    """Write a file that may be there already where it is of the same kind.

    Args:
        path: as the user gave it. A device such as ``/dev/stdout`` is written to as it is.
        new: its content.
        kind: what it is, in words: “a baseline of kpitrack”.
        is_ours: whether a content is of that kind.

    Raises:
        NotOurs: what is there is of another kind.
        Usage, LeadsOut: it cannot be written; nothing is changed.
    """
    file = keep_off_data(path)
    try:
        if file.is_relative_to(_DEVICES):
            with file.open("wb", buffering=0) as device:
                device.write(new)
        else:
            overwrite(*_made(file), new, kind=kind, is_ours=is_ours)
    except NotOurs:
        raise NotOurs(path, kind) from None
    except OSError as error:
        raise unwritten(path, error) from None


def content_there(path: Path) -> bytes | None:
    """What is at ``path``, or nothing.

    Raises:
        Usage: it is no file that can be read.
    """
    from kpitrack.repository.opener import Cause, Refusal, read_given

    if not path.parent.is_dir():
        return None
    data = read_given(path, _LARGEST)
    if isinstance(data, Refusal) and data.cause is not Cause.MISSING:
        raise Usage(say("{path}: {problem}", path=path, problem=data.message), data.hint)
    return data if isinstance(data, bytes) else None


def write_new(path: str | Path, new: bytes, old: bytes | None = None) -> None:
    """Write a file that is not there yet, or holds ``old``.

    Raises:
        Refused, ChangedMeanwhile: something else is there; nothing is changed.
        Usage, LeadsOut: it cannot be written; nothing is changed.
    """
    from kpitrack.workspace.record import Refused

    try:
        replace_file(*_made(Path(path)), old, new)
    except ChangedMeanwhile:
        if old is not None:
            raise
        raise Refused(
            say("{path} is there already; nothing was written", path=path), say("name another file")
        ) from None
    except OSError as error:
        raise unwritten(path, error) from None


def _made(path: Path) -> tuple[Path, PurePath]:
    """The `place` of a file, whose root is there."""
    root, way = place(path)
    root.mkdir(parents=True, exist_ok=True)
    return root, way


def unwritten(path: str | Path, error: OSError) -> Usage:
    """What to say of a place that the system does not let us write to."""
    return Usage(say("{path} cannot be written: {reason}", path=path, reason=reason_of(error)))


def _work_tree() -> Path | None:
    root = root_at_hand()
    start = root or Path.cwd()
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), root)
