"""One row of evaluations: what was said of a goal, measure or KPI in a year and in an earlier one, and its figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from kpitrack.exchange.sheet.columns import EVALUATION_FIELDS
from kpitrack.exchange.sheet.rows import EvaluationRow
from kpitrack.language import pick, said, say_n
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.vocabulary import observation_word
from kpitrack.views.titles import node_title
from kpitrack.views.words import counts_line, status_text

from .values import Place, YearOfKPI

Evaluations = Mapping[int, Evaluation]


def node_row(place: Place, year: int, below: Counter[str], as_of: int) -> EvaluationRow:
    """The row that asks for the evaluation of a goal or measure.

    Args:
        place: where it stands.
        year: the fiscal year that is judged.
        below: how many of the KPIs on it and below it have each status.
        as_of: the year of the verdicts.
    """
    evaluations = place.node.evaluations or {}
    earlier = _newest_before(evaluations, year)
    return EvaluationRow(
        ref=f"{place.strategy}/{place.node.id}",
        is_node=True,
        year=year,
        name=node_title(place.node),
        strategy=place.strategy_title,
        path=place.path,
        department=place.department,
        figures=_statuses(below) if year >= as_of - 1 else "",
        words=_words(evaluations.get(year)),
        earlier_year=earlier,
        earlier=_words(evaluations.get(earlier)) if earlier is not None else {},
    )


def kpi_row(asked: YearOfKPI, as_of: int) -> EvaluationRow:
    """The row that asks for the evaluation of a KPI.

    Args:
        asked: the KPI and the year that is judged.
        as_of: the year of the verdicts.
    """
    evaluations = asked.standing.kpi.evaluations or {}
    earlier = _newest_before(evaluations, asked.year)
    return EvaluationRow(
        ref=asked.standing.ref,
        is_node=False,
        year=asked.year,
        name=asked.standing.name,
        strategy=asked.place.strategy_title,
        path=asked.place.path,
        calendar=asked.standing.calendar,
        department=asked.department,
        figures=_figures(asked, as_of),
        words=_words(evaluations.get(asked.year)),
        earlier_year=earlier,
        earlier=_words(evaluations.get(earlier)) if earlier is not None else {},
    )


def _newest_before(evaluations: Evaluations, year: int) -> int | None:
    return max((one for one in evaluations if one < year), default=None)


def _words(evaluation: Evaluation | None) -> dict[str, str | dt.date]:
    """What an evaluation says, by the names of its fields; those of the external one begin with ``external.``."""
    found: dict[str, str | dt.date] = {}
    for name in EVALUATION_FIELDS:
        outer, _, field = name.rpartition(".")
        holder = getattr(evaluation, outer, None) if outer else evaluation
        value = getattr(holder, field, None)
        if value:
            found[name] = value if isinstance(value, dt.date) else pick(value)
    return found


def _figures(asked: YearOfKPI, as_of: int) -> str:
    """The value of the year, the target, and the verdict where it was passed in the year after, on that value."""
    one = asked.standing
    lines = [said("actual: {value}", value=_with_unit(one.number(asked.value), one.unit) if asked.actual else "-")]
    if asked.actual and asked.actual.status != "normal":
        lines.append(f"({observation_word(asked.actual.status)})")
    if one.row["accumulation"] == "sum" and one.row["actual_year"] == asked.year:  # what the target is held against
        lines.append(said("sum so far: {value}", value=_with_unit(one.number(one.row["actual_value"]), one.unit)))
    if one.kpi.target:
        lines.append(said("target: {value}", value=one.figure("target")))
    if asked.year >= as_of - 1 and one.row["actual_year"] == asked.year:
        lines.append(status_text(one.status))
    return "\n".join(lines)


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}" if unit and unit.isascii() and unit.isalpha() else f"{number}{unit}"


def _statuses(counts: Counter[str]) -> str:
    if not counts:
        return ""
    total = str(say_n("{n} KPI", "{n} KPIs", counts.total()))
    return "\n".join([total, *counts_line(counts).split("   ")])
