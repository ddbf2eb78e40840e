"""One row of values: what a department needs to know of a KPI and year, and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from kpitrack.analysis.standing import WrittenStanding, scale_word
from kpitrack.exchange.sheet.columns import ACCUMULATIONS
from kpitrack.exchange.sheet.rows import SheetRow
from kpitrack.exchange.spreadsheet.cells import shortest
from kpitrack.language import pick, translate
from kpitrack.model.actuals import Actual, Entries, Entry
from kpitrack.model.names import normal_name
from kpitrack.model.record import AnySource, Source
from kpitrack.model.strategy import KPI, Goal, Measure
from kpitrack.views.titles import node_title


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
