"""Errors of the operating system in the user's language."""

from __future__ import annotations

import errno

from . import Text, say

_REASONS = {
    errno.EACCES: say("permission denied"),
    errno.EPERM: say("permission denied"),
    errno.ENOENT: say("there is no such file or folder"),
    errno.EEXIST: say("it is already there"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("it is in something that is not a folder"),
    errno.ELOOP: say("its links lead in a circle"),
    errno.ENAMETOOLONG: say("its name is too long"),
    errno.ENOSPC: say("the disk is full"),
    errno.EROFS: say("the disk can only be read"),
}
_HELD_OPEN = frozenset({32, 33})
"""Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_DENIED = 5
"""Windows: ERROR_ACCESS_DENIED, which is also what replacing a file that a program holds open comes to."""
_TOO_LONG = 260
"""The characters of a path, from the disk's letter to the end, from which on Windows finds nothing (MAX_PATH)."""


def reason_of(error: OSError) -> Text:
    """The reason of ``error`` in words; the system's own words where none are known here."""
    windows: int | None = getattr(error, "winerror", None)
    if windows in _HELD_OPEN:
        return say("another program, such as Excel, has it open; close it there and try again")
    if windows == _DENIED:
        return say("permission denied, or another program, such as Excel, has it open")
    if windows and any(len(str(name or "")) >= _TOO_LONG for name in (error.filename, error.filename2)):
        return say("its path is longer than Windows allows; use a folder with a shorter path")
    known = _REASONS.get(error.errno or 0)
    return known or Text("{reason}", {"reason": error.strerror or str(error) or type(error).__name__})
