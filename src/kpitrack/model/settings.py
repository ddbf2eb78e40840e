"""``kpitrack.yaml``: the repository's settings."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from .record import AnySource, LocalizedText, Printed, Rate, Record, fault, parse_percent

RateName = Literal[
    "attainment", "against_expected", "progress", "pace", "elapsed", "change", "improvement", "difference",
    "forecast_progress",
]  # fmt: skip
RATE_NAMES: tuple[RateName, ...] = get_args(RateName)
Status = Literal[
    "achieved", "achieved_early", "on_track", "at_risk", "off_track", "regressing", "missed", "incomplete",
    "awaiting_final", "no_final_data", "not_started", "not_due", "no_data", "suppressed", "not_published", "not_read",
    "not_assessable", "discontinued",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)


def _bound(value: object) -> float | str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        if value in RATE_NAMES:
            return value
        try:
            return parse_percent(value)
        except ValueError:
            pass
    raise fault("bad-value", expected="bound", choices=RATE_NAMES)


Bound = Annotated[float | str, BeforeValidator(_bound)]
"""A number to compare a rate with, or the name of another rate."""


class Bounds(Record):
    """The conditions on one rate; all must hold."""

    at_least: Bound | None = None
    more_than: Bound | None = None
    at_most: Bound | None = None
    less_than: Bound | None = None


class When(Record):
    """The conditions of a grade; all must hold."""

    attainment: Bounds | None = None
    against_expected: Bounds | None = None
    progress: Bounds | None = None
    pace: Bounds | None = None
    elapsed: Bounds | None = None
    change: Bounds | None = None
    improvement: Bounds | None = None
    difference: Bounds | None = None
    forecast_progress: Bounds | None = None
    status: list[Status] | None = None

    def bounds(self) -> dict[RateName, Bounds]:
        """The rates asked for and their bounds, in the order of the method."""
        return {name: found for name in RATE_NAMES if (found := getattr(self, name)) is not None}


class Grade(Record):
    """One grade and when it is given."""

    grade: Printed
    label: LocalizedText | None = None
    when: When | None = None


class Scheme(Record):
    """A grading scheme: the first grade whose conditions all hold."""

    title: LocalizedText | None = None
    source: AnySource | None = None
    notes: LocalizedText | None = None
    grade_on: Literal["exact", "rounded"] = "exact"
    grades: Annotated[list[Grade], Field(min_length=1)]
    otherwise: Grade | None = None


class Thresholds(Record):
    """From which pace on a KPI is on track, and at risk rather than off track."""

    on_track: Rate = 0.95
    at_risk: Rate = 0.6


class Ignored(Record):
    """Findings that are known and accepted, and why."""

    rule: str
    path: str | None = None
    reason: Annotated[str, Field(min_length=1)]


class Settings(Record):
    """``kpitrack.yaml``."""

    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 4
    language: Literal["ja", "en"] | None = None
    thresholds: Thresholds = Thresholds()
    grading: str | None = None
    schemes: dict[str, Scheme] | None = None
    ignore: list[Ignored] | None = None
