"""Who runs the parts: this process, or a distributed engine that lists, schedules and retries them by its own means."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Protocol, cast

from kpitrack.language import Complaint, say

Work = Callable[[int], int]
"""Judges a part, and tells how many verdicts there are."""
Step = Callable[[int, int], None]
"""Is told how many parts are done, of how many."""
ENGINES = ("local", "dask", "spark")


class EngineFailed(Complaint):
    """An engine could not do its work: it was not reached, or it gave up."""

    in_data = True

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(say("{name} has given up: {reason}", name=name, reason=reason))


class Engine(Protocol):
    """A module of this package."""

    LIBRARY: str
    """What must be installed, and is an extra of kpitrack of the engine's name."""

    def run(self, work: Work, parts: int, step: Step, address: str | None) -> int:
        """Call ``work`` for each of ``parts`` and give the sum of what it returns.

        Args:
            work: can be sent to other processes, which have kpitrack and see the same folders.
            parts: how many there are.
            step: is told how far it is.
            address: of the scheduler; None starts one here.

        Raises:
            PartFailed: a part could not be judged.
            EngineFailed: it was not reached, or gave up.
        """


def engine(name: str) -> Engine:
    """The engine called ``name``."""
    return cast(Engine, importlib.import_module(f"{__name__}.{name}"))
