"""Of a file with errors the rest is read, and what was left out is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gitting
from kpitrack.history.salvage import salvage
from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.discovery import Kind


def test_a_whole_file_is_whole() -> None:
    found = salvage(Kind.STRATEGY, gitting.STRATEGY.encode())
    assert isinstance(found.model, Strategy)
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("old", "new", "dropped"),
    [
        ("unit: 人\n        acc", "unit: 人\n        color: red\n        acc", ("goals", 0, "kpis", 0, "color")),
        ("value: 50}", "value: 五十}", ("goals", 0, "kpis", 0, "target", "value")),
        ("id: movers", "id: 移住者", ("goals", 0, "kpis", 0)),
        ("        unit: 人\n        acc", "        acc", ("goals", 0, "kpis", 0, "unit")),
        ("name: 延べ宿泊者数", "name:", ("goals", 0, "kpis", 1, "name")),
        ("title: 人の流れをつくる", "title: [人の流れ]", ("goals", 0, "title")),
        ("organization: {name: 例示町}", "organization: {}", ("organization", "name")),
        ("{year: 2025, value: 50}", "{year: 20255, value: 50}", ("goals", 0, "kpis", 0, "target", "year")),
    ],
)
def test_the_faulty_part_alone_is_left_out(old: str, new: str, dropped: tuple[str | int, ...]) -> None:
    assert old in gitting.STRATEGY
    found = salvage(Kind.STRATEGY, gitting.STRATEGY.replace(old, new).encode())
    assert found.dropped == (dropped,)
    assert isinstance(found.model, Strategy)
    assert [kpi.item.id for kpi in found.model.kpis()][-1] == "guests"


def test_several_at_once() -> None:
    text = gitting.ACTUALS.replace("2021: 10", "2021: [10]").replace("2022: 20", "22: 20").replace("1300", "[]")
    found = salvage(Kind.ACTUALS, text.encode())
    assert isinstance(found.model, Actuals)
    assert found.model.actuals == {"movers": {}, "guests": {}}
    assert len(found.dropped) == 3


@pytest.mark.parametrize("data", [b"", b"a: [", b"- a", b"text", b"\xff", b"id: a\n"])
def test_nothing_can_be_left(data: bytes) -> None:
    assert salvage(Kind.STRATEGY, data).model is None


@given(st.binary() | st.text().map(str.encode), st.sampled_from(Kind))
def test_anything_is_answered(data: bytes, kind: Kind) -> None:
    salvage(kind, data)


@given(st.data())
def test_a_file_with_a_hole_is_answered(data: st.DataObject) -> None:
    text = gitting.STRATEGY
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    middle = data.draw(st.sampled_from(["", "x", "null", "[]", "{}", "1", "\n"]))
    salvage(Kind.STRATEGY, (text[:start] + middle + text[end:]).encode())


def test_of_a_long_list_the_right_entries_are_left_out() -> None:
    kpis = "".join(f"      - {{id: {'K' if i in {2, 9, 11} else 'k'}{i}, name: 件数, unit: 件}}\n" for i in range(13))
    found = salvage(Kind.STRATEGY, (gitting.STRATEGY.partition("      - id: movers")[0] + kpis).encode())
    assert isinstance(found.model, Strategy)
    assert [placed.item.id for placed in found.model.kpis()] == [f"k{i}" for i in range(13) if i not in {2, 9, 11}]
