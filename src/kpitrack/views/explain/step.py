"""The parts of an explanation: steps and their lines."""

from __future__ import annotations

from dataclasses import dataclass


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
