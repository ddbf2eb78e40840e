"""What a strategy says beside its measures is held to what it names, as everything else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.repository.repository import read_repository

STRATEGY = """\
id: plan
title: 計画
organization: {name: 例示町}
period: {start: 2020, end: 2024}
source: 概要
sections: [{id: first, title: 一}]
statements:
  - {id: vision, kind: vision, text: めざす姿, section: first}
  - {id: second-position, kind: position, before: これまで, after: これから}
grants: [{id: grant, title: 交付金, kpis: [movers], start: 2020, end: 2022}]
practices: [{id: model, title: 観光DX, place: {name: 例示市}, contributes_to: [m], taken_up_from: vision}]
goals:
  - id: g
    title: 目標
    section: first
    measures:
      - id: m
        title: 施策
        funded_by: [grant]
        initiatives: [{id: fair, title: 相談会, year: 2021, funded_by: [grant]}]
        kpis: [{id: movers, name: 移住者数, unit: 人, target: {year: 2024, value: 12}}]
alignments: [{from: m, to: plan/vision, relation: planned, inferred: true}]
"""


def found(root: Path, text: str) -> list[tuple[str, str]]:
    path = root / "data" / "strategies" / "plan.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return [(one.rule.name, str(one.message)) for one in check(read_repository(root), Context(2024))]


def test_what_is_there_may_be_named(tmp_path: Path) -> None:
    assert found(tmp_path, STRATEGY) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("section: first\n    measures", "section: fist\n    measures", "unknown-reference"),
        ("section: first}", "section: last}", "unknown-reference"),
        ("funded_by: [grant]\n", "funded_by: [grand]\n", "unknown-reference"),
        ("year: 2021, funded_by: [grant]", "year: 2021, funded_by: [movers]", "unknown-reference"),
        ("kpis: [movers]", "kpis: [m]", "unknown-reference"),
        ("contributes_to: [m]", "contributes_to: [n]", "unknown-reference"),
        ("to: plan/vision", "to: plan/version", "unknown-reference"),
        ("taken_up_from: vision", "taken_up_from: model-2", "unknown-reference"),
        ("id: second-position", "id: vision", "duplicate-id"),
        ("{id: model,", "{id: m,", "duplicate-id"),
        ("[{id: first, title: 一}]", "[{id: first, title: 一}, {id: first, title: 二}]", "duplicate-id"),
        ("place: {name: 例示市}", 'place: {name: 例示市, code: "062037"}', "bad-organization-code"),
        ("organization: {name: 例示町}\n", "", "missing-field"),
        (
            "organization: {name: 例示町}\n",
            "organization: {name: 例示町}\norganizations: [{name: 例示市}]\n",
            "bad-value",
        ),
        ("goals:", "supersedes: [earlier]\ngoals:", "unknown-reference"),
        ("goals:", "reviews: [{kind: decision}]\ngoals:", "missing-field"),
        ("goals:", "reviews: [{kind: decision, due: 2026-梅雨}]\ngoals:", "bad-value"),
    ],
)
def test_one_fault_is_found_alone(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert old in STRATEGY
    assert [name for name, _ in found(tmp_path, STRATEGY.replace(old, new))] == [rule]


def test_the_year_of_a_season_is_that_in_which_it_ends() -> None:
    from kpitrack.model.strategy import Review

    assert Review.model_validate({"kind": "decision", "due": "2026-夏"}).year == 2026
    assert Review.model_validate({"kind": "decision", "due": "2027-02"}).year == 2026


def test_a_joint_strategy_is_answered_for_by_each(tmp_path: Path) -> None:
    joint = STRATEGY.replace("organization: {name: 例示町}", "organizations: [{name: 例示町}, {name: 例示市}]")
    assert found(tmp_path, joint) == []
    strategy = read_repository(tmp_path).strategies[0].model
    assert strategy is not None
    assert [one.name for one in strategy.all_organizations] == ["例示町", "例示市"]
    assert strategy.organization.name == "例示町"


def test_a_comma_that_cuts_a_text_is_told_as_such(tmp_path: Path) -> None:
    cut = STRATEGY.replace("title: 目標\n", "title: {ja: 目標, en: people and work, for all}\n")
    root = tmp_path / "data" / "strategies"
    root.mkdir(parents=True)
    (root / "plan.yaml").write_text(cut, "utf-8")
    (one,) = check(read_repository(tmp_path), Context(2024))
    assert (one.rule.name, str(one.hint)) == (
        "bad-value", "if the comma before it belongs to the text, put the text in quotes",
    )  # fmt: skip
