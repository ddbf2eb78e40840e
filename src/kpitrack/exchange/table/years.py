"""The years that the headings and cells of a table name, also those whose era only the rest of the table tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kpitrack.model.figures import UnreadableFigure
from kpitrack.model.figures.dates import MONTH, calendar_of, month_of
from kpitrack.model.figures.figure import Calendar
from kpitrack.model.numbers import narrow
from kpitrack.model.years import BadYear, parse_year

_WEST = r"(?:19|20|21)[0-9]{2}"
_KANJI = r"[〇一二三四五六七八九十]{1,3}"
_ERA = (
    rf"(?:(?:令和|平成|昭和|㋿|㍻|㍼)\s*(?:元|[0-9]{{1,2}}|{_KANJI})"
    r"|(?<![A-Za-z])[RHS]\.?\s?(?:元|[0-9]{1,2})(?![0-9.]))"
)
_END = r"\s*(?:年度?)?"
_NAMED = re.compile(
    rf"(?P<both>{_WEST}{_END}\s*\(\s*{_ERA}{_END}\s*\){_END}|{_ERA}{_END}\s*\(\s*{_WEST}{_END}\s*\){_END})"
    rf"|(?<![0-9])(?P<split>{_WEST}\s*[/-]\s*(?:{_WEST}|[0-9]{{2}}))(?![0-9/-])"
    rf"|(?P<one>{_ERA}{_END}|(?<![0-9.,])(?:FY\s?)?{_WEST}(?![0-9.,/])\s*(?:年度?)?(?:\s*FY)?)"
)
_ERALESS = re.compile(r"(?<![0-9.,年RHS])(?P<count>元|[0-9]{1,2})\s*年度")
_WHOLE_ERALESS = re.compile(r"(?P<count>元|[0-9]{1,2})\s*年度?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = re.compile(
    rf"(?<![A-Za-z])(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?[\s-]+(?:[0-9]{{1,2}},?\s+)?(?P<year>{_WEST})(?![0-9])",
    re.IGNORECASE,
)
_WESTERN_DAY = re.compile(
    rf"(?<![0-9/.])(?P<first>[0-9]{{1,2}})([/.])(?P<second>[0-9]{{1,2}})\2(?P<year>{_WEST})(?![0-9])"
)
_SPLIT = re.compile(rf"{_WEST}\s*[/-]\s*(?:{_WEST}|[0-9]{{2}})")
_SPAN = re.compile(
    rf"(?:{_WEST}|{_ERA}|[0-9]{{1,2}})\s*(?:年度?)?\s*(?:[~〜～-]|から)\s*(?:{_WEST}|{_ERA}|[0-9]{{1,2}})\s*年?度?"
)
_PLAIN = re.compile(r"[0-9.]+")
_NEAR = 10  # years around those that the table names
_LONE_HEISEI = range(20, 41)  # 令和20年度 is far ahead, and a plan that means it says so


class NamedYear(NamedTuple):
    """A year that a text names, where it stands in the text, and whether it counts fiscal or calendar years."""

    year: int
    calendar: Calendar | None
    start: int
    end: int


class Years:
    """What years the texts of a table name."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = {found.year for text in texts for found in named(narrow(text))}
        self._known: dict[str, NamedYear | None] = {}
        self._span = (min(known), max(known)) if known else None

    def find(self, text: str) -> list[NamedYear]:
        """Every year that ``text`` (already `narrow`) names, in order."""
        found = named(text)
        taken = [range(one.start, one.end) for one in found]
        for match in _ERALESS.finditer(text):
            year = self.with_era(match["count"])
            if year and not any(match.start() in span for span in taken):
                found.append(NamedYear(year, "fy", match.start(), match.end()))
        return sorted(found, key=lambda one: one.start)

    def without(self, text: str) -> str:
        """``text`` (already `narrow`) without the years that it names."""
        for one in reversed(self.find(text)):
            text = text[: one.start] + text[one.end :]
        return text

    def only(self, text: str) -> NamedYear | None:
        """The year that ``text`` names if it names one: of two, the one that says 年度 (数値は平成25年度末)."""
        if text not in self._known:
            self._known[text] = self._only(narrow(text))
        return self._known[text]

    def _only(self, text: str) -> NamedYear | None:
        whole = _WHOLE_ERALESS.fullmatch(text.strip())
        if whole and (year := self.with_era(whole["count"])):
            return NamedYear(year, "fy", 0, len(text))
        if names_span(text):
            return None
        found = self.find(text)
        if len({one.year for one in found}) > 1:
            found = [one for one in found if one.calendar == "fy"]
        return found[-1] if len({one.year for one in found}) == 1 else None

    def with_era(self, count: str) -> int | None:
        """The year ``27`` or ``元`` of the era that the rest of the table counts in, where that is certain."""
        number = 1 if count == "元" else int(count)
        both = [start + number for start, last in ((2018, 82), (1988, 50)) if 1 <= number <= last]
        if self._span is None:
            return 1988 + number if number in _LONE_HEISEI else None
        near = [year for year in both if self._span[0] - _NEAR <= year <= self._span[1] + _NEAR]
        return near[0] if len(near) == 1 else None

    def spell_out(self, text: str) -> str:
        """``text`` with an era before each 年度 that lacks it, where it is certain."""
        text = narrow(text)
        taken = [range(one.start, one.end) for one in named(text)]

        def spelt(match: re.Match[str]) -> str:
            year = None if any(match.start() in span for span in taken) else self.with_era(match["count"])
            return f"{year}年度" if year else match[0]

        return _ERALESS.sub(spelt, text)


