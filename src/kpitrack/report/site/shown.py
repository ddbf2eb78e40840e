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
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.sentence.part import LESSER, Sentence
from kpitrack.views.sentence.verdict import of_case, verdict_itself

from .recorded import Named, named


class Drawn(NamedTuple):
    """The rows of a KPI's table, and what its chart draws of them."""

    rows: list[Year]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Shown:
    """A KPI in one language."""

    rows: list[Year]  # of its table
    verdict: list[Sentence]  # in words
    lesser: list[Sentence]  # what stands below it in smaller letters
    summary: str  # its chart in a sentence
    chart: str  # its drawings; empty where there is nothing to draw
    key: list[tuple[str, str, str]]  # the lines and marks of the chart: the name of each, how it looks, and its word
    continues: Named | None  # the KPI of an earlier strategy that it goes on from


def shown(part: JudgedStrategy, case: Case, drawn: Drawn) -> Shown:
    """``case``, a KPI of ``part``, in the active language."""
    told, sentences = summary(case.standing), of_case(case)
    lesser = [one for one in sentences if one.role in LESSER]
    continues = named(part, case.standing.kpi.continues) if case.standing.kpi.continues else None
    key = [(name, sample(name), translate(KEY[name])) for name in legend(drawn.picture)]
    chart = charts(Wording(case, drawn.picture, drawn.rows), told)
    return Shown(drawn.rows, verdict_itself(sentences), lesser, told, chart, key, continues)


def summary(one: WrittenStanding) -> str:
    """The chart in a sentence, for those who cannot see it."""
    row, parts = one.row, []

    def year(name: str) -> str:
        return show_year(row[f"{name}_year"], calendar=one.kpi.calendar)

    if row.get("start_value") is not None:
        parts.append(say("from {value} in {year}", value=one.number(row["start_value"]), year=year("start")))
    if row.get("actual_year") is not None:
        parts.append(say("to {value} in {year}", value=one.number(row["actual_value"]), year=year("actual")))
    if row.get("target_year") is not None:
        parts.append(say("target {value} by {year}", value=visible(one.target_text()), year=year("target")))
    return "; ".join([visible(one.name), *map(str, parts)])
