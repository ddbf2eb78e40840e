"""Remarks on a verdict as letters, where a KPI has one line alone, with a legend of those that are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.analysis.freshness import state_of
from kpitrack.analysis.standing import Standing
from kpitrack.language import mark, say, translate
from kpitrack.model.years import show_year

_WORDS = {
    # P, E, I, U and B are those of SDMX's observation status
    "P": mark("provisional"),
    "E": mark("estimated"),
    "I": mark("imputed"),
    "U": mark("unreliable"),
    "W": mark("waiting for {year}"),
    "B": mark("break in the series: may not be comparable"),
    "R": mark("the target was revised"),
    "M": mark("a year is missing"),
    "F": mark("fell short in a year"),
    "D": mark("decides once its year is over"),
    "A": mark("not all have answered"),
    "H": mark("higher is taken to be better"),
    "X": mark("discontinued later"),
    "^": mark("better than last time"),
    "v": mark("worse than last time"),
}
_OF_VALUE = {"estimated": "E", "imputed": "I", "unreliable": "U"}
_OVERDUE = frozenset({"no_data", "no_final_data"})


def letters(one: Standing) -> str:
    """The letters of a KPI, in the order of the legend."""
    found = set(_found(one))
    return "".join(filter(found.__contains__, _WORDS))


def _found(one: Standing) -> Iterator[str]:
    row = one.row
    if row.get("provisional"):
        yield _OF_VALUE.get(row.get("actual_status") or "", "P")
    if awaited(one) is not None:
        yield "W"
    for letter, name in (("B", "break"), ("M", "missing_years"), ("F", "missed_years"), ("D", "last_before_target")):
        if row.get(name):
            yield letter
    if row.get("revised"):
        yield "R"
    if row.get("better_assumed"):
        yield "H"
    if row.get("of") is not None and row["answered"] < row["of"]:
        yield "A"
    if row.get("discontinued") and one.status != "discontinued":
        yield "X"
    if row.get("turned") in {"better", "worse"}:
        yield "^" if row["turned"] == "better" else "v"


def awaited(one: Standing) -> int | None:
    """The year whose value is overdue, if one is; nothing of a strategy that has ended is."""
    row = one.row
    overdue = row.get("stale") or (one.status in _OVERDUE and state_of(row) is not None)
    return row["waits_for_year"] if overdue and row.get("waits_for_year") is not None else None


def legend(members: Iterable[Standing]) -> list[str]:
    """What the letters of ``members`` mean; the years that are waited for, the newest first."""
    known = list(members)
    used = {letter for one in known for letter in letters(one)}
    years = {(year, one.calendar) for one in known if (year := awaited(one)) is not None}
    listed = str(say(", ")).join(show_year(year, calendar=calendar) for year, calendar in sorted(years, reverse=True))
    parts = []
    for letter, words in _WORDS.items():
        if letter in used:
            text = str(say("waiting for {year}", year=listed)) if letter == "W" else translate(words)
            parts.append(f"{letter} {text}")
    return parts
