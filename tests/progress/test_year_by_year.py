"""The verdict of each year is the one that `judge` gives as of that year."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge, year_by_year

from .conftest import make_frames
from .reference.generate import Drawn, drawn_kpis
from .reference.writing import files_of

_KPIS = 60
_LAST = 2030


def test_what_would_have_been_said_then() -> None:
    kpi = {"baseline": {"year": 2019, "value": 100}, "target": {"year": 2024, "value": 200}}
    actuals = {2020: 120, 2021: {"status": "missing"}, 2022: 140, 2023: 95, 2024: 190, 2025: 210}
    found = year_by_year(make_frames({"k": kpi}, {"k": actuals}), 2025).collect()
    assert dict(found.select("year", "status").iter_rows()) == {
        2020: "on_track", 2022: "at_risk", 2023: "regressing", 2024: "missed", 2025: "missed",
    }  # fmt: skip
    assert year_by_year(make_frames({"k": kpi}, {"k": actuals}), 2022).collect()["year"].to_list() == [2020, 2022]


# Judging takes as long for many KPIs as for few. A failing example of many takes minutes to shrink, and the difference
# names the KPI anyway.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=10, suppress_health_check=[*HealthCheck], phases=[Phase.generate])
@given(drawn=st.lists(drawn_kpis(), min_size=_KPIS, max_size=_KPIS))
def test_it_is_the_verdict_as_of_that_year(drawn: list[Drawn]) -> None:
    files = files_of(drawn, Fraction(95, 100), Fraction(60, 100))
    frames = build(files.strategies, files.actuals, files.settings)
    found = {
        (ref, year): status for ref, year, status in year_by_year(frames, _LAST).collect(engine="in-memory").iter_rows()
    }
    wanted = {
        (ref, year): status
        for as_of in range(2016, _LAST + 1)
        for ref, year, status in judge(frames, as_of)
        .select("ref", "actual_year", "status")
        .collect(engine="in-memory")
        .iter_rows()
        if year == as_of
    }
    assert found == wanted
