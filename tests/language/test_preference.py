"""The language of a computer: its variables, else its system, asked as Windows documents it."""

from __future__ import annotations

import ctypes
import locale
import sys
from types import SimpleNamespace

import pytest

from kpitrack.language.preference import preferred


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
