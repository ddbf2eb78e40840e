"""What a working is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a step.

    Args:
        text: what it says.
        place: where its number stands, as ``path:line``.
        value: its number, where it is about one.
    """

    text: str
    place: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working. ``name`` is for programs, ``title`` for people."""

    name: str
    title: str
    lines: tuple[StepLine, ...]
