"""``kpis.csv`` and ``actuals.csv`` of ``kpitrack export csv``, told as the tables that people write.

Only the columns that such tables have are left, under the headings that are understood; so a year is never taken for a
value, nor a code for a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpitrack.exchange.headings import japanese
from kpitrack.exchange.spreadsheet.cells import Cell, Sheet
from kpitrack.exchange.spreadsheet.formula import is_like_formula
from kpitrack.exchange.tidy import TIDY
from kpitrack.model.characters import scientific
from kpitrack.progress.schema import KPIS

#: The columns of each file, those of them that no table of people has together, and what a table calls the ones it has.
#: Other versions write the same files with further columns, or call one differently.
_FILES: tuple[tuple[tuple[str, ...], frozenset[str], Mapping[str, str]], ...] = (
    (
        tuple(KPIS),
        frozenset({"ref", "strategy", "kpi", "position", "period_start", "period_end"}),
        {
            "name": "指標名", "unit": "単位", "better": "望ましい方向", "baseline_year": "基準年度",
            "baseline_value": "基準値", "target_year": "目標年度", "target_number": "目標値",
        },
    ),
    (
        tuple(TIDY["actuals"]),
        frozenset({"ref", "status", "numerator", "denominator"}),
        {"ref": "指標名", "year": "年度", "value": "実績値"},
    ),
)  # fmt: skip
_DIRECTIONS = {"higher": "増加", "lower": "減少"}
_STATUSES = {"normal": "", "provisional": "（速報値）", "estimated": "（推計値）", "forecast": "（見込値）"}


def as_people_write(sheet: Sheet) -> tuple[Sheet, list[Cell]]:
    """The sheet as a table of people, and the cells of it that such a table does not have.

    A sheet that is none of these files stays as it is.
    """
    first = {cell.column: cell.text for cell in (sheet.rows[0] if sheet.rows else ())}
    for columns, marks, told in _FILES:
        for names in ({}, {japanese(name): name for name in columns}):
            at = {column: names.get(text, text) for column, text in first.items()}
            if marks.union(told) <= set(at.values()) and len(set(at.values())) == len(at):
                return _told(sheet, at, told)
    return sheet, []


def _told(sheet: Sheet, at: Mapping[int, str], told: Mapping[str, str]) -> tuple[Sheet, list[Cell]]:
    header, *below = sheet.rows
    rows = [tuple(replace(cell, value=told[at[cell.column]]) for cell in header if at[cell.column] in told)]
    left = [cell for cell in header if at[cell.column] not in told]
    for row in below:
        beside = {at[cell.column]: cell.text for cell in row if cell.column in at}
        kept = []
        for cell in row:
            name = at.get(cell.column, "")
            text = _text(name, cell.text, beside) if name in told else None
            if text is None:
                left.append(cell)
            else:
                kept.append(replace(cell, value=text))
        rows.append(tuple(kept))
    return replace(sheet, rows=tuple(rows)), left


def _text(name: str, text: str, beside: Mapping[str, str]) -> str | None:
    """What a cell says to people.

    None where a table cannot say it, as a break in a series, a target of another form or a step of a scale, or where it
    is computed.
    """
    if name == "better":
        return _DIRECTIONS.get(text)
    if name in {"target_number", "target_year"} and beside.get("target_form") != "value":
        return None
    if name.startswith(("baseline_", "target_")) and beside.get("scale"):
        return None  # steps, of which the words are not told apart
    if name in {"baseline_year", "year", "target_year"}:
        return f"{text}年" if beside.get("calendar") == "cy" else f"{text}年度"
    if name in {"value", "baseline_value", "target_number"} and "e" in text:  # a spreadsheet, which shortens, writes E
        text = scientific(text) or text
    if name == "value":
        text = _bare(beside.get("word", "")) or text
        mark = _STATUSES.get(beside.get("status", "normal"))
        return None if mark is None or beside.get("answered") else text + mark
    return _bare(text) if name in {"name", "unit"} else text


def _bare(text: str) -> str:
    """``text`` without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    bare = text.removeprefix("'")
    return bare if is_like_formula(bare) else text
