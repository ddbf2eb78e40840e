"""All checks over a repository."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kpitrack.diagnostics import Diagnostic, KeyPath
from kpitrack.files.discovery import ACTUALS
from kpitrack.files.repository import Repository

from .protocol import Check, Context
from .registry import CHECKS
from .selection import select
from .view import View, view_of


def check(repository: Repository, context: Context, asked: Collection[str] = ()) -> list[Diagnostic]:
    """Everything found in ``repository``: by reading it, and by the checks of what could be read.

    What only follows from another finding is left out. The findings have their key paths, not yet all their places.

    Args:
        repository: what was read.
        context: what checks may know beside it.
        asked: the names of the rules to look for although they are off by default.
    """
    view = view_of(repository)
    found = [
        (one, finding)
        for one in CHECKS
        if one.rule.default or one.rule.name in asked
        for finding in _run(one, view, context)
    ]
    return [*repository.findings, *_without_consequences(found)]


def standing(repository: Repository, context: Context) -> list[Diagnostic]:
    """What was found in ``repository`` and `kpitrack.yaml` does not accept: what commands that compute go by."""
    return list(select(check(repository, context), repository.configuration).findings)


def _run(one: Check, view: View, context: Context) -> Iterable[Diagnostic]:
    if one.of_repository:
        yield from one.of_repository(view, context)
    if one.of_strategy:
        for strategy in view.strategies:
            yield from one.of_strategy(strategy, context)


def _without_consequences(found: list[tuple[Check, Diagnostic]]) -> list[Diagnostic]:
    at_subject: dict[tuple[str, KeyPath], set[str]] = {}
    for _, finding in found:
        at_subject.setdefault(_subject(finding), set()).add(finding.rule.name)
    return [finding for one, finding in found if one.needs.isdisjoint(at_subject[_subject(finding)])]


def _subject(finding: Diagnostic) -> tuple[str, KeyPath]:
    """What ``finding`` is about: a KPI, an entry of the actuals, or a field at the top of a file."""
    at = finding.at
    if finding.path.startswith(ACTUALS):
        return finding.path, at[:3]
    for depth in range(len(at) - 1, 0, -1):
        if at[depth - 1] == "kpis" and isinstance(at[depth], int):
            return finding.path, at[: depth + 1]
    return finding.path, at[:1]
