from __future__ import annotations

import pytest

import strategies
from kpitrack.analysis.roadmap import Lateness, lateness, roadmap, years
from kpitrack.model.strategy import RoadmapItem


@pytest.mark.parametrize(
    ("state", "as_of", "late"),
    [
        ("planned", 2021, None),
        ("planned", 2022, None),  # it may still begin within the year
        ("planned", 2023, "not_begun"),
        ("under_way", 2023, None),
        ("under_way", 2024, "not_finished"),
        ("done", 2030, None),
        ("dropped", 2030, None),
    ],
)
def test_what_is_late(state: str, as_of: int, late: Lateness | None) -> None:
    item = RoadmapItem.model_validate({"id": "a", "title": "A", "start": 2022, "end": 2023, "state": state})
    assert lateness(item, as_of) == late


def test_without_an_end_what_is_under_way_is_never_late() -> None:
    item = RoadmapItem.model_validate({"id": "a", "title": "A", "start": 2022, "state": "under_way"})
    assert lateness(item, 2099) is None


def test_items_of_goals_measures_and_kpis_in_the_order_of_the_document() -> None:
    town = strategies.strategy("""\
- id: g
  title: G
  roadmap: [{id: a, title: A, start: 2020, end: 2021}]
  measures:
    - id: m
      title: M
      roadmap: [{id: b, title: B, start: 2023}]
      kpis:
        - {id: k, name: K, unit: 件, roadmap: [{id: c, title: C, start: 2027, state: under_way}]}
""")
    bars = roadmap(town, 2024)
    assert [(bar.item.id, bar.owner, bar.first, bar.last, bar.late) for bar in bars] == [
        ("a", "town/g", 2020, 2021, "not_begun"),
        ("b", "town/m", 2023, 2025, "not_begun"),  # to the strategy's end
        ("c", "town/k", 2027, 2027, None),
    ]
    assert years(town, bars) == range(2020, 2028)
    assert years(town, []) == range(2021, 2026)
