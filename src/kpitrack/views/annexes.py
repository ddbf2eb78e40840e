"""What a strategy says beside its measures, in blocks that text and Markdown lay out: statements, grants and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpitrack.analysis.lineage import Lineage
from kpitrack.language import mark, pick, said, translate
from kpitrack.model.actuals import Actuals, comparators_of
from kpitrack.model.annexes import Committee, Grant, Practice, Statement
from kpitrack.model.numbers import share_in_percent, show_number
from kpitrack.model.strategy import Goal, Measure, Strategy
from kpitrack.model.years import show_year
from kpitrack.views.words import yen

from .recorded import dimension_word, part_word

STATEMENT_KINDS: dict[str, str] = {
    "vision": mark("Vision"),
    "principle": mark("Principles"),
    "situation": mark("Situation"),
    "achievement": mark("Achievements"),
    "lesson": mark("Lessons"),
    "position": mark("Positions"),
    "role": mark("Roles"),
    "basis": mark("Legal basis"),
    "procedure": mark("Procedure"),
}
ACTORS: dict[str, str] = {
    "nation": mark("the nation"),
    "prefecture": mark("prefectures"),
    "municipality": mark("municipalities"),
    "stakeholders": mark("stakeholders"),
}

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


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """One thing said: its title, and the texts below it."""

    title: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Things of one ``kind`` under their heading."""

    kind: str
    heading: str
    entries: tuple[AnnexEntry, ...]


def ties(lineage: Lineage) -> list[tuple[str, tuple[str, ...]]]:
    """The ties of a strategy to others: what each kind is called, and the ids."""
    found = [
        (said("takes the place of"), lineage.supersedes),
        (said("replaced by"), lineage.superseded_by),
        (said("carries out"), lineage.carries_out),
        (said("carried out by"), lineage.carried_out_by),
    ]
    return [(word, ids) for word, ids in found if ids]


def lineage_texts(lineage: Lineage, titles: Mapping[str, str]) -> Iterator[str]:
    """The ties of a strategy to others, a line a kind; ``titles`` by id, of those that are at hand."""
    for word, ids in ties(lineage):
        names = said(", ").join(f"{titles[one]} ({one})" if one in titles else one for one in ids)
        yield said("{word}: {names}", word=word, names=names)


def life_text(strategy: Strategy) -> str:
    """That nobody here collects the figures of a transcribed strategy; empty for one that is kept up."""
    if strategy.upkeep != "transcribed":
        return ""
    return said("transcribed from a document; its figures are not collected here")


def blocks(strategy: Strategy, population: Population = MappingProxyType({})) -> list[Block]:
    """Everything that the strategy says beside its measures, in the order of the document's parts.

    Args:
        strategy: the strategy.
        population: the shares that a committee's are held beside.
    """
    found = [Block("revised", said("Revisions"), tuple(_editions(strategy)))]
    for kind, heading in STATEMENT_KINDS.items():
        statements = tuple(_statement(one) for one in strategy.statements or () if one.kind == kind)
        found.append(Block(kind, translate(heading), statements))
    committees = tuple(
        AnnexEntry(committee_title(year, one), tuple(committee_texts(year, one, population)))
        for year, one in sorted((strategy.committee or {}).items())
    )
    found += [
        Block("practices", said("Practices"), tuple(map(_practice, strategy.practices or ()))),
        Block("grants", said("Grants"), tuple(map(_grant, strategy.grants or ()))),
        Block("committee", said("Committee"), committees),
        Block("notes", said("Notes"), (AnnexEntry("", (pick(strategy.notes),)),) if strategy.notes else ()),
    ]
    return [block for block in found if block.entries]


def texts_of(node: Goal | Measure) -> list[str]:
    """What is written of a goal or measure beside its title: its description and its notes."""
    notes = said("note: {text}", text=pick(node.notes)) if node.notes else ""
    return [text for text in (pick(node.description), notes) if text]


def _editions(strategy: Strategy) -> Iterator[AnnexEntry]:
    for one in strategy.revised or ():
        day = str(one.on) if one.on else ""
        changes = one.changes if isinstance(one.changes, list) else [one.changes] if one.changes else []
        yield AnnexEntry(" ".join(part for part in (day, pick(one.title)) if part), tuple(map(pick, changes)))


def _statement(one: Statement) -> AnnexEntry:
    who = f"{translate(ACTORS[one.actor])}: " if one.actor else ""
    number = f"{pick(one.number)} " if one.number else ""
    texts = [pick(one.text)]
    if one.before or one.after:
        texts.append(f"{pick(one.before)} → {pick(one.after)}")
    shown = tuple(text for text in texts if text)
    title = f"{who}{number}{pick(one.title)}".strip()
    return AnnexEntry(title, shown) if title else AnnexEntry(shown[0] if shown else one.id, shown[1:])


def _practice(one: Practice) -> AnnexEntry:
    kind = f"{pick(one.kind)}: " if one.kind else ""
    place = said(" ({place})", place=pick(one.place.name)) if one.place else ""
    taken = said("taken up from {ref}", ref=one.taken_up_from) if one.taken_up_from else ""
    return AnnexEntry(f"{kind}{pick(one.title)}{place}", tuple(text for text in (pick(one.description), taken) if text))


def _grant(one: Grant) -> AnnexEntry:
    years = "" if one.start is None else f"{show_year(one.start)}–{show_year(one.end) if one.end is not None else ''}"
    amount = "" if one.amount is None else yen(one.amount)
    facts = "  ".join(part for part in (pick(one.program), years, amount, ", ".join(one.kpis or ())) if part)
    verified = [
        f"{show_year(year)}: " + " / ".join(part for part in (pick(v.outcome), pick(v.by), str(v.on or "")) if part)
        for year, v in sorted((one.verified or {}).items())
    ]
    return AnnexEntry(pick(one.title), tuple(text for text in (facts, *verified, pick(one.notes)) if text))


def population_of(files: Iterable[Actuals]) -> Population:
    """The series of ``files`` that may hold shares of the population: those called ``DIMENSION.PART``."""
    return {name: values for (_, name), values in comparators_of(files).items() if "." in name.strip(".")}


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
