from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import strategies
from kpitrack.analysis.crosswalk import Crosswalk, crosswalks, matrix
from kpitrack.language import plain
from kpitrack.model.strategy import Alignment, Strategy

_NATION = """\
- {id: g1, title: G1, measures: [{id: m1, title: M1}, {id: m2, title: M2, measures: [{id: m2a, title: A}, {id: m2b, title: B}]}]}
- {id: g2, title: G2, kpis: [{id: k, name: K, unit: ""}], measures: [{id: m3, title: M3}]}
- {id: g3, title: G3}
"""
_LOCAL = "- {id: l1, number: 1, title: L1, measures: [{id: l2, number: ア, title: L2}]}"


def _crosswalk(*lines: str, to: str | None = None, nation: str = _NATION) -> Crosswalk:
    local = strategies.strategy(_LOCAL, alignments=f"[{', '.join(lines)}]")
    other = strategies.strategy(nation, id="nation")
    return crosswalks(local, {"town": local, "nation": other}, to)[0]


def _items(found: Crosswalk) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.ref.removeprefix("nation/"), item.relations) for item in found.items]


def test_tsuruoka_answers_the_five_items_of_the_nation() -> None:
    known = {one.id: one for one in map(strategies.own, ["tsuruoka-2", "japan-2"])}
    (found,) = crosswalks(known["tsuruoka-2"], known)
    assert [(item.branch.node.number, item.relations) for item in found.items] == [
        ("①", ("new",)),
        ("②", ("extended",)),
        ("③", ("new", "extended")),
        ("④", ("already_covered",)),
        ("⑤", ("covered_elsewhere",)),
    ]
    # ④ and ⑤ are the two that the city judged to be covered: by three measures, and by another plan.
    fourth, fifth = found.items[3:]
    assert [answer.branch and tuple(map(plain, answer.branch.trail)) for answer in fourth.answers] == [
        ("基本目標1", "1", "(1)", mark) for mark in "アイウ"
    ]
    assert [answer.branch for answer in fifth.answers] == [None]
    assert found.answered == 5
    assert found.dangling == ()


def test_sapporo_answers_three_items_of_the_concept() -> None:
    known = {one.id: one for one in map(strategies.own, ["sapporo-miraisousei", "japan-2-0-concept"])}
    (found,) = crosswalks(known["sapporo-miraisousei"], known)
    answered = [item for item in found.items if item.answers]
    assert [item.ref for item in answered] == [
        "japan-2-0-concept/government-relocation",
        "japan-2-0-concept/related-population",
        "japan-2-0-concept/wide-region-framework",
    ]
    assert found.counts() == {"under_consideration": 1, "planned": 2}
    assert found.excerpt
    assert all(answer.alignment.stance for item in answered for answer in item.answers)
    assert found.answered < len(found.items)


def test_nothing_named_leaves_the_highest_measures_unanswered() -> None:
    found = _crosswalk("{from: l2, to: elsewhere/x, relation: new}", to="nation")
    assert _items(found) == [("m1", ()), ("m2", ()), ("m3", ())]
    assert [(pillar.branch.node.id, pillar.answered, len(pillar.items)) for pillar in found.pillars] == [
        ("g1", 0, 2), ("g2", 0, 1), ("g3", 0, 0),
    ]  # fmt: skip


def test_what_is_below_a_named_measure_is_answered_with_it() -> None:
    found = _crosswalk("{from: l2, to: nation/m2, relation: extended}")
    assert _items(found) == [("m1", ()), ("m2", ("extended",)), ("m3", ())]


def test_naming_a_measure_below_parts_the_one_above() -> None:
    found = _crosswalk("{from: l2, to: nation/m2a, relation: related}")
    assert _items(found) == [("m1", ()), ("m2a", ("related",)), ("m2b", ()), ("m3", ())]


def test_a_named_goal_answers_for_all_that_is_not_named_itself() -> None:
    found = _crosswalk(
        "{from: l1, to: nation/g1, relation: related}", "{from: l2, to: nation/m2a, relation: not_applicable}"
    )
    assert _items(found) == [("g1", ("related",)), ("m2a", ("not_applicable",)), ("m3", ())]


