from __future__ import annotations

import time
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from kpitrack.analysis.logic import (
    Break,
    Edge,
    LogicModel,
    Point,
    _leads_otherwise,
    breaks,
    flaws,
    logic_model,
    logic_models,
    without_shortcuts,
)
from kpitrack.model.strategy import Strategy
from kpitrack.model.vocabulary import Status
from kpitrack.repository.discovery import Kind
from kpitrack.repository.loading import load

_TOWN = """\
- id: g
  title: 目標
  kpis:
    - {id: outcome, name: 成果, unit: 人, level: outcome}
  measures:
    - id: m
      title: 施策
      kpis:
        - {id: output, name: 活動, unit: 回, level: output, contributes_to: [outcome]}
        - {id: idle, name: つながらない活動, unit: 回, level: output}
    - id: direct
      title: 直接つながる施策
      contributes_to: [outcome]
    - id: lost
      title: どこにもつながらない施策
"""


def _flaws(goals: str) -> list[tuple[str, tuple[str, ...]]]:
    found = flaws(logic_model(strategies.strategy(goals, inventory="whole")))
    return [(flaw.kind, tuple(ref.removeprefix("town/") for ref in flaw.refs)) for flaw in found]


def _edges(model: LogicModel) -> set[tuple[str, str, str]]:
    return {(e.source.removeprefix("town/"), e.target.removeprefix("town/"), e.kind) for e in model.edges}


def test_edges_come_from_the_tree_the_kpis_and_what_is_written() -> None:
    assert _edges(logic_model(strategies.strategy(_TOWN))) == {
        ("outcome", "g", "implied"),
        ("m", "g", "implied"),
        ("m", "output", "produces"),
        ("output", "outcome", "contributes"),
        ("m", "idle", "produces"),
        ("idle", "g", "implied"),
        ("direct", "g", "implied"),
        ("direct", "outcome", "contributes"),
        ("lost", "g", "implied"),
    }


def test_what_is_elsewhere_is_a_point_of_its_own() -> None:
    model = logic_model(strategies.strategy("- {id: g, title: G, contributes_to: [nation/x]}"))
    assert model.points["nation/x"].kind == "elsewhere"
    assert [(edge.source, edge.target) for edge in model.edges] == [("town/g", "nation/x")]


def test_pictures_leave_out_shortcuts_to_the_goal() -> None:
    model = logic_model(strategies.strategy(_TOWN))
    dropped = set(model.edges) - set(without_shortcuts(model))
    assert {(edge.source, edge.target) for edge in dropped} == {("town/m", "town/g"), ("town/direct", "town/g")}


def test_a_way_of_several_steps_to_the_goal_makes_a_shortcut_too() -> None:
    idle = "        - {id: idle, name: つながらない活動, unit: 回, level: output}\n"
    model = logic_model(strategies.strategy(_TOWN.replace(idle, "")))
    assert Edge("town/m", "town/g", "implied") not in without_shortcuts(model)
    assert Edge("town/lost", "town/g", "implied") in without_shortcuts(model)


def test_a_measure_that_leads_nowhere() -> None:
    assert _flaws("""\
- id: g
  title: G
  measures:
    - {id: m, title: M, kpis: [{id: k, name: K, unit: 人, level: outcome}]}
    - {id: lost, title: どこにもつながらない施策}
""") == [("measure_leads_nowhere", ("lost",))]


def test_a_goal_without_an_outcome_is_told_once_and_not_again_for_each_measure() -> None:
    assert _flaws(
        "- {id: g, title: G, measures: [{id: m, title: M, kpis: [{id: k, name: K, unit: 回, level: output}]}]}"
    ) == [("goal_without_outcome", ("g",))]


def test_an_outcome_that_nothing_leads_to() -> None:
    assert _flaws("- {id: g, title: G, kpis: [{id: k, name: K, unit: 回, level: outcome}]}") == [
        ("outcome_without_feeder", ("k",))
    ]


def test_an_outcome_on_a_measure_is_fed_by_it() -> None:
    assert (
        _flaws("- {id: g, title: G, measures: [{id: m, title: M, kpis: [{id: k, name: K, unit: 回, level: impact}]}]}")
        == []
    )


@pytest.mark.parametrize("target", ["g", "h", "nation/x"])
def test_a_measure_may_lead_to_a_goal_or_elsewhere_by_its_own_word(target: str) -> None:
    assert _flaws(f"""\
- {{id: g, title: G, measures: [{{id: m, title: M, contributes_to: [{target}]}}, {{id: n, title: N, kpis: [{{id: k, name: K, unit: '', level: outcome}}]}}]}}
- {{id: h, title: H, kpis: [{{id: i, name: I, unit: '', level: outcome, contributes_to: [g]}}], contributes_to: [g]}}
""") == [("outcome_without_feeder", ("i",))]


