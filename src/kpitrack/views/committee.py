"""Who sat on a committee, by gender, age and sector, beside the population's shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kpitrack.language import pick, said
from kpitrack.model.actuals import Actuals
from kpitrack.model.annexes import Committee
from kpitrack.model.numbers import share_in_percent, show_number
from kpitrack.model.years import show_year

from .recorded import dimension_word, part_word

Population = Mapping[str, Mapping[int, float]]
"""The population's shares in percent by year; by ``DIMENSION.PART``, such as ``gender.female``."""


@dataclass(frozen=True, slots=True)
class Seats:
    """The members of one kind.

    Args:
        dimension: by what they are counted, in words.
        part: of which kind they are, in words.
        members: how many.
        share: of the committee, in percent; null for a committee of nobody.
        population: the share of the same kind among the population, in percent, where a comparator names it.
        when: the year of that share.
    """

    dimension: str
    part: str
    members: int
    share: float | None
    population: float | None
    when: int | None


def population_of(files: Iterable[Actuals]) -> Population:
    """The series of ``files`` that may hold shares of the population: those called ``DIMENSION.PART``."""
    return {name: file.compared(name) for file in files for name in file.comparators or () if "." in name.strip(".")}


def seats(year: int, one: Committee, population: Population) -> Iterator[Seats]:
    """Who sat in ``year``, in the order of the file; a share of the population is the newest one up to that year."""
    for dimension, parts in (one.by or {}).items():
        whole = one.members or sum(parts.values())
        for part, members in parts.items():
            known = population.get(f"{dimension}.{part}", {})
            when = max((at for at in known if at <= year), default=None)
            share = 100 * members / whole if whole else None
            beside = None if when is None else known[when]
            yield Seats(dimension_word(dimension), part_word(part), members, share, beside, when)


def committee_title(year: int, one: Committee) -> str:
    """The year, the name, and how many members."""
    members = "" if one.members is None else said("{n} members", n=one.members)
    return "  ".join(part for part in (show_year(year), pick(one.name), members) if part)


def committee_texts(year: int, one: Committee, population: Population) -> Iterator[str]:
    """The members by each dimension, a line each, and the notes."""
    by_dimension: dict[str, list[str]] = {}
    for found in seats(year, one, population):
        by_dimension.setdefault(found.dimension, []).append(_seats_text(found))
    yield from (f"{name}: {said(', ').join(parts)}" for name, parts in by_dimension.items())
    if one.notes:
        yield pick(one.notes)


def percent_text(share: float | None) -> str:
    """A share in percent with one decimal at most; empty where there is none."""
    return "" if share is None else f"{show_number(float(share_in_percent(share / 100, 1)))}%"


def _seats_text(one: Seats) -> str:
    if one.population is None:
        return f"{one.part} {one.members}"
    return said(
            "{part} {members} ({share}; population {population})",
            part=one.part, members=one.members, share=percent_text(one.share), population=percent_text(one.population),
        )  # fmt: skip
