"""The widths of reports on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpitrack import language
from kpitrack.history.log import Commit, Event
from kpitrack.history.number_history import Slot
from kpitrack.views import log
from kpitrack.views.explain import text
from kpitrack.views.explain.step import Step, StepLine
from kpitrack.views.text.plain import widest
from published import RICH, RICH_ACTUALS, judged, repository


@pytest.mark.parametrize(
    ("texts", "beside"),
    [(("a" * 60, "○→○→○→○→○→"), False), (("a" * 40, "○→"), True)],
)  # fmt: skip
def test_places_stand_beside_the_numbers_only_where_the_column_fits(
    texts: tuple[str, ...], beside: bool, tmp_path: Path
) -> None:
    part = next(iter(judged(repository(tmp_path, (RICH, RICH_ACTUALS)), 2023).parts()))
    step = Step("target", "Target", tuple(StepLine(one, f"f.yaml:{at}") for at, one in enumerate(texts)))
    lines = [line.plain for line in text.as_text(part.cases[0], [step], 80)]
    assert max(map(widest, lines)) <= 80
    assert any("↳" in line for line in lines) is not beside


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_no_line_of_a_history_is_wider_than_the_screen(spoken: language.Language, tmp_path: Path) -> None:
    language.use(spoken)
    kpi = next(iter(judged(repository(tmp_path, (RICH, RICH_ACTUALS)), 2023).parts())).cases[0].standing.kpi
    stones = {year: 1000 + year for year in range(2000, 2030)}
    by = Commit("a" * 40, "企画政策課総合戦略推進担当 ○○", "2024-04-01T09:00:00+09:00", "中間見直しで目標値を改めた")
    events = [
        Event(Slot("milestones", None), "recorded", None, stones, "data/strategies/town.yaml", by),
        Event(Slot("milestones", None), "changed", stones, stones | {2030: 9}, "data/strategies/town.yaml", by, True),
    ]
    for columns in range(80, 100):
        lines = [line.plain for line in log.as_text("town/population", kpi, events, columns)]
        assert max(map(widest, lines)) <= columns