def test_a_measure_leads_where_the_one_above_it_leads() -> None:
    assert (
        _flaws("""\
- id: g
  title: G
  kpis: [{id: k, name: K, unit: '', level: outcome}]
  measures: [{id: above, title: A, contributes_to: [k], measures: [{id: below, title: B}]}]
""")
        == []
    )


def test_a_strategy_without_a_word_on_logic_has_no_faults() -> None:
    model = logic_model(strategies.own("tsuruoka-2"))
    assert not model.drawn
    assert flaws(model) == []


def test_a_cycle() -> None:
    assert ("cycle", ("a", "b")) in _flaws("""\
- id: g
  title: G
  measures: [{id: a, title: A, contributes_to: [b]}, {id: b, title: B, contributes_to: [a]}]
""")


def _breaks(goals: str, statuses: Mapping[str, str]) -> list[Break]:
    full: Any = {f"town/{name}": status for name, status in statuses.items()}
    return breaks(logic_model(strategies.strategy(goals)), full)


@pytest.mark.parametrize("bad", ["regressing", "off_track", "missed"])
@pytest.mark.parametrize("good", ["achieved", "achieved_early", "on_track"])
def test_outputs_go_well_while_their_outcome_does_not(bad: str, good: str) -> None:
    assert _breaks(_TOWN, {"outcome": bad, "output": good, "idle": "on_track"}) == [
        Break("town/outcome", ("town/output",), 1, implied=False)
    ]


@pytest.mark.parametrize(
    ("outcome", "output"), [("at_risk", "achieved"), ("regressing", "at_risk"), ("no_data", "achieved")]
)
def test_no_break_where_the_outcome_holds_or_no_output_goes_well(outcome: str, output: str) -> None:
    assert _breaks(_TOWN, {"outcome": outcome, "output": output, "idle": "on_track"}) == []


def test_without_a_word_outputs_below_the_goal_are_taken_to_feed_its_outcome() -> None:
    goals = """\
- id: g
  title: G
  kpis: [{id: outcome, name: O, unit: 人, level: outcome}]
  measures: [{id: m, title: M, kpis: [{id: a, name: A, unit: 回}, {id: b, name: B, unit: 回, level: activity}]}]
"""
    assert _breaks(goals, {"outcome": "regressing", "a": "achieved", "b": "missed"}) == [
        Break("town/outcome", ("town/a",), 2, implied=True)
    ]


_NATION = """\
- {id: vision, title: V, kpis: [{id: outcome, name: O, unit: 人, level: outcome}]}
"""
_CITY = """\
- id: g
  title: G
  measures: [{id: m, title: M, kpis: [{id: output, name: K, unit: 回, contributes_to: [nation/outcome]}]}]
"""


def _tied() -> dict[str, LogicModel]:
    both = [
        strategies.strategy(_NATION, id="nation", inventory="whole"),
        strategies.strategy(_CITY, id="city", inventory="whole"),
    ]
    return {model.strategy.id: model for model in logic_models(both)}


def test_what_another_strategy_says_that_it_contributes_counts() -> None:
    nation, city = _tied().values()
    assert [flaw.kind for flaw in flaws(logic_model(nation.strategy))] == ["outcome_without_feeder"]
    assert flaws(nation) == []
    assert [flaw.kind for flaw in flaws(city)] == ["goal_without_outcome"]
    assert (nation.points["city/output"].kind, city.points["nation/outcome"].kind) == ("elsewhere", "elsewhere")


def test_a_break_between_strategies_is_told_of_the_one_whose_outcome_it_is() -> None:
    nation, city = _tied().values()
    statuses: dict[str, Status] = {"nation/outcome": "regressing", "city/output": "achieved"}
    assert breaks(nation, statuses) == [Break("nation/outcome", ("city/output",), 1, implied=False)]
    assert breaks(city, statuses) == []


def test_being_named_by_another_strategy_says_nothing_of_ones_own_logic() -> None:
    nation = strategies.strategy("- {id: vision, title: V, measures: [{id: m, title: M}]}", id="nation")
    city = strategies.strategy("- {id: g, title: G, contributes_to: [nation/m, nation/lost, absent/x]}", id="city")
    models = logic_models([nation, city])
    assert (models[0].drawn, flaws(models[0])) == (False, [])
    assert [ref for ref, point in models[1].points.items() if point.kind == "elsewhere"] == [
        "nation/m", "nation/lost", "absent/x",
    ]  # fmt: skip


