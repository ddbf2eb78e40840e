from __future__ import annotations

import pytest

from kpitrack.views.text.screen import show, show_as
from kpitrack.views.text.styled import Styled, wrapped


def test_each_piece_has_its_own_style() -> None:
    line = Styled("a", "bold red").append("b").append("c", "dim")
    assert line.plain == "abc"
    assert line.colored == "\x1b[1;31ma\x1b[0mb\x1b[2mc\x1b[0m"


def test_an_empty_piece_leaves_no_trace() -> None:
    assert Styled("", "bold").append("", "red").colored == ""


def test_wrapped_lines_stand_below_the_first() -> None:
    found = list(wrapped("aa bb cc", 5, "dim", first="・ "))
    assert [line.plain for line in found] == ["・ aa bb", "   cc"]
    assert found[1].colored == "\x1b[2m   cc\x1b[0m"
    assert [line.plain for line in wrapped("aa bb", 2, first="> ", rest="| ")] == ["> aa", "| bb"]


@pytest.mark.parametrize(("color", "said"), [(True, "\x1b[1ma \x1b[0m\n"), (False, "a\n")])
def test_lines_without_colour_have_no_spaces_at_their_end(
    capsys: pytest.CaptureFixture[str], color: bool, said: str
) -> None:
    show([Styled("a ", "bold")], color)
    assert capsys.readouterr().out == said


def test_a_text_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_as("csv", True, text=lambda: [Styled("no")], csv=lambda: ["a, "])
    assert capsys.readouterr().out == "a, \n"
