"""What the KPI should be now and the gap to that, or, once it is decided, whether the target was met."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.standing import Row, Standing
from kpitrack.language import Text, mark, say

from .figures import amount, difference, digits_for, is_better, is_rank, target, year_of
from .now import judged, value_text
from .part import Sentence, sentence

#: Statuses of a value that is held against the path of its own year.
_UNDECIDED = frozenset({"on_track", "at_risk", "off_track", "regressing", "awaiting_final", "no_final_data"})

#: By how the value lies to the path's. People and things are lacking or too many; a rate lies above or below.
_GAPS = {
    "equal": mark("On the way to the target it should be {expected}, *and so it is*."),
    "higher_up": mark("On the way to the target it should be {expected}; *it is {gap} higher up*."),
    "further_down": mark("On the way to the target it should be {expected}; *it is {gap} further down*."),
    "above": mark("On the way to the target it should be {expected}; *it is {gap} above that*."),
    "below": mark("On the way to the target it should be {expected}; *it is {gap} below that*."),
    "lacking": mark("On the way to the target it should be {expected}; *it is {gap} short*."),
    "too_many": mark("On the way to the target it should be {expected}; *it is {gap} over*."),
    "fewer": mark("On the way to the target it should be {expected}; *it is {gap} under, which is good*."),
    "too_high": mark("On the way to the target it should be {expected}; *it is {gap} too high*."),
    "lower": mark("On the way to the target it should be {expected}; *it is {gap} lower, which is good*."),
}
#: The same of a limit: on its better side there is room.
_ROOM = mark("The plan allows {expected} by then; *that leaves {gap} to spare*.")
_LIMITS = {
    "equal": mark("The plan allows {expected} by then, *and so it is*."),
    "above": mark("The plan allows {expected} by then; *it is {gap} above that*."),
    "below": mark("The plan allows {expected} by then; *it is {gap} below that*."),
}


def gap(one: Standing) -> Iterator[Sentence]:
    """How the KPI stands against its target."""
    if one.status in {"achieved", "missed"}:
        yield sentence("outcome", _outcome(one))
        if (improved := _improved(one)) is not None:
            yield sentence("outcome", improved)
    elif one.status == "achieved_early":
        year = year_of(one, one.row["target_year"])
        early = say("*The target of {year}, {target}, is met already.*", year=year, target=target(one))
        yield sentence("outcome", early)
    elif one.status in _UNDECIDED and judged(one) is not None:
        text = _undecided(one, one.row)
        if text is not None:
            yield sentence("expected", text)


def meets(row: Row, value: float | None) -> bool | None:
    """Whether ``value`` meets the target of a verdict ``row``; None where that is unknown. See method.md."""
    low, high = row.get("limit_low"), row.get("limit_high")
    if value is None or (low is None and high is None):
        return None
    if row["strict"] or (row["target_form"] == "improve" and row.get("improve_by") is None):
        return (low is None or value > low) and (high is None or value < high)
    return (low is None or value >= low) and (high is None or value <= high)


def to_go(one: Standing) -> list[tuple[str, str]]:
    """What is still to go and what that takes each year, in the unit: the rate's name and its digits.

    Nothing where the target is met or a fall is still within its limit, whose rest would read as a fall that is
    asked for, and nothing of a scale, between whose steps no number lies.
    """
    row = one.row
    if row.get("scale") is not None or meets(row, row.get("actual_value")):
        return []
    names = ("remaining", "needed_per_year")
    return [(name, one.amount(row[name], derived=True)) for name in names if row.get(name) is not None]


def _undecided(one: Standing, row: Row) -> Text | None:
    form, met = row["target_form"], meets(row, row["actual_value"])
    if row["limit"] and not row.get("every_year"):
        return _within_limit(one, row["expected"]) if row.get("expected") is not None else _held(one, met)
    if form == "parity_with":
        return _parity(one, met)
    if form in {"range", "improve"} or (form == "hold" and (met or row.get("expected") is None)):
        return _held(one, met)
    if row.get("expected") is None or row.get("gap_to_expected") is None:
        return None
    if row.get("scale") is not None:
        return _step(one, row["expected"])
    return _against(one, row["expected"], _GAPS)


def _within_limit(one: Standing, expected: float) -> Text:
    """How the value lies to what a limit allows in its year: with room on the better side."""
    better = is_better(one, one.row["actual_value"], expected)
    return _against(one, expected, dict.fromkeys(_LIMITS, _ROOM) if better else _LIMITS)


def _step(one: Standing, expected: float) -> Text | None:
    """What the path asks for in words; between two steps of a scale there is none, nor where nothing is asked yet."""
    if expected != int(expected) or expected == one.row.get("start_value"):
        return None
    return say("On the way to the target it should be {expected}.", expected=amount(one, expected))


def _against(one: Standing, expected: float, texts: dict[str, str]) -> Text:
    """The gap between the value and what the path asks for."""
    value = one.row["actual_value"]
    digits = digits_for(one, value, expected)
    values = {"expected": amount(one, expected, digits), "gap": difference(one, value, expected, digits)}
    kind = _kind(one, value, expected)
    plain = "equal" if value == expected else "above" if value > expected else "below"
    return Text(texts.get(kind, texts[plain]), values)


def _kind(one: Standing, value: float, expected: float) -> str:
    """How ``value`` lies to what is expected; see `_GAPS`."""
    if value == expected:
        return "equal"
    above, higher = value > expected, one.row["better"] == "higher"
    if is_rank(one):
        return "further_down" if above else "higher_up"
    if higher:
        return "above" if above else "lacking" if one.row.get("additive") else "below"
    if one.row.get("additive"):
        return "too_many" if above else "fewer"
    return "too_high" if above else "lower"


def _held(one: Standing, met: bool | None) -> Text | None:
    """Whether what is to be held is held; not of a value before the one that decides, by which that is open."""
    if met is None or one.status in {"awaiting_final", "no_final_data"}:
        return None
    if one.row["target_form"] == "range":
        if met:
            return say("*It lies within the target, {target}.*", target=target(one))
        return say("*It lies outside the target, {target}.*", target=target(one))
    if met:
        return say("*The target, {target}, is met.*", target=target(one))
    return say("*The target, {target}, is not met.*", target=target(one))


def _parity(one: Standing, met: bool | None) -> Text | None:
    row = one.row
    if met:
        return say("*The target, {target}, is reached.*", target=target(one))
    if row.get("progress") is None:
        return None
    values = {"target": target(one), "share": one.rate(abs(row["progress"]))}
    if row["progress"] < 0:
        return say("The target is to be {target}; *the gap is {share} wider than at the baseline*.", **values)
    return say("The target is to be {target}; *{share} of the gap at the baseline is closed*.", **values)


_OUTCOMES = {
    ("missed", "above"): mark("*The target, {target}, was missed*: it is {gap} too high."),
    ("missed", "below"): mark("*The target, {target}, was missed by {gap}.*"),
    ("achieved", "above"): mark("*The target, {target}, was met* and exceeded by {gap}."),
    ("achieved", "below"): mark("*The target, {target}, was met*: it is {gap} below."),
}


def _outcome(one: Standing) -> Text:
    row, found = one.row, judged(one)
    number = row.get("target_value")
    plain = row["target_form"] not in {"range", "parity_with", "improve"} and row.get("scale") is None
    if found is not None and number is not None and plain and not is_rank(one) and found[1] != number:
        value = found[1]
        digits = digits_for(one, value, number)
        text = _OUTCOMES.get((one.status, "above" if value > number else "below"))
        # A miss above a target of "at least", or the like, comes of its tolerance or of years that fell short.
        if text and is_better(one, value, number) == (one.status == "achieved"):
            return Text(text, {"target": target(one), "gap": difference(one, value, number, digits)})
    if one.status == "achieved":
        return say("*The target, {target}, was met.*", target=target(one))
    return say("*The target, {target}, was missed.*", target=target(one))


def _improved(one: Standing) -> Text | None:
    """Of a miss, whether it is better than the baseline; nothing where `course.since` says by how much it is."""
    row = one.row
    if row.get("last_year") is None and row["accumulation"] != "sum":
        return None
    if row.get("improved") is None or row.get("start_value") is None:
        return None
    values = {"year": year_of(one, row["start_year"]), "value": value_text(one, row["start_value"], "baseline")}
    if row["improved"]:
        return say("It is better than the baseline, {value} in {year}.", **values)
    return say("It is no better than the baseline, {value} in {year}.", **values)
