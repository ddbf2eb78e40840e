"""What departments are asked for: values of KPIs, and evaluations of goals, measures and KPIs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpitrack.analysis.standing import Row, WrittenStanding
from kpitrack.exchange.sheet.expected import expected_values
from kpitrack.exchange.sheet.rows import EvaluationRow, SheetRow
from kpitrack.language import pick
from kpitrack.model.actuals import merged
from kpitrack.model.names import normal_name
from kpitrack.workspace.choose import Asked, choose

from .rows import Place, YearOfKPI, kpi_row, node_row, value_row

if TYPE_CHECKING:
    from kpitrack.model.strategy import Strategy
    from kpitrack.workspace.open import Files


@dataclass(slots=True)
class AskedRows:
    """The rows of a sheet in the order of the documents.

    Attributes:
        values: one for each KPI and year whose value is asked for.
        evaluations: one for each goal, measure, KPI and year.
        left_out: how many KPIs have no row, since their strategies do not reach to the years.
    """

    values: list[SheetRow]
    evaluations: list[EvaluationRow]
    left_out: int

    def of(self, departments: Collection[str]) -> AskedRows:
        """The rows of some departments."""
        return AskedRows(
            [row for row in self.values if row.department in departments],
            [row for row in self.evaluations if row.department in departments],
            self.left_out,
        )

    def __iter__(self) -> Iterator[SheetRow | EvaluationRow]:
        """All rows."""
        yield from self.values
        yield from self.evaluations


def asked_rows(
    space: Files,
    years: Sequence[int],
    strategies: Iterable[str] | None = None,
    *,
    values: bool = True,
    evaluations: bool = False,
) -> AskedRows:
    """The rows that ask for ``years``.

    Args:
        space: the repository.
        years: fiscal years.
        strategies: the ids of those that are asked; None for all.
        values: whether to ask for values of KPIs.
        evaluations: whether to ask for evaluations of goals, measures and KPIs.
    """
    chosen = choose(space, Asked(list(strategies or ())))
    expected = {
        key: value
        for part in chosen.parts
        for key, value in expected_values(space.frames(part, chosen.kpis(part)), years).items()
    }
    judged = {one.ref: one.row for one in chosen.standings()}
    counts = _statuses_below(judged.values())
    found = AskedRows([], [], 0)
    before: dict[str, str] = {}
    for bundle in space.strategies.bundles(name for name in space.strategies.ids if name in {*chosen.ids}):
        if (model := bundle.strategy.model) is None:
            continue
        recorded = merged(file.model for file in bundle.actuals if file.model)
        for place in _nodes(model):
            if evaluations:
                reached = [year for year in years if model.period.start <= year <= model.period.end]
                found.evaluations += [
                    node_row(place, year, counts[model.id, place.node.id], space.as_of) for year in reached
                ]
            for kpi in place.node.kpis or ():
                one = WrittenStanding(judged[f"{model.id}/{kpi.id}"], model, kpi)
                entries = recorded.get(kpi.id, {})
                reached = [year for year in years if _reaches(one, year)]
                found.left_out += not reached
                if kpi.continues is not None and kpi.accumulation != "running_total":  # which share no values
                    before[one.ref] = kpi.continues
                for year in reached:
                    asked = YearOfKPI(one, place.below(), year, entries, expected.get((one.ref, year)))
                    if values and kpi.computed is None and one.status != "not_read":
                        found.values.append(value_row(asked))
                    if evaluations:
                        found.evaluations.append(kpi_row(asked, space.as_of))
    found.values = _once(found.values, before)
    return found


def _statuses_below(rows: Iterable[Row]) -> Mapping[tuple[str, str], Counter[str]]:
    """By strategy and goal or measure, how many of the KPIs on it and below it have each status."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for node in row["path"]:
            counts[row["strategy"], node][row["status"]] += 1
    return counts


def _nodes(strategy: Strategy) -> Iterator[Place]:
    """The goals and measures in the order of the document; each without a department has that of the one above it."""
    title = pick(strategy.title)
    places: dict[str, Place] = {}
    for placed in strategy.nodes():
        above = places[placed.path[-1]] if placed.path else None
        path = above.below().path if above else ()
        department = normal_name(pick(placed.item.department)) or (above.department if above else "")
        places[placed.item.id] = Place(strategy.id, title, placed.item, path, department)
        yield places[placed.item.id]


def _reaches(one: WrittenStanding, year: int) -> bool:
    last = max(one.strategy.period.end, one.row["target_year"] or 0)
    gone = one.kpi.discontinued is not None and year >= one.kpi.discontinued.year
    return bool(one.row["start_year"] < year <= last) and not gone


def _once(rows: Sequence[SheetRow], before: Mapping[str, str]) -> list[SheetRow]:
    """A year of a series under several strategies: the rows that have an entry, else that of the last strategy.

    Args:
        rows: of every KPI.
        before: for a KPI that shares the values of the one that it continues, which.
    """
    series: dict[tuple[str, int], list[SheetRow]] = {}
    for row in rows:
        series.setdefault((_line(row.kpi, before)[-1], row.year), []).append(row)
    kept: set[tuple[str, int]] = set()
    for same in series.values():
        entered = [row for row in same if row.value is not None or row.status is not None]
        last = max(same, key=lambda row: len(_line(row.kpi, before)))
        kept.update((row.kpi, row.year) for row in entered or [last])
    return [row for row in rows if (row.kpi, row.year) in kept]


def _line(kpi: str, before: Mapping[str, str]) -> list[str]:
    """A KPI, the one that it continues, and so on to the first."""
    return [kpi, *_line(before[kpi], before)] if kpi in before else [kpi]
