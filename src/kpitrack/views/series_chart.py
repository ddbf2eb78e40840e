"""One KPI's series against its path, a line a year: as plain as a ruler, on any terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.text import Text

from kpitrack.analysis.case import Series
from kpitrack.analysis.standing import Standing
from kpitrack.language import say
from kpitrack.model.actuals import Actual, observation_word
from kpitrack.views.text.plain import pad, visible, width

ACTUAL, PROVISIONAL, PATH, TARGET, BASELINE = "●", "○", "│", "◎", "◇"
_NARROWEST, _WIDEST = 16, 60


def render(one: Standing, series: Series, columns: int) -> Iterator[Text]:
    """The lines: year, value, path, and the two on one scale."""
    baseline, target = one.kpi.baseline, one.row.get("target_value")
    rows = [_Row.of(one, series, year) for year in sorted({*series.entries, *series.path})]
    if one.kpi.accumulation == "sum":
        rows = _summed(one, rows)
    values = [value for row in rows for value in (row.value, row.path, row.baseline) if value is not None]
    if target is not None:
        values.append(target)
    if not values:
        return
    actual = say("sum so far") if one.kpi.accumulation == "sum" else say("actual")
    titles = [str(say("year")), str(actual), str(say("path"))]
    cells = [
        [str(row.year), one.number(row.baseline if row.value is None and row.baseline is not None else row.value),
         one.number(row.path, derived=True)]
        for row in rows
    ]  # fmt: skip
    widths = [max(width(title), *(width(cell[i]) for cell in cells)) for i, title in enumerate(titles)]
    notes = [visible(row.note) for row in rows]
    room = columns - sum(widths) - 2 * len(widths) - 4 - max(map(width, notes))
    size = max(_NARROWEST, min(_WIDEST, room))
    low, high = min(values), max(values)
    yield Text(
        "  ".join(pad(title, size_, right=True) for title, size_ in zip(titles, widths, strict=True)), style="dim"
    )
    for row, cell, note in zip(rows, cells, notes, strict=True):
        line = Text("  ".join(pad(text, size_, right=True) for text, size_ in zip(cell, widths, strict=True)))
        line.append("  ")
        line.append(row.canvas(low, high, size, target if row.is_target else None))
        if note:
            line.append(f"  {note}", style="dim")
        yield line
    legend = say(
        "{actual} actual   {provisional} not final   {path} path   {target} target   {baseline} baseline",
        actual=ACTUAL, provisional=PROVISIONAL, path=PATH, target=TARGET, baseline=BASELINE,
    )  # fmt: skip
    yield Text(str(legend), style="dim")
    if one.kpi.accumulation != "sum" and (baseline is None or baseline.value is None):
        yield Text(str(say("the baseline is not known")), style="dim")


def _summed(one: Standing, rows: list[_Row]) -> list[_Row]:
    """The rows of a sum: what is known so far, and each year's amount beside it."""
    total, found = 0.0, []
    start, end = one.row["start_year"], one.row.get("target_year")
    for row in rows:
        if row.value is None or row.year <= start or (end is not None and row.year > end):
            found.append(replace(row, value=None))
            continue
        total += row.value
        amount = say("+{amount} this year", amount=one.number(row.value))
        found.append(replace(row, value=total, note=", ".join(filter(None, (str(amount), row.note)))))
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    year: int
    value: float | None
    path: float | None
    baseline: float | None
    final: bool
    is_target: bool
    note: str

    @classmethod
    def of(cls, one: Standing, series: Series, year: int) -> _Row:
        entry = series.entries.get(year)
        status = entry.status if isinstance(entry, Actual) else "normal"
        baseline, target = one.kpi.baseline, one.kpi.target
        at_baseline = one.row.get("start_year") == year
        words = []
        if at_baseline:
            words.append(str(say("baseline")))
        if status != "normal":
            words.append(observation_word(status))
        if target is not None and target.year == year:
            words.append(str(say("target {number}", number=one.target_text())))
        return cls(
            year,
            one.kpi.value_of(entry),
            series.path.get(year),
            baseline.value if baseline and at_baseline else None,
            status in {"normal", "break"},
            target is not None and target.year == year,
            ", ".join(words),
        )

    def canvas(self, low: float, high: float, size: int, target: float | None) -> str:
        cells = [" "] * size
        for value, mark in (
            (self.path, PATH),
            (self.baseline, BASELINE),
            (target, TARGET),
            (self.value, ACTUAL if self.final else PROVISIONAL),
        ):
            if value is not None:
                cells[round((value - low) / (high - low) * (size - 1)) if high > low else 0] = mark
        return "".join(cells)