def test_a_kpi_may_be_what_is_answered() -> None:
    found = _crosswalk("{from: l2, to: nation/k, relation: related}")
    assert _items(found) == [("m1", ()), ("m2", ()), ("k", ("related",)), ("m3", ())]


def test_goals_are_the_items_where_there_is_no_measure() -> None:
    found = _crosswalk(to="nation", nation="- {id: a, title: A}\n- {id: b, title: B}")
    assert _items(found) == [("a", ()), ("b", ())]


def test_lines_that_lead_nowhere_are_told() -> None:
    local = strategies.strategy(
        _LOCAL,
        alignments="[{from: l2, to: nation/gone, relation: new}, {from: gone, to: nation/m1, relation: new}, "
        "{from: l2, to: absent/x, relation: new}]",
    )
    known = {"town": local, "nation": strategies.strategy(_NATION, id="nation")}
    nation, absent = crosswalks(local, known)
    assert [(one.alignment.to, one.missing) for one in nation.dangling] == [
        ("nation/gone", "item"), ("nation/m1", "origin"),
    ]  # fmt: skip
    assert [one.missing for one in absent.dangling] == ["strategy"]
    assert absent.target is None
    assert absent.items == []


_ids = ["g1", "g2", "g3", "m1", "m2", "m2a", "m2b", "m3", "k", "gone"]


@given(st.lists(st.tuples(st.sampled_from(_ids), st.sampled_from(["new", "extended", "related"]))))
def test_every_line_is_answered_once_or_dangles(lines: list[tuple[str, str]]) -> None:
    local = strategies.strategy(_LOCAL)
    alignments = [Alignment.model_validate({"to": f"nation/{to}", "relation": relation}) for to, relation in lines]
    local = Strategy.model_validate(local.model_copy(update={"alignments": alignments}))
    (found,) = crosswalks(local, {"nation": strategies.strategy(_NATION, id="nation")}, "nation")
    answered = [answer.alignment for item in found.items for answer in item.answers]
    dangling = [one.alignment for one in found.dangling]
    assert sorted(map(id, [*answered, *dangling])) == sorted(map(id, local.alignments or []))
    assert len({item.ref for item in found.items}) == len(found.items)
    assert 0 <= found.answered <= len(found.items)
    assert all(one.to == "nation/gone" for one in dangling)


def test_a_statement_may_be_answered_and_may_answer() -> None:
    local = strategies.strategy(
        _LOCAL,
        statements="[{id: stance, kind: principle, title: 考え方}]",
        alignments="[{from: stance, to: nation/vision, relation: planned}]",
    )
    other = strategies.strategy(_NATION, id="nation", statements="[{id: vision, kind: vision, title: めざす姿}]")
    (found,) = crosswalks(local, {"town": local, "nation": other})
    assert found.dangling == ()
    (item,) = found.pillars[-1].items
    assert (item.ref, item.relations) == ("nation/vision", ("planned",))
    assert item.answers[0].branch
    assert item.answers[0].branch.node.title == "考え方"


def test_the_answers_of_many_stand_beside_each_other() -> None:
    nation = strategies.strategy(_NATION, id="nation")
    first = strategies.strategy(_LOCAL, id="a", alignments="[{to: nation/m2, relation: new}]")
    second = strategies.strategy(
        _LOCAL, id="b", alignments="[{to: nation/m2a, relation: planned}, {to: nation/m2a, relation: extended}]"
    )
    third = strategies.strategy(_LOCAL, id="c", alignments="[{to: elsewhere/m1, relation: new}]")
    found = matrix(nation, [nation, first, second, third])
    assert [source.id for source in found.sources] == ["a", "b"]
    cells = {
        item.ref.removeprefix("nation/"): [found.cell(item, source) for source in found.sources]
        for pillar in found.pillars
        for item in pillar.items
    }
    assert cells["m1"] == [(), ()]
    assert cells["m2a"] == [("new",), ("extended", "planned")]  # what is answered above is answered here
