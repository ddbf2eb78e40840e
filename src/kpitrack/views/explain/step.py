"""The parts of an explanation: steps and their lines."""

from __future__ import annotations

from dataclasses import dataclass

from kpitrack.analysis.standing import Standing
from kpitrack.model.numbers import rounded, show_number

_MORE = 4
"""Decimals of a working beyond those of the KPI's figures."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a step.

    Args:
        text: what it says.
        place: where its number is written, as ``path:line``.
        value: its number, if it has one.
    """

    text: str
    place: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation. ``name`` is for programs, ``title`` for people."""

    name: str
    title: str
    lines: tuple[StepLine, ...]


def worked(one: Standing, value: float | None) -> str:
    """``value`` with the digits to calculate on with, so that the working comes out; a word of the KPI's scale."""
    if value is None or one.row.get("scale") is not None:
        return one.number(value)
    digits = rounded(value, one.decimals + _MORE)
    return show_number(float(digits), one.decimals if digits == rounded(value, one.decimals) else None)
