"""What a KPI's chart and table show: its actuals against its path, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kpitrack.model.actuals import Actual, status_of
from kpitrack.model.target import Target

from .case import Case

ChartLine = Literal["path", "actual", "trend", "limit-low", "limit-high"]
ChartMark = Literal["baseline", "milestone", "final", "provisional", "foreseen", "former", "target", "break"]
NOT_FINAL = frozenset({"provisional", "estimated", "imputed", "unreliable"})


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point of a chart.

    Args:
        year: the fiscal year.
        value: in the KPI's unit.
        line: the line that it belongs to, if any.
        mark: its mark, if any.
    """

    year: int
    value: float
    line: ChartLine | None = None
    mark: ChartMark | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One row of the table beside the chart.

    Args:
        year: the fiscal year.
        amount: what was recorded for the year itself.
        value: the actual; for a sum, the sum so far.
        status: of the observation; null where there is no entry.
        expected: what the path asks for.
        marks: what else happens in the year, such as the target.
        stated: what else is written of the actual: its note, source and so on.
    """

    year: int
    amount: float | None
    value: float | None
    status: str | None
    expected: float | None
    marks: tuple[ChartMark, ...]
    stated: Actual | None


def years(case: Case) -> list[Year]:
    """The rows of the table, oldest first."""
    one = case.standing
    is_sum = one.kpi.accumulation == "sum"
    start, end = one.row["start_year"], one.row.get("target_year")
    stones = one.kpi.milestones or {}
    total = 0.0
    found = []
    for year in sorted({*case.series.entries, *case.series.path}):
        entry = case.series.entries.get(year)
        amount = value = one.kpi.value_of(entry)
        status = status_of(entry) if year in case.series.entries else None
        if is_sum:
            counts = value is not None and year > start and (end is None or year <= end) and status != "forecast"
            total += value if counts and value is not None else 0.0
            value = total if counts else None
        marks: list[ChartMark] = []
        if one.kpi.baseline is not None and year == start:
            marks.append("baseline")
        if year in stones:
            marks.append("milestone")
        if one.kpi.target is not None and year == end:
            marks.append("target")
        stated = entry if isinstance(entry, Actual) else None
        found.append(Year(year, amount, value, status, case.series.path.get(year), tuple(marks), stated))
    return found


def points(case: Case) -> list[ChartPoint]:
    """What the chart draws; empty where fewer than two years are known, since one makes no picture."""
    found = [*_lines(case), *_marks(case)]
    return found if len({point.year for point in found}) > 1 else []


def _lines(case: Case) -> Iterator[ChartPoint]:
    row = case.standing.row
    rows = years(case)
    path = [(one.year, one.expected) for one in rows if one.expected is not None]
    yield from (ChartPoint(year, value, line="path") for year, value in path)
    first, last = (rows[0].year, rows[-1].year) if rows else (0, 0)
    for name, line in (("limit_low", "limit-low"), ("limit_high", "limit-high")):
        value = row.get(name)
        if value is not None and row.get("target_form") in {"range", "hold"} and first < last:
            yield from (ChartPoint(year, value, line=line) for year in (first, last))  # type: ignore[arg-type]  # a ChartLine
    known = [(one.year, one.value) for one in rows if one.value is not None and one.status != "forecast"]
    if known and row.get("start_value") is not None and known[0][0] > row["start_year"]:
        known.insert(0, (row["start_year"], row["start_value"]))
    yield from (ChartPoint(year, value, line="actual") for year, value in known)
    newest, at = row.get("actual_year"), row.get("target_year")
    if row.get("forecast_value") is not None and newest is not None and at is not None and newest < at:
        yield ChartPoint(newest, row["actual_value"], line="trend")
        yield ChartPoint(at, row["forecast_value"], line="trend")


def _marks(case: Case) -> Iterator[ChartPoint]:
    one, row = case.standing, case.standing.row
    baseline, start = one.kpi.baseline, row.get("start_value")
    for year, value in sorted((one.kpi.milestones or {}).items()):
        yield ChartPoint(year, value, mark="milestone")
    for found in years(case):
        if found.value is None:
            continue
        mark: ChartMark = "final"
        if found.status == "forecast":
            mark = "foreseen"
        elif found.status in NOT_FINAL:
            mark = "provisional"
        elif found.status == "break":
            mark = "break"
        yield ChartPoint(found.year, found.value, mark=mark)
    if baseline is not None and baseline.value is not None and start is not None:
        yield ChartPoint(row["start_year"], start, mark="baseline")
    yield from (ChartPoint(year, value, mark="former") for year, value in former_targets(case))
    if row.get("target_year") is not None and row.get("target_value") is not None:
        yield ChartPoint(row["target_year"], row["target_value"], mark="target")


def former_targets(case: Case) -> list[tuple[int, float]]:
    """The year and number of each earlier target, oldest first, as far as they have both."""
    found = []
    for revision in case.standing.kpi.revisions or ():
        value, year = former_value(case, revision.target), revision.target.year
        if value is not None and year is not None:
            found.append((year, value))
    return found


def former_value(case: Case, target: Target) -> float | None:
    """The absolute value of an earlier target."""
    one = case.standing
    if target.form == "value":
        return target.value
    from kpitrack.progress.frames import build
    from kpitrack.progress.targets import resolve

    kpi = one.kpi.model_copy(update={"target": target, "revisions": None, "milestones": None})
    strategy = one.strategy.model_copy(
        update={"goals": [one.strategy.goals[0].model_copy(update={"kpis": [kpi], "measures": None})]}
    )
    row = resolve(build([strategy], []).kpis.lazy()).select("target_value").collect()
    value: float | None = row.item() if row.height else None
    return value


def legend(drawn: Iterable[ChartPoint]) -> list[str]:
    """The lines and marks that the chart's key explains, in a fixed order."""
    names: set[str] = {name for point in drawn for name in (point.line, point.mark) if name}
    if names & {"limit-low", "limit-high"}:
        names.add("limit")
    order = (
        "final", "provisional", "foreseen", "break", "path", "milestone", "trend", "baseline", "target", "former",
        "limit",
    )  # fmt: skip
    return [name for name in order if name in names]
