"""The yearly values that a table holds of a known KPI, in its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.exchange.sheet.cells import as_number
from kpitrack.exchange.spreadsheet.cells import Cell
from kpitrack.language import plain, say
from kpitrack.model.figures import UnreadableFigure
from kpitrack.model.figures.actual import hold_as_actual, words_to_keep
from kpitrack.model.figures.units import is_share
from kpitrack.model.strategy import KPI

from .kpi import OTHERWISE_COUNTED, PROGRESS
from .phrase import NotUnderstood, read_phrase, shown
from .record import Account, Indicator, TableValue, year_of
from .unit import stated_unit


@dataclass(frozen=True, slots=True)
class YearlyValue:
    """What a cell says of a year: the fields of an entry."""

    year: int
    fields: Mapping[str, Any]
    cell: Cell


def values_of(indicator: Indicator, kpi: KPI, account: Account, number: int) -> list[YearlyValue]:
    """The values of the years, each once; what is not taken is left with the reason in the ``account`` of the cells."""
    found: dict[int, YearlyValue] = {}
    clashing: set[int] = set()
    for value in indicator.values:
        if value.role != "actual" and not _is_later(value, indicator, kpi):
            account.leave(value.cell, say("no actual: a target or baseline belongs into the strategy"))
            continue
        try:
            one = _value(value, indicator, kpi, account, number)
        except NotUnderstood as refusal:
            account.leave(value.cell, refusal.reason)
            continue
        other = found.setdefault(one.year, one)
        if other is not one and other.fields != one.fields:
            clashing.add(one.year)
            account.leave((one.cell, other.cell), say("a second actual of the same year"))
    kept = [one for year, one in found.items() if year not in clashing]
    for one in kept:
        account.use(one.cell, "actual", number)
    return kept


def _is_later(value: TableValue, indicator: Indicator, kpi: KPI) -> bool:
    """Whether a 現状値 or 最新値 is of a year after the baseline of the KPI, so that it is what was reached by then."""
    if value.role != "baseline" or kpi.baseline is None or kpi.baseline.year is None or value.over:
        return False
    beside = indicator.years.only(value.year_cell.text) if value.year_cell else None
    named = beside or value.year
    year = named.year if named else _year_in_the_cell(value, indicator)
    return year is not None and year > kpi.baseline.year


def _year_in_the_cell(value: TableValue, indicator: Indicator) -> int | None:
    try:
        figure = read_phrase(value.figure_cell, None, indicator.years).figure
    except NotUnderstood:
        return None
    return figure.month.fiscal_year if figure.month else figure.year


def _word(value: TableValue, indicator: Indicator, kpi: KPI, account: Account, number: int) -> YearlyValue:
    """The word of a KPI that is told in words."""
    text = " ".join(value.cell.text.split())
    if text not in map(plain, kpi.scale or ()):
        raise NotUnderstood(say("“{word}” is no word of the KPI's scale", word=text))
    year = year_of(value, None, indicator, account, number)
    if year is None:
        raise NotUnderstood(say("an actual whose year is not said"))
    status = {} if value.status == "normal" else {"status": value.status}
    return YearlyValue(year.year, {"value": text, **status}, value.cell)


def _value(value: TableValue, indicator: Indicator, kpi: KPI, account: Account, number: int) -> YearlyValue:
    if kpi.scale:
        return _word(value, indicator, kpi, account, number)
    unit = indicator.unit_cell
    printed = stated_unit(unit.text if unit else None, indicator.name, indicator.unit_around)
    running = kpi.accumulation == "running_total"
    if value.counting == ("single" if running else "total"):
        raise NotUnderstood(OTHERWISE_COUNTED[value.counting])
    phrase = read_phrase(value.figure_cell, plain(kpi.unit), indicator.years, printed_unit=printed or "")
    year = year_of(value, phrase, indicator, account, number)
    if year is None:
        raise NotUnderstood(say("an actual whose year is not said"))
    if value.progress and is_share(plain(kpi.unit)):
        raise NotUnderstood(PROGRESS)
    if phrase.keep or phrase.over_previous or phrase.every_year or phrase.mean:
        raise NotUnderstood(say("no single value"))
    try:
        hold_as_actual(phrase.figure, shown(value.figure_cell), kpi, year.year)
    except UnreadableFigure as refusal:
        raise NotUnderstood(refusal.message) from refusal
    fields: dict[str, Any] = {"value": as_number(phrase.figure.value)} if phrase.figure.value is not None else {}
    if not fields:
        raise NotUnderstood(say("no single value"))
    status = value.status if phrase.figure.status == "normal" else phrase.figure.status
    if status != "normal":
        fields["status"] = status
    if note := words_to_keep(phrase.figure):
        fields["note"] = note
    return YearlyValue(year.year, fields, value.cell)
