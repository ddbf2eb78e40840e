"""Which organisations are of like size, and what their place among these is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from kpitrack.analysis.comparison import Candidate, Ranked
from kpitrack.analysis.population import ranks_among_peers


def ranked(name: str, rank: int | None, population: float | None) -> Ranked:
    candidate = cast("Candidate", SimpleNamespace(ref=name))
    return Ranked(candidate, 2022, 1, rank, None, None, (), undefined=False, population=population)


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([("a", 1, 100), ("b", 2, 100), ("c", 3, 100)], {"a": (1, 3), "b": (2, 3), "c": (3, 3)}),
        ([("a", 1, 100), ("b", 1, 100), ("c", 3, 100)], {"a": (1, 3), "b": (1, 3), "c": (3, 3)}),
        (
            [("a", 1, 100), ("b", 2, 200), ("c", 3, 50)],
            {"a": (1, 3), "b": (2, 2), "c": (2, 2)},
        ),  # half and twice are alike
        ([("a", 1, 100), ("b", 2, 201), ("c", 3, 49)], {"a": (1, 1), "b": (1, 1), "c": (1, 1)}),
        ([("a", 4, 100), ("b", 7, None), ("c", None, 100)], {"a": (1, 1)}),
    ],
)
def test_the_place_among_those_of_like_size(rows: list[Any], places: dict[str, tuple[int, int]]) -> None:
    assert ranks_among_peers([ranked(*row) for row in rows]) == places
