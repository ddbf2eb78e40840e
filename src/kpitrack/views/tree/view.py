"""What ``tree`` shows, for each of its formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.outline import Branch, Spending, spending
from kpitrack.analysis.standing import Standing, share_good
from kpitrack.language import mark, pick, said, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.declared import DeclaredKind, differing
from kpitrack.model.numbers import exact, printed
from kpitrack.model.strategy import Goal, Initiative, Measure, Strategy
from kpitrack.model.vocabulary import STATUSES
from kpitrack.model.years import show_year
from kpitrack.views.annexes import Population, blocks, life_text, lineage_texts
from kpitrack.views.words import counts_line, status_word, yen


@dataclass(frozen=True, slots=True)
class Options:
    """What to show.

    Args:
        as_of: the fiscal year at which the KPIs were judged.
        kpis: whether to list the KPIs.
        initiatives: whether to list the initiatives.
        year: only the initiatives of this fiscal year.
        depth: how many levels, 1 being the goals alone; null for all.
        texts: whether to show what is written beside the titles: descriptions, notes, statements and so on.
        lineages: the ties between strategies, by id.
        titles: the titles of strategies, by id.
        population: by the id of a strategy, the shares that its committee's are held beside.
    """

    as_of: int
    kpis: bool = False
    initiatives: bool = False
    year: int | None = None
    depth: int | None = None
    texts: bool = False
    lineages: Mapping[str, Lineage] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    population: Mapping[str, Population] = field(default_factory=dict)


_KINDS: dict[DeclaredKind, str] = {
    "goals": mark("goals"),
    "measures": mark("measures"),
    "kpis": mark("KPIs"),
    "initiatives": mark("projects"),
}


@dataclass(frozen=True, slots=True)
class Rollup:
    """How many KPIs have each status.

    Args:
        counts: the number of KPIs by status, including those without data, in the order of the method.
        assessed: how many can be assessed.
        good: how many of these are achieved or on track.
        worst: the ref of the worst KPI, where one is at risk or worse.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    assessed: int = 0
    good: int = 0
    worst: str | None = None

    @property
    def share(self) -> float | None:
        """The share of good KPIs among those that can be assessed; null where less than half can."""
        return share_good(self.good, self.assessed, sum(self.counts.values()))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The standings of KPIs by ref, and the rollups of strategies by id and of nodes by ref."""

    standings: Mapping[str, Standing]
    rollups: Mapping[str, Rollup]

    def on(self, branch: Branch) -> list[Standing]:
        """The KPIs on a node itself."""
        return [self.standings[f"{branch.strategy}/{kpi.id}"] for kpi in branch.node.kpis or ()]

    def below(self, branch: Branch) -> Rollup:
        """The rollup of the KPIs on and below a node."""
        return self.rollups.get(branch.ref, Rollup())


def judged(standings: Iterable[Standing]) -> Verdicts:
    """The verdicts of ``standings``, rolled up by node and strategy."""
    import polars as pl

    from kpitrack.progress.rollup import by_node, rollup
    from kpitrack.progress.schema import KPIS, VERDICTS

    by_ref = {one.ref: one for one in standings}
    schema = {**KPIS, **VERDICTS}
    columns = {name: schema[name] for name in ("ref", "strategy", "path", "position", "name", "status", "pace")}
    frame = pl.LazyFrame([{name: one.row[name] for name in columns} for one in by_ref.values()], schema=columns)
    rows = [
        row
        for rolled in (rollup(frame), by_node(frame))
        for row in rolled.collect(engine="in-memory").iter_rows(named=True)
    ]
    return Verdicts(by_ref, {"/".join(filter(None, (row["strategy"], row.get("node")))): _counted(row) for row in rows})


def tie_texts(strategy: Strategy, options: Options) -> list[str]:
    """How the strategy is tied to others, that it is a transcription, and how much is written beside its measures."""
    lineage = options.lineages.get(strategy.id)
    texts = list(lineage_texts(lineage, options.titles)) if lineage else []
    texts.append(life_text(strategy))
    beside = sum(len(block.entries) for block in blocks(strategy))
    if beside and not options.texts:
        texts.append(
            str(say_n("{n} text beside the measures: --texts", "{n} texts beside the measures: --texts", beside))
        )
    return [text for text in texts if text]


def headed(strategy: Strategy, goals: Sequence[Branch]) -> Iterator[tuple[str, list[Branch]]]:
    """The goals under their printed headings, in the order of the document; cross-cutting ones come last."""
    titles = {one.id: pick(one.title) for one in strategy.sections or ()}
    for section, several in groupby((goal for goal in goals if not goal.cross_cutting), key=_section):
        yield titles.get(section or "", ""), list(several)
    if across := [goal for goal in goals if goal.cross_cutting]:
        yield said("Cross-cutting goals"), across


def _section(goal: Branch) -> str | None:
    return goal.node.section if isinstance(goal.node, Goal) else None


def total_texts(strategy: Strategy, goals: Iterable[Branch], judged: Verdicts, year: int | None) -> list[str]:
    """The totals of a strategy: its KPIs by status and the money of its projects, where it has any."""
    found = judged.rollups.get(strategy.id, Rollup())
    counts = counts_line(dict(found.counts))
    money = spending(one for goal in goals for one in goal.initiatives(year))
    texts = [counts if found.share is None else f"{counts}   {found.good}/{found.assessed}"]
    if found.share is None and found.assessed:
        kpis = sum(found.counts.values())
        texts.append(said("{n} of {total} KPIs can be assessed", n=found.assessed, total=kpis))
    texts.append(money_text(money) if money.known else "")
    return [said("in all: {text}", text=text) for text in texts if text]


def worst_text(strategy: Strategy, judged: Verdicts) -> str:
    """The name of the worst KPI; empty where none is at risk or worse."""
    found = judged.rollups.get(strategy.id, Rollup()).worst
    if found is None:
        return ""
    one = judged.standings[found]
    return said("worst: {name} ({status})", name=visible(one.name), status=status_word(one.status))


def _counted(row: Mapping[str, Any]) -> Rollup:
    counts: dict[str, int] = {status: row[status] for status in STATUSES if row[status]}
    return Rollup(counts, row["assessed"], row["good"], row["worst"])


def kpi_text(one: Standing) -> str:
    """A KPI's name."""
    return f"KPI {visible(one.name)}"


