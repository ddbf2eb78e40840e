"""Files that are not any more what they were when the repository was opened."""

from __future__ import annotations

import pytest

from kpitrack.diagnostics import Diagnostic
from kpitrack.model.settings import Settings
from kpitrack.repository.discovery import Found, Kind
from kpitrack.repository.loading import load
from kpitrack.workspace import contents
from kpitrack.workspace.case import Terms, cases
from kpitrack.workspace.contents import Changed, Contents, Lost
from kpitrack.workspace.strategies import Strategies

STRATEGY, ACTUALS = "data/strategies/town.yaml", "data/actuals/town.yaml"
FILES = {
    STRATEGY: """\
id: town
title: 戦略
organization: {name: 町}
period: {start: 2020, end: 2025}
goals: [{id: g, title: 目標, kpis: [{id: k, name: 客, unit: 人}]}]
""".encode(),
    ACTUALS: b"strategy: town\nactuals: {k: {2021: 5}}\n",
}
UNREADABLE = load(Kind.STRATEGY, STRATEGY, b"[").findings[0]


class Held:
    """The bytes of files, as they are now."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)


def strategies(changed: dict[str, bytes]) -> Strategies:
    return Strategies(Held(FILES | changed), {"town": (STRATEGY, ACTUALS)})


def test_a_strategy_is_read_when_it_is_asked_for_with_its_actuals() -> None:
    bundle = strategies({}).find("town")
    assert bundle is not None
    assert bundle.strategy.model is not None
    assert (bundle.strategy.model.id, [file.path for file in bundle.actuals]) == ("town", [ACTUALS])
    assert strategies({}).find("city") is None


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (STRATEGY, b""),
        (STRATEGY, b"["),
        (STRATEGY, FILES[STRATEGY].replace(b"id: town", b"id: city")),
        (STRATEGY, FILES[ACTUALS]),
        (ACTUALS, b""),
        (ACTUALS, b"strategy: city\nactuals: {}\n"),
        (ACTUALS, FILES[STRATEGY]),
    ],
)
def test_what_has_become_another_file_is_told_by_its_path(path: str, data: bytes) -> None:
    with pytest.raises(Changed) as found:
        strategies({path: data}).bundle("town")
    assert (found.value.path, found.value.in_data) == (path, True)


def test_a_kpi_that_was_judged_and_is_not_there_any_more() -> None:
    known = strategies({})
    terms = Terms(2022, Settings(), {})
    assert cases(known.bundle("town"), [], {}, known, terms) == []
    with pytest.raises(Changed, match=STRATEGY):
        cases(known.bundle("town"), [{"kpi": "gone"}], {}, known, terms)


@pytest.mark.parametrize("now", [b"id: other\n", UNREADABLE])
def test_what_is_read_again_must_be_what_it_was(monkeypatch: pytest.MonkeyPatch, now: bytes | Diagnostic) -> None:
    monkeypatch.setattr(contents, "_HELD", 0)
    there: dict[str, bytes | Diagnostic] = dict(FILES)
    files = [Found(Kind.STRATEGY, STRATEGY, 1), Found(Kind.ACTUALS, ACTUALS, 1)]
    held = Contents(files, lambda file: there[file.path])
    there[STRATEGY] = now
    assert held.read(STRATEGY) == FILES[STRATEGY]  # it is still in memory
    held.let_go(keep=[STRATEGY])
    assert held.read(STRATEGY) == FILES[STRATEGY]
    held.let_go()
    with pytest.raises(Changed) as found:
        held.of(STRATEGY)
    assert found.value.path == STRATEGY
    assert held.of(ACTUALS) == FILES[ACTUALS]
    assert held.read("data/actuals/none.yaml") is None


@pytest.mark.parametrize(
    ("path", "text", "lost"),
    [
        (ACTUALS, b"strategy: town\nactuals: {k: {2021: 1,5}, m: {}}\n", Lost("town", frozenset("km"), series=False)),
        ("data/actuals/more.yaml", b"strategy: town\nactuals:\n", Lost("town", frozenset(), series=False)),
        ("data/actuals/more.yaml", b"strategy: town\nactuals: {k: {}}\ncomparators: {}\n", Lost("town", frozenset("k"), series=True)),
        ("data/actuals/more.yaml", b"strategy: town\nactuals: [k]\n", Lost("town", None)),
        ("data/actuals/more.yaml", b"strategy: town\n", Lost("town", None)),
        ("data/actuals/more.yaml", b"strategy: nowhere\nactuals: {k: {}}\n", None),
        ("data/actuals/more.yaml", b"actuals: {k: {}}\n", None),
        (ACTUALS, b"strategy: twon\nactuals: {k: {}}\n", Lost("town", frozenset("k"), series=False)),  # it has the strategy's name
        (ACTUALS, b"[", Lost("town", None)),
    ],
)  # fmt: skip
def test_what_a_file_that_is_left_out_may_hold(path: str, text: bytes, lost: Lost | None) -> None:
    there = {STRATEGY: FILES[STRATEGY], path: text}
    files = [Found(Kind.STRATEGY, STRATEGY, 1), Found(Kind.ACTUALS, path, 1)]
    assert Contents(files, lambda file: there[file.path]).held_by(path) == lost
