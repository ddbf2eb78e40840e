"""What the overview pages show of a strategy, so that nothing else of it has to stay in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kpitrack.analysis.comparison import Candidate, candidate
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import Language, pick
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy
from kpitrack.report.gather import JudgedStrategy

from .addresses import kpi_address

Found = list[str]  # an entry of the search: title, place and address


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the overview pages need of a strategy."""

    head: Strategy  # the strategy, its goals without measures and KPIs
    first: int  # the position of its first KPI among all
    standings: dict[int, WrittenStanding]  # the KPIs that were asked for, by their positions among all
    sparks: dict[int, str]  # their sparklines, likewise
    candidates: list[Candidate]  # its KPIs whose indicator other KPIs share
    entries: dict[Language, list[Found]] = field(default_factory=dict)  # its entries of the search, in each language


def glimpse(part: JudgedStrategy, places: Collection[int], sparks: Sequence[str]) -> Glimpse:
    """The glimpse of ``part``, with the KPIs at the positions ``places``; ``sparks`` are the sparklines of all."""
    head = _head(part.strategy)
    first = part.portion.first
    return Glimpse(
        head,
        first,
        {
            place: WrittenStanding(one.row, head, one.kpi)
            for place, one in enumerate(part.standings, first)
            if place in places
        },
        {place: spark for place, spark in enumerate(sparks, first) if place in places},
        [
            candidate(head, one.kpi, part.entries.get(one.kpi.id, {}), one.row, part.terms.as_of)
            for one in part.standings
            if one.kpi.indicator in part.terms.shared
        ],
    )


def entries(part: JudgedStrategy) -> list[Found]:
    """The search entries of the KPIs of ``part``, in the active language."""
    strategy = part.strategy
    above = {node.item.id: visible(pick(node.item.title)) for node in strategy.nodes()}
    owner = visible(pick(strategy.organization.name))
    return [
        [
            visible(pick(one.kpi.name)),
            " › ".join([owner, *(above[step] for step in one.path)]),
            kpi_address(one.ref),
        ]
        for one in part.standings
    ]


def _head(strategy: Strategy) -> Strategy:
    goals = [goal.model_copy(update={"kpis": None, "measures": None}) for goal in strategy.goals]
    return strategy.model_copy(update={"goals": goals, "alignments": None, "reviews": None})
