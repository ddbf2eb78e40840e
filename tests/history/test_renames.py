"""What has another id is known again by its content, the surest sign first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitrack.history.renames import matched

ITEMS = st.dictionaries(st.sampled_from([f"{s}/{k}" for s in "ab" for k in "wxyz"]), st.integers(0, 2))


def same(ref: str, item: int) -> object:
    return ref.partition("/")[0], item


def test_one_for_one() -> None:
    assert matched([same], {"a/x": 1, "a/y": 2}, {"a/z": 1, "a/y": 2}) == {"a/x": "a/z"}


def test_two_that_would_do() -> None:
    assert matched([same], {"a/x": 1}, {"a/y": 1, "a/z": 1}) == {}
    assert matched([same], {"a/x": 1}, {"a/y": 1, "a/z": 1}, again=same) == {"a/x": "a/y"}


def test_another_strategy() -> None:
    assert matched([same], {"a/x": 1}, {"b/x": 1}) == {}


def test_the_surest_sign_comes_first() -> None:
    def loose(ref: str, item: int) -> object:
        return item // 10

    assert matched([same, loose], {"a/x": 10, "a/y": 11}, {"a/v": 12, "a/w": 10}) == {"a/x": "a/w", "a/y": "a/v"}


@given(ITEMS, ITEMS)
def test_what_stays_is_never_renamed(old: dict[str, int], new: dict[str, int]) -> None:
    found = matched([same], old, new, again=same)
    assert not found.keys() & new.keys()
    assert not set(found.values()) & old.keys()
    assert len(set(found.values())) == len(found)
    assert all(old[was] == new[now] for was, now in found.items())
