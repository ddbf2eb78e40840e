"""Diffs of long files full of equal lines: right for any two texts, and done without comparing each with each."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.repository.edit import lines
from kpitrack.repository.edit.lines import unified


def applied(before: Sequence[str], difference: Sequence[str]) -> list[str]:
    """``before`` with a unified diff applied, each of its lines held against what is there."""
    found: list[str] = []
    at = 0
    for line in difference[2:]:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            here = int(start) - (count != "0")
            found += before[at:here]
            at = here
        elif line[0] == "+":
            found.append(line[1:])
        else:
            assert before[at] == line[1:]
            at += 1
            found += [line[1:]] if line[0] == " " else []
    return found + list(before[at:])


texts = st.lists(st.sampled_from(["a", "b", "c", "d", "", "@@ -1 +1 @@", "-", "+++ b"]), max_size=40)


@given(texts, texts)
def test_a_diff_leads_from_one_text_to_the_other(before: list[str], after: list[str]) -> None:
    assert applied(before, unified(before, after, "a", "b")) == after


@given(texts, texts)
def test_a_diff_leads_there_where_nothing_is_compared_each_with_each(before: list[str], after: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_PAIRS", 0)
        assert applied(before, unified(before, after, "a", "b")) == after


@given(texts)
def test_equal_texts_have_no_diff(before: list[str]) -> None:
    assert unified(before, before, "a", "b") == []


def actuals(count: int, entry: str) -> list[str]:
    return [line for number in range(count) for line in (f"  kpi-{number}:", "    2021: 1", "    2022: 1", entry)]


def test_a_diff_of_many_entries_shows_each_and_nothing_else() -> None:
    before, after = actuals(5000, "    2023: 1"), actuals(5000, "    2023: 2")
    difference = unified(before, after, "a/x", "b/x")
    assert [line for line in difference[2:] if line[0] in "+-"] == ["-    2023: 1", "+    2023: 2"] * 5000
    assert applied(before, difference) == after


def test_a_diff_reads_as_that_of_the_standard_library() -> None:
    before = ["actuals:", "  a:", "    2021: 1", "  b:", "    2021: 1", "    2022: 2", "  c:", "    2021: 1"]
    after = [*before[:3], "    2022: 4", *before[3:], "    2022: 5"]
    assert unified(before, after, "a", "b") == list(difflib.unified_diff(before, after, "a", "b", lineterm=""))
    assert unified([], ["a"], "a", "b")[2] == "@@ -0,0 +1 @@"
