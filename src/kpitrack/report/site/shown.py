"""A KPI as all its pages show it: the page itself, the one to be framed, and the one to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import Picture, Year, legend
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import say, translate
from kpitrack.language.visible import visible
from kpitrack.model.years import show_year
from kpitrack.report.charts.kpi import charts
from kpitrack.report.charts.strips import sample
from kpitrack.report.charts.wording import KEY, Wording
from kpitrack.views.sentence.part import Sentence
from kpitrack.views.sentence.verdict import of_case

from .recorded import Named


class Drawn(NamedTuple):
    """The rows of a KPI's table, and what its chart draws of them."""

    rows: list[Year]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """A KPI in one language.

    Args:
        rows: of its table.
        sentences: its verdict in words.
        summary: its chart in a sentence.
        chart: its drawings; empty where there is nothing to draw.
        key: the lines and marks of the chart: the name of each, how it looks, and its word.
        continues: the KPI of an earlier strategy that it goes on from.
        pictures: whether its chart is there as a PNG, too.
    """

    rows: list[Year]
    sentences: list[Sentence]
    summary: str
    chart: str
    key: list[tuple[str, str, str]]
    continues: Named | None = None
    pictures: bool = False


def shown(case: Case, drawn: Drawn, continues: Named | None, *, pictures: bool) -> Shown:
    """``case`` in the active language."""
    told = summary(case.standing)
    key = [(name, sample(name), translate(KEY[name])) for name in legend(drawn.picture)]
    chart = charts(Wording(case, drawn.picture, drawn.rows), told)
    return Shown(drawn.rows, of_case(case), told, chart, key, continues, pictures)


def summary(one: WrittenStanding) -> str:
    """The chart in a sentence, for those who cannot see it."""
    at, target = one.row.get("actual_year"), one.row.get("target_year")
    calendar = one.kpi.calendar
    parts = []
    if one.row.get("start_value") is not None:
        parts.append(
            say(
                "from {value} in {year}",
                value=one.number(one.row["start_value"]),
                year=show_year(one.row["start_year"], calendar=calendar),
            )
        )
    if at is not None:
        parts.append(
            say(
                "to {value} in {year}", value=one.number(one.row["actual_value"]), year=show_year(at, calendar=calendar)
            )
        )
    if target is not None:
        parts.append(
            say(
                "target {value} by {year}",
                value=visible(one.target_text()),
                year=show_year(target, calendar=calendar),
            )
        )
    return "; ".join([visible(one.name), *map(str, parts)])
