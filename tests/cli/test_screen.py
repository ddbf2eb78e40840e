"""What is shown has its colours where these are wanted."""

from __future__ import annotations

import pytest

from kpitrack.cli import context
from kpitrack.cli.context import CommonOptions
from kpitrack.cli.screen import show, show_as
from kpitrack.views.text.styled import Styled


@pytest.mark.parametrize(("color", "said"), [(True, "\x1b[1ma \x1b[0m\n"), (False, "a\n")])
def test_lines_without_colour_have_no_spaces_at_their_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, color: bool, said: str
) -> None:
    monkeypatch.setattr(context, "_current", CommonOptions(color=color))
    show([Styled("a ", "bold")])
    assert capsys.readouterr().out == said


def test_a_text_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_as("csv", text=lambda: [Styled("no")], csv=lambda: ["a, "])
    assert capsys.readouterr().out == "a, \n"
