"""The overview pages: the front page, the lists of KPIs, and the method."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kpitrack.analysis.comparison import Candidate, Comparison, candidate, compare
from kpitrack.analysis.population import with_population
from kpitrack.analysis.standing import WrittenStanding, percent
from kpitrack.language import Language, active, pick, plain, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.rollup import ASSESSED, GOOD
from kpitrack.report.charts.strips import shares
from kpitrack.report.gather import Gathered, JudgedStrategy, Portion
from kpitrack.views.freshness import freshness_line
from kpitrack.views.words import group_of, status_meaning, status_word

from .addresses import kpi_address, strategy_address
from .imprint import script_safe
from .kpi_page import RATES
from .labels import labels
from .lead import WORST, lead, left_out
from .spools import RowSpool
from .table_row import TableRow, counts, described_as, kinds_of, row, share, statuses_of
from .templating import published, render

SEARCHED = 20_000
"""The most KPIs that the search finds one by one; beyond, it finds strategies, whose pages can be filtered."""
_FEW = 8
_CHANGES = 30
_GOALS_UP_TO = 12
_STRATEGIES_UP_TO = 50
_BARS_UP_TO = 200  # the most strategies for which the overview draws a bar each; more would weigh megabytes
_ORDER = {
    "regressing": 0, "missed": 0, "off_track": 1, "at_risk": 2, "on_track": 3, "achieved_early": 4, "achieved": 5,
}  # fmt: skip
_TELLING = {
    status: i for i, status in enumerate(("no_final_data", "no_data", "incomplete", "suppressed", "awaiting_final"))
}


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


class Whole:
    """The site as a whole, in columns, so that a hundred thousand KPIs cost little."""

    def __init__(self, gathered: Gathered) -> None:
        self.terms = gathered.terms
        self.fresh = gathered.fresh
        self.ids = gathered.strategies.ids
        self.of, self.goals, self.statuses, self.before, self.turned, self.pace = (
            gathered.columns[name].to_list() for name in ("strategy", "goal", "status", "before", "turned", "pace")
        )
        self._new, self._moved = (gathered.columns[name].to_list() for name in ("new", "moved"))
        self._seen: dict[str, Glimpse] = {}
        self._standings: dict[int, WrittenStanding] = {}
        self.spool = RowSpool(len(self.statuses))
        self._sparks: dict[int, str] = {}

    def take(self, seen: Glimpse, rows: Mapping[Language, Sequence[str]] | None = None) -> None:
        """Remember what the overview pages show of a strategy, and its rows in lists."""
        self._seen[seen.head.id] = seen
        self._standings |= seen.standings
        for spoken, several in (rows or {}).items():
            self.spool.put(spoken, seen.first, several)
        self._sparks |= seen.sparks

    @cached_property
    def wanted(self) -> frozenset[int]:
        """The positions of the KPIs that the overview shows."""
        few = [at for places in self.by_group.values() for at in places[:_FEW]]
        return frozenset([*few, *(at for _, at in self.turns[:_CHANGES])])

    def wanted_of(self, portion: Portion) -> frozenset[int]:
        """The positions among `wanted` of one strategy."""
        return self.wanted.intersection(range(portion.first, portion.first + len(portion.rows)))

    @property
    def searched(self) -> bool:
        """Whether the search finds each KPI."""
        return len(self.statuses) <= SEARCHED

    @cached_property
    def strategies(self) -> list[Strategy]:
        """The strategies, their goals without measures and KPIs."""
        return [self._seen[name].head for name in self.ids]

    @cached_property
    def owner(self) -> Any:
        """The organisation's name, where all strategies belong to one."""
        names = [strategy.organization.name for strategy in self.strategies]
        return names[0] if len({plain(name) for name in names}) == 1 else None

    def comparisons(self) -> list[Comparison]:
        """The comparison of each indicator that several KPIs have."""
        alike: dict[str, list[Candidate]] = defaultdict(list)
        for one in (one for name in self.ids for one in self._seen[name].candidates):
            alike[one.kpi.indicator or ""].append(one)
        return [
            with_population(compare(name, several), several) for name, several in sorted(alike.items()) if several[1:]
        ]

    def entries(self, spoken: Language) -> list[Found]:
        """What the search finds below the strategies."""
        return [one for name in self.ids for one in self._seen[name].entries.get(spoken, ())]

    def standing(self, at: int) -> WrittenStanding:
        """The KPI at a position among `wanted`."""
        return self._standings[at]

    def rows(self, places: Sequence[int]) -> list[TableRow]:
        """The rows of the KPIs at some positions."""
        return [row(self.standing(at), at, self._sparks[at]) for at in places]

    @cached_property
    def by_group(self) -> dict[str, list[int]]:
        """The positions of the KPIs of each group of statuses, the most telling KPIs first."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, status in enumerate(self.statuses):
            found[group_of(status)].append(at)
        for group in ("bad", "risk"):
            found[group].sort(key=lambda at: (WORST.index(self.statuses[at]), self.pace[at] or 0.0))
        found["unknown"].sort(key=lambda at: _TELLING.get(self.statuses[at], len(_TELLING)))
        found["good"].sort(key=lambda at: -_ORDER[self.statuses[at]])
        return found

    @cached_property
    def turns(self) -> list[tuple[str, int]]:
        """The KPIs whose status changed since last time, as (``worse``, ``better`` or ``other``, position)."""
        found = []
        for at, (now, was, turned) in enumerate(zip(self.statuses, self.before, self.turned, strict=True)):
            if was is not None and now != was:
                found.append((turned if turned in {"worse", "better"} else "other", at))
        return sorted(found, key=lambda turn: ("worse", "better", "other").index(turn[0]))

    @cached_property
    def changes(self) -> dict[str, list[int]]:
        """The positions of the KPIs by what is new since last time; one that has turned may have a new target, too."""
        found: dict[str, list[int]] = {kind: [] for kind in ("worse", "better", "other")}
        for kind, at in self.turns:
            found[kind].append(at)
        found["moved"] = [at for at, moved in enumerate(self._moved) if moved]
        found["new"] = [at for at, new in enumerate(self._new) if new]
        return found

    @cached_property
    def tables(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many KPIs of each group there are: of all, of each strategy and, where there are few, of each goal."""
        tables: dict[tuple[str, str], list[str]] = {("", ""): self.statuses}
        tables |= {(name, ""): [] for name in self.ids}
        if self.shows_goals:
            tables |= {(strategy.id, goal.id): [] for strategy in self.strategies for goal in strategy.goals}
        for strategy, goal, status in zip(self.of, self.goals, self.statuses, strict=True):
            tables[strategy, ""].append(status)
            if self.shows_goals:
                tables[strategy, goal].append(status)
        return {key: counts(statuses) for key, statuses in tables.items()}

    @cached_property
    def bars(self) -> dict[tuple[str, str], str]:
        """The share bars of `tables`; of very many strategies, that of all alone."""
        drawn = len(self.ids) <= _BARS_UP_TO
        return {key: shares(table) if drawn or key == ("", "") else "" for key, table in self.tables.items()}

    @property
    def bare(self) -> str:
        """How many of the strategies have no KPI; empty where all have."""
        n = len({*self.ids} - {*self.of})
        return str(say("{n} without a KPI", n=n)) if n else ""

    @property
    def few(self) -> bool:
        """Whether the overview lists the strategies; else they have a list of their own."""
        return len(self.ids) <= _STRATEGIES_UP_TO

    @property
    def shows_goals(self) -> bool:
        """Whether the overview lists goals."""
        return len(self.ids) <= _GOALS_UP_TO


