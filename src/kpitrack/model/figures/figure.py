"""Printed figures, and the refusal of those that cannot be read for certain."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from kpitrack.language import Complaint

Calendar = Literal["fy", "cy"]
Comparison = Literal["at_least", "more_than", "at_most", "less_than"]
Direction = Literal["increase", "decrease"]
Form = Literal[
    "value", "change", "percent_change", "percent_per_year", "times_baseline", "hold", "improve"
]  # fmt: skip
Status = Literal[
    "normal",
    "provisional",
    "estimated",
    "forecast",
    "missing",
    "not_collected",
    "not_applicable",
    "suppressed",
]


class UnreadableFigure(Complaint, ValueError):  # noqa: N818  what it is, in a reader's words
    """A text that is not a figure, or has more than one reading."""


class YearMonth(NamedTuple):
    """A month, and the fiscal year it lies in."""

    year: int
    month: int
    fiscal_year: int


class PrintedYear(NamedTuple):
    """A year as printed: 年度 counts fiscal years, 年 calendar years, and R6 alone does not say."""

    year: int
    calendar: Calendar | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a document prints it.

    Attributes:
        value: The number, in ``unit``; None where there is none (see ``status``, or ``form`` improve and hold).
        unit: The KPI's unit where one was given, else the printed one without 千, 万, 億, 兆.
        form: What the number is, by the names of the target forms. A rank is a value with the unit 位.
        comparison: 以上, 超, 以下, 未満; None where the value itself is meant.
        approximate: 約, 程度, 概ね.
        status: By the words of the file format. Only a normal, provisional, estimated or forecast one has a value.
        direction: Which way an ``improve`` goes, where the word says so.
        year: The year printed beside the value, counted as ``calendar`` says.
        month: The month printed beside the value.
        scope: Among whom a rank counts: 全国, 東北.
        notes: The words beside the number that change nothing in it, such as 累計.
    """

    value: Decimal | None
    unit: str = ""
    form: Form = "value"
    comparison: Comparison | None = None
    approximate: bool = False
    status: Status = "normal"
    direction: Direction | None = None
    year: int | None = None
    calendar: Calendar | None = None
    month: YearMonth | None = None
    scope: str = ""
    notes: tuple[str, ...] = ()
