"""Counts, shares and the worst KPI of goals and strategies."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.judge import judge
from kpitrack.progress.rollup import by_node, rollup, shares

PLAIN: dict[str, Any] = {"baseline": {"year": 2019, "value": 100}, "target": {"year": 2024, "value": 200}}


@pytest.fixture(scope="module")
def verdicts(frames_of: Any) -> Any:
    kpis = dict.fromkeys(("fine", "late", "later", "bad", "blank", "untargeted"), PLAIN)
    kpis["untargeted"] = {}
    actuals = {
        "fine": {2021: 140},
        "late": {2021: 130},
        "later": {2021: 110},
        "bad": {2021: 90},
        "untargeted": {2021: 3},
    }
    return judge(frames_of(kpis, actuals), 2021)


def test_counts_hold_every_kpi(verdicts: Any) -> None:
    (row,) = rollup(verdicts).collect().to_dicts()
    counts = {name: row[name] for name in STATUSES if row[name]}
    assert counts == {"on_track": 1, "at_risk": 1, "off_track": 1, "regressing": 1, "no_data": 1, "not_assessable": 1}
    assert sum(counts.values()) == row["kpis"] == 6
    assert (row["assessed"], row["good"], row["share_good"]) == (4, 1, 0.25)
    assert (row["worst"], row["worst_status"]) == ("s/bad", "regressing")


def test_the_worst_is_by_status_then_pace(frames_of: Any) -> None:
    kpis = {"a": PLAIN, "b": PLAIN, "c": {**PLAIN, "target": {"year": 2021, "value": 200}}}
    found = rollup(judge(frames_of(kpis, {"a": {2021: 120}, "b": {2021: 110}}), 2021)).collect()
    assert found["worst"].item() == "s/b"
    found = rollup(judge(frames_of(kpis, {"a": {2021: 120}, "c": {2021: 199}}), 2021)).collect()
    assert found["worst"].item() == "s/c"  # missed, though nearly there


def test_what_has_no_pace_is_not_the_worst_where_another_has_one() -> None:
    verdicts = pl.LazyFrame(
        {
            "strategy": ["s"] * 3,
            "ref": ["s/a", "s/b", "s/c"],
            "name": ["a", "b", "c"],
            "position": [0, 1, 2],
            "status": ["missed"] * 3,
            "pace": [None, 0.5, 0.2],
        }
    )
    assert rollup(verdicts).collect()["worst"].item() == "s/c"
    assert rollup(verdicts.head(1)).collect()["worst"].item() == "s/a"


def test_half_of_them_assessed_are_enough_for_a_share(frames_of: Any) -> None:
    frames = frames_of(dict.fromkeys("abc", PLAIN), {"a": {2021: 140}})
    found = [
        rollup(judge(frames.only(refs), 2021)).collect()["share_good"].item()
        for refs in (["s/a", "s/b"], frames.kpis["ref"])
    ]
    assert found == [1, None]


def test_nothing_assessed_is_no_share(frames_of: Any) -> None:
    row = rollup(judge(frames_of({"a": PLAIN, "b": PLAIN}), 2023)).collect().to_dicts()[0]
    assert (row["kpis"], row["no_data"], row["share_good"], row["worst"]) == (2, 2, None, None)
    assert rollup(judge(frames_of({}), 2023)).collect().is_empty()


def test_a_node_counts_what_hangs_below_it(frames_of: Any) -> None:
    def leaf(name: str) -> dict[str, Any]:
        return {"id": name, "name": name, "unit": "件", **PLAIN}

    goals = [
        {"id": "g1", "title": "1", "kpis": [leaf("a")], "measures": [
            {"id": "m1", "title": "1", "kpis": [leaf("b")], "measures": [{"id": "m2", "title": "2", "kpis": [leaf("c")]}]},
        ]},
        {"id": "g2", "title": "2", "kpis": [leaf("d")]},
    ]  # fmt: skip
    frames = frames_of({}, {name: {2021: 140} for name in "abcd"}, strategy={"goals": goals})
    found = {row["node"]: row["kpis"] for row in by_node(judge(frames, 2021)).collect().to_dicts()}
    assert found == {"g1": 3, "m1": 2, "m2": 1, "g2": 1}


def test_shares_are_sums_over_sums_and_leave_plain_values_out(frames_of: Any) -> None:
    kpis = {name: {"unit": "%", "indicator": "x:1"} for name in "abc"}
    actuals = {
        "a": {2021: {"numerator": 9, "denominator": 10}},
        "b": {2021: {"numerator": 9, "denominator": 90}},
        "c": {2021: 55},
    }
    verdicts = judge(frames_of(kpis, actuals), 2021)
    assert verdicts.collect()["actual_value"].to_list() == [90, 10, 55]
    (row,) = shares(verdicts).collect().to_dicts()
    assert (row["parts"], row["share"]) == (2, pytest.approx(0.18))


def test_denominators_that_come_to_nothing_are_no_share() -> None:
    verdicts = pl.LazyFrame(
        {"indicator": ["x:1", "x:2", "x:2"], "actual_numerator": [0.0, 1.0, 0.0], "actual_denominator": [0.0, 0.5, 0.5]}
    )
    assert shares(verdicts).collect()["share"].to_list() == [None, 1.0]
