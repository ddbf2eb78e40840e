"""A strip of the verdict of each year: ``R3 △ R4 △ R5 ▽``."""

from __future__ import annotations

from typing import NamedTuple

from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import active, said
from kpitrack.model.years import era_short

from .words import status_mark, status_word


class YearVerdict(NamedTuple):
    """A year as it is short in the active language, its status, and the mark of that."""

    year: str
    status: str
    mark: str


def strip(one: WrittenStanding) -> list[YearVerdict]:
    """The verdict by the value of each year that has one, oldest first; empty where fewer than two can be judged."""
    found = [
        YearVerdict(era_short(year) if active() == "ja" else str(year), status, status_mark(status))
        for year, status in one.by_year.items()
    ]
    return found if sum(status != "not_assessable" for status in one.by_year.values()) > 1 else []


def strip_text(one: WrittenStanding) -> str:
    """The strip in marks; empty where there is none."""
    return "  ".join(f"{year} {mark}" for year, _, mark in strip(one))


def strip_words(one: WrittenStanding) -> str:
    """The strip in words, for those who cannot see the marks."""
    return said(", ").join(f"{year} {status_word(status)}" for year, status, _ in strip(one))
