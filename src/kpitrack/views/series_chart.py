"""One KPI's series against its path, a line a year: as plain as a ruler, on any terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import Year, years
from kpitrack.language import said, say
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import observation_word

from .text.columns import Column
from .text.plain import widest
from .text.styled import Piece, Styled, wrapped

#: One cell each in every font.
ACTUAL, PROVISIONAL, PATH, TARGET, BASELINE = "*", "o", "|", "@", "+"
_NARROWEST, _WIDEST = 16, 60


def series_chart(case: Case, columns: int) -> Iterator[Styled]:
    """The lines: year, value, expected value, and both on one scale; none where no value is known."""
    one, rows = case.standing, years(case)
    target, is_sum = one.row.get("target_value"), one.kpi.accumulation == "sum"
    baseline = None if is_sum else one.row["baseline_value"]  # what is stated for that year is no part of the sum
    start = {one.row.get("start_year"): baseline}
    known = [(row.value, row.expected, start.get(row.year)) for row in rows]
    values = [value for point in [*known, (target,)] for value in point if value is not None]
    if not values:
        return
    titles = [said("year"), said("sum so far") if is_sum else said("actual"), said("path")]
    cells = [
        [
            str(row.year),
            one.number(start.get(row.year) if row.value is None else row.value),
            one.number(row.expected, derived=True),
        ]
        for row in rows
    ]
    figures = [Column([title, *(cell[i] for cell in cells)], right=True) for i, title in enumerate(titles)]
    notes = [visible(_note(case, row)) for row in rows]
    room = columns - sum(one.widest + 2 for one in figures) - 4 - max(map(widest, notes))
    size = max(_NARROWEST, min(_WIDEST, room))
    low, high = min(values), max(values)
    yield Styled("  ".join(column.cell(title) for column, title in zip(figures, titles, strict=True)), "dim")
    for row, cell, note in zip(rows, cells, notes, strict=True):
        ruler = [Piece(" ")] * size
        for value, mark, style in (
            (row.expected, PATH, "dim"),
            (start.get(row.year), BASELINE, ""),
            (target if _is_target(case, row) else None, TARGET, "bold"),
            (row.value, ACTUAL if row.status in {"normal", "break"} else PROVISIONAL, "bold blue"),
        ):
            if value is not None:
                at = round((value - low) / (high - low) * (size - 1)) if high > low else 0
                ruler[at] = Piece(mark, style)
        line = Styled("  ".join(column.cell(text) for column, text in zip(figures, cell, strict=True)))
        line.append("  ").extend(ruler)
        yield line.append(f"  {note}", "dim") if note else line
    legend = say(
        "{actual} actual   {provisional} not final   {path} path   {target} target   {baseline} baseline",
        actual=ACTUAL, provisional=PROVISIONAL, path=PATH, target=TARGET, baseline=BASELINE,
    )  # fmt: skip
    yield from wrapped(str(legend), columns, "dim")
    if not is_sum and baseline is None:
        yield Styled(said("the baseline is not known"), "dim")


def _is_target(case: Case, row: Year) -> bool:
    target = case.standing.kpi.target
    return target is not None and target.year == row.year


def _note(case: Case, row: Year) -> str:
    """Remarks on a year: its own amount in a sum, baseline, target, and what its value is worth."""
    one, words = case.standing, []
    if one.kpi.accumulation == "sum" and row.value is not None:
        words.append(said("+{amount} this year", amount=one.number(row.amount)))
    if one.row.get("start_year") == row.year:
        words.append(said("baseline"))
    if row.status not in {None, "normal"}:
        words.append(observation_word(str(row.status)))
    if _is_target(case, row):
        words.append(said("target {number}", number=one.target_text()))
    return ", ".join(words)
