"""The formula of each rate, with the KPI's numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpitrack.analysis.case import Case
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import said, say
from kpitrack.model.vocabulary import AMOUNTS
from kpitrack.views.sentence.expected import meets
from kpitrack.views.words import rate_word, reason_word

from .step import worked

#: A symbol of a formula; the distance to a range is written ``d(a)``.
_NAME = re.compile(r"d\([ab]\)|[a-z_]+")
_BY_TIME = {"range", "parity_with"}
_LISTED_POINTS = 12
_TO_GO = {"remaining", "needed_per_year"}
#: Of interest only where they are defined.
_FURTHER = (
    "inverse_attainment", "inverse_against_expected", "mirrored_attainment", "mirrored_against_expected",
    "ratio_to_target", "deviation", "on_previous", "gap_to_expected", "allowance_used",
)  # fmt: skip


def rates(case: Case) -> Iterator[tuple[str, float | None]]:
    """A line for each rate, with its value as a ratio; differences are in the KPI's unit."""
    one, row = case.standing, case.standing.row
    if row.get("actual_year") is None:
        return
    met = meets(row, row["actual_value"])
    for name, symbols in _formulas(one):
        value = row.get(name)
        if value is None and name in _FURTHER:
            continue
        if value is None:
            why = reason_word(row.get(f"reason_{name}"))
            yield f"{rate_word(name)}: {name} = {symbols}: {say('undefined')}: {why}".rstrip(": "), None
            continue
        numbers = _line(case) if name == "forecast_value" else _substituted(symbols, one)
        steps = [name, symbols, numbers, _result(one, name, value)]
        line = f"{rate_word(name)}: {' = '.join(dict.fromkeys(filter(None, steps)))}"
        if name in _TO_GO and value and met:
            line = said("{line} (the target is met by that much: nothing of it is asked for)", line=line)
        yield line, value
    if row.get("forecast_clipped"):
        yield said("the line leads beyond what a share can be, so the forecast is cut off there"), None


def _line(case: Case) -> str:
    """The points of the least squares line, and where it is read."""
    one, row = case.standing, case.standing.row
    points = [] if row.get("start_value") is None else [(row["start_year"], row["start_value"])]
    total = 0.0
    for i, (year, value) in enumerate(case.usable()):
        total += value
        kind = one.kpi.accumulation
        points.append((year, total if kind == "sum" else total / (i + 1) if kind == "mean" else value))
    if len(points) > _LISTED_POINTS:
        return said("through {n} points, read at {year}", n=len(points), year=row["target_year"])
    listed = ", ".join(f"({year}, {worked(one, value)})" for year, value in points)
    return said("through {points}, read at {year}", points=listed, year=row["target_year"])


def _result(one: WrittenStanding, name: str, value: float) -> str:
    if name in AMOUNTS:
        return worked(one, value) if one.kpi.scale is None else one.amount(value, derived=True)
    return f"{value:.4f}" if name == "growth_ratio" else one.rate(value)


def bracketed(one: WrittenStanding, value: float) -> str:
    """A number in a formula: in brackets where it is negative."""
    return _in_brackets(worked(one, value))


def _in_brackets(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _formulas(one: WrittenStanding) -> Iterator[tuple[str, str]]:
    """The rates in the order of the method, in symbols."""
    form = one.kpi.target.form if one.kpi.target else ""
    yield "attainment", "a ÷ t"
    yield "against_expected", "a ÷ e"
    if form == "parity_with":
        yield "progress", "((c_b − b) − (c − a)) ÷ (c_b − b)"
    elif form == "range":
        yield "progress", "1 − d(a) ÷ d(b)"
    else:
        yield "progress", "(a − b) ÷ (t − b)"
    yield "pace", "progress ÷ elapsed" if form in _BY_TIME else "(a − b) ÷ (e − b)"
    part = "(y − y_b) ÷ (y_t − y_b)"
    late = (one.row.get("target_year") or 0) < (one.row.get("actual_year") or 0)
    yield "elapsed", f"min(1, {part})" if late else part
    yield "change", "(a − b) ÷ |b|"
    yield "difference", "a − b"
    yield "improvement", "change" if one.row.get("better") != "lower" else "−change"
    yield "growth_ratio", "((a ÷ b)^(1 ÷ (y − y_b)) − 1) ÷ ((t ÷ b)^(1 ÷ (y_t − y_b)) − 1)"
    yield "forecast_value", said("f, the least squares line at y_t")
    yield "forecast_progress", "(f − b) ÷ (t − b)"
    yield "remaining", "t − a"
    yield "needed_per_year", "(t − a) ÷ (y_t − y)"
    lower = one.row.get("better") == "lower"
    yield "inverse_attainment", "t ÷ a"
    yield "inverse_against_expected", "e ÷ a"
    yield "mirrored_attainment", "2 − a ÷ t"
    yield "mirrored_against_expected", "2 − a ÷ e"
    yield "ratio_to_target", "a ÷ t"
    yield "deviation", "(t − a) ÷ |t|" if lower else "(a − t) ÷ |t|"
    amount = "v" if one.kpi.accumulation in {"sum", "mean"} else "a"
    yield "on_previous", f"(p − {amount}) ÷ |p|" if lower else f"({amount} − p) ÷ |p|"
    yield "gap_to_expected", "e − a" if lower else "a − e"
    yield "allowance_used", "(a − b) ÷ (t − b)"


def _substituted(symbols: str, one: WrittenStanding) -> str:
    """``symbols`` with the KPI's numbers; empty where one of them is unknown."""
    row = one.row
    if one.kpi.scale is not None:
        return ""  # steps are counted, and no number of the files
    values: dict[str, float | None] = {
        "a": row.get("actual_value"),
        "b": row.get("start_value"),
        "c": row.get("comparator_value"),
        "c_b": row.get("comparator_start"),
        "d(a)": _distance(one, row.get("actual_value")),
        "d(b)": _distance(one, row.get("start_value")),
        "e": row.get("expected"),
        "f": row.get("forecast_value"),
        "t": row.get("target_value"),
        "p": row.get("previous_amount"),
        "v": row.get("actual_amount"),
    }
    years = {"y": row.get("actual_year"), "y_b": row.get("start_year"), "y_t": row.get("target_year")}
    names = set(_NAME.findall(symbols))
    shown = (
        {name: None if value is None else bracketed(one, value) for name, value in values.items() if name in names}
        | {name: None if year is None else str(year) for name, year in years.items()}
        | {name: _in_brackets(one.rate(row.get(name))) for name in names & {"progress", "elapsed", "change"}}
    )
    if any(name in shown and shown[name] is None for name in names):
        return ""
    return _NAME.sub(lambda found: shown.get(found[0]) or found[0], symbols)


def _distance(one: WrittenStanding, value: float | None) -> float | None:
    """How far ``value`` lies outside the range that is the target."""
    span = one.kpi.target.range if one.kpi.target else None
    return None if value is None or span is None else max(span.low - value, value - span.high, 0.0)
