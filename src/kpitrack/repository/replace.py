"""Putting new content in a file's place: whole or not at all, and only over what was read."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from kpitrack.language import Complaint, say


class ChangedMeanwhile(Complaint):
    """The file is no longer the one that was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            say("{path} was changed by someone else in the meantime. Nothing was written", path=path),
            say("look at the file and give the command again"),
        )


def replace_file(path: Path, old: bytes | None, new: bytes) -> None:
    """Replace a file's content in one step; a reader, or a crash, meets the old content or the new one.

    A symbolic link stays and the file it leads to is replaced. The file keeps its mode, and its owner where that
    is allowed.

    Args:
        path: the file.
        old: the content that was read; None where there was no file.
        new: the content to write.

    Raises:
        ChangedMeanwhile: the file no longer holds ``old``, or there is one where there was none.
        OSError: the file or its folder can't be written; nothing is changed and nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    before = _unchanged(path, target, old)
    temporary = target.with_name(f".kpitrack-{secrets.token_hex(8)}.tmp")
    try:
        _write(temporary, new, before)
        _unchanged(path, target, old)
        if old is None:
            _put_new(path, target, temporary)
        else:
            temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _unchanged(path: Path, target: Path, old: bytes | None) -> os.stat_result | None:
    try:
        now = target.read_bytes()
    except FileNotFoundError:
        now = None
    if now != old:
        raise ChangedMeanwhile(path)
    if now is None:
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    return target.stat()


def _write(temporary: Path, new: bytes, before: os.stat_result | None) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if before else 0o666)
    with open(descriptor, "wb") as file:  # noqa: PTH123  a descriptor, not a path
        file.write(new)
        if before is not None:
            if hasattr(os, "fchown"):
                with contextlib.suppress(PermissionError):
                    os.fchown(descriptor, before.st_uid, before.st_gid)
            temporary.chmod(stat.S_IMODE(before.st_mode))
        file.flush()
        os.fsync(descriptor)


def _put_new(path: Path, target: Path, temporary: Path) -> None:
    try:
        os.link(temporary, target)  # unlike a replacement, this never overwrites
    except FileExistsError as error:
        raise ChangedMeanwhile(path) from error
    except OSError:  # a file system without hard links
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # some network file systems can't
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
