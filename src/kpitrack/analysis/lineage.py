"""Lineage: which strategy replaces which, and which concept it puts into practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lineage:
    """The ties of one strategy to others, as ids, which need not be in the repository.

    Args:
        strategy: its id.
        supersedes: the strategies that it replaces.
        superseded_by: the strategies that replace it.
        carries_out: the concepts that it puts into practice.
        carried_out_by: the strategies that put it into practice.
    """

    strategy: str
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    carries_out: tuple[str, ...] = ()
    carried_out_by: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The strategies that it is tied to."""
        return (*self.supersedes, *self.superseded_by, *self.carries_out, *self.carried_out_by)

    @property
    def alone(self) -> bool:
        """Whether it has no ties."""
        return not self.names


def lineages(ties: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> dict[str, Lineage]:
    """The ties of strategies by id, from the ids of each, of those that it supersedes, and of those it carries out."""
    stated = list(ties)
    superseded = _turned((name, supersedes) for name, supersedes, _ in stated)
    carried = _turned((name, carries_out) for name, _, carries_out in stated)
    return {
        name: Lineage(
            name,
            tuple(supersedes),
            tuple(superseded.get(name, ())),
            tuple(carries_out),
            tuple(carried.get(name, ())),
        )
        for name, supersedes, carries_out in stated
    }


def _turned(ties: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, targets in ties:
        for target in targets:
            found.setdefault(target, []).append(source)
    return found
