"""Small repositories, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kpitrack.model.actuals import Actuals
from kpitrack.model.in_force import InForce
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import Frames, build
from kpitrack.progress.judge import judge
from kpitrack.progress.schemes import ladders

Row = dict[str, Any]


def make_frames(
    kpis: dict[str, dict[str, Any]],
    actuals: dict[str, Any] | None = None,
    *,
    comparators: dict[str, Any] | None = None,
    strategy: dict[str, Any] | None = None,
    settings: InForce | None = None,
    original_targets: bool = False,
) -> Frames:
    """Frames of one strategy ``s`` with ``kpis`` by id, in one goal."""
    listed = [{"id": name, "name": name, "unit": "件", **fields} for name, fields in kpis.items()]
    document = {
        "id": "s",
        "title": "s",
        "organization": {"name": "鶴岡市"},
        "period": {"start": 2020, "end": 2024},
        "goals": [{"id": "g", "title": "g", "kpis": listed}],
        **(strategy or {}),
    }
    return build(
        [Strategy.model_validate(document)],
        [Actuals.model_validate({"strategy": "s", "actuals": actuals or {}, "comparators": comparators or {}})],
        settings,
        original_targets=original_targets,
    )


def judge_one(
    kpi: dict[str, Any],
    actuals: dict[int, Any] | None = None,
    as_of: int = 2023,
    grading: str | None = None,
    **more: Any,
) -> Row:
    """The row of one KPI, by the engine for few rows: to set up the other one takes most of a test's time."""
    frames = make_frames({"k": kpi}, {"k": actuals or {}}, **more)
    settings = more.get("settings")
    row: Row = (
        judge(
            frames,
            as_of,
            settings,
            ladders(settings),
            grading,
        )
        .collect(engine="in-memory")
        .row(0, named=True)
    )
    return row


@pytest.fixture(scope="session")
def frames_of() -> Callable[..., Frames]:
    return make_frames


@pytest.fixture(scope="session")
def judged() -> Callable[..., Row]:
    return judge_one
