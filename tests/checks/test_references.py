"""Repositories in which everything is wrong end, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.checks import references
from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.diagnostics import Diagnostic
from kpitrack.repository.repository import read_repository

HEAD = "title: 計画\norganization: {name: 鶴岡市}\nperiod: {start: 2020, end: 2024}\nsource: 概要\ngoals:\n"


def found_in(root: Path, strategy: str, actuals: str = "") -> list[Diagnostic]:
    for folder, text in (("strategies", f"id: a\n{HEAD}{strategy}"), ("actuals", actuals)):
        (root / "data" / folder).mkdir(parents=True, exist_ok=True)
        if text:
            (root / "data" / folder / "a.yaml").write_text(text, "utf-8")
    return check(read_repository(root), Context(2024))


def test_a_long_way_round_is_found_and_told_in_short(tmp_path: Path) -> None:
    goals = "".join(f"- {{id: g{i}, title: 目標, contributes_to: [g{(i + 1) % 3000}]}}\n" for i in range(3000))
    (found,) = found_in(tmp_path, goals)
    assert found.rule.name == "cycle"
    assert "g0 → g1 → " in str(found.message)
    assert " → … → " in str(found.message)
    assert str(found.message).endswith(" → g2999 → g0")


@pytest.mark.parametrize("tie", ["supersedes", "carries_out"])
def test_a_strategy_cannot_come_after_itself(tmp_path: Path, tie: str) -> None:
    (found,) = found_in(tmp_path, f"- {{id: a, title: 目標}}\n{tie}: [a]\n")
    assert (found.rule.name, found.at) == ("cycle", (tie, 0))
    assert str(found.message).endswith("a → a")


def test_strategies_that_take_the_place_of_each_other(tmp_path: Path) -> None:
    other = tmp_path / "data/strategies/b.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(f"id: b\n{HEAD}- {{id: g, title: 目標}}\nsupersedes: [a]\n", "utf-8")
    (found,) = found_in(tmp_path, "- {id: b, title: 目標}\nsupersedes: [b]\n")
    assert found.rule.name == "cycle"
    assert str(found.message).endswith("a → b → a")


def test_where_thousands_are_wrong_none_is_compared_with_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(references, "did_you_mean", lambda word, _: asked.append(word))
    goals = "".join(f"- {{id: g{i}, title: 目標, contributes_to: [h{i}]}}\n" for i in range(1000))
    actuals = "strategy: a\nactuals:\n" + "".join(f"  k{i}: {{2021: 3}}\n" for i in range(1000))
    found = found_in(tmp_path, goals, actuals)
    assert len(found) == 2000
    assert {one.rule.name for one in found} == {"unknown-reference", "unknown-kpi"}
    assert 0 < len([word for word in asked if word.startswith("h")]) <= 200
    assert all(one.hint for one in found)
