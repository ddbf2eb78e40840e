"""What a KPI's chart and table show: its actuals against its path, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpitrack.model.actuals import Actual, status_of
from kpitrack.model.target import Target
from kpitrack.model.vocabulary import RANK

from .case import Case
from .standing import Row

ChartMark = Literal["baseline", "milestone", "final", "provisional", "foreseen", "former", "target", "break"]
NOT_FINAL = frozenset({"provisional", "estimated", "imputed", "unreliable"})
_RUNNING_OUT: tuple[ChartMark, ...] = ("final", "provisional", "break")
YearValue = tuple[int, float]
"""A fiscal year and a value in the KPI's unit."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One mark of a chart: its year, its value in the KPI's unit, and what it stands for."""

    year: int
    value: float
    mark: ChartMark


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart draws. It is empty where fewer than two years are known, since one makes no picture.

    Args:
        points: the marks, in the order in which they are drawn.
        runs: the actuals that a line may join: no year is missing between them, and no break.
        breaks: the years in which a new series begins.
        path: what the path asks for.
        trend: from the newest actual to the forecast for the target's year, or to where (also between two years) it
            would reach what cannot be; empty where there is none.
        band: the lower and the upper bound within which the target is met, as far as there are such.
        mean: of a mean, the years that it is taken over and its value.
        gap: the year, the newest actual and what the path asks for then, where they differ.
        compared: the values that a parity target is held against.
        missing: the years without a value between the first and the newest actual that should have one.
    """

    points: tuple[ChartPoint, ...] = ()
    runs: tuple[tuple[YearValue, ...], ...] = ()
    breaks: tuple[int, ...] = ()
    path: tuple[YearValue, ...] = ()
    trend: tuple[tuple[float, float], ...] = ()
    band: tuple[float | None, float | None] = (None, None)
    mean: tuple[YearValue, ...] = ()
    gap: tuple[int, float, float] | None = None
    compared: tuple[YearValue, ...] = ()
    missing: tuple[int, ...] = ()

    def years(self) -> set[int]:
        """The years in which anything is known."""
        lines = (self.path, self.trend, self.mean, self.compared)
        return {point.year for point in self.points} | {int(year) for line in lines for year, _ in line}

    def values(self) -> set[float]:
        """The values that must find room."""
        lines = (self.path, self.trend, self.mean, self.compared)
        bounds = {bound for bound in self.band if bound is not None}
        return {point.value for point in self.points} | {value for line in lines for _, value in line} | bounds

    def recorded(self) -> set[float]:
        """The values that were written down, not computed."""
        return {point.value for point in self.points if point.mark not in {"target", "former"}}

    def actuals(self) -> tuple[ChartPoint, ...]:
        """The marks of values that were observed, oldest first."""
        return tuple(point for point in self.points if point.mark in _RUNNING_OUT)


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


def least_foreseen(row: Row) -> float | None:
    """The number below which the trend of a verdict ``row`` means nothing: zero, or one for a place in an order.

    None where a number below it is known, and for targets that are held, are a range or a direction alone.
    """
    least = 1.0 if row["unit"] == RANK else 0.0
    known = (row.get(f"{name}_value") for name in ("start", "actual", "target"))
    numbered = row["target_form"] not in {"range", "improve", "hold"} and not row["limit"]
    return least if numbered and all(number is None or number >= least for number in known) else None


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


def picture(case: Case, rows: list[Year]) -> Picture:
    """What the chart of a KPI draws, from the rows of its table."""
    row, kpi = case.standing.row, case.standing.kpi
    points = tuple(_points(case, rows))
    observed = {one.year: one for one in rows if one.value is not None and one.status != "forecast"}
    breaks = tuple(year for year, one in observed.items() if one.status == "break")
    runs, missing = _runs(_known(case, observed), set(breaks), kpi.frequency)
    newest, end, forecast = row.get("actual_year"), row.get("target_year"), row.get("forecast_value")
    trend: tuple[tuple[float, float], ...] = ()
    decides = row.get("last_before_target")  # nothing more is measured by then
    if forecast is not None and newest is not None and end is not None and newest < end and not decides:
        trend = _trend((newest, row["actual_value"]), (end, forecast), least_foreseen(row))
    held = row.get("target_form") in {"range", "hold"}
    found = Picture(
        points,
        tuple(runs),
        breaks,
        tuple((one.year, one.expected) for one in rows if one.expected is not None),
        trend,
        (row.get("limit_low"), row.get("limit_high")) if held else (None, None),
        tuple((year, row["actual_value"]) for year in _averaged(case, observed)),
        _gap(case, observed),
        tuple((year, one.value * (row.get("parity_ratio") or 1)) for year, one in sorted(case.compared.items())),
        tuple(missing),
    )
    return found if len(found.years()) > 1 else Picture()


