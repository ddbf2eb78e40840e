"""The years, days and spans of years beside a number: ``令和5年度末 123人``, ``5年間で10,000人``."""

from __future__ import annotations

import re

from .dates import MONTH, YEAR, match_year, month_of, read_year
from .figure import PrintedYear, YearMonth

_AT = r"末?(?:時点|現在)?"
_SPAN_END = rf"(?:{YEAR}|[RHS]?[0-9]{{1,4}}(?:年度?)?)"
_COUNT = r"(?:今後)?[0-9]{1,2} ?[かカヶケヵ箇]?年"
_TOTAL = r"(?:累計|累積|合計|計|平均)"
_AS = r"(?:で|に|の)?"

_BEFORE = re.compile(r"(?P<at>末?(?:時点|現在)?)[ :、は]+|(?P<until>末?まで)[にの]?")
_SPAN = re.compile(
    rf"(?P<span>(?:{YEAR}|(?:19|20)[0-9]{{2}}) ?[~〜-] ?{_SPAN_END} ?の?{_TOTAL}"
    rf"|{_COUNT}(?:間の?{_TOTAL}?|の?{_TOTAL}|(?=で)))"
    rf"{_AS}[ :、]*(?P<rest>.+)"
)
_LEADING_MONTH = re.compile(rf"(?P<at>{_AT})[ :、は]+(?P<rest>.+)")
_TRAILING_YEAR = re.compile(rf"(?P<rest>.+?) (?P<year>{YEAR})(?P<at>{_AT})")
_TRAILING_MONTH = re.compile(rf"(?P<rest>.+?) (?P<when>{MONTH.pattern})(?P<at>{_AT})")
_PLAIN = re.compile(r"[0-9.]+")


def year_before(written: str) -> tuple[PrintedYear, str, str] | None:
    """The year at the start of ``written``, the words that belong to it (末時点), and what follows."""
    if not (found := match_year(written)):
        return None
    year, rest = found
    if between := _BEFORE.match(rest):
        return year, between["at"] or "", rest[between.end() :].strip()
    return year, "", rest


def span_before(written: str) -> tuple[str, str] | None:
    """The span of years that a number is counted over, ``H27~H31累計`` or ``今後10年間``, and what follows it."""
    found = _SPAN.fullmatch(written)
    return (found["span"].strip(), found["rest"]) if found else None


def month_before(written: str) -> tuple[YearMonth, str, str] | None:
    """The month or day at the start of ``written``, the words that belong to it, and what follows."""
    found = MONTH.match(written)
    if not found or _PLAIN.fullmatch(found[0]):
        return None
    tail = _LEADING_MONTH.fullmatch(written[found.end() :])
    return (month_of(found), tail["at"], tail["rest"]) if tail else None


def year_behind(written: str) -> tuple[PrintedYear, str, str] | None:
    """The year at the end of ``written``, the words that belong to it, and what stands before."""
    found = _TRAILING_YEAR.fullmatch(written)
    return (read_year(found["year"]), found["at"], found["rest"]) if found else None


def month_behind(written: str) -> tuple[YearMonth, str, str] | None:
    """The month or day at the end of ``written``, the words that belong to it, and what stands before."""
    found = _TRAILING_MONTH.fullmatch(written)
    if not found or _PLAIN.fullmatch(found["when"]):
        return None
    return month_of(found), found["at"], found["rest"]
