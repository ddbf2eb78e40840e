"""Titles of strategies, goals, measures and KPIs, the same in every view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpitrack.language import pick, said
from kpitrack.language.visible import visible

from .text.styled import Styled, wrapped

if TYPE_CHECKING:
    from kpitrack.analysis.outline import Branch
    from kpitrack.model.strategy import KPI, Goal, Measure, Strategy


def node_title(node: Goal | Measure) -> str:
    """A node's number and title."""
    return f"{pick(node.number)} {pick(node.title)}" if node.number else pick(node.title)


def path_title(branch: Branch) -> str:
    """The numbers of the goal and measures down to a node, and its title: ``1 › 1-2 Farming``."""
    above = branch.trail[:-1] if branch.node.number else branch.trail
    return " › ".join([*map(pick, above), node_title(branch.node)])


def kpi_title(kpi: KPI) -> str:
    """A KPI's name with its unit in brackets."""
    unit = pick(kpi.unit)
    return f"{pick(kpi.name)} [{unit}]" if unit else pick(kpi.name)


def kpi_heading(kpi: KPI, ref: str, columns: int) -> Iterator[Styled]:
    """The lines above a KPI on a terminal: its title and its ref."""
    yield from wrapped(visible(kpi_title(kpi)), columns, "bold")
    yield Styled(visible(ref), "dim")


def strategy_title(strategy: Strategy, space: str = "  ") -> str:
    """A strategy's organisation and title."""
    return f"{pick(strategy.organization.name)}{space}{pick(strategy.title)}"


def strategy_facts(strategy: Strategy, as_of: int) -> str:
    """The strategy's id, its period, and the fiscal year at which it was judged."""
    return facts(strategy.id, strategy.period.start, strategy.period.end, as_of)


def facts(strategy: str, start: int, end: int, as_of: int) -> str:
    """A strategy's id, its period, and the fiscal year at which it was judged."""
    return said("{id}, FY{start}–FY{end}, as of FY{as_of}", id=strategy, start=start, end=end, as_of=as_of)


def heading(strategy: Strategy, columns: int, as_of: int | None = None) -> Iterator[Styled]:
    """The lines above a strategy on a terminal: its title and, where ``as_of`` is given, its facts."""
    yield from wrapped(visible(strategy_title(strategy)), columns, "bold")
    if as_of is not None:
        yield Styled(strategy_facts(strategy, as_of), "dim")