def _trend(start: YearValue, end: YearValue, least: float | None) -> tuple[tuple[float, float], ...]:
    """The line from ``start`` to ``end``, or to where it reaches the ``least`` that can be; empty if it is there."""
    if least is None or end[1] >= least:
        return start, end
    year = start[0] + (end[0] - start[0]) * (start[1] - least) / (start[1] - end[1])
    return (start, (year, least)) if year > start[0] else ()


def _known(case: Case, observed: dict[int, Year]) -> list[YearValue]:
    """The actuals, and the baseline where its year has none."""
    row = case.standing.row
    known = {year: one.value for year, one in observed.items() if one.value is not None}
    if row.get("start_value") is not None:
        known.setdefault(row["start_year"], row["start_value"])
    return sorted(known.items())


def _runs(known: list[YearValue], breaks: set[int], frequency: int) -> tuple[list[tuple[YearValue, ...]], list[int]]:
    """The values that may be joined by a line, and the years between them that lack one."""
    runs: list[list[YearValue]] = []
    missing: list[int] = []
    for year, value in known:
        last = runs[-1][-1][0] if runs else None
        if last is None or year - last > frequency or year in breaks:
            runs.append([])
        if last is not None and year - last > frequency:
            missing.extend(range(last + frequency, year, frequency))
        runs[-1].append((year, value))
    return [tuple(run) for run in runs], missing


def _averaged(case: Case, observed: dict[int, Year]) -> list[int]:
    """Of a mean, the first and the last year that it is taken over."""
    row = case.standing.row
    if case.standing.kpi.accumulation != "mean" or row.get("actual_value") is None:
        return []
    last = min(row["actual_year"], row.get("target_year") or row["actual_year"])
    counted = [year for year in observed if row["start_year"] < year <= last]
    return [counted[0], counted[-1]] if len(counted) > 1 else []


def _gap(case: Case, observed: dict[int, Year]) -> tuple[int, float, float] | None:
    row = case.standing.row
    year = row.get("actual_year")
    counts = row["status"] != "discontinued" and row.get("decided_by_year") in {None, year}
    if not (counts and row.get("gap_to_expected")):
        return None
    value: float = row["actual_value"]
    return (year, value, row["expected"]) if year in observed and observed[year].value == value else None


def _points(case: Case, rows: list[Year]) -> Iterator[ChartPoint]:
    one, row = case.standing, case.standing.row
    baseline, start = one.kpi.baseline, row.get("start_value")
    for year, value in sorted((one.kpi.milestones or {}).items()):
        yield ChartPoint(year, value, "milestone")
    for found in rows:
        if found.value is None:
            continue
        mark: ChartMark = "final"
        if found.status == "forecast":
            mark = "foreseen"
        elif found.status in NOT_FINAL:
            mark = "provisional"
        elif found.status == "break":
            mark = "break"
        yield ChartPoint(found.year, found.value, mark)
    if baseline is not None and baseline.value is not None and start is not None:
        yield ChartPoint(row["start_year"], start, "baseline")
    yield from (ChartPoint(year, value, "former") for year, value in former_targets(case))
    if row.get("target_year") is not None and row.get("target_value") is not None:
        yield ChartPoint(row["target_year"], row["target_value"], "target")


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
    row = resolve(build([strategy], []).kpis.lazy()).select("target_value").collect(engine="in-memory")
    value: float | None = row.item() if row.height else None
    return value


def legend(drawn: Picture) -> list[str]:
    """The lines, bands and marks that the chart's key explains, in a fixed order."""
    lines = {"path": drawn.path, "trend": drawn.trend, "mean": drawn.mean, "compared": drawn.compared}
    names = {point.mark for point in drawn.points} | {name for name, line in lines.items() if len(line) > 1}
    if drawn.band != (None, None):
        names.add("limit")
    order = (
        "final", "provisional", "foreseen", "break", "path", "milestone", "trend", "mean", "compared", "baseline",
        "target", "former", "limit",
    )  # fmt: skip
    return [name for name in order if name in names]
