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


def reason_of(error: OSError) -> Text:
    """The reason of ``error`` in words; the system's own words where none are known here."""
    known = _REASONS.get(error.errno or 0)
    return known or Text("{reason}", {"reason": error.strerror or str(error) or type(error).__name__})
