"""What was taken from tables, and every cell that was left with the reason: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kpitrack.checks.targets import baseline_of, number_of
from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.exchange.table.drafted import DraftKPI
from kpitrack.exchange.table.match import Known
from kpitrack.exchange.table.reading import SheetReading, TablesReading
from kpitrack.language import pick, said, say_n
from kpitrack.language.visible import visible

from .text import json

_FORMS = ("times_baseline", "change", "percent_change", "percent_per_year", "hold", "improve", "value")
_SHORT = 24


def as_text(reading: TablesReading) -> Iterator[str]:
    """A line for each sheet, and one for each reason why cells of it are left."""
    for file in reading.files:
        for sheet in file.sheets:
            place = f"{file.path} {sheet.name}".strip()
            account = sheet.account
            yield str(
                say_n(
                    "{place}: {n} cell filled, {used} used, {left} left",
                    "{place}: {n} cells filled, {used} used, {left} left",
                    len(account.cells),
                    place=visible(place),
                    used=len(account.used),
                    left=len(account.left),
                )
            )
            yield from _left(sheet)


def _left(sheet: SheetReading) -> Iterator[str]:
    reasons: dict[str, list[Cell]] = {}
    for left in sheet.account.left:
        reasons.setdefault(str(left.reason), []).append(left.cell)
    for reason, cells in reasons.items():
        named = ", ".join(f"{cell.place} “{_short(cell)}”" for cell in cells)
        yield f"  {visible(said('{cells}: {reason}', cells=named, reason=reason))}"


def _short(cell: Cell) -> str:
    text = " ".join(cell.text.split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def as_json(reading: TablesReading, ids: Mapping[int, str], more: Mapping[str, Any] | None = None) -> str:
    """The document ``kpitrack/import/1`` as text.

    Args:
        reading: what the tables say.
        ids: what each KPI is called, by its number; those without a name are left out.
        more: further fields of the document.
    """
    files = [{"path": file.path, "sheets": [_sheet(sheet, ids) for sheet in file.sheets]} for file in reading.files]
    kpis = [_kpi(kpi, ids[number]) for number, kpi in enumerate(reading.kpis) if number in ids]
    return json.text(json.document("import", **{"files": files, "kpis": kpis} | dict(more or {})), indent=1)


def known_as_json(known: Known, actuals: Mapping[str, float | str]) -> dict[str, Any]:
    """A KPI of the repository as an entry of the document, with the ``actuals`` by year that the tables say."""
    kpi = known.kpi
    words = [pick(word) for word in kpi.scale or ()]
    reached = number_of(kpi.target, baseline_of(kpi)) if kpi.target else None

    def shown(step: float | None) -> float | int | str | None:
        return words[int(step)] if words and step is not None else json.number(step)

    return {
        "kpi": known.ref,
        "name": pick(kpi.name),
        "unit": pick(kpi.unit),
        "better": kpi.better,
        "baseline": kpi.baseline and {"year": kpi.baseline.year, "value": shown(kpi.baseline.value)},
        "target": kpi.target and {"year": kpi.target.year, "value": shown(reached), "form": kpi.target.form},
        "milestones": {str(year): shown(value) for year, value in (kpi.milestones or {}).items()},
        "actuals": actuals,
    }


def _sheet(sheet: SheetReading, ids: Mapping[int, str]) -> dict[str, Any]:
    used, left = sheet.account.used, sheet.account.left
    return {
        "sheet": sheet.name,
        "cells": {"filled": len(sheet.account.cells), "used": len(used), "left": len(left)},
        "used": [
            {"cell": one.cell.place, "as": one.role, "kpi": None if one.kpi is None else ids.get(one.kpi)}
            for one in used
        ],
        "left": [{"cell": one.cell.place, "text": one.cell.text, "reason": str(one.reason)} for one in left],
    }


def _kpi(kpi: DraftKPI, id_: str) -> dict[str, Any]:
    baseline = kpi.value_of("baseline")
    return {
        "kpi": id_,
        "name": kpi.name,
        "unit": kpi.unit,
        "better": kpi.value_of("better"),
        "baseline": {"year": baseline.get("year"), "value": baseline.get("value")} if baseline else None,
        "target": _target(kpi.value_of("target")),
        "milestones": {str(year): value for year, value in (kpi.value_of("milestones") or {}).items()},
        "actuals": {str(year): kpi.actuals[year].value for year in sorted(kpi.actuals)},
    }


def _target(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The target with its form; ``value`` is the number that the cell gives, null where its form has none."""
    if not fields:
        return None
    form = next(name for name in _FORMS if name in fields)
    value = fields.get("value", fields.get(form) if form not in {"hold", "improve"} else None)
    rest = {name: fields[name] for name in fields if name not in {"year", "value", form} or name == "hold"}
    return {"year": fields.get("year"), "value": value, "form": form, **rest}
