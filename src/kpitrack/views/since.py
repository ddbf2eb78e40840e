"""What has become of a KPI since last time, in words, and a strip of the verdict of each year: ``R3 △ R4 △ R5 ▽``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpitrack.analysis.since import Since, Why, since_last
from kpitrack.analysis.standing import Row, Standing, WrittenStanding
from kpitrack.language import active, mark, said, translate
from kpitrack.model.years import era_short, show_year

from .words import group_of, status_mark, status_text, status_word

_WHY: dict[Why, str] = {
    "new_value": mark("new value"),
    "moved_target": mark("the target was revised"),
    "nothing_new": mark("no newer value"),
}
_CHANGES = {
    "worse": mark("worse: {n}"),
    "better": mark("better: {n}"),
    "moved": mark("targets moved: {n}"),
    "new": mark("new values: {n}"),
}


def changes_line(rows: Iterable[Row]) -> str:
    """How many KPIs have what is new since last time; empty where nothing is."""
    found = Counter(change for row in rows for change in _changes(row))
    return said(", ").join(translate(text).format(n=found[name]) for name, text in _CHANGES.items() if found[name])


def _changes(row: Row) -> Iterator[str]:
    if row["turned"] in {"worse", "better"}:
        yield row["turned"]
    if row["target_revised"]:
        yield "moved"
    if row["actual_year"] is not None and row["actual_year"] >= row["as_of"] - row["lag"]:
        yield "new"


def turned(standings: Iterable[Standing]) -> list[tuple[Standing, Since]]:
    """Those whose status is another one than last time, those that now go badly first."""
    found = [(one, since) for one in standings if (since := since_last(one.row)) and since.status != one.status]
    return sorted(found, key=lambda turn: ("bad", "risk", "good", "unknown", "closed").index(group_of(turn[0].status)))


def since_words(since: Since, one: Standing) -> str:
    """The last verdict, today's, and why: ``○ on track (FY2023) → △ at risk (FY2024): new value``."""
    calendar = one.calendar
    return said(
        "{before} ({year}) → {now} ({newest}): {why}",
        before=status_text(since.status),
        year=show_year(since.year, calendar=calendar),
        now=status_text(one.status),
        newest=show_year(one.row["actual_year"], calendar=calendar),
        why=", ".join(translate(_WHY[why]) for why in since.why),
    )


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
