"""What a run did not look at: files that were left out, and checks that could not be made.

Nothing of it is passed over: each format says it, and it decides the exit code.
"""

from __future__ import annotations

from typing import NamedTuple

from kpitrack.language import Text


class LeftOut(NamedTuple):
    """A file that was left out, and why."""

    path: str
    reason: Text | str


class NotChecked(NamedTuple):
    """A check, by the name of its finding, that could not be made; why, and what would let it."""

    check: str
    reason: Text
    hint: Text | None = None


class Gaps:
    """All of it in one run."""

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self.not_checked: list[NotChecked] = []

    def fields(self) -> dict[str, list[dict[str, str]]]:
        """The same as the fields that every document for programs has."""
        return {
            "left_out": [{"path": one.path, "reason": str(one.reason)} for one in self.left_out],
            "not_checked": [{"check": one.check, "reason": str(one.reason)} for one in self.not_checked],
        }


_gaps = Gaps()


def gaps() -> Gaps:
    """Those of this run: one process runs one command."""
    return _gaps


def forget() -> None:
    """Begin another run."""
    _gaps.left_out.clear()
    _gaps.not_checked.clear()
