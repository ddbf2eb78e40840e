"""What the system refuses is said in the user's language."""

from __future__ import annotations

import errno
import os

from kpitrack import language
from kpitrack.language.system import reason_of


def test_known_reasons_are_said_in_japanese() -> None:
    language.use("ja")
    assert str(reason_of(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))) == "ディスクに空きがありません"
    assert str(reason_of(PermissionError(errno.EACCES, "Permission denied"))) == "権限がありません"


def test_others_as_the_system_says_them() -> None:
    assert str(reason_of(OSError(errno.EMFILE, "Too many {open} files"))) == "Too many {open} files"
    assert str(reason_of(OSError("no number"))) == "no number"
    assert str(reason_of(TimeoutError())) == "TimeoutError"
