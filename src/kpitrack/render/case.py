"""One KPI with all that is known of it, and where each of its numbers stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.diagnostics import KeyPath
from kpitrack.model.settings import Scheme, Thresholds
from kpitrack.model.strategy import Goal, Measure

from .series_chart import Series
from .standing import Standing

Locate = Callable[[str, KeyPath], str]
"""``path:line`` of the node at a key path of a file."""


@dataclass(frozen=True, slots=True)
class Case:
    """One KPI, judged.

    Args:
        standing: its figures and verdict.
        nodes: the goal and measures above it.
        series: its actuals and its path.
        original: its row as judged by the original target, where the target was revised.
        path: its strategy's file.
        at: its key path in that file.
        origins: the actuals file of each year's entry.
        as_of: the fiscal year of the verdict.
        thresholds: by which it was judged.
        scheme: by which it was graded, if any.
    """

    standing: Standing
    nodes: list[Goal | Measure]
    series: Series
    original: Mapping[str, Any] | None
    path: str
    at: KeyPath
    origins: Mapping[int, str]
    as_of: int
    thresholds: Thresholds
    scheme: Scheme | None
