"""Renames are told by content, and only where there is no doubt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitrack.history.renames import renamed

ITEMS = st.dictionaries(st.sampled_from([f"{s}/{k}" for s in "ab" for k in "wxyz"]), st.integers(0, 2))


def same(item: int) -> int:
    return item


def test_one_for_one() -> None:
    assert renamed(same, {"a/x": 1, "a/y": 2}, {"a/z": 1, "a/y": 2}) == {"a/x": "a/z"}


def test_two_that_would_do() -> None:
    assert renamed(same, {"a/x": 1}, {"a/y": 1, "a/z": 1}) == {}


def test_another_strategy() -> None:
    assert renamed(same, {"a/x": 1}, {"b/x": 1}) == {}


@given(ITEMS, ITEMS)
def test_what_stays_is_never_renamed(old: dict[str, int], new: dict[str, int]) -> None:
    found = renamed(same, old, new)
    assert not found.keys() & new.keys()
    assert not set(found.values()) & old.keys()
    assert len(set(found.values())) == len(found)
    assert all(old[was] == new[now] for was, now in found.items())
