from __future__ import annotations

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
