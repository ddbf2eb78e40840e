"""The overview pages: the front page, the lists of KPIs, and the method."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kpitrack.analysis.comparison import Comparison, compare
from kpitrack.analysis.standing import WrittenStanding, percent
from kpitrack.language import Language, pick, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.record import plain
from kpitrack.model.settings import STATUSES
from kpitrack.model.strategy import Strategy
from kpitrack.progress.rollup import ASSESSED, GOOD
from kpitrack.report.charts.strips import shares
from kpitrack.report.gather import Gathered, Portion
from kpitrack.views.words import status_mark, status_meaning, status_word

from .addresses import strategy_address
from .imprint import catalogue, script_safe
from .kpi_page import RATES
from .labels import GROUPS, group_of, labels
from .summary import Found, Glimpse, in_order
from .table_row import TableRow, counts, described_as, row, share
from .templating import published, render

LISTED = 500
"""The most rows of a list in a page; longer tables are of no use and slow on a phone."""
SEARCHED = 20_000
"""The most KPIs that the search finds one by one; beyond, it finds strategies, whose pages can be filtered."""
_FEW = 8
_CHANGES = 30
_GOALS_UP_TO = 12
_BARS_UP_TO = 200
"""The most strategies for which the overview draws a bar each; more would weigh megabytes."""
_ORDER = {
    "regressing": 0, "missed": 0, "off_track": 1, "at_risk": 2, "on_track": 3, "achieved_early": 4, "achieved": 5,
}  # fmt: skip
_TELLING = {
    status: i for i, status in enumerate(("no_final_data", "no_data", "incomplete", "suppressed", "awaiting_final"))
}
_WORST = ("missed", "regressing", "off_track", "at_risk")


class Whole:
    """The site as a whole, in columns, so that a hundred thousand KPIs cost little."""

    def __init__(self, gathered: Gathered) -> None:
        self.terms = gathered.terms
        self.ids = gathered.strategies.ids
        self.of, self.goals, self.statuses, self.before, self.turned, self.pace = (
            gathered.columns[name].to_list() for name in ("strategy", "goal", "status", "before", "turned", "pace")
        )
        self._seen: dict[str, Glimpse] = {}
        self._standings: dict[int, WrittenStanding] = {}

    def take(self, seen: Glimpse) -> None:
        """Remember what the overview pages show of a strategy."""
        self._seen[seen.head.id] = seen
        self._standings |= seen.standings

    @cached_property
    def wanted(self) -> frozenset[int]:
        """The positions of the KPIs that an overview page shows."""
        by_status: dict[str, list[int]] = defaultdict(list)
        for at, status in enumerate(self.statuses):
            by_status[status].append(at)
        listed = [range(len(self.statuses)), *by_status.values(), *self.by_group.values()]
        return frozenset(
            [at for places in listed for at in places[: max(LISTED, _FEW)]] + [at for _, at in self.turns[:_CHANGES]]
        )

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
        alike = in_order([one for name in self.ids for one in self._seen[name].candidates])
        return [compare(indicator, several) for indicator, several in alike.items()]

    def entries(self, spoken: Language) -> list[Found]:
        """What the search finds below the strategies."""
        return [one for name in self.ids for one in self._seen[name].entries.get(spoken, ())]

    def standing(self, at: int) -> WrittenStanding:
        """The KPI at a position among `wanted`."""
        return self._standings[at]

    def rows(self, places: Sequence[int]) -> list[TableRow]:
        """The rows of the KPIs at some positions."""
        return [row(self.standing(at), at) for at in places]

    @cached_property
    def by_group(self) -> dict[str, list[int]]:
        """The positions of the KPIs of each group of statuses, the most telling KPIs first."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, status in enumerate(self.statuses):
            found[group_of(status)].append(at)
        for group in ("bad", "risk"):
            found[group].sort(key=lambda at: (_WORST.index(self.statuses[at]), self.pace[at] or 0.0))
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
    def bars(self) -> dict[tuple[str, str], str]:
        """The share bars: of all KPIs, of each strategy and, where there are few, of each goal."""
        tables: dict[tuple[str, str], list[str]] = {("", ""): self.statuses}
        tables |= {(name, ""): [] for name in self.ids}
        if self.shows_goals:
            tables |= {(strategy.id, goal.id): [] for strategy in self.strategies for goal in strategy.goals}
        for strategy, goal, status in zip(self.of, self.goals, self.statuses, strict=True):
            tables[strategy, ""].append(status)
            if self.shows_goals:
                tables[strategy, goal].append(status)
        self.tables = {key: counts(statuses) for key, statuses in tables.items()}
        drawn = len(self.ids) <= _BARS_UP_TO
        return {key: shares(table) if drawn or key == ("", "") else "" for key, table in self.tables.items()}

    @property
    def shows_goals(self) -> bool:
        """Whether the overview lists goals."""
        return len(self.ids) <= _GOALS_UP_TO


