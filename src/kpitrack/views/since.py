"""What has become of a KPI since last time, in words."""

from __future__ import annotations

from kpitrack.analysis.since import Since, Why
from kpitrack.analysis.standing import Standing
from kpitrack.language import mark, say, translate
from kpitrack.model.years import show_year

from .words import status_text

_WHY: dict[Why, str] = {
    "new_value": mark("new value"),
    "moved_target": mark("the target was revised"),
    "nothing_new": mark("no newer value"),
}


def since_words(since: Since, one: Standing) -> str:
    """The last verdict, today's, and why: ``○ on track (FY2023) → △ at risk (FY2024): new value``."""
    calendar = one.calendar
    return str(
        say(
            "{before} ({year}) → {now} ({newest}): {why}",
            before=status_text(since.status),
            year=show_year(since.year, calendar=calendar),
            now=status_text(one.status),
            newest=show_year(one.row["actual_year"], calendar=calendar),
            why=", ".join(translate(_WHY[why]) for why in since.why),
        )
    )
