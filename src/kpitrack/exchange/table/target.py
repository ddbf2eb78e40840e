"""What a target's words mean: the fields of a target, which way is better, and what a person has to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kpitrack.exchange.sheet.cells import as_number
from kpitrack.language import Text, say
from kpitrack.model.figures.units import spelling
from kpitrack.model.numbers import MINUS_SIGNS, plain_number

from .phrase import Phrase

_BOUNDS = {"at_least": "higher", "more_than": "higher", "at_most": "lower", "less_than": "lower"}


@dataclass(slots=True)
class TargetReading:
    """A target."""

    fields: dict[str, Any] = field(default_factory=dict)  # of ``target``; empty where it has to be decided
    better: str | None = None  # which way, where the table says it
    mean: bool = False  # whether it is held against the mean of the years
    problems: list[Text] = field(default_factory=list)  # what has to be decided


def aim_of(phrase: Phrase, baseline: float | None, direction: str | None) -> TargetReading:
    """What ``phrase`` aims at, from the ``baseline`` where that is known.

    ``direction`` is ``higher``, ``lower`` or ``hold``, where the table says it beside the target.
    """
    figure = phrase.figure
    aim = TargetReading(mean=phrase.mean, better=direction if direction in {"higher", "lower"} else None)
    if figure.form == "hold" or (direction == "hold" and figure.form == "improve"):
        return _kept(aim, direction)
    if phrase.over_previous:
        return _over_previous(phrase, aim)
    if figure.form == "improve":
        return _improved(phrase, aim)
    if figure.value is None:
        aim.problems.append(say("no single value"))
    elif figure.form == "value" and _may_be_a_change(phrase.text, baseline):
        aim.problems.append(say("may be a value and may be a change: write value or change under target"))
    else:
        number = as_number(figure.value)
        if figure.form == "value":
            _valued(aim, phrase, number, baseline)
        else:
            aim.fields = {figure.form: f"{plain_number(number)}%" if figure.form == "percent_change" else number}
        strict = figure.comparison in {"more_than", "less_than"}
        marks = {"strict": strict, "approximate": figure.approximate, "every_year": phrase.every_year}
        aim.fields |= {name: True for name, there in marks.items() if there}
    return aim


def _valued(aim: TargetReading, phrase: Phrase, number: float, baseline: float | None) -> None:
    """A number to reach; a limit where it lies on the other side of the baseline than what is wanted."""
    wanted = _BOUNDS.get(phrase.figure.comparison or "") or aim.better
    if spelling(phrase.figure.unit) == "位" and wanted is None:
        wanted = "lower"
    if aim.better and wanted and wanted != aim.better:
        aim.problems.append(say("its words say another direction than the table does beside it"))
        wanted = None
    against = (
        baseline is not None and wanted is not None and (number < baseline if wanted == "higher" else number > baseline)
    )
    if (phrase.keep and wanted) or (against and wanted):
        aim.fields = {"hold": "at_least" if wanted == "higher" else "at_most", "value": number}
        aim.better = None if aim.better is None else wanted
        if against and not phrase.keep:
            aim.problems.append(say("lies on the other side of the baseline: taken as a limit that must not be passed"))
        return
    aim.fields = {"value": number}
    if phrase.figure.scope:
        aim.problems.append(say("besides the number it says: {words}", words=phrase.figure.scope))
    if phrase.keep:
        aim.problems.append(say("to be kept: write hold: at_least or at_most beside the value"))
    if wanted and wanted != aim.better:
        aim.better = wanted
    if wanted is None and baseline is not None and number < baseline:
        aim.problems.append(
            say("lies below the baseline: better: lower, or hold: at_least where the fall is to be limited?")
        )
    if phrase.last_year:
        aim.problems.append(say("of the plan's last year: write it as year under target"))


def _kept(aim: TargetReading, direction: str | None) -> TargetReading:
    if direction in {"higher", "lower"}:
        aim.fields = {"hold": "at_least" if direction == "higher" else "at_most"}
    else:
        aim.problems.append(say("to be kept: write hold: at_least or at_most under target"))
    return aim


def _improved(phrase: Phrase, aim: TargetReading) -> TargetReading:
    said = {"increase": "higher", "decrease": "lower"}.get(phrase.figure.direction or "")
    if said and aim.better and said != aim.better:
        aim.problems.append(say("its words say another direction than the table does beside it"))
        return aim
    aim.better = aim.better or said
    if aim.better is None:
        aim.problems.append(say("to improve: write improve: true under target, and better: higher or lower"))
        return aim
    aim.fields = {"improve": True}
    return aim


def _over_previous(phrase: Phrase, aim: TargetReading) -> TargetReading:
    figure = phrase.figure
    if figure.form == "improve":
        aim = _improved(phrase, aim)
        if aim.fields:
            aim.fields = {"improve": {"over": "previous"}}
        return aim
    if figure.value is None or figure.value == 0:
        aim.problems.append(say("no single value"))
        return aim
    way = "higher" if figure.value > 0 else "lower"
    if aim.better and aim.better != way:
        aim.problems.append(say("its words say another direction than the table does beside it"))
        return aim
    aim.better = way
    number = as_number(abs(figure.value))
    by: str | int | float = f"{plain_number(number)}%" if figure.form == "percent_change" else number
    aim.fields = {"improve": {"over": "previous", "by": by}}
    return aim


def _may_be_a_change(text: str, baseline: float | None) -> bool:
    """Whether a target may be a change: its sign does not fit its baseline, as in ``+5%``, or ``▲20%`` from 30%."""
    below = baseline is None or baseline < 0
    return text.startswith(("+", "プラス")) or (text.startswith((*MINUS_SIGNS, "マイナス")) and not below)
