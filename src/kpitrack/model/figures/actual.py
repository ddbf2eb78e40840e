"""Whether a figure that somebody typed can be the actual of a year."""

from __future__ import annotations

import re

from kpitrack.language import say
from kpitrack.model.strategy import KPI

from . import words
from .figure import Figure, UnreadableFigure

_PLANNED = re.compile(r"目標|計画|予定|予算")
_SEVERAL_YEARS = re.compile(
    r"累計|累積|^(?:今後)?[0-9]{1,2} ?[かカヶケヵ箇]?年(?:間|$)|(?:[RHS]|令和|平成|20)[0-9]{1,2}(?:年度?)? ?[~〜-]"
)
_ONE_YEAR = ("年間", "単年", "単年度", "年度内")
_PLAIN_WORDS = frozenset((*words.NOTES_BEFORE, *words.NOTES_AFTER, *words.YEARLY, "末時点", "末現在"))


def hold_as_actual(figure: Figure, text: str, kpi: KPI, year: int) -> None:
    """Check that a figure is a single value of ``kpi`` in ``year``, or states that there is none.

    Args:
        figure: read from ``text`` in the KPI's unit.
        text: as it stands in the cell.
        kpi: whose value it is to be.
        year: of the row, or as given beside it.

    Raises:
        UnreadableFigure: it is a target, a change, only a bound, of another year, or counted over other years.
    """
    if figure.form != "value" or figure.comparison or figure.approximate:
        raise UnreadableFigure(
            say("“{text}” is no single value", text=text),
            say("write the number itself; what is uncertain about it goes into the note and the state"),
        )
    if figure.year not in {None, year}:
        raise UnreadableFigure(
            say("“{text}” is of {other}, not of {year}", text=text, other=figure.year, year=year),
            say("record it for its own year"),
        )
    day = figure.month
    if day and (day.fiscal_year if kpi.calendar == "fy" else day.year) < year:
        raise UnreadableFigure(
            say("“{text}” is of a time before {year} begins", text=text, year=year),
            say("record it for its own year"),
        )
    for words_beside in figure.notes:
        if _PLANNED.search(words_beside) and figure.value is not None:
            raise UnreadableFigure(
                say("“{text}” is what is planned, not what was reached", text=text),
                say("write what was reached; a value that is still expected has the state forecast"),
            )
        _hold_against_the_count(words_beside, text, kpi)


def words_to_keep(figure: Figure) -> str:
    """The words beside a number that say more than how it is counted: ``うち女性5人``, ``全国``."""
    kept = [note for note in figure.notes if note not in _PLAIN_WORDS and not _SEVERAL_YEARS.search(note)]
    return "、".join([figure.scope, *kept] if figure.scope else kept)


def _hold_against_the_count(note: str, text: str, kpi: KPI) -> None:
    if kpi.accumulation != "running_total" and _SEVERAL_YEARS.search(note):
        raise UnreadableFigure(
            say("“{text}” is a total of several years, and the KPI counts each year alone", text=text),
            say("write the value of the year alone"),
        )
    if kpi.accumulation == "running_total" and note in _ONE_YEAR:
        raise UnreadableFigure(
            say("“{text}” is of one year alone, and the KPI counts a running total", text=text),
            say("write the total from the start up to the year"),
        )
