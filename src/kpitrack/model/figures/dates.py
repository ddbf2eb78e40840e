"""Years and months as they are printed beside figures."""

from __future__ import annotations

import datetime as dt
import re

from kpitrack.language import say
from kpitrack.model.numbers import narrow
from kpitrack.model.years import BadYear, fiscal_year_of, parse_year

from .figure import Calendar, PrintedYear, UnreadableFigure, YearMonth

_WEST = r"(?:19|20|21)[0-9]{2}"
_ERA = r"(?:(?:令和|平成|昭和|㋿|㍻|㍼) ?|[RHS]\.?)(?:元|[0-9]{1,2})"
_SUFFIX = r"(?: ?年度?)?"

#: A year that says that it is one, by its era, 年度, 年 or FY; not 2024 alone.
YEAR = (
    rf"(?:{_WEST}{_SUFFIX} ?\({_ERA}{_SUFFIX}\){_SUFFIX}|{_ERA}{_SUFFIX} ?\({_WEST}{_SUFFIX}\){_SUFFIX}"
    rf"|(?:{_ERA}|{_WEST}) ?年(?:度|(?![0-9度]))|(?:{_ERA}|FY ?{_WEST})(?![0-9.月/-]| ?年))"
)
_DAY = (
    r"(?:(?P<mark>[./-])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
    r"|年(?P<kanji_month>[0-9]{1,2})月(?:(?P<kanji_day>[0-9]{1,2})日)?)"
)
MONTH = re.compile(rf"(?P<year>{_ERA}|{_WEST}){_DAY}末?(?![0-9])")
_YEAR = re.compile(YEAR)
_BARE_WEST = re.compile(_WEST)
ERALESS = re.compile(r"(?P<count>元|[0-9]{1,2}) ?年度")


def read_year(text: str) -> PrintedYear:
    """The year that ``text`` prints, and whether it counts fiscal (``R8年度``) or calendar years (``2022年``).

    Raises:
        UnreadableFigure: it is no year, its two countings disagree, or its era is left out.
    """
    written = " ".join(narrow(text).split())
    if ERALESS.fullmatch(written):
        raise eraless(written)
    try:
        year = parse_year(written)
    except BadYear as bad:
        raise UnreadableFigure(bad.message, bad.hint) from bad
    return PrintedYear(year, calendar_of(written))


def calendar_of(written: str) -> Calendar | None:
    """Which calendar the words of a printed year name."""
    if "年度" in written or "FY" in written.upper():
        return "fy"
    return "cy" if "年" in written or "CY" in written.upper() else None


def month_of(found: re.Match[str]) -> YearMonth:
    """The month of a match of `MONTH`."""
    try:
        year = parse_year(found["year"])
        day = dt.date(year, int(found["month"] or found["kanji_month"]), int(found["day"] or found["kanji_day"] or 1))
    except BadYear as bad:
        raise UnreadableFigure(bad.message, bad.hint) from bad
    except ValueError:
        raise UnreadableFigure(
            say("{text} is in no calendar", text=found[0]),
            say("write the month as 2017-03 or 平成29年3月"),
        ) from None
    return YearMonth(day.year, day.month, fiscal_year_of(day))


def match_year(written: str) -> tuple[PrintedYear, str] | None:
    """The year at the start of ``written`` and what follows it; None where there is none."""
    found = _YEAR.match(written)
    return (read_year(found[0]), written[found.end() :].strip()) if found else None


def is_bare_west(written: str) -> bool:
    """Whether ``written`` is four digits that may be a year and may be a number."""
    return bool(_BARE_WEST.fullmatch(written))


def eraless(written: str) -> UnreadableFigure:
    """The refusal of a year whose era is left out."""
    return UnreadableFigure(
        say("{text} does not say which era it counts in", text=written),
        say("write the era too, such as 令和6年度 or H32, or the year with four digits"),
    )
