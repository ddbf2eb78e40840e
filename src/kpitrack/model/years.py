"""Fiscal years, and the ways in which Japanese documents write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from kpitrack import language
from kpitrack.language import Complaint, Text, say

from .numbers import narrow

FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadYear(Complaint, ValueError):  # noqa: N818  what it is, in a reader's words
    """Not a year, or not one that can be."""


class _Era(NamedTuple):
    kanji: str
    letter: str
    english: str
    first: int
    #: The last year that is read. 平成 ran to 31, but older plans look further ahead.
    years: int


ERAS = (
    _Era("令和", "R", "Reiwa", 2019, 82),
    _Era("平成", "H", "Heisei", 1989, 50),
    _Era("昭和", "S", "Showa", 1926, 64),
    _Era("大正", "T", "Taisho", 1912, 15),
    _Era("明治", "M", "Meiji", 1868, 45),
)
_FIRST_DAYS = {
    "R": dt.date(2019, 5, 1), "H": dt.date(1989, 1, 8), "S": dt.date(1926, 12, 25), "T": dt.date(1912, 7, 30),
    "M": dt.date(1873, 1, 1),
}  # fmt: skip
"""Of the eras; that of 明治 is the first day by the calendar of today."""
_BY_NAME = {name: era for era in ERAS for name in (era.kanji, era.letter)}
_LIGATURES = str.maketrans({"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"})
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}

_ERA_YEAR = (
    r"(?:(?P<kanji>令和|平成|昭和|大正|明治)\s*|(?P<letter>[RHSTM])\.?)"
    r"(?P<count>元|[0-9]+|[〇一二三四五六七八九十]+)"
)
_SUFFIX = r"\s*(?:年度|年)?"
_WESTERN = rf"(?:[FC]Y\s*)?(?P<year>[0-9]+){_SUFFIX}"
_ERA = _ERA_YEAR + _SUFFIX
_BOTH = rf"(?P<outer>[^()]+)\((?P<inner>[^()]+)\){_SUFFIX}"
_BARE_ERA_YEAR = rf"(?P<count>元|[0-9]{{1,2}}){_SUFFIX}"
_MONTH = r"(?P<year>[0-9]{4})(?:[-/.]|年)(?P<month>0?[1-9]|1[0-2])(?:月末?|[-/.][0-9]{1,2})?"


def parse_year(text: str | int) -> int:
    """The year that ``text`` means: ``2024``, ``FY2024``, ``2024年度``, ``令和6年度``, ``2024(令和6)年度``.

    平成32年度 and the like, which never came, are 1988 + n, as the plans that name them meant. 平成31年度 and
    令和元年度 are both 2019.

    Raises:
        BadYear: ``text`` is no year, or none within 1900 to 2200.
    """
    if isinstance(text, int):
        return _within(int(text), str(text))
    if len(text) == 4 and text.isascii() and text.isdigit():
        return _within(int(text), text)
    written = narrow(text).translate(_LIGATURES).strip()
    if both := re.fullmatch(_BOTH, written):
        outer, inner = _single(both["outer"].strip(), text), _single(both["inner"].strip(), text)
        if outer != inner:
            raise BadYear(
                say(
                    "{text}: {first} and {second} ({second_year}) are not the same year",
                    text=text,
                    first=both["outer"].strip(),
                    second=both["inner"].strip(),
                    second_year=inner,
                ),
                say(
                    "write {first} or {second}, whichever is meant",
                    first=_with_era(outer),
                    second=_with_era(inner),
                ),
            )
        return outer
    return _single(written, text)


def fiscal_year_of(day: dt.date, start_month: int = 4) -> int:
    """The fiscal year that ``day`` lies in, for years that start in ``start_month``."""
    return day.year if day.month >= start_month else day.year - 1


def today(time_zone: str) -> dt.date:
    """The day that it is in ``time_zone``, a name of the IANA database such as ``Asia/Tokyo``."""
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo(time_zone)).date()


def era_year(year: int) -> str:
    """The fiscal year by its era: ``令和6年度``. A year of change has the newer name: 令和元年度."""
    era = _era_of(year)
    return f"{era.kanji}{_count(era, year)}年度" if era else f"{year}年度"


def era_date(day: dt.date) -> str:
    """The day by its era: ``令和6年6月30日``."""
    era = next((era for era in ERAS if day >= _FIRST_DAYS[era.letter]), None)
    year = f"{era.kanji}{_count(era, day.year)}" if era else day.year
    return f"{year}年{day.month}月{day.day}日"


def era_short(year: int) -> str:
    """The year by its era's letter: ``R6``."""
    era = _era_of(year)
    return f"{era.letter}{year - era.first + 1}" if era else str(year)


