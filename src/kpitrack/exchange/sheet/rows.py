"""What one workbook asks for: the rows of values and of evaluations, and what stands above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kpitrack.model.vocabulary import ObservationStatus


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of values: what the department needs to know of a KPI and year, and what is already recorded.

    ``path`` holds the titles of the goal and the measures that the KPI hangs on.
    """

    kpi: str  # strategy/kpi
    year: int
    name: str
    unit: str
    strategy: str = ""  # its title
    path: Sequence[str] = ()
    calendar: Literal["fy", "cy"] = "fy"
    department: str = ""
    definition: str = ""
    accumulation: str = ""
    baseline_year: int | None = None
    baseline: float | str | None = None
    target_year: int | None = None
    target: float | str | None = None
    target_words: str = ""
    previous_year: int | None = None
    previous: float | str | None = None
    expected: float | str | None = None
    value: float | str | None = None
    status: ObservationStatus | None = None
    source: str = ""
    note: str = ""
    published: dt.date | None = None

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return self.kpi

    @property
    def goal(self) -> str:
        """The title of its goal."""
        return self.path[0] if self.path else ""

    @property
    def measure(self) -> str:
        """The title of the measure that it hangs on; empty where it hangs on the goal."""
        return self.path[-1] if len(self.path) > 1 else ""


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One row of evaluations: a goal, a measure or a KPI in a year, and the words that are already recorded."""

    ref: str  # ``strategy/id``
    is_node: bool  # whether it is a goal or measure
    year: int  # the fiscal year that is judged
    name: str  # its title or name
    strategy: str = ""  # the title of its strategy
    path: Sequence[str] = ()  # the titles of the goal and measures above it
    calendar: Literal["fy", "cy"] = "fy"
    department: str = ""  # who is asked
    figures: str = ""  # what the figures of that year say, for people
    # what is recorded for the year, by `columns.EVALUATION_FIELDS`
    words: Mapping[str, str | dt.date] = field(default_factory=dict)
    earlier_year: int | None = None  # the newest year before it that has an evaluation
    earlier: Mapping[str, str | dt.date] = field(default_factory=dict)  # what that one says

    @property
    def goal(self) -> str:
        """The title of the goal above it."""
        return self.path[0] if self.path else ""


@dataclass(frozen=True, slots=True)
class Handout:
    """One workbook."""

    title: str  # printed at the top of each page
    values: Sequence[SheetRow] = ()  # the values asked for, in the order of the sheet
    evaluations: Sequence[EvaluationRow] = ()  # the evaluations asked for, in the order of the sheet
    committee: bool = False  # whether they are asked of a committee, which judges beside the departments
    department: str = ""  # who is asked, where it is one
    due: dt.date | None = None  # the day until which the answer is awaited
