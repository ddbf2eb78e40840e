from __future__ import annotations

from pathlib import Path

from kpitrack.analysis.series import former_targets, picture, years
from published import RICH, RICH_ACTUALS, judged, repository


def test_a_sum_is_drawn_as_it_adds_up_and_its_forecast_is_no_part_of_it(tmp_path: Path) -> None:
    gathered = judged(repository(tmp_path, (RICH, RICH_ACTUALS)), 2023)
    (part,) = gathered.parts()
    case = next(one for one in part.cases if one.standing.kpi.id == "movers")
    assert {one.year: (one.amount, one.value) for one in years(case) if one.amount is not None} == {
        2020: (4, 4), 2021: (9, 13), 2022: (12, 25), 2024: (11, None),
    }  # fmt: skip
    assert former_targets(case) == [(2025, 50)]
    drawn = picture(case, years(case))
    assert [(one.year, one.value) for one in drawn.points if one.mark == "provisional"] == [(2022, 25)]
    assert drawn.runs == (((2019, 0), (2020, 4), (2021, 13), (2022, 25)),)


def test_a_missing_value_is_no_point(tmp_path: Path) -> None:
    gathered = judged(repository(tmp_path, (RICH, RICH_ACTUALS)), 2023)
    (part,) = gathered.parts()
    case = next(one for one in part.cases if one.standing.kpi.id == "share")
    drawn = picture(case, years(case))
    assert [(one.year, one.value) for one in drawn.points if one.mark == "final"] == [(2021, 15)]
    assert drawn.band == (20, 30)
