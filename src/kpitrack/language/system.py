"""What the operating system tells: which language its user reads, and its errors in that language."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping

from . import Language, Text, say

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


_JAPANESE = 0x11
"""The primary language of a Windows language identifier, in its lower ten bits (MS-LCID)."""


def preferred(environ: Mapping[str, str] = os.environ) -> Language:
    """By the POSIX locale variables, else by the system: Japanese where they say so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "ja" if _of_system() else "en"


def _of_system() -> bool:
    """Whether the system speaks Japanese where no variable says anything, as on Windows."""
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _JAPANESE
    import locale

    return (locale.getlocale()[0] or "").startswith("ja")


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
