"""A case: one KPI with its verdict, its series and the places of its numbers in the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpitrack.diagnostics import KeyPath
from kpitrack.model.actuals import Entries, status_of
from kpitrack.model.years import show_year

from .standing import Row, WrittenStanding

if TYPE_CHECKING:
    from kpitrack.model.settings import Scheme, Thresholds
    from kpitrack.model.strategy import Goal, Measure

    from .answers import Answers

Locate = Callable[[str, KeyPath], str]
"""``path:line`` of the node at a key path of a file."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number in a file: its ``value``, and its key path ``at`` in the file ``path``."""

    value: float
    path: str
    at: KeyPath


@dataclass(frozen=True, slots=True)
class Series:
    """What is known of a KPI by fiscal year.

    Args:
        entries: the actuals as written.
        path: what the path asks for, in the KPI's unit.
    """

    entries: Entries
    path: Mapping[int, float | None]


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
        origins: the actuals file of each year's entry, and the id of the KPI there.
        as_of: the fiscal year of the verdict.
        thresholds: by which it was judged.
        scheme: by which it was graded, if any.
        compared: by year, the values that a parity target is compared with, before its ratio is applied.
        answers: of the organisations, where it is computed over them.
    """

    standing: WrittenStanding
    nodes: list[Goal | Measure]
    series: Series
    original: Row | None
    path: str
    at: KeyPath
    origins: Mapping[int, tuple[str, str]]
    as_of: int
    thresholds: Thresholds
    scheme: Scheme | None
    compared: Mapping[int, Stated] = field(default_factory=dict)
    answers: Answers | None = None

    def year(self, year: int) -> str:
        """A year as the KPI counts it."""
        return show_year(year, calendar=self.standing.kpi.calendar)

    def usable(self) -> list[tuple[int, float]]:
        """The actuals that count, as written: years and values, of a sum up to the target's year."""
        row = self.standing.row
        last = row["actual_year"] or 0
        if self.standing.kpi.accumulation in {"sum", "mean"}:
            last = min(last, row["target_year"] or last)
        kpi = self.standing.kpi
        return [
            (year, value)
            for year, entry in sorted(self.series.entries.items())
            if row["start_year"] < year <= last
            and (value := kpi.value_of(entry)) is not None
            and status_of(entry) != "forecast"
        ]
