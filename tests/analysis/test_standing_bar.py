from __future__ import annotations

from pathlib import Path

import pytest

from forms import FORMS, FORMS_ACTUALS
from kpitrack.analysis.standing import Standing, WrittenStanding, bullet
from published import judged, repository


@pytest.fixture(scope="module")
def standings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, WrittenStanding]:
    root: Path = repository(tmp_path_factory.mktemp("forms"), (FORMS, FORMS_ACTUALS))
    (part,) = judged(root, 2025).parts()
    return {one.kpi.id: one for one in part.standings}


@pytest.mark.parametrize(
    ("kpi", "done", "due"),
    [
        ("social", 24 / 82, 5 / 6),  # −142 to −60, now −118
        ("fall", 25 / 60, 4 / 6),
        ("range", 1.0, 4 / 6),
        ("parity", 0.2 / 0.6, 0.5),
        ("early", 7 / 6, 2 / 6),
        ("missed", 4 / 6, 1.0),
    ],
)
def test_the_bar_is_the_way_gone_and_the_tick_the_way_asked_for(
    standings: dict[str, WrittenStanding], kpi: str, done: float, due: float
) -> None:
    found = bullet(standings[kpi])
    assert found is not None
    assert found.due == pytest.approx(due)
    assert found.done == pytest.approx(done, abs=0.01) if kpi != "parity" else 0 <= found.done <= 1


@pytest.mark.parametrize(
    "kpi",
    ["change", "hold", "holdlow", "every", "mean", "ceiling", "improve", "scale", "nobase", "notarget", "none"],
)
def test_there_is_no_bar_where_no_share_of_a_way_has_a_meaning(standings: dict[str, WrittenStanding], kpi: str) -> None:
    assert bullet(standings[kpi]) is None


@pytest.mark.parametrize(("expected", "due"), [(-10, 0.0), (0, 0.0), (50, 0.5), (100, 1.0), (120, 1.0), (None, None)])
def test_the_tick_is_on_the_bar_where_milestones_go_beyond_the_target_or_below_the_baseline(
    expected: float | None, due: float | None
) -> None:
    row = {"ref": "s/k", "status": "on_track", "progress": 0.3, "target_form": "value", "every_year": False, "scale": None,
           "accumulation": "none", "start_value": 0, "target_value": 100, "expected": expected}  # fmt: skip
    assert bullet(Standing(row)) == (0.3, due)
