"""Which KPIs are meant by what was asked for, and what to write instead where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kpitrack.workspace.choose import Asked, choose
from kpitrack.workspace.names import NotThere
from kpitrack.workspace.open import Workspace, open_folder
from kpitrack.workspace.pieces import Question

STRATEGY = """\
id: {0}
title: 戦略
organization: {{name: {1}}}
period: {{start: 2020, end: 2025}}
goals:
  - id: flow
    title: 人の流れ
    kpis: [{{id: movers, name: 移住者数, unit: 人, tags: ["a:people"], indicator: "x:movers"}}]
    measures: [{{id: desk, title: 相談, kpis: [{{id: talks, name: 相談数, unit: 件}}]}}]
  - id: work
    title: 仕事
    kpis: [{{id: jobs, name: 雇用, unit: 人, tags: ["a:people", "a:work"]}}]
"""


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root: Path = tmp_path_factory.mktemp("choose")
    (root / "data/strategies").mkdir(parents=True)
    for name, organization in (("town", "町"), ("city", "みどり市")):
        (root / f"data/strategies/{name}.yaml").write_text(STRATEGY.format(name, organization), "utf-8")
    found = open_folder(root, lambda _: 2022, Question(2022, tables=True))
    assert not found.errors
    return found


def refs(space: Workspace, asked: Asked, of: Sequence[str] | None = None) -> list[str]:
    choice = choose(space, asked)
    return [ref for judged in (choice.of(of) if of else choice).verdicts() for ref in judged["ref"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(["town"]), ["town/movers", "town/talks", "town/jobs"]),
        (Asked(goal="flow"), ["city/movers", "city/talks", "town/movers", "town/talks"]),
        (Asked(goal="town/flow"), ["town/movers", "town/talks"]),
        (Asked(["city"], goal="desk"), ["city/talks"]),
        (Asked(kpi="town/jobs"), ["town/jobs"]),
        (Asked(org="みどり市", tags=["a:people"]), ["city/movers", "city/jobs"]),
        (Asked(tags=["a:people", "a:work"]), ["city/jobs", "town/jobs"]),
        (Asked(indicator="x:movers"), ["city/movers", "town/movers"]),
    ],
)
def test_what_is_asked_for_holds_together(space: Workspace, asked: Asked, found: list[str]) -> None:
    assert refs(space, asked) == found


def test_of_what_was_chosen_some_strategies(space: Workspace) -> None:
    assert refs(space, Asked(goal="flow"), of=["town"]) == ["town/movers", "town/talks"]
    assert refs(space, Asked(), of=["town"]) == ["town/movers", "town/talks", "town/jobs"]


def test_only_parts_that_hold_what_is_meant_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpitrack.workspace.open._PART", 1)
    one = STRATEGY.format("a", "町").partition("    measures")[0]
    none = STRATEGY.format("b", "町").partition("    kpis")[0]
    (tmp_path / "data/strategies").mkdir(parents=True)
    for name, text in {"a": one, "b": none, "c": STRATEGY.format("c", "町")}.items():
        (tmp_path / f"data/strategies/{name}.yaml").write_text(text, "utf-8")
    space = open_folder(tmp_path, lambda _: 2022, Question(2022, tables=True))
    assert not space.errors
    chosen = {name: choose(space, Asked([name])) for name in "abc"}
    assert [choice.parts for choice in chosen.values()] == [[0], [], [1]]
    assert [len(part) for part in choose(space, Asked()).verdicts()] == [1, 3]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (Asked(goal="wrok"), "did you mean “work”?"),
        (Asked(goal="twon/work"), "did you mean “town/work”?"),
        (Asked(goal="夏祭り"), "kpitrack tree lists them"),
        (Asked(["twon"]), "did you mean “town”?"),
        (Asked(kpi="talk"), "did you mean “talks”?"),
        (Asked(org="みどり町"), "did you mean “みどり市”?"),
        (Asked(org="zzz"), "write its name or its code"),
    ],
)
def test_what_is_not_there_is_told_with_what_may_be_meant(space: Workspace, asked: Asked, hint: str) -> None:
    with pytest.raises(NotThere) as found:
        choose(space, asked)
    assert str(found.value.hint) == hint


@pytest.mark.parametrize(("grading", "hint"), [("tamma", "did you mean “tama”?"), ("夏祭り", "write one of: ")])
def test_a_scheme_that_is_not_there(space: Workspace, grading: str, hint: str) -> None:
    with pytest.raises(NotThere) as found:
        choose(space, Asked(), grading=grading)
    assert str(found.value.hint).startswith(hint)
