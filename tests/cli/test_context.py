"""What holds for the whole run."""

from __future__ import annotations

import io

import pytest

from kpitrack.cli import context
from kpitrack.cli.context import CommonOptions, has_color


@pytest.mark.parametrize(
    ("environment", "flag", "terminal", "colored"),
    [
        ({"TERM": "xterm"}, None, True, True),
        ({"TERM": "xterm"}, None, False, False),
        ({"TERM": "dumb"}, None, True, False),
        ({}, None, True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, None, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, None, True, True),
        ({"TERM": "dumb", "NO_COLOR": "1"}, True, False, True),
        ({"TERM": "xterm"}, False, True, False),
    ],
)
def test_the_flag_then_the_environment_then_the_terminal_decide_of_colour(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], flag: bool | None, terminal: bool, colored: bool
) -> None:
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(context, "_current", CommonOptions(color=flag))
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert has_color(stream) is colored
