"""All checks, and what they find in a repository."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from importlib import import_module

from kpitrack.diagnostics import CATALOGUE, Diagnostic, KeyPath
from kpitrack.repository.discovery import ACTUALS
from kpitrack.repository.repository import Repository

from .check import Check, Context
from .explained import EXPLAINED
from .outline import View, view_of
from .selection import select
from .view import StrategyView, views_of

_EXPLAINED = {check.rule.name: check for check in EXPLAINED}
BY_NAME: dict[str, Check] = {
    name: _EXPLAINED.get(name) or import_module(f".{name.replace('-', '_')}", __package__).CHECK for name in CATALOGUE
}
"""Every check, in the order of the catalogue: each is the file here that is named after its finding."""


def check(repository: Repository, context: Context, asked: Collection[str] = ()) -> list[Diagnostic]:
    """Everything found in ``repository``: by reading it, and by the checks of what could be read.

    Findings that only follow from another one are left out. Findings have key paths, but not all have places yet.

    Args:
        repository: what was read.
        context: what checks may know beside it.
        asked: the names of the rules to look for although they are off by default.
    """
    strategies = views_of(repository)
    within = {one.path: check_strategy(one, context, asked) for one in strategies}
    return [*repository.findings, *conclude(view_of(repository, strategies), within, context, asked)]


def check_strategy(view: StrategyView, context: Context, asked: Collection[str] = ()) -> list[Diagnostic]:
    """Everything found within one strategy and its actuals."""
    return [finding for one in _active(asked) if one.of_strategy for finding in one.of_strategy(view, context)]


def conclude(
    view: View, within: Mapping[str, Iterable[Diagnostic]], context: Context, asked: Collection[str] = ()
) -> list[Diagnostic]:
    """Everything found across strategies, and what was found ``within`` each unless it only follows from that.

    Args:
        view: the repository.
        within: what `check_strategy` found, by the paths of the strategies' files.
        context: what checks may know beside it.
        asked: the names of the rules to look for although they are off by default.
    """
    active = {one.rule.name: one for one in _active(asked)}
    found: dict[str, list[Diagnostic]] = {
        name: list(one.of_repository(view, context)) if one.of_repository else [] for name, one in active.items()
    }
    for strategy in view.strategies:
        for finding in within[strategy.path]:
            if strategy.whole or not active[finding.rule.name].needs_all_actuals:
                found[finding.rule.name].append(finding)
    return _without_consequences([(one, finding) for name, one in active.items() for finding in found[name]])


def standing(repository: Repository, context: Context) -> list[Diagnostic]:
    """The findings in ``repository`` that `kpitrack.yaml` does not accept; errors stop commands that compute."""
    return list(select(check(repository, context), repository.configuration.in_force).findings)


def _active(asked: Collection[str]) -> list[Check]:
    return [one for one in BY_NAME.values() if one.rule.default or one.rule.name in asked]


def _without_consequences(found: list[tuple[Check, Diagnostic]]) -> list[Diagnostic]:
    at_subject: dict[tuple[str, KeyPath], set[str]] = {}
    for _, finding in found:
        at_subject.setdefault(_subject(finding), set()).add(finding.rule.name)
    return [finding for one, finding in found if one.needs.isdisjoint(at_subject[_subject(finding)])]


def _subject(finding: Diagnostic) -> tuple[str, KeyPath]:
    """The subject of ``finding``: a KPI, an entry of the actuals, or a field at the top of a file."""
    at = finding.at
    if finding.path.startswith(ACTUALS):
        return finding.path, at[:3]
    for depth in range(len(at) - 1, 0, -1):
        if at[depth - 1] == "kpis" and isinstance(at[depth], int):
            return finding.path, at[: depth + 1]
    return finding.path, at[:1]
