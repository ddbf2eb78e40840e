"""One part after the other, here: what bounds the memory is the part."""

from __future__ import annotations

from . import Step, Work

LIBRARY = "polars"


def run(work: Work, parts: int, step: Step, address: str | None = None) -> int:  # noqa: ARG001  there is no scheduler
    """Call ``work`` for each part."""
    total = 0
    for part in range(parts):
        total += work(part)
        step(part + 1, parts)
    return total
