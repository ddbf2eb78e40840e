"""Rows of a sheet: what departments need to know of a KPI, goal or measure in a year, and what is recorded of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.analysis.standing import WrittenStanding, scale_word
from kpitrack.exchange.sheet.columns import ACCUMULATIONS, EVALUATION_FIELDS
from kpitrack.exchange.sheet.rows import EvaluationRow, SheetRow
from kpitrack.exchange.spreadsheet.cells import shortest
from kpitrack.language import pick, said, say_n, translate
from kpitrack.model.actuals import Actual, Entries, Entry
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.names import normal_name
from kpitrack.model.record import AnySource, Source
from kpitrack.model.strategy import KPI, Goal, Measure
from kpitrack.model.vocabulary import observation_word
from kpitrack.views.titles import node_title
from kpitrack.views.words import counts_line, status_text


@dataclass(frozen=True, slots=True)
class Place:
    """A goal or measure in its strategy.

    Attributes:
        strategy: the id of the strategy.
        strategy_title: its title.
        node: the goal or measure.
        path: the titles of the goal and measures above it.
        department: who answers for it, as stated on it or above it.
    """

    strategy: str
    strategy_title: str
    node: Goal | Measure
    path: tuple[str, ...]
    department: str

    def below(self) -> Place:
        """The same for what hangs on it: its own title is part of the path."""
        return Place(
            self.strategy, self.strategy_title, self.node, (*self.path, node_title(self.node)), self.department
        )


@dataclass(frozen=True, slots=True)
class YearOfKPI:
    """A KPI in a year.

    Attributes:
        standing: the KPI.
        place: what it hangs on.
        year: the fiscal year.
        entries: its values.
        expected: what its path asks for in the year.
    """

    standing: WrittenStanding
    place: Place
    year: int
    entries: Entries
    expected: float | None

    @property
    def department(self) -> str:
        """Who answers for it."""
        return normal_name(pick(self.standing.kpi.department)) or self.place.department

    @property
    def actual(self) -> Actual | None:
        """What is recorded for the year."""
        entry = self.entries.get(self.year)
        if isinstance(entry, Actual):
            return entry
        return Actual(value=entry) if self.year in self.entries else None

    @property
    def value(self) -> float | None:
        """The value of the year."""
        return value_of(self.entries[self.year], self.standing.kpi) if self.year in self.entries else None


def value_row(asked: YearOfKPI) -> SheetRow:
    """The row that asks for the value."""
    one, kpi, row = asked.standing, asked.standing.kpi, asked.standing.row
    known = {year: value for year, entry in asked.entries.items() if (value := value_of(entry, kpi)) is not None}
    previous = max((past for past in known if past < asked.year), default=None)
    found = asked.actual or Actual()
    words = one.target_text() if kpi.target else ""
    numbers = {one.number(row["target_value"]), one.number(row["target_value"], derived=True)}

    def shown(value: float | None) -> float | str | None:
        return value if kpi.scale is None else scale_word(row, value)

    return SheetRow(
        kpi=one.ref,
        year=asked.year,
        calendar=kpi.calendar,
        name=one.name,
        unit=one.unit,
        strategy=asked.place.strategy_title,
        path=asked.place.path,
        department=asked.department,
        definition=_lines(pick(kpi.definition), pick(kpi.method), source_words(kpi.source)),
        accumulation=translate(ACCUMULATIONS[kpi.accumulation]),
        baseline_year=row["baseline_year"],
        baseline=shown(row["baseline_value"]),
        target_year=row["target_year"],
        target=shown(row["target_value"]),
        target_words="" if words in numbers else words,
        previous_year=previous,
        previous=None if previous is None else shown(known[previous]),
        expected=shown(asked.expected),
        value=shown(known.get(asked.year)),
        status=found.status if asked.actual else None,
        source=source_words(found.source),
        note=pick(found.note),
        published=found.published,
        scale=[pick(word) for word in kpi.scale or ()],
    )


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def value_of(entry: Entry, kpi: KPI) -> float | None:
    """The value of an entry; one that is derived, with as many digits as a division gives, with the 15 of a cell."""
    value = kpi.value_of(entry)
    return shortest(value) if value is not None and isinstance(entry, Actual) and entry.value is None else value


def source_words(source: AnySource | None) -> str:
    """A source as one text: its title, else its address."""
    if isinstance(source, Source):
        return pick(source.title) or source.url or ""
    return pick(source)


def node_row(place: Place, year: int, below: Counter[str], as_of: int) -> EvaluationRow:
    """The row that asks for the evaluation of a goal or measure.

    Args:
        place: where it stands.
        year: the fiscal year that is judged.
        below: how many of the KPIs on it and below it have each status.
        as_of: the year of the verdicts.
    """
    return EvaluationRow(
        ref=f"{place.strategy}/{place.node.id}",
        is_node=True,
        year=year,
        name=node_title(place.node),
        strategy=place.strategy_title,
        path=place.path,
        department=place.department,
        figures=_statuses(below) if year >= as_of - 1 else "",
        **_recorded(place.node.evaluations or {}, year),
    )


def kpi_row(asked: YearOfKPI, as_of: int) -> EvaluationRow:
    """The row that asks for the evaluation of a KPI.

    Args:
        asked: the KPI and the year that is judged.
        as_of: the year of the verdicts.
    """
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
        **_recorded(asked.standing.kpi.evaluations or {}, asked.year),
    )


def _recorded(evaluations: Mapping[int, Evaluation], year: int) -> dict[str, Any]:
    """What was said in the year, and in the newest one before it."""
    earlier = max((one for one in evaluations if one < year), default=None)
    before = _words(evaluations.get(earlier)) if earlier is not None else {}
    return {"words": _words(evaluations.get(year)), "earlier_year": earlier, "earlier": before}


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
    unit = "" if one.kpi.scale else one.unit  # a word has none
    lines = [said("actual: {value}", value=_with_unit(one.number(asked.value), unit) if asked.actual else "-")]
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
