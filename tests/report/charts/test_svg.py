"""Words within a width: what fits, and where they are broken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.report.charts.svg import clipped, ems, wrapped

WORDS = st.text(st.sampled_from("あ移iW1 %、"), max_size=60)
WIDTHS = st.integers(4, 80).map(lambda quarters: quarters / 4)


@given(WORDS, WIDTHS)
def test_lines_fit_and_lose_nothing_but_blanks_where_they_are_broken(words: str, most: float) -> None:
    lines = wrapped(words, most)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(ems(line) <= most for line in lines)
    for line, after in pairwise(lines):
        assert " " in words or ems(line + after[:1]) > most  # as much as has room, where there is no blank to break at


@given(WORDS, WIDTHS)
def test_what_is_cut_off_is_marked_and_no_more_is_cut_off_than_has_to_be(words: str, most: float) -> None:
    found = clipped(words, most)
    if found != words:
        kept = found.removesuffix("…")
        assert words.startswith(kept)
        assert not kept or ems(kept) + 1 <= most < ems(words)
        assert ems(words[: len(kept) + 1]) + 1 > most


@pytest.mark.parametrize("words", ["移住者の数" * 20_000, "people who moved in " * 5_000])
def test_words_without_end_are_broken_at_once(words: str) -> None:
    assert len(wrapped(words, 20.0)) > 1000
    assert clipped(words, 20.0) == clipped(words[:100], 20.0)
