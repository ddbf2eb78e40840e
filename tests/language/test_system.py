"""Which language a computer speaks (its variables, else its system), and what it refuses, said in that."""

from __future__ import annotations

import ctypes
import errno
import locale
import os
import sys
from types import SimpleNamespace

import pytest

from kpitrack import language
from kpitrack.language.system import preferred, reason_of


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


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "ja_JP.eucJP", "LANG": "en_US"}, "ja"),
        ({"LC_ALL": "", "LANG": "de_DE"}, "en"),
    ],
)
def test_variables_go_first(variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: pytest.fail("the system is not asked"))
    assert preferred(variables) == language


@pytest.mark.parametrize(("identifier", "language"), [(0x0411, "ja"), (0x0409, "en"), (0x0804, "en")])
def test_windows_is_asked_for_the_language_of_its_screens(
    identifier: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: identifier)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert preferred({}) == language


@pytest.mark.parametrize(("name", "language"), [("ja_JP", "ja"), ("en_US", "en"), (None, "en")])
def test_other_systems_are_asked_for_their_locale(
    name: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "UTF-8"))
    assert preferred({}) == language
