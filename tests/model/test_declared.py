from __future__ import annotations

import strategies
from kpitrack.model.declared import differing, listed
from kpitrack.model.strategy import Goal


def _goal(strategy: str, goal: str) -> Goal:
    return next(one for one in strategies.own(strategy).goals if one.id == goal)


def test_the_national_strategy_names_some_of_its_331_measures() -> None:
    strategy = strategies.own("japan-2025")
    # 40 measures and the five intermediate goals that the outline groups some of them under.
    assert differing(strategy) == {"measures": (331, {45, 40})}
    assert [differing(goal)["measures"][0] for goal in strategy.goals] == [132, 118, 62, 19]
    assert [min(listed(goal)["measures"]) for goal in strategy.goals] == [13, 12, 11, 4]


def test_one_target_stands_for_several() -> None:
    assert differing(_goal("japan-2-0-concept", "vision-2")) == {"kpis": (5, {1})}


def test_what_agrees_in_either_way_of_counting_does_not_differ() -> None:
    goals = "[{id: a, title: A, measures: [{id: b, title: B, measures: [{id: c, title: C}]}]}, {id: x, title: X}]"
    for stated in ("{measures: 1}", "{measures: 2}", "{goals: 2, kpis: 0}"):
        assert not differing(strategies.strategy(f"  {goals}", declared_counts=stated))
    assert differing(strategies.strategy(f"  {goals}", declared_counts="{goals: 3}")) == {"goals": (3, {2})}


def test_nothing_stated() -> None:
    assert not differing(_goal("tsuruoka-2", "g1"))