def overview(whole: Whole) -> bytes:
    """The first page."""
    bars = whole.bars
    groups = whole.tables["", ""]
    title = site_title(whole)
    described = described_as(title, groups)
    return render(
        "index.html",
        "../",
        "index.html",
        title=title,
        description=described,
        linked=catalogue(published(), title, described),
        as_of=whole.terms.as_of,
        groups_here=groups,
        kinds={name: look for name, look in GROUPS.items() if name != "closed" or groups[name]},
        share=share(groups),
        total=len(whole.statuses),
        bar=bars["", ""],
        lists={group: whole.rows(whole.by_group[group][:_FEW]) for group in ("good", "risk", "bad", "unknown")},
        statuses=_statuses(whole),
        turns=[(kind, whole.before[at], row(whole.standing(at))) for kind, at in whole.turns[:_CHANGES]],
        turned=Counter(kind for kind, _ in whole.turns),
        strategies=[_strategy(whole, strategy) for strategy in whole.strategies],
        several_owners=whole.owner is None,
    )


def site_title(whole: Whole) -> str:
    """The title of the site: the organisation's name, where there is only one."""
    if whole.owner is None:
        return str(say("Progress of regional strategies"))
    return str(say("{organization}: progress of its strategies", organization=visible(pick(whole.owner))))


def _strategy(whole: Whole, strategy: Strategy) -> dict[str, Any]:
    goals = strategy.goals if whole.shows_goals else []
    return {
        "strategy": strategy,
        "address": strategy_address(strategy.id),
        "groups": whole.tables[strategy.id, ""],
        "total": sum(whole.tables[strategy.id, ""].values()),
        "share": share(whole.tables[strategy.id, ""]),
        "bar": whole.bars[strategy.id, ""],
        "goals": [
            {
                "node": goal,
                "groups": whole.tables[strategy.id, goal.id],
                "total": sum(whole.tables[strategy.id, goal.id].values()),
                "share": share(whole.tables[strategy.id, goal.id]),
                "bar": whole.bars[strategy.id, goal.id],
            }
            for goal in goals
        ],
    }


def _statuses(whole: Whole) -> list[tuple[str, str, str, str, int]]:
    found = Counter(whole.statuses)
    return [
        (status, status_mark(status), status_word(status), status_meaning(status), found[status])
        for status in STATUSES
        if found[status]
    ]


def lists(whole: Whole) -> dict[str, bytes]:
    """The list of all KPIs, and one for each status and group of statuses: filters that need no script."""
    pages = {"kpis.html": _list(whole, "kpis.html", str(say("All KPIs")), "", range(len(whole.statuses)))}
    by_status: dict[str, list[int]] = defaultdict(list)
    for at, status in enumerate(whole.statuses):
        by_status[status].append(at)
    for status, places in by_status.items():
        name = f"status/{status}.html"
        title = str(say("KPIs with the status “{status}”", status=status_word(status)))
        pages[name] = _list(whole, name, title, status_meaning(status), places)
    words = labels()
    for group, label in (("good", "going_well"), ("bad", "not_going_well"), ("unknown", "unknown")):
        name = f"status/{group}.html"
        pages[name] = _list(whole, name, words[label], "", whole.by_group[group])
    return pages


def _list(whole: Whole, name: str, title: str, meaning: str, places: Sequence[int]) -> bytes:
    return render(
        "kpis.html",
        "../../" if "/" in name else "../",
        name,
        title=title,
        meaning=meaning,
        as_of=whole.terms.as_of,
        rows=whole.rows(places[:LISTED]),
        total=len(places),
        statuses=_statuses(whole),
        several=len(whole.strategies) > 1,
        strategies=whole.strategies if len(places) > LISTED else [],
    )


def method(whole: Whole) -> bytes:
    """The page on the method."""
    limits = whole.terms.settings.thresholds
    return render(
        "method.html",
        "../",
        "method.html",
        title=str(say("How it is judged")),
        as_of=whole.terms.as_of,
        statuses=[(one, status_mark(one), status_word(one), status_meaning(one), group_of(one)) for one in STATUSES],
        rates=[(translate(words), formula) for _, words, formula in RATES],
        text=[
            str(
                say(
                    "A KPI is judged at the year of its newest actual, never at today's, since figures come late. What "
                    "the path asks for in that year is held against it: straight from the baseline to the target, or "
                    "through the milestones."
                )
            ),
            str(
                say(
                    "From {on_track} of the pace that the path asks for a KPI is on track, from {at_risk} at risk. "
                    "Eurostat grades a ratio of growth rates by 95% and 60%; here the cut-offs grade the linear pace, "
                    "since many municipal KPIs start at zero or below, where growth rates do not exist.",
                    on_track=percent(limits.on_track),
                    at_risk=percent(limits.at_risk),
                )
            ),
            str(
                say(
                    "A share going well is the number of {good} over the number of those that can be assessed "
                    "({assessed}). What is not known is counted apart, and a missing value is never zero.",
                    good=", ".join(status_word(status) for status in GOOD),
                    assessed=", ".join(status_word(status) for status in ASSESSED),
                )
            ),
        ],
        schemes=whole.terms.schemes,
        sources=[
            str(say("The OECD's and ESCAP's methods of measuring the distance to a target")),
            str(say("Eurostat's monitoring of the SDGs in an EU context, for the cut-offs and the ratio of growth")),
            str(say("IATI's standard, for baselines, targets and actuals; SDMX, for the status of an observation")),
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
    return render("front.html", "", "", title=titles[language], languages=languages, first=language, titles=titles)