def named(text: str) -> list[NamedYear]:
    """Every year that ``text`` (already `narrow`) names with its era or four digits; of a month, its fiscal year."""
    found = []
    for match in _WESTERN_DAY.finditer(text):
        months = {int(match["first"]), int(match["second"])} & set(range(1, 13))
        if len({month < 4 for month in months}) == 1:  # 31/03/2022, whichever of the two the month is
            found.append(NamedYear(int(match["year"]) - (min(months) < 4), "fy", *match.span()))
    text = _WESTERN_DAY.sub(lambda match: " " * len(match[0]), text)
    for match in _ENGLISH_MONTH.finditer(text):
        before_april = _MONTHS.index(match["month"].lower()) < 3
        found.append(NamedYear(int(match["year"]) - before_april, "fy", *match.span()))
    text = _ENGLISH_MONTH.sub(lambda match: " " * len(match[0]), text)
    place = 0
    while place < len(text):
        month, year = MONTH.search(text, place), _NAMED.search(text, place)
        if month and (year is None or month.start() <= year.start()) and not _PLAIN.fullmatch(month[0]):
            try:
                found.append(NamedYear(month_of(month).fiscal_year, "fy", month.start(), month.end()))
                place = month.end()
                continue
            except UnreadableFigure:
                pass
        if year is None:
            break
        place = year.end()
        try:
            one = _year(year)
        except BadYear:
            continue
        found += [one] if one else []
    return found


def _year(match: re.Match[str]) -> NamedYear | None:
    if split := match["split"]:  # 2013/14
        first, last = re.split(r"\s*[/-]\s*", split)
        if int(last[-2:]) != (int(first[-2:]) + 1) % 100:
            return None
        return NamedYear(int(first), "fy", *match.span())
    text = re.sub(r"\s*FY$", "", match[0].strip())
    return NamedYear(parse_year(re.sub(r"\s", "", text)), calendar_of(match[0]), *match.span())


def names_span(text: str) -> bool:
    """Whether ``text`` names a span of years, such as 2009~14年."""
    text = narrow(text)
    for one in reversed(named(text)):
        if one.calendar == "fy" and _SPLIT.fullmatch(text[one.start : one.end]):
            text = text[: one.start] + " " + text[one.end :]
    return bool(_SPAN.search(text))


def names_quarter(text: str) -> bool:
    """Whether ``text`` speaks of less than a year: ``Q2``, 第1四半期, 上半期."""
    return bool(_QUARTER.search(narrow(text)))


_QUARTER = re.compile(
    r"(?<![A-Za-z])Q\s?[1-4](?![0-9])|[1-4]Q(?![A-Za-z])|四半期|[上下]半?期(?!間)|quarter|half[- ]year"
    r"|(?<![A-Za-z])H[12](?=\s*20)",
    re.IGNORECASE,
)