def span_of(as_of: int) -> tuple[int, int]:
    """The years that all sparklines of the overview pages show: the last ten."""
    return as_of - 9, as_of


def overview(whole: Whole, tiles: Sequence[Any] = (), bands: Sequence[Any] = ()) -> bytes:
    """The first page, with the map that ``tiles`` and ``bands`` make."""
    groups, imprint = whole.tables["", ""], published()
    title = site_title(whole)
    described = described_as(title, groups)
    return render(
        "index.html",
        "index.html",
        title=title,
        tiles=tiles,
        bands=bands,
        description=described,
        linked=imprint.linked(
            **{"@type": "DataCatalog"},
            name=title,
            description=described,
            url=imprint.address(f"{active()}/index.html"),
        ),
        as_of=whole.terms.as_of,
        lead=lead(whole.statuses),
        left_out=[visible(text) for text in left_out()],
        fresh=freshness_line(whole.fresh),
        groups_here=groups,
        kinds=kinds_of(groups),
        share=share(groups),
        total=len(whole.statuses),
        span=span_of(whole.terms.as_of),
        bar=whole.bars["", ""],
        lists={group: whole.rows(whole.by_group[group][:_FEW]) for group in ("good", "risk", "bad", "unknown")},
        statuses=statuses_of(whole.statuses),
        turns=[(kind, whole.before[at], row(whole.standing(at))) for kind, at in whole.turns[:_CHANGES]],
        turned=Counter(kind for kind, _ in whole.turns),
        changes_total=len({at for places in whole.changes.values() for at in places}),
        strategies=[strategy_line(whole, one) for one in whole.strategies] if whole.few else [],
        strategies_total=len(whole.ids),
        bare=whole.bare,
        several_owners=whole.owner is None,
    )