def test_an_output_feeds_the_outcome_on_its_measure() -> None:
    goals = """\
- id: g
  title: G
  measures: [{id: m, title: M, kpis: [{id: a, name: A, unit: 回, level: output}, {id: o, name: O, unit: 人, level: outcome}]}]
"""
    assert _breaks(goals, {"o": "off_track", "a": "achieved"}) == [Break("town/o", ("town/a",), 1, implied=False)]


_nodes = st.integers(0, 6)


@given(st.sets(st.tuples(_nodes, _nodes)))
def test_cycles_are_the_points_that_reach_themselves(pairs: set[tuple[int, int]]) -> None:
    refs = [f"town/n{i}" for i in range(7)]
    edges = tuple(Edge(refs[a], refs[b], "contributes") for a, b in sorted(pairs))
    town = strategies.strategy("- {id: g, title: G}")
    model = LogicModel(town, {ref: Point(ref, None) for ref in refs}, edges)
    reach = {a: {b for x, b in pairs if x == a} for a in range(7)}
    for _ in range(7):
        reach = {a: to | {c for b in to for c in reach[b]} for a, to in reach.items()}
    expected = {
        frozenset(refs[b] for b in range(7) if b in reach[a] and a in reach[b]) for a in range(7) if a in reach[a]
    }
    assert {frozenset(flaw.refs) for flaw in flaws(model) if flaw.kind == "cycle"} == expected


def test_what_an_excerpt_lacks_is_no_fault() -> None:
    town = strategies.strategy(_TOWN)
    assert town.inventory == "excerpt"
    assert flaws(logic_model(town)) == []
    assert flaws(logic_model(strategies.own("japan-2025"))) == []


def test_a_goal_that_is_listed_whole_is_looked_at_in_an_excerpt() -> None:
    listed = _TOWN.replace("  title: 目標\n", "  title: 目標\n  inventory: whole\n", 1).replace(
        "  kpis:\n    - {id: outcome, name: 成果, unit: 人, level: outcome}\n", "", 1
    )
    assert [flaw.kind for flaw in flaws(logic_model(strategies.strategy(listed)))] == ["goal_without_outcome"]


def test_a_measure_below_a_goal_with_an_outcome_leads_to_it() -> None:
    assert _flaws(_TOWN) == []


def test_an_outcome_on_a_goal_is_fed_by_the_measures_below_it() -> None:
    goals = "- {id: g, title: G, kpis: [{id: k, name: K, unit: '', level: outcome}], measures: [{id: m, title: M}]}"
    assert _flaws(goals) == []
    assert _flaws("- {id: g, title: G, kpis: [{id: k, name: K, unit: '', level: outcome}]}") == [
        ("outcome_without_feeder", ("k",))
    ]


@given(st.integers(0, 2**30))
def test_shortcuts_are_those_that_a_walk_finds(seed: int) -> None:
    random = Random(seed)  # noqa: S311  no secret
    ids = [f"m{i}" for i in range(6)]
    measures = "".join(
        f"      - id: {one}\n        title: {one}\n"
        + (
            f"        contributes_to: [{', '.join(random.sample([*ids, 'g1', 'g2'], random.randint(1, 2)))}]\n"
            if random.random() < 0.5
            else ""
        )
        for one in ids
    )
    text = (
        "id: town\ntitle: 例\norganization: {name: 例}\nperiod: {start: 2021, end: 2025}\ngoals:\n"
        f"  - id: g1\n    title: 一\n    measures:\n{measures}  - id: g2\n    title: 二\n"
    )
    loaded = load(Kind.STRATEGY, "a.yaml", text.encode()).model
    assert isinstance(loaded, Strategy)
    model = logic_model(loaded)
    kept = without_shortcuts(model)
    for edge in model.edges:
        shortcut = (
            edge.kind == "implied"
            and model.points[edge.source].kind == "measure"
            and model.points[edge.target].kind == "goal"
            and _leads_otherwise(model, edge)
        )
        assert (edge in kept) != shortcut


def test_a_chain_of_thirty_thousand_takes_no_time() -> None:
    links = [{"id": f"m{i}", "title": "施策", "contributes_to": [f"m{i + 1}"]} for i in range(30_000)]
    goal = {"id": "g1", "title": "一", "measures": [*links, {"id": "m30000", "title": "施策"}]}
    town = strategies.strategy(_TOWN).model_dump(by_alias=True, exclude_none=True)
    model = logic_model(Strategy.model_validate({**town, "goals": [goal]}))
    begun = time.process_time()
    assert len(without_shortcuts(model)) == 30_001
    assert flaws(model) is not None
    assert time.process_time() - begun < 5
