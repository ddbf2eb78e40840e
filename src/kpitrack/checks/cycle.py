from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import Text, mark, say

from .check import Check, Context, Example
from .examples import STRATEGY, goals
from .outline import View
from .references import Reference, references, resolve

_MOST_NAMED = 20
Vertex = tuple[str, str]
"""The id of a strategy, and of a node or KPI in it; for a strategy itself nothing, and its id."""
Edge = tuple[Vertex, Reference | None]
"""The target of an edge, and its reference; None for the edge to a parent, which is implied."""


def find(view: View, _: Context) -> Iterator[Diagnostic]:
    """References that lead back to where they start."""
    kinds: dict[str, dict[Vertex, list[Edge]]] = {
        "contributes_to": {},
        "replaced_by": {},
        "parity_with": {},
        "continues": {},
        "supersedes": {},
        "carries_out": {},
    }
    for reference in references(view):
        kind = next((step for step in reversed(reference.at) if step in kinds), None)
        of_strategies = reference.kind == "strategy"
        subject = reference.owner.id if of_strategies else reference.subject
        if not isinstance(kind, str) or subject is None:
            continue
        target = resolve(view, reference)
        if any(one.ambiguous for one in (reference.owner, *view.by_id.get(target.strategy, ()))):
            continue  # it could mean either of two nodes
        if target.exists and not (reference.kind == "comparison" and _is_series(view, target.strategy, target.name)):
            vertex = "" if of_strategies else reference.owner.id, subject
            to = "" if of_strategies else target.strategy, target.name
            kinds[kind].setdefault(vertex, []).append((to, reference))
    for kind, edges in kinds.items():
        if kind == "contributes_to" and edges:
            _add_parents(view, edges)
        for closing, around in _cycles(edges):
            yield Diagnostic(
                CHECK.rule, _message(around), say("take one of these references out"),
                closing.owner.path, closing.at,
            )  # fmt: skip


def _is_series(view: View, strategy: str, name: str) -> bool:
    return any(name in one.comparator_ids for one in view.by_id.get(strategy, ()))


def _message(around: list[Vertex]) -> Text:
    one_strategy = len({strategy for strategy, _ in around}) == 1
    names = [name if one_strategy else f"{strategy}/{name}" for strategy, name in around]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED // 2 : -_MOST_NAMED // 2] = ["…"]
    return say("this leads back to where it starts: {way}", way=" → ".join([*names, names[0]]))


def _add_parents(view: View, edges: dict[Vertex, list[Edge]]) -> None:
    """Add the edges from what is on a goal or measure to that node."""
    involved = {strategy for strategy, _ in edges} | {to[0] for out in edges.values() for to, _ in out}
    for one in view.strategies:
        if one.id in involved:
            for child, parent in one.parents:
                edges.setdefault((one.id, child), []).append(((one.id, parent), None))


def _cycles(edges: Mapping[Vertex, Iterable[Edge]]) -> Iterator[tuple[Reference, list[Vertex]]]:
    """Each cycle, by the reference that closes it: a depth-first search without recursion."""
    done: set[Vertex] = set()
    for start in list(edges):
        if start in done:
            continue
        way: list[Vertex] = [start]
        steps = {start: 0}  # position of each vertex on the current path
        drawn: list[Reference | None] = [None]
        waiting = [iter(edges.get(start, ()))]
        while waiting:
            edge = next(waiting[-1], None)
            if edge is None:
                waiting.pop()
                drawn.pop()
                last = way.pop()
                del steps[last]
                done.add(last)
                continue
            to, reference = edge
            first = steps.get(to)
            if first is not None:
                closing = reference or next((one for one in reversed(drawn[first + 1 :]) if one), None)
                if closing is not None:
                    yield closing, way[first:]
            elif to not in done:
                steps[to] = len(way)
                way.append(to)
                drawn.append(reference)
                waiting.append(iter(edges.get(to, ())))


_GOALS = """\
- id: g2
  title: ひとの交わりを加速させ、移住者や関係人口を増やす
  contributes_to: [g3]
- id: g3
  title: 結婚・出産・子育ての希望をかなえる
  contributes_to: [{}]
- id: g4
  title: 魅力的な地域をつくる
"""

CHECK = Check(
    rule("cycle"),
    mark("References lead back to where they start."),
    mark(
        "A goal cannot contribute to itself by way of others, a KPI cannot be replaced by one that it replaced, two "
        "strategies cannot take each other's place, and two targets that ask for each other's level ask for nothing. "
        "What hangs on a goal contributes to it already. "
        "Take out the reference that points the wrong way."
    ),
    Example(bad={STRATEGY: goals(_GOALS.format("g2"))}, good={STRATEGY: goals(_GOALS.format("g4"))}),
    of_repository=find,
)