def site_title(whole: Whole) -> str:
    """The title of the site: the organisation's name, where there is only one."""
    if whole.owner is None:
        return str(say("Progress of regional strategies"))
    return str(say("{organization}: progress of its strategies", organization=visible(pick(whole.owner))))


def strategy_line(whole: Whole, strategy: Strategy) -> dict[str, Any]:
    """A strategy as a line of a table: how many of its KPIs go how, and of those of its goals."""

    def counted(goal: str) -> dict[str, Any]:
        groups = whole.tables[strategy.id, goal]
        return {
            "groups": groups,
            "total": sum(groups.values()),
            "share": share(groups),
            "bar": whole.bars[strategy.id, goal],
        }

    return {
        "strategy": strategy,
        "address": strategy_address(strategy.id),
        **counted(""),
        "goals": [{"node": goal, **counted(goal.id)} for goal in (strategy.goals if whole.shows_goals else ())],
    }


def method(whole: Whole) -> bytes:
    """The page on the method."""
    limits, comma = whole.terms.settings.thresholds, labels()["comma"]
    return render(
        "method.html",
        "method.html",
        title=say("How it is judged"),
        as_of=whole.terms.as_of,
        statuses=[(one, status_meaning(one)) for one in STATUSES],
        rates=[(translate(words), formula) for _, words, formula in RATES],
        text=[
            say(
                "A KPI is judged at the year of its newest actual, never at today's, since figures come late. What "
                "the path asks for in that year is held against it: straight from the baseline to the target, or "
                "through the milestones."
            ),
            say(
                "From {on_track} of the pace that the path asks for a KPI is on track, from {at_risk} at risk. "
                "Eurostat grades a ratio of growth rates by 95% and 60%; here the cut-offs grade the linear pace, "
                "since many municipal KPIs start at zero or below, where growth rates do not exist.",
                on_track=percent(limits.on_track),
                at_risk=percent(limits.at_risk),
            ),
            say(
                "A share going well is the number of {good} over the number of those that can be assessed "
                "({assessed}). What is not known is counted apart, and a missing value is never zero.",
                good=comma.join(status_word(status) for status in GOOD),
                assessed=comma.join(status_word(status) for status in ASSESSED),
            ),
        ],
        schemes=whole.terms.schemes,
        sources=[
            say("The OECD's and ESCAP's methods of measuring the distance to a target"),
            say("Eurostat's monitoring of the SDGs in an EU context, for the cut-offs and the ratio of growth"),
            say("IATI's standard, for baselines, targets and actuals; SDMX, for the status of an observation"),
        ],
    )


def search_index(whole: Whole, spoken: Language) -> bytes:
    """The search index as a script, since a page opened from a folder can load nothing else."""
    found = [
        [visible(pick(one.title)), visible(pick(one.organization.name)), strategy_address(one.id)]
        for one in whole.strategies
    ]
    return f"window.kpitrackIndex = {script_safe([*found, *whole.entries(spoken)])};\n".encode()


def front(languages: Sequence[Language], language: Language, titles: Mapping[Language, str]) -> bytes:
    """The page at the root: it leads to the repository's language and links the others."""
    return render("front.html", "", title=titles[language], languages=languages, first=language, titles=titles)
