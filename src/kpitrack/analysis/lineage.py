"""Lineage: which strategy replaces which, and which concept it puts into practice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpitrack.model.strategy import Strategy


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
    def alone(self) -> bool:
        """Whether it has no ties."""
        return not (self.supersedes or self.superseded_by or self.carries_out or self.carried_out_by)


def lineages(strategies: Iterable[Strategy]) -> dict[str, Lineage]:
    """The ties of each of ``strategies``, by id."""
    stated = list(strategies)
    superseded = _turned((one.id, one.supersedes or ()) for one in stated)
    carried = _turned((one.id, one.carries_out or ()) for one in stated)
    return {
        one.id: Lineage(
            one.id,
            tuple(one.supersedes or ()),
            tuple(superseded.get(one.id, ())),
            tuple(one.carries_out or ()),
            tuple(carried.get(one.id, ())),
        )
        for one in stated
    }


def line_of(strategy: str, known: Mapping[str, Lineage]) -> list[str]:
    """The strategies before and after ``strategy``, the earliest first, itself among them."""
    before: list[str] = []
    waiting = list(known[strategy].supersedes) if strategy in known else []
    while waiting:
        one = waiting.pop(0)
        if one not in before and one != strategy:
            before.insert(0, one)
            waiting += known[one].supersedes if one in known else ()
    after: list[str] = []
    waiting = list(known[strategy].superseded_by) if strategy in known else []
    while waiting:
        one = waiting.pop(0)
        if one not in (*before, *after, strategy):
            after.append(one)
            waiting += known[one].superseded_by if one in known else ()
    return [*before, strategy, *after]


def superseded(strategies: Iterable[Strategy]) -> frozenset[str]:
    """The ids of the strategies that another strategy replaces."""
    return frozenset(name for one in strategies for name in one.supersedes or ())


def _turned(ties: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, targets in ties:
        for target in targets:
            found.setdefault(target, []).append(source)
    return found
