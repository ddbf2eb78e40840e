from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import Text, mark, say

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpis
from .outline import View
from .view import StrategyView

_Name = str | tuple[str, int | None]
"""An id, or one with its year."""


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """Ids that two strategies share."""
    for name, same in view.by_id.items():
        for one in same[1:]:
            yield _finding(
                one.path, ("id",), say("the strategy “{id}” is already in {path}", id=name, path=same[0].path)
            )


def find_within(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Ids that occur twice in a strategy: among goals, measures and KPIs, among initiatives, or roadmap items."""
    for seen, message, named in _scopes(view):
        for name, at in named:
            if name in seen:
                id_ = name if isinstance(name, str) else name[0]
                yield _finding(view.path, (*at, "id"), Text(message, {"id": id_}))
            seen.add(name)


def _finding(path: str, at: KeyPath, message: Text) -> Diagnostic:
    return Diagnostic(CHECK.rule, message, say("give one of the two another id"), path, at)


def _scopes(view: StrategyView) -> Iterator[tuple[set[_Name], str, Iterator[tuple[_Name, KeyPath]]]]:
    """The lists in which no id may occur twice: what is taken already, what is said of a second one, and the ids."""
    placed = [(item, at) for item, at, _ in (*view.nodes, *view.kpis)]
    if view.ambiguous:
        yield set(), _ABOVE["node"], ((item.id, at) for item, at in placed)
    initiatives = (
        ((one.id, one.year), (*at, "initiatives", i))
        for node, at, _ in view.nodes
        for i, one in enumerate(node.initiatives or ())
    )
    yield set(), _ABOVE["initiative"], initiatives
    for item, at in placed:
        if item.roadmap:
            yield set(), _ABOVE["roadmap"], ((bar.id, (*at, "roadmap", i)) for i, bar in enumerate(item.roadmap))
    taken = set[_Name](view.node_ids | view.kpi_ids)  # which statements and practices share, too
    for field, seen in (("statements", taken), ("practices", taken), ("sections", set()), ("grants", set())):
        several = getattr(view.strategy, field) or ()
        yield seen, _ABOVE["annex"], ((one.id, (field, i)) for i, one in enumerate(several))


_ABOVE = {
    "node": mark("the id “{id}” is already used by a goal, measure or KPI above"),
    "initiative": mark("the initiative “{id}” stands here a second time for the same year"),
    "roadmap": mark("the roadmap item “{id}” stands here a second time"),
    "annex": mark("the id “{id}” is already used above"),
}

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