def show_year(year: int, *, calendar: Literal["fy", "cy"] = "fy", era: bool = False) -> str:
    """The year in the active language: ``2024（令和6）年度``; ``FY2024 (Reiwa 6)``."""
    named = _era_of(year) if era else None
    if language.active() == "ja":
        suffix = "年度" if calendar == "fy" else "年"
        return f"{year}（{named.kanji}{_count(named, year)}）{suffix}" if named else f"{year}{suffix}"
    western = f"FY{year}" if calendar == "fy" else str(year)
    return f"{western} ({named.english} {year - named.first + 1})" if named else western


def _era_of(year: int) -> _Era | None:
    return next((era for era in ERAS if year >= era.first), None)


def _count(era: _Era, year: int) -> str:
    return "元" if year == era.first else str(year - era.first + 1)


def _with_era(year: int) -> str:
    return f"{year} ({era_year(year)})"


def _within(year: int, text: str) -> int:
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    raise BadYear(
        say(
            "{text} is no year that can be: years run from {first} to {last}",
            text=text,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        ),
        _how_to_write(),
    )


def _how_to_write() -> Text:
    return say("write the year with four digits, such as 2024, or with its era, such as 令和6年度 or R6")


def _single(written: str, text: str) -> int:
    if found := re.fullmatch(_ERA, written, re.IGNORECASE):
        return _of_era(_BY_NAME[found["kanji"] or found["letter"].upper()], found["count"], text)
    if (found := re.fullmatch(_WESTERN, written, re.IGNORECASE)) and len(found["year"]) == 4:
        return _within(int(found["year"]), text)
    if found := re.fullmatch(_BARE_ERA_YEAR, written):
        raise BadYear(say("{text} does not say which era it counts in", text=text), _in_which_era(found["count"]))
    if found := re.fullmatch(_MONTH, written):
        year, month = int(found["year"]), int(found["month"])
        raise BadYear(
            say("{text} is a month, not a year", text=text),
            say(
                "write the fiscal year, such as {year}",
                year=fiscal_year_of(dt.date(year, month, 1)) if year else 2024,
            ),
        )
    if (found := re.fullmatch(_WESTERN, written, re.IGNORECASE)) and len(found["year"]) < 20:
        return _within(int(found["year"]), text)
    raise BadYear(say("“{text}” is no year", text=text[:60]), _how_to_write())


def _of_era(era: _Era, count: str, text: str) -> int:
    number = _era_number(count)
    if number is None:
        raise BadYear(say("“{text}” is no year", text=text[:60]), _how_to_write())
    year = era.first - 1 + number
    if 1 <= number <= era.years and year >= FIRST_YEAR:
        return year
    if number < 1:
        hint = say("the first year of an era is 元年: write {era}元年度 or {year}", era=era.kanji, year=era.first)
    elif FIRST_YEAR <= year <= LAST_YEAR:
        hint = say("if {year} is meant, write {year}", year=year)
    else:
        hint = _how_to_write()
    raise BadYear(say("{text}: {era} has no such year", text=text, era=era.kanji), hint)


def _in_which_era(count: str) -> Text:
    number = _era_number(count) or 0
    new, old = ERAS[:2]
    if not 1 <= number <= old.years:
        return _how_to_write()
    return say(
        "write the era with it, {new} ({new_year}) or {old} ({old_year}), or the year with four digits, such as 2024",
        new=f"{new.kanji}{count}年度",
        new_year=new.first - 1 + number,
        old=f"{old.kanji}{count}年度",
        old_year=old.first - 1 + number,
    )


def _era_number(count: str) -> int | None:
    """The number in ``6``, ``元``, ``六``, ``二十五`` or ``二五``; None for kanji that make no number."""
    if count == "元":
        return 1
    if count.isascii():
        return int(count[:9])
    tens, ten, ones = count.partition("十")
    if not ten:
        return int("".join(str(_KANJI_DIGITS[digit]) for digit in count[:9]))
    if len(tens) > 1 or len(ones) > 1 or "十" in ones or "〇" in count:
        return None
    return 10 * _KANJI_DIGITS.get(tens, 1) + _KANJI_DIGITS.get(ones, 0)
