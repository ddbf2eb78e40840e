"""Due dates as documents state them: a day, a month or a season."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Strict

from .record import fault

SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12, "spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which each season begins, by the meteorological service; winter ends in the next year."""


class DateRange(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date


def span_of(due: str) -> DateRange:
    """The days that ``due`` may mean: ``2026-08-31``, ``2026-08`` or ``2026-夏`` (also ``2026-summer``).

    Raises:
        ValueError: it is none of these.
    """
    found = re.fullmatch(rf"([0-9]{{4}})-(?:([0-9]{{2}})(?:-([0-9]{{2}}))?|({'|'.join(SEASONS)}))", due)
    if not found:
        raise ValueError(due)
    year, part, day, season = int(found[1]), found[2], found[3], found[4]
    if season is not None:
        month = SEASONS[season]
        return DateRange(date(year, month, 1), _end_of_month(year + (month + 2) // 13, (month + 1) % 12 + 1))
    if day is None:
        return DateRange(date(year, int(part), 1), _end_of_month(year, int(part)))
    return DateRange(date(year, int(part), int(day)), date(year, int(part), int(day)))


def season_of(due: str) -> str | None:
    """The season that ``due`` names, as written; None for a day or a month."""
    part = due[5:]
    return part if part in SEASONS else None


def _end_of_month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])


def _due(value: object) -> str:
    try:
        if isinstance(value, str) and span_of(value):
            return value
    except ValueError:
        pass
    raise fault("bad-value", expected="due")


Due = Annotated[str, BeforeValidator(_due), Strict()]
"""A day, a month or a season."""