def figures_text(one: Standing) -> str:
    """A KPI's newest figure, or else its baseline, and its target; empty where neither is known."""
    row, unit = one.row, visible(one.unit)
    figures = []
    for name in ("actual", "baseline"):
        if row.get(f"{name}_value") is not None:
            year = "" if row.get(f"{name}_year") is None else f" ({row[f'{name}_year']})"
            figures.append(f"{one.number(row[f'{name}_value'])}{unit}{year}")
            break
    if row["target_form"] is not None:
        text = visible(one.target_text())
        year = "" if row.get("target_year") is None else f" ({row['target_year']})"
        figures.append(f"→ {text}{unit if text[-1:].isdigit() else ''}{year}")
    return " ".join(figures)


def initiative_text(one: Initiative) -> str:
    """An initiative's title, its year and its money."""
    year = f" ({show_year(one.year)})" if one.year is not None else ""
    money = spending([one])
    return visible(pick(one.title)) + year + (f"  {money_text(money)}" if money.known else "")


def money_text(money: Spending) -> str:
    """Budget, spent, and the rate of execution with how many initiatives it is computed from."""
    parts = [
        said("budget {amount}", amount=yen(money.budget)),
        said("spent {amount}", amount=yen(money.spent)),
    ]
    if money.rate is not None:
        rate, n, total = f"{printed(exact(money.rate) * 100, 1):,f}%", money.rated, money.initiatives
        text = (
            say("executed {rate}", rate=rate)
            if n == total
            else say("executed {rate} ({n} of {total} projects)", rate=rate, n=n, total=total)
        )
        parts.append(str(text))
    return "  ".join(parts)


def declared_text(of: Strategy | Goal | Measure) -> str:
    """How much the document states to hold and how much is listed; empty where both agree."""
    parts = [
        said("{kind} {stated} ({n} listed here)", kind=translate(_KINDS[kind]), stated=stated, n=min(held))
        for kind, (stated, held) in differing(of).items()
    ]
    return said("stated in the document: {counts}", counts="   ".join(parts)) if parts else ""
