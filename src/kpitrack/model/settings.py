"""``kpitrack.yaml``: the repository's settings."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from kpitrack.language import say
from kpitrack.model.numbers import parse_percent

from .in_force import InForce, in_force
from .record import AnySource, LocalizedText, Printed, Rate, Record, Title, WebAddress, fault
from .vocabulary import IN_THE_UNIT, OWN_RATE, RATE_NAMES, RateName, Status, Turn

_ELSE = InForce()


def _bound(value: object) -> float | str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        if value in {*RATE_NAMES, OWN_RATE}:
            return value
        try:
            return parse_percent(value)
        except ValueError:
            pass
    raise fault("bad-value", expected="bound", choices=RATE_NAMES)


Bound = Annotated[float | str, BeforeValidator(_bound)]
"""A number to compare a rate with, or the name of another rate."""


TIME_ZONE_PATTERN = r"^(UTC|[A-Z][A-Za-z_]*(/[A-Za-z0-9_+-]+)+)$"


def _time_zone(value: object) -> str:
    if not isinstance(value, str):
        raise fault("wrong-type", expected="text")
    from zoneinfo import ZoneInfo, available_timezones

    from .suggestions import did_you_mean

    try:
        if re.match(TIME_ZONE_PATTERN, value):
            return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):  # not there, or a folder
        pass
    raise fault(
        "bad-value",
        message=say("there is no time zone {name}", name=value[:60]),
        hint=did_you_mean(value, available_timezones()) or say("write such as Asia/Tokyo or Europe/Berlin"),
    )


TimeZone = Annotated[str, BeforeValidator(_time_zone)]
"""A name of the IANA database, such as ``Asia/Tokyo``."""


class Bounds(Record):
    """The conditions on one rate; all must hold."""

    at_least: Bound | None = None
    more_than: Bound | None = None
    at_most: Bound | None = None
    less_than: Bound | None = None


class When(Record):
    """The conditions of a grade; all must hold."""

    rate: Bounds | None = None
    attainment: Bounds | None = None
    against_expected: Bounds | None = None
    inverse_attainment: Bounds | None = None
    inverse_against_expected: Bounds | None = None
    mirrored_attainment: Bounds | None = None
    mirrored_against_expected: Bounds | None = None
    ratio_to_target: Bounds | None = None
    deviation: Bounds | None = None
    progress: Bounds | None = None
    pace: Bounds | None = None
    elapsed: Bounds | None = None
    change: Bounds | None = None
    improvement: Bounds | None = None
    difference: Bounds | None = None
    on_previous: Bounds | None = None
    gap_to_expected: Bounds | None = None
    remaining: Bounds | None = None
    allowance_used: Bounds | None = None
    forecast_progress: Bounds | None = None
    status: list[Status] | None = None
    turned: list[Turn] | None = None
    final: bool | None = None

    @field_validator(*sorted(IN_THE_UNIT), mode="before")
    @classmethod
    def _are_no_shares(cls, bounds: object, field: ValidationInfo) -> object:
        rate = field.field_name
        for bound in bounds.values() if isinstance(bounds, Mapping) else ():
            if isinstance(bound, str) and bound.endswith("%"):
                raise fault(
                    "bad-value",
                    message=say("“{rate}” is in the KPI's unit, and {bound} is a share", rate=rate, bound=bound),
                    hint=say("write {number}", number=bound.removesuffix("%")),
                )
        return bounds

    def bounds(self) -> dict[str, Bounds]:
        """The rates asked for and their bounds, in the order of the method; the scheme's own goes first."""
        return {name: found for name in (OWN_RATE, *RATE_NAMES) if (found := getattr(self, name)) is not None}

    def asks_for_own_rate(self) -> bool:
        """Whether a condition names the scheme's own rate."""
        bounds = self.bounds()
        return OWN_RATE in bounds or any(OWN_RATE in found.model_dump().values() for found in bounds.values())


class Grade(Record):
    """One grade and when it is given."""

    grade: Printed
    label: LocalizedText | None = None
    when: When | None = None


class OwnRate(Record):
    """A scheme's own 達成率: the first of the rates that is defined, by which way is better."""

    higher: Annotated[list[RateName], Field(min_length=1)]
    lower: Annotated[list[RateName], Field(min_length=1)]


class Scheme(Record):
    """A grading scheme: the first grade whose conditions all hold.

    One that only names the rate that its owner prints has no ``grades``.
    """

    title: LocalizedText | None = None
    source: AnySource | None = None
    notes: LocalizedText | None = None
    grade_on: Literal["exact", "rounded"] = "exact"
    rate: OwnRate | None = None
    rate_label: LocalizedText | None = None
    grades: list[Grade] = Field(default_factory=list)
    otherwise: Grade | None = None

    @model_validator(mode="after")
    def _has_what_it_asks_for(self) -> Self:
        if self.rate is None and not self.grades:
            raise fault("missing-field", field="grades")
        if self.rate is None and any(grade.when and grade.when.asks_for_own_rate() for grade in self.grades):
            raise fault("missing-field", field="rate")
        return self


class Thresholds(Record):
    """From which pace on a KPI is on track, and at risk rather than off track."""

    on_track: Rate = _ELSE.on_track
    at_risk: Rate = _ELSE.at_risk


class Ignored(Record):
    """Findings that are known and accepted, and why."""

    rule: str
    path: str | None = None
    reason: Annotated[str, Field(min_length=1)]


class Publisher(Record):
    """Who publishes the report.

    ``logo`` is the path of a picture below the root; ``base_url`` is where the site will lie.
    """

    name: Title
    url: WebAddress | None = None
    contact: LocalizedText | None = None
    licence: AnySource | None = None
    logo: str | None = None
    base_url: WebAddress | None = None


class Settings(Record):
    """``kpitrack.yaml``."""

    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = _ELSE.fiscal_year_start
    time_zone: TimeZone = _ELSE.time_zone
    language: Literal["ja", "en"] | None = None
    thresholds: Thresholds = Thresholds.model_construct()
    grading: str | None = None
    schemes: dict[str, Scheme] | None = None
    publisher: Publisher | None = None
    ignore: list[Ignored] | None = None

    def stated(self) -> dict[str, Any]:
        """All of it as JSON."""
        # pydantic would warn of a `source` that is a map, although it writes it correctly
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)

    @property
    def in_force(self) -> InForce:
        """What runs go by, in plain values."""
        return in_force(self.stated())
