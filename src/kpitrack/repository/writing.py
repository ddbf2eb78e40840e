"""Writing files: completely or not at all, only over the content that was read, and never through a link out."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path, PurePath

from kpitrack.language import Complaint, Text, say

from .held_folder import HeldFolder, folder_of
from .staging import Staged, Staging, sweep


class ChangedMeanwhile(Complaint):
    """The file no longer has the content that was read."""

    in_data = True

    def __init__(self, path: str | PurePath) -> None:
        super().__init__(
            say("{path} was changed by someone else in the meantime. Nothing was written", path=path),
            say("look at the file and give the command again"),
        )


class NotOurs(Complaint):
    """The existing file is not of the kind that is written."""

    in_data = True

    def __init__(self, path: str | PurePath, kind: Text) -> None:
        super().__init__(
            say("{path} is there already, and is not {kind}. Nothing was written", path=path, kind=kind),
            say("name another file, or take that one away"),
        )


def replace_file(root: Path, path: str | PurePath, old: bytes | None, new: bytes) -> None:
    """Replace a file's content atomically: readers see the old or the new content, even after a crash.

    A symbolic link that stays below ``root`` stays, and the file it leads to is replaced. The file keeps its mode, and
    its owner and group where that is allowed.

    Args:
        root: the folder that no link may lead out of.
        path: of the file, from ``root``. Missing folders are made.
        old: the content that was read; None where there was no file.
        new: the content to write.

    Raises:
        ChangedMeanwhile: the file no longer holds ``old``, or there is one where there was none.
        LeadsOut: a link leads out of ``root``.
        OSError: the file or its folder can't be written; nothing is changed and nothing is left behind.
    """
    folder, name = folder_of(root, path, make=True)
    with folder:
        sweep(folder)
        before = _unchanged(folder, name, old, path)
        with contextlib.closing(Staging(folder)) as staging, staging.file(before) as waiting:
            waiting.write(new)
            _unchanged(folder, name, old, path)
            if old is None:
                _put_new(waiting, folder, name, path)
            else:
                waiting.folder.move(waiting.name, folder, name)
        folder.sync()


def put_file(root: Path, path: str | PurePath, new: bytes) -> None:
    """Put a file there, whole, whatever was there: for what can be made again, by several at once.

    Args:
        root: the folder that no link may lead out of.
        path: of the file, from ``root``. Missing folders are made.
        new: its content.

    Raises:
        LeadsOut: a link leads out of ``root``.
        OSError: it cannot be written; nothing is changed and nothing is left behind.
    """
    root.mkdir(parents=True, exist_ok=True)
    folder, name = folder_of(root, path, make=True)
    with folder:
        sweep(folder)
        with contextlib.closing(Staging(folder)) as staging, staging.file() as waiting:
            waiting.write(new)
            waiting.folder.move(waiting.name, folder, name)
        folder.sync()


def remove_file(root: Path, path: str | PurePath, old: bytes) -> None:
    """Remove a file that holds ``old``.

    Raises:
        ChangedMeanwhile: it holds something else.
        LeadsOut: a link leads out of ``root``.
        OSError: it cannot be taken away.
    """
    folder, name = folder_of(root, path)
    with folder:
        _unchanged(folder, name, old, path)
        folder.remove(name)
        folder.sync()


def content_of(root: Path, path: str | PurePath) -> bytes | None:
    """The content of a file that may be written; None where there is none.

    Raises:
        LeadsOut: a link leads out of ``root``.
        OSError: it cannot be read, or is no ordinary file.
    """
    try:
        folder, name = folder_of(root, path)
    except FileNotFoundError:
        return None
    with folder:
        return folder.read(name)


def overwrite(root: Path, path: str | PurePath, new: bytes, *, kind: Text, is_ours: Callable[[bytes], bool]) -> None:
    """Write a file. An existing one is replaced only if it is of the same kind.

    Args:
        root: the folder that no link may lead out of.
        path: of the file, from ``root``.
        new: the content to write.
        kind: what is written, in words: “a baseline of kpitrack”.
        is_ours: whether a content is of that kind. An empty file is always replaced.

    Raises:
        NotOurs: the existing file is of another kind.
        ChangedMeanwhile, LeadsOut, OSError: as for `replace_file`.
    """
    try:
        old = content_of(root, path)
    except OSError as error:
        if error.errno == errno.EINVAL or isinstance(error, IsADirectoryError):  # a pipe, a device, a folder
            raise NotOurs(path, kind) from None
        raise
    if old and old != new and not is_ours(old):
        raise NotOurs(path, kind)
    if old != new:
        replace_file(root, path, old, new)


def _unchanged(folder: HeldFolder, name: str, old: bytes | None, path: str | PurePath) -> os.stat_result | None:
    if folder.read(name) != old:
        raise ChangedMeanwhile(path)
    if old is None:
        return None
    if not folder.may_write(name):
        raise PermissionError(13, os.strerror(13), str(path))
    return folder.status(name)


def _put_new(waiting: Staged, folder: HeldFolder, name: str, path: str | PurePath) -> None:
    try:
        waiting.folder.link(waiting.name, folder, name)  # unlike a move, a link never overwrites
    except FileExistsError as error:
        raise ChangedMeanwhile(path) from error
    except OSError:  # a file system without hard links
        waiting.folder.move(waiting.name, folder, name)
