"""duplicate-id."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import Text, mark, say

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpis
from .outline import View
from .view import StrategyView


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """Ids that two strategies share."""
    for name, same in view.by_id.items():
        for one in same[1:]:
            yield _finding(
                one.path, ("id",), say("the strategy “{id}” is already in {path}", id=name, path=same[0].path)
            )


def find_within(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Ids that occur twice in a strategy: among goals, measures and KPIs, among initiatives, or roadmap items."""
    if view.ambiguous:
        yield from _among_nodes(view)
    yield from _among_initiatives(view)
    yield from _in_roadmaps(view)
    yield from _in_annexes(view)


def _finding(path: str, at: KeyPath, message: Text) -> Diagnostic:
    return Diagnostic(CHECK.rule, message, say("give one of the two another id"), path, at)


def _among_nodes(view: StrategyView) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    placed = [(node.item.id, node.at) for node in view.nodes] + [(kpi.item.id, kpi.at) for kpi in view.kpis]
    for name, at in placed:
        if name in seen:
            yield _finding(
                view.path, (*at, "id"), say("the id “{id}” is already used by a goal, measure or KPI above", id=name)
            )
        seen.add(name)


def _among_initiatives(view: StrategyView) -> Iterator[Diagnostic]:
    seen: set[tuple[str, int | None]] = set()
    for node in view.nodes:
        for i, initiative in enumerate(node.item.initiatives or ()):
            same = initiative.id, initiative.year
            if same in seen:
                yield _finding(
                    view.path, (*node.at, "initiatives", i, "id"),
                    say("the initiative “{id}” stands here a second time for the same year", id=initiative.id),
                )  # fmt: skip
            seen.add(same)


def _in_roadmaps(view: StrategyView) -> Iterator[Diagnostic]:
    for placed in (*view.nodes, *view.kpis):
        seen: set[str] = set()
        for i, bar in enumerate(placed.item.roadmap or ()):
            if bar.id in seen:
                yield _finding(
                    view.path, (*placed.at, "roadmap", i, "id"),
                    say("the roadmap item “{id}” stands here a second time", id=bar.id),
                )  # fmt: skip
            seen.add(bar.id)


def _in_annexes(view: StrategyView) -> Iterator[Diagnostic]:
    """Ids in the annexes: statements and practices share those of measures; sections and grants have their own."""
    strategy = view.strategy
    taken = set(view.node_ids | view.kpi_ids)
    for field, ids, seen in (
        ("statements", [one.id for one in strategy.statements or ()], taken),
        ("practices", [one.id for one in strategy.practices or ()], taken),
        ("sections", [one.id for one in strategy.sections or ()], set()),
        ("grants", [one.id for one in strategy.grants or ()], set()),
    ):
        for i, name in enumerate(ids):
            if name in seen:
                yield _finding(view.path, (field, i, "id"), say("the id “{id}” is already used above", id=name))
            seen.add(name)


_SHARE = """\
id: {}
name: テレワーク実施率
unit: "%"
target: {{year: 2024, value: 20}}
"""

CHECK = Check(
    rule("duplicate-id"),
    mark("Two strategies, or two goals, measures or KPIs of one strategy, have the same id."),
    mark(
        "Actuals and references name things by their ids; with two of the same, a value would be counted for the wrong "
        "one. Give one of the two another id. Ids of goals, measures and KPIs are told apart within a strategy; those "
        "of initiatives within a strategy and year; those of roadmap items within their roadmap."
    ),
    Example(
        bad={STRATEGY: kpis(KPI, _SHARE.format("telework-practitioners"))},
        good={STRATEGY: kpis(KPI, _SHARE.format("telework-share"))},
    ),
    of_strategy=find_within,
    of_repository=find,
)
