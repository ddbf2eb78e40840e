"""How many people the organisations of a comparison have, and which of them are of like size."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpitrack.language import english, plain
from kpitrack.model.annexes import Population
from kpitrack.model.names import normal_name
from kpitrack.model.strategy import Organization

from .comparison import Candidate, Comparison, Ranked

LEAST, MOST = 0.5, 2.0
"""Organisations are of like size from half the population to twice as many."""


@dataclass(frozen=True, slots=True)
class Peers:
    """An organisation and those of like size.

    Args:
        of: its KPI.
        population: its own.
        alike: the KPIs of all of like size, its own among them, in their order.
        others: how many KPIs are of organisations of another size.
        unknown: how many are of organisations whose population is not known.
    """

    of: Candidate
    population: float
    alike: Sequence[Candidate]
    others: int
    unknown: int

    @property
    def least(self) -> float:
        """From this population on an organisation is of like size."""
        return self.population * LEAST

    @property
    def most(self) -> float:
        """Up to this one."""
        return self.population * MOST


def populations(candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """How many people answer for each KPI, by its ref, as far as that is known.

    Of an organisation with several strategies the newest number holds for all; a joint strategy has the sum, where
    that of each of its organisations is known.
    """
    known: dict[Hashable, Population] = {}
    for candidate in candidates:
        for one in candidate.strategy.all_organizations:
            before = known.get(_key(one))
            if one.population and (before is None or (one.population.year or 0) >= (before.year or 0)):
                known[_key(one)] = one.population
    found = {}
    for candidate in candidates:
        several = [known.get(_key(one)) for one in candidate.strategy.all_organizations]
        numbers = [one.value for one in several if one]
        if len(numbers) == len(several):
            found[candidate.ref] = sum(numbers)
    return found


def with_population(comparison: Comparison, candidates: Sequence[Candidate]) -> Comparison:
    """``comparison`` with the populations that the organisations of ``candidates`` state."""
    people = populations(candidates)
    ranked = tuple(replace(row, population=people.get(row.candidate.ref)) for row in comparison.ranked)
    return replace(comparison, ranked=ranked)


def named(candidates: Sequence[Candidate], organization: str) -> Candidate | None:
    """The first KPI of the organisation with this name or code."""
    wanted = normal_name(organization)
    return next((one for one in candidates if wanted in _names(one)), None)


def peers(candidates: Sequence[Candidate], of: Candidate) -> Peers | None:
    """The KPIs of organisations of like size as that of ``of``; None where its population is not known."""
    people = populations(candidates)
    own = people.get(of.ref)
    if own is None:
        return None
    near = set(_alike(people, own))
    alike = [one for one in candidates if one.ref in near]
    unknown = sum(one.ref not in people for one in candidates)
    return Peers(of, own, alike, len(candidates) - len(alike) - unknown, unknown)


def ranks_among_peers(ranked: Sequence[Ranked]) -> Mapping[str, tuple[int, int]]:
    """The place of each KPI among those of like size, and how many they are, by its ref; nothing for unknown sizes."""
    people = {row.candidate.ref: row.population for row in ranked if row.population is not None}
    places = {row.candidate.ref: row.rank for row in ranked if row.rank is not None}
    found = {}
    for ref, place in places.items():
        if ref in people:
            near = [places[other] for other in _alike(people, people[ref]) if other in places]
            found[ref] = 1 + sum(one < place for one in near), len(near)
    return found


def _alike(people: Mapping[str, float], population: float) -> list[str]:
    """Those of ``people`` that are of like size as ``population``."""
    least, most = population * LEAST, population * MOST
    return [ref for ref, size in people.items() if least <= size <= most]


def _key(one: Organization) -> Hashable:
    return (one.code or "")[:5] or plain(one.name)


def _names(candidate: Candidate) -> set[str]:
    found: set[str] = set()
    for one in candidate.strategy.all_organizations:
        code = one.code or ""
        found |= {normal_name(plain(one.name)), normal_name(english(one.name) or ""), code, code[:5]}
    return found - {""}
