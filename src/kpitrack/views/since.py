"""What has become of a KPI since last time, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kpitrack.analysis.since import Since, Why, since_last
from kpitrack.analysis.standing import Row, Standing
from kpitrack.language import mark, said, translate
from kpitrack.model.years import show_year

from .words import group_of, status_text

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
