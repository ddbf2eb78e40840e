"""``kpitrack rename`` as its users meet it."""

from __future__ import annotations

from pathlib import Path

from kpitrack.model import annexes, strategy, target
from kpitrack.model.record import REFERENCE_PATTERN, Record
from kpitrack.repository.edit.rename import FIELDS

from ..conftest import Run, Town

OTHER = """\
id: county
title: 例示県の総合戦略（架空）
organization: {name: 例示県, level: prefecture}
period: {start: 2021, end: 2025}
source: 架空の例
supersedes: [town]
goals:
  - id: m1
    title: 同じIDの目標
    contributes_to: [m9, town/m1]
    kpis:
      - id: movers
        name: 県内の移住者数
        unit: 人
        better: higher
        target: {year: 2025, parity_with: town/movers, ratio: 1}  # town/movers と同じ水準
  - {id: m9, title: ほかの目標}
alignments:
  - {from: m1, to: town/m1, relation: related}
  - {from: m1, to: town, relation: related}
"""


def with_other(town: Town) -> Path:
    path = town.root / "data/strategies/county.yaml"
    path.write_text(OTHER, "utf-8")
    return path


def test_a_kpi_wherever_it_is_named(run: Run, town: Town) -> None:
    other = with_other(town)
    result = run("rename", "town/movers", "new-residents", "--root", town.root)
    assert result.code == 0, result.err
    assert "renamed in 3 files" in result.err
    assert "  new-residents:\n    2021: 10\n" in town.actuals.read_text("utf-8")
    text = other.read_text("utf-8")
    assert "parity_with: town/new-residents, ratio: 1}  # town/movers と同じ水準" in text
    assert "- id: movers\n" in text
    assert run("validate", "--root", town.root).code == 0


def test_a_measure_and_the_strategy(run: Run, town: Town) -> None:
    other = with_other(town)
    assert run("rename", "m1", "m2", "--root", town.root).code == 2
    assert run("rename", "town/m1", "settling", "--root", town.root).code == 0
    assert "contributes_to: [m9, town/settling]" in other.read_text("utf-8")
    assert run("rename", "town", "town-2", "--root", town.root).code == 0
    text = other.read_text("utf-8")
    assert "supersedes: [town-2]" in text
    assert "contributes_to: [m9, town-2/settling]" in text
    assert "to: town-2, relation" in text
    assert town.actuals.read_text("utf-8").startswith("strategy: town-2\n")
    assert run("validate", "--root", town.root).code == 0


def test_what_cannot_be_renamed(run: Run, town: Town) -> None:
    before = town.actuals.read_bytes()
    assert run("rename", "movers", "guests", "--root", town.root).code == 1
    assert run("rename", "movers", "Bad ID", "--root", town.root).code == 2
    wrong = run("rename", "mover", "x", "--root", town.root)
    assert wrong.code == 2
    assert "movers" in wrong.err
    assert run("rename", "movers", "movers", "--root", town.root).code == 0
    dry = run("rename", "movers", "m-2", "--root", town.root, "--dry-run")
    assert "+  m-2:" in dry.out
    assert town.actuals.read_bytes() == before


def test_every_field_that_names_something_is_followed() -> None:
    followed = frozenset().union(*FIELDS.values())
    for module in (strategy, annexes, target):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, Record):
                for name, field in model.model_fields.items():
                    if REFERENCE_PATTERN in repr(field):
                        assert (field.alias or name) in followed, (model.__name__, name)
