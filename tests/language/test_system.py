"""What the system refuses is said in the user's language."""

from __future__ import annotations

import errno
import os

import pytest

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


class _WindowsError(OSError):
    """An error as Windows gives it: with a number of its own."""

    def __init__(self, winerror: int, number: int, filename: str) -> None:
        super().__init__(number, "その理由", filename)
        self.winerror = winerror


@pytest.mark.parametrize(
    ("winerror", "number", "filename", "said"),
    [
        (32, errno.EACCES, "town.xlsx", "another program, such as Excel, has it open; close it there and try again"),
        (5, errno.EACCES, "town.xlsx", "permission denied, or another program, such as Excel, has it open"),
        (
            3,
            errno.ENOENT,
            "C:\\" + "x" * 257,
            "its path is longer than Windows allows; use a folder with a shorter path",
        ),
        (3, errno.ENOENT, "C:\\" + "x" * 256, "there is no such file or folder"),
    ],
)
def test_windows_has_reasons_of_its_own(winerror: int, number: int, filename: str, said: str) -> None:
    assert str(reason_of(_WindowsError(winerror, number, filename))) == said
