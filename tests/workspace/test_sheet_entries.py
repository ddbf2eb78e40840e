"""What the keys of a sheet name, and what to write instead of one that names nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack.exchange.sheet.cells import BadCell
from kpitrack.workspace.open import open_folder
from kpitrack.workspace.pieces import Question
from kpitrack.workspace.sheet_entries import Entries

STRATEGY = """\
id: {0}
title: 戦略
organization: {{name: {0}}}
period: {{start: 2020, end: 2025}}
goals:
  - id: flow-{0}
    number: 基本目標1
    title: {{ja: 人の流れ, en: Flow}}
    measures:
      - id: desk
        title: 相談
        kpis:
          - {{id: talks, name: 相談数, unit: 件, baseline: {{year: 2019, value: 5}}, target: {{year: 2025, value: 12.5}}}}
          - {{id: grown-{0}, name: {{ja: 伸び, en: Growth}}, unit: 件, baseline: {{year: 2019}}, target: {{year: 2025, change: 5}}}}
          - {{id: stage, name: 段階, unit: 段階, scale: [未, 済], baseline: {{year: 2019, value: 未}}, target: {{year: 2025, value: 済}}}}
"""


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Entries:
    root: Path = tmp_path_factory.mktemp("sheet")
    (root / "data/strategies").mkdir(parents=True)
    for name in ("town", "city"):
        (root / f"data/strategies/{name}.yaml").write_text(STRATEGY.format(name), "utf-8")
    space = open_folder(root, lambda _: 2022, Question(2022))
    assert not space.errors
    return Entries(space)


@pytest.mark.parametrize(
    ("key", "column", "ref"),
    [
        ("town/talks", "kpi", "town/talks"),
        ("ｔｏｗｎ／ｔａｌｋｓ ", "kpi", "town/talks"),
        ("grown-city", "kpi", "city/grown-city"),
        ("flow-city", "node", "city/flow-city"),
        ("town/desk", "node", "town/desk"),
    ],
)
def test_a_key_is_a_ref_or_an_id_that_is_unique(entries: Entries, key: str, column: str, ref: str) -> None:
    assert entries.find(key, column).ref == ref
    assert entries.find(key, column) is entries.find(key, column)


@pytest.mark.parametrize(
    ("key", "column", "message", "hint"),
    [
        ("talks", "kpi", "talks names more than one KPI", "write one of: city/talks, town/talks"),
        ("desk", "node", "desk names more than one goal or measure", "write one of: city/desk, town/desk"),
        ("town/talk", "kpi", "there is no KPI town/talk", "did you mean “town/talks”?"),
        ("twon/talks", "kpi", "there is no KPI twon/talks", "did you mean “town/talks”?"),
        ("town/dsek", "node", "there is no goal or measure town/dsek", "did you mean “town/desk”?"),
        ("夏祭り", "kpi", "there is no KPI 夏祭り", "write it as strategy/kpi"),
        ("冬祭り", "node", "there is no goal or measure 冬祭り", "write it as strategy/id"),
        ("village/talks", "kpi", "there is no KPI village/talks",
         "there is no strategy village in this repository: look whether the sheet is of another one"),
        ("village/desk", "node", "there is no goal or measure village/desk",
         "there is no strategy village in this repository: look whether the sheet is of another one"),
        ("town/夏祭り", "kpi", "there is no KPI town/夏祭り", "write it as strategy/kpi"),
    ],
)  # fmt: skip
def test_a_key_that_names_nothing_or_several(entries: Entries, key: str, column: str, message: str, hint: str) -> None:
    with pytest.raises(BadCell) as found:
        entries.find(key, column)
    assert (str(found.value.message), str(found.value.hint)) == (message, hint)


@pytest.mark.parametrize(
    ("key", "column", "says"),
    [
        (
            "town/talks", "kpi",
            {"name": ("相談数",), "unit": ("件",), "goal": ("人の流れ", "Flow"), "baseline": ("5",),
             "baseline_year": ("2019",), "target_year": ("2025",), "target": ("12.5",)},
        ),
        (
            "grown-town", "kpi",
            {"name": ("伸び", "Growth"), "unit": ("件",), "goal": ("人の流れ", "Flow"), "baseline": (),
             "baseline_year": ("2019",), "target_year": ("2025",)},
        ),
        (
            "town/stage", "kpi",
            {"name": ("段階",), "unit": ("段階",), "goal": ("人の流れ", "Flow"), "target_year": ("2025",)},
        ),
        ("town/desk", "node", {"name": ("相談",), "goal": ("人の流れ", "Flow")}),
        (
            "flow-town", "node",
            {"name": ("人の流れ", "Flow", "基本目標1 人の流れ", "基本目標1 Flow"), "goal": ("人の流れ", "Flow")},
        ),
    ],
)  # fmt: skip
def test_what_may_stand_beside_a_key(entries: Entries, key: str, column: str, says: dict[str, tuple[str, ...]]) -> None:
    found = entries.find(key, column).says
    assert {name: words for name, words in found.items() if words or name in says} == says
