"""Bars are for terminals, and for work that takes a while."""

from __future__ import annotations

import io
import itertools
from contextlib import redirect_stderr

import pytest

from kpitrack.cli import progress_bar
from kpitrack.language import say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "is_shown"), [(0.1, False), (2.0, True)])
def test_a_late_bar_is_shown_after_a_second(monkeypatch: pytest.MonkeyPatch, seconds: float, is_shown: bool) -> None:
    clock = itertools.count(0, seconds)
    monkeypatch.setattr(progress_bar, "monotonic", lambda: next(clock))
    with redirect_stderr(Terminal()) as terminal, progress_bar.late_bar(say("reading")) as tell:
        tell(40, 100)
    assert ("reading" in terminal.getvalue(), "40/100" in terminal.getvalue()) == (is_shown, is_shown)


@pytest.mark.parametrize(("steps", "is_shown"), [(199, False), (200, True)])
def test_a_bar_is_shown_for_many_steps(steps: int, is_shown: bool) -> None:
    with redirect_stderr(Terminal()) as terminal, progress_bar.bar(say("pages"), steps) as step:
        for _ in range(steps):
            step()
    assert (f"{steps}/{steps}" in terminal.getvalue()) is is_shown


def test_nothing_is_shown_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "_A_WHILE", -1)
    with (
        redirect_stderr(io.StringIO()) as pipe,
        progress_bar.late_bar(say("reading")) as tell,
        progress_bar.bar(say("pages"), 1000) as step,
    ):
        tell(1, 2)
        step()
    assert pipe.getvalue() == ""
