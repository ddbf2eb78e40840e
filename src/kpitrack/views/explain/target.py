"""The target in words, and what a moving target is compared with; each number with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpitrack.analysis.case import Case, Locate
from kpitrack.analysis.standing import WrittenStanding, percent
from kpitrack.language import said, say
from kpitrack.model.numbers import show_number
from kpitrack.model.target import Against, Target

from .step import StepLine, worked


def target_lines(case: Case, place: Callable[..., str], locate: Locate) -> Iterator[StepLine]:
    """The lines of the step: the target, its year, what is compared, and how strictly it is meant."""
    one = case.standing
    target = one.kpi.target
    if target is None:
        yield StepLine(said("the strategy states no target"))
        return
    value = one.row.get("target_value")
    stated = "value" if target.value is not None else target.form
    yield StepLine(_words(one, target, value), place("target", stated), value)
    if target.year is None:
        yield StepLine(said("no target year is stated"), place("target"))
    else:
        yield StepLine(f"y_t = {case.year(target.year)}", place("target", "year"), target.year)
    if target.form == "parity_with":
        yield from _compared(case, target, locate)
    if target.every_year:
        text = said("each year is to reach it: e = t in every year after the baseline's")
        yield StepLine(text, place("target", "every_year"))
    if one.row.get("limit"):
        yield StepLine(_limit(one))
    if target.strict:
        yield StepLine(said("strictly: being equal to it is not enough"), place("target", "strict"))
    if target.approximate:
        about = said("the document says 約 or 程度: about; the number itself is judged by")
        yield StepLine(about, place("target", "approximate"))


def _words(one: WrittenStanding, target: Target, value: float | None) -> str:
    """The target as it is stated, and how its number comes about."""
    match target.form:
        case "range" if target.range:
            low, high = worked(one, target.range.low), worked(one, target.range.high)
            return said("within {low} and {high}; d is the distance to them from outside", low=low, high=high)
        case "hold":
            return _hold(one, target, value)
        case "parity_with":
            return one.target_text()
        case "improve":
            return _improvement(one, target)
        case "value":
            return f"t = {worked(one, value)}"
        case _:
            result = "" if value is None else f" = {worked(one, value)}"
            return f"t = {_relative(one, target)}{result}"


def _improvement(one: WrittenStanding, target: Target) -> str:
    if not isinstance(target.improve, Against):
        return said("better than the baseline; the document gives no number")
    reached, year = one.row.get("comparator_value"), one.row.get("actual_year")
    if reached is None or year is None:
        return f"{one.target_text()}: {say('the value that it is held against is not known')}"
    value = worked(one, reached)
    return said("{target}: in {year} that is {value}", target=one.target_text(), year=year, value=value)


def _limit(one: WrittenStanding) -> str:
    """What a limit allows, in the KPI's unit."""
    b, t = one.row.get("start_value"), one.row.get("target_value")
    if one.kpi.accumulation == "sum" and one.row.get("better") == "lower":
        return said("a ceiling: the sum may come to {target}, and to no more", target=worked(one, t))
    return said(
        "a limit (歯止め): from {start} it may go to {target}, and no further; that way is no progress",
        start=worked(one, b), target=worked(one, t),
    )  # fmt: skip


def _relative(one: WrittenStanding, target: Target) -> str:
    """A relative form with the baseline's number in place."""
    known = one.kpi.baseline.value if one.kpi.baseline else None
    b = "b" if known is None else worked(one, known)
    if target.times_baseline is not None:
        return f"{show_number(target.times_baseline)} × {b}"
    if target.change is not None:
        return f"{b} + ({show_number(target.change)})"
    if target.percent_change is not None:
        return f"{b} × (1 + ({percent(target.percent_change)}))"
    rate = percent(target.percent_per_year or 0)
    years = target.year - one.row["start_year"] if target.year else "n"
    return f"{b} × (1 + {rate} × {years})" if target.compounding == "simple" else f"{b} × (1 + {rate})^{years}"


def _hold(one: WrittenStanding, target: Target, value: float | None) -> str:
    at_least = target.hold == "at_least"
    shown = worked(one, value)
    words = said("hold at least {value}", value=shown) if at_least else said("hold at most {value}", value=shown)
    limit = one.row.get("limit_low" if at_least else "limit_high")
    if not target.tolerance or limit is None:
        return words
    tolerance, bound = percent(target.tolerance), worked(one, limit)
    return said("{words}; with a tolerance of {tolerance}, {limit}", words=words, tolerance=tolerance, limit=bound)


def _compared(case: Case, target: Target, locate: Locate) -> Iterator[StepLine]:
    """What a parity target is compared with at the baseline (c_b) and now (c), each with its place."""
    row = case.standing.row
    for name, year in (("c_b", row.get("start_year")), ("c", row.get("actual_year"))):
        if year is None:
            continue
        found = case.compared.get(year)
        if found is None:
            yield StepLine(said("what it is compared with has no value for {year}", year=case.year(year)))
            continue
        ratio = 1.0 if target.ratio is None else target.ratio
        written, value = show_number(found.value), found.value * ratio
        product = "" if ratio == 1 else f"{show_number(ratio)} × {written} = "
        text = said("{equation} in {year}", equation=f"{name} = {product}{show_number(value)}", year=case.year(year))
        yield StepLine(text, locate(found.path, found.at), value)
