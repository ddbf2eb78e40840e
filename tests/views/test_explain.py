"""The working of a verdict on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

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
