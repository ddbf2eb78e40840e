"""What ``tree`` shows, for each of its formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpitrack.language import pick, say
from kpitrack.model.numbers import show_number
from kpitrack.model.outline import Branch, Rollup, Spending, Verdict, rollup, spending
from kpitrack.model.strategy import Initiative, Strategy
from kpitrack.model.years import show_year

from .plain import visible
from .standing import MISSING, Standing, percent


@dataclass(frozen=True, slots=True)
class Options:
    """What to show.

    Args:
        as_of: the fiscal year at which the KPIs were judged.
        kpis: whether to list the KPIs.
        initiatives: whether to list the initiatives.
        year: only the initiatives of this fiscal year.
        depth: how many levels, 1 being the goals alone; null for all.
    """

    as_of: int
    kpis: bool = False
    initiatives: bool = False
    year: int | None = None
    depth: int | None = None


def verdict(one: Standing) -> Verdict:
    """``one`` as a rollup takes it."""
    return Verdict(one.ref, one.row["status"], one.row.get("pace"))


def roll(branch: Branch, standings: Mapping[str, Standing]) -> Rollup:
    """The KPIs on and below ``branch``, counted."""
    return rollup(verdict(standings[f"{branch.strategy}/{kpi.id}"]) for kpi in branch.kpis())


def described(strategy: Strategy, as_of: int) -> str:
    """The strategy's id, its period, and when it was judged."""
    return str(
        say(
            "{id}, FY{start}–FY{end}, as of FY{as_of}",
            id=strategy.id, start=strategy.period.start, end=strategy.period.end, as_of=as_of,
        )
    )  # fmt: skip


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
    if one.kpi.target:
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
        str(say("budget {amount}", amount=MISSING if money.budget is None else show_number(money.budget))),
        str(say("spent {amount}", amount=MISSING if money.spent is None else show_number(money.spent))),
    ]
    rate = percent(money.rate)
    if money.rate is not None and money.rated == money.initiatives:
        parts.append(str(say("executed {rate}", rate=rate)))
    elif money.rate is not None:
        parts.append(
            str(say("executed {rate} ({n} of {total} projects)", rate=rate, n=money.rated, total=money.initiatives))
        )
    return "  ".join(parts)


def declared_text(strategy: Strategy, goals: Sequence[Branch]) -> str:
    """How many measures the document says it has, and how many are listed; empty where it does not say."""
    declared = strategy.declared_counts
    if declared is None or declared.measures is None:
        return ""
    listed = sum(1 for goal in goals for _ in goal.walk()) - len(goals)
    return str(
        say("The document states {declared} measures; {n} are listed here.", declared=declared.measures, n=listed)
    )
