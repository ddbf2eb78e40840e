"""What must hold of every comparison."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import gitting
from kpitrack.history.changes import KINDS, compare
from kpitrack.history.revision_state import State, state_of
from kpitrack.repository.discovery import Found, Kind
from kpitrack.repository.repository import assemble

MIRROR = {"added": "removed", "removed": "added"}


def state(strategy: str, actuals: str) -> State:
    data = {"data/strategies/town.yaml": strategy.encode(), "data/actuals/town.yaml": actuals.encode()}
    files = [Found(kind, path, 1) for kind, path in zip((Kind.STRATEGY, Kind.ACTUALS), data, strict=True)]
    return state_of(assemble(Path("/"), files, [], lambda file: data[file.path]), data)


def town(target: int, unit: str, name: str, movers: dict[int, int], guests: dict[int, int]) -> State:
    strategy = gitting.STRATEGY.replace("value: 50}", f"value: {target}}}").replace("id: guests", f"id: {name}")
    strategy = strategy.replace("unit: 人\n        acc", f"unit: {unit}\n        acc")
    return state(strategy, f"strategy: town\nactuals:\n  movers: {movers}\n  {name}: {guests}\n")


series = st.dictionaries(st.integers(2021, 2024), st.integers(0, 2), max_size=4)
states = st.builds(
    town,
    st.sampled_from([40, 50]),
    st.sampled_from(["人", "件"]),
    st.sampled_from(["guests", "visitors"]),
    series,
    series,
)


@given(states)
def test_nothing_changes_into_itself(one: State) -> None:
    assert compare(one, one)[0] == []


@given(states, states)
def test_the_way_back_is_the_way_there_mirrored(old: State, new: State) -> None:
    there, _ = compare(old, new)
    back, _ = compare(new, old)
    mirrored = []
    for one in back:
        first, _, rest = one.kind.partition("-")
        mirrored.append(f"{MIRROR.get(first, first)}-{rest}")
    assert sorted(one.kind for one in there) == sorted(mirrored)
    assert {one.kind for one in there} <= set(KINDS)


@given(states, states)
def test_every_year_that_differs_is_told_once(old: State, new: State) -> None:
    changes, renames = compare(old, new)
    told = [(one.ref, one.year) for one in changes if one.year is not None]
    assert len(told) == len(set(told))
    before = {
        renames.kpis.get(ref, ref): {year: entry for year, (entry, _) in years.items()}
        for ref, years in old.actuals.items()
    }
    after = {ref: {year: entry for year, (entry, _) in years.items()} for ref, years in new.actuals.items()}
    differ = {
        (ref, year)
        for ref in {*before, *after}
        for year in range(2021, 2025)
        if before.get(ref, {}).get(year) != after.get(ref, {}).get(year)
    }
    assert set(told) == differ


def test_a_file_that_cannot_be_read_hides_its_strategy() -> None:
    changes, _ = compare(state(gitting.STRATEGY, gitting.ACTUALS), state("id: town\ngoals: [", gitting.ACTUALS))
    assert changes == []
