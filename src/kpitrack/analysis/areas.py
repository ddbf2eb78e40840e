"""Strategies by prefecture and municipality, by the codes of their organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpitrack.language import plain
from kpitrack.model.local_governments import prefecture_of
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Organization, Strategy

ELSEWHERE = "00"
"""The number of what belongs to no prefecture, or whose code is not known."""


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality, or another organisation, with its strategies."""

    name: LocalizedText
    code: str | None
    strategies: list[Strategy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Area:
    """A prefecture, or what belongs to none.

    Args:
        number: the first two digits of the codes, or `ELSEWHERE`.
        own: the strategies of the prefecture itself.
        towns: the others', in the order of their codes; those without one last, as they come.
    """

    number: str
    own: list[Strategy]
    towns: list[Town]

    @property
    def organizations(self) -> int:
        """How many organisations of it are here, the prefecture among them."""
        return len(self.towns) + bool(self.own)

    @property
    def strategies(self) -> list[Strategy]:
        """All its strategies, each once."""
        every = [*self.own, *(one for town in self.towns for one in town.strategies)]
        return list({one.id: one for one in every}.values())


def numbers(codes: Iterable[Iterable[str | None]]) -> tuple[str, ...]:
    """The numbers of the prefectures of some strategies, `ELSEWHERE` first; nothing where they are of one organisation.

    Args:
        codes: those of the organisations of each strategy.
    """
    known = [[code[:5] for code in several if code and prefecture_of(code)] for several in codes]
    if len({code for several in known for code in several}) < 2:
        return ()
    return tuple(sorted({code[:2] for several in known for code in several or [ELSEWHERE]}))


def areas(strategies: Sequence[Strategy]) -> dict[str, Area]:
    """The strategies by number, in the order of the numbers; a joint one stands with each of its organisations."""
    found: dict[str, Area] = {}
    towns: dict[str, Town] = {}
    for strategy in strategies:
        for owner in strategy.all_organizations:
            number, key = _place(owner)
            area = found.setdefault(number, Area(number, [], []))
            if key[2:] == "000":
                area.own.append(strategy)
                continue
            if key not in towns:
                towns[key] = Town(owner.name, owner.code)
                area.towns.append(towns[key])
            towns[key].strategies.append(strategy)
    for area in found.values():
        area.towns.sort(key=lambda town: town.code or "99")
    return dict(sorted(found.items()))


def _place(owner: Organization) -> tuple[str, str]:
    """The number of an organisation's prefecture, and what it is known by."""
    if owner.code and prefecture_of(owner.code):
        return owner.code[:2], owner.code[:5]
    return ELSEWHERE, plain(owner.name)
