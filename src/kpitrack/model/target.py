"""Targets: what a KPI is meant to reach, in the forms that strategies use."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag

from kpitrack.language import say
from kpitrack.model.numbers import parse_percent

from .record import AGAINST, NUMBER, ONLY, Number, Percent, Record, Reference, Year, fault

Form = Literal[
    "value", "times_baseline", "change", "percent_change", "percent_per_year", "range", "hold", "parity_with",
    "improve",
]  # fmt: skip
FORMS: tuple[Form, ...] = get_args(Form)


class Range(Record):
    """The inclusive bounds of a target to stay within."""

    low: Number
    high: Number


def _step(value: object) -> float | str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            parse_percent(value)
        except ValueError:
            pass
        else:
            return value
    raise fault(
        "bad-number",
        message=say("“{text}” is no number or percentage", text=str(value)[:60]),
        hint=say("write a number in the KPI's unit, such as 20, or a percentage, such as 4%"),
    )


Step = Annotated[float | str, BeforeValidator(_step)]
"""A number in the KPI's unit, or a percentage, which stays as it is written: ``4%``."""


def _year_kind(value: object) -> str:
    return ONLY if value == "previous" else NUMBER


class Against(Record):
    """What a value is to improve on instead of the baseline: the value of the year before, or of another year."""

    over: Annotated[Annotated[Literal["previous"], Tag(ONLY)] | Annotated[Year, Tag(NUMBER)], Discriminator(_year_kind)]
    by: Step | None = None


def _improve_kind(value: object) -> str:
    return AGAINST if isinstance(value, Mapping) else ONLY


Improve = Annotated[
    Annotated[Literal[True], Tag(ONLY)] | Annotated[Against, Tag(AGAINST)], Discriminator(_improve_kind)
]


class Target(Record):
    """A target: its year and exactly one form. `kpitrack.checks.target_form` reports none or several."""

    year: Year | None = None
    value: Number | None = None
    times_baseline: Number | None = None
    change: Number | None = None
    percent_change: Percent | None = None
    percent_per_year: Percent | None = None
    compounding: Literal["compound", "simple"] | None = None
    range: Range | None = None
    hold: Literal["at_least", "at_most"] | None = None
    tolerance: Percent | None = None
    parity_with: Reference | None = None
    ratio: Number | None = Field(default=None, gt=0)
    improve: Improve | None = None
    every_year: bool = False
    strict: bool = False
    approximate: bool = False

    @property
    def forms(self) -> list[Form]:
        """The forms that are written; ``hold`` may name its ``value``, which is then no form of its own."""
        written: list[Form] = [form for form in FORMS if getattr(self, form) is not None]
        if "hold" in written and "value" in written:
            written.remove("value")
        return written

    @property
    def form(self) -> Form:
        """The one form of a target that has been checked."""
        return self.forms[0]
