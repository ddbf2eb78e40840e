"""Strategies by prefecture and municipality."""

from __future__ import annotations

from kpitrack.analysis.areas import areas, numbers
from kpitrack.model.strategy import Strategy


def _strategy(name: str, *codes: str | None) -> Strategy:
    owners = [{"name": f"{name}{i}", **({"code": code} if code else {})} for i, code in enumerate(codes)]
    document = {"id": name, "title": name, "period": {"start": 2020, "end": 2024}, "goals": [], "organizations": owners}
    return Strategy.model_validate(document)


def test_the_areas_of_several_organisations_have_numbers():
    assert numbers([["062031"], ["06204"], ["132063"]]) == ("06", "13")
    assert numbers([["062031"], [None, "国"]]) == ()
    assert numbers([["062031"], ["062049", "06203", "鶴岡市"], [None, "国"]]) == ("00", "06")


def test_one_organisation_has_no_areas_however_often_it_is_named():
    assert numbers([["062031", "06203", "鶴岡市"], ["06203"]]) == ()
    assert numbers([["062037"], ["999999"], [None]]) == ()


def test_a_prefecture_has_its_own_strategies_and_those_of_its_towns_in_the_order_of_their_codes():
    prefecture, later, first = _strategy("p", "060003"), _strategy("b", "062049"), _strategy("a", "06203")
    again, nation = _strategy("c", "062031"), _strategy("n", None)
    found = areas([later, nation, prefecture, first, again])
    assert list(found) == ["00", "06"]
    area = found["06"]
    assert area.own == [prefecture]
    assert [(town.code, town.strategies) for town in area.towns] == [("06203", [first, again]), ("062049", [later])]
    assert [one.id for one in area.strategies] == ["p", "a", "c", "b"]
    assert [town.strategies for town in found["00"].towns] == [[nation]]


def test_a_joint_strategy_stands_with_each_of_its_organisations_and_counts_once():
    joint = _strategy("joint", "062031", "062049", "052019", None)
    found = areas([joint])
    assert list(found) == ["00", "05", "06"]
    assert [town.name for town in found["06"].towns] == ["joint0", "joint1"]
    assert found["06"].strategies == [joint]
