"""Targets: what a KPI is meant to reach, in the forms that strategies use."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from .record import Number, Percent, Record, Reference, Year

Form = Literal[
    "value", "times_baseline", "change", "percent_change", "percent_per_year", "range", "hold", "parity_with",
    "improve",
]  # fmt: skip
FORMS: tuple[Form, ...] = get_args(Form)


class Range(Record):
    """The inclusive bounds of a target to stay within."""

    low: Number
    high: Number


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
    improve: Literal[True] | None = None
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
