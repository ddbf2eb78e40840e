"""The logic model (ロジックモデル): from measure over output and outcome to goal, its faults and breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from kpitrack.model.strategy import KPI, Level, Strategy
from kpitrack.model.vocabulary import Status

from .outline import Branch, outline

EdgeKind = Literal["implied", "produces", "contributes"]
"""Implied by the outline; from a measure to its KPI; or written in ``contributes_to``."""
FlawKind = Literal["goal_without_outcome", "measure_leads_nowhere", "outcome_without_feeder", "cycle"]
FLAWS: tuple[FlawKind, ...] = get_args(FlawKind)
OUTCOMES: frozenset[Level] = frozenset({"outcome", "impact"})
GOOD: frozenset[Status] = frozenset({"achieved", "achieved_early", "on_track"})
BROKEN: frozenset[Status] = frozenset({"regressing", "off_track", "missed"})


@dataclass(frozen=True, slots=True)
class Point:
    """A goal, a measure or a KPI.

    Args:
        ref: ``strategy/id``.
        branch: the goal or measure, or the one that the KPI is on; null where its strategy is not known.
        kpi: the KPI, if it is one.
        foreign: whether it belongs to another strategy.
    """

    ref: str
    branch: Branch | None
    kpi: KPI | None = None
    foreign: bool = False

    @property
    def kind(self) -> Literal["goal", "measure", "kpi", "elsewhere"]:
        """What it is."""
        if self.branch is None or self.foreign:
            return "elsewhere"
        if self.kpi:
            return "kpi"
        return "goal" if self.branch.depth == 1 else "measure"

    @property
    def is_outcome(self) -> bool:
        """Whether it is an outcome or impact KPI."""
        return self.kpi is not None and self.kpi.level in OUTCOMES


@dataclass(frozen=True, slots=True)
class Edge:
    """``source`` leads to ``target``; both are refs."""

    source: str
    target: str
    kind: EdgeKind


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the model: the refs that it is about, in the order of the document."""

    kind: FlawKind
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """An outcome that goes badly although outputs that feed it go well.

    Args:
        outcome: its ref.
        good: the refs of the outputs that are achieved or on track.
        feeding: how many outputs feed it.
        implied: whether they feed it only because it is on the goal above them.
    """

    outcome: str
    good: tuple[str, ...]
    feeding: int
    implied: bool


@dataclass(frozen=True)
class LogicModel:
    """A strategy's logic model.

    Args:
        strategy: the strategy.
        points: goals, measures and KPIs by ref, in the order of the document; then those of other strategies.
        edges: what leads to what.
    """

    strategy: Strategy
    points: Mapping[str, Point]
    edges: tuple[Edge, ...]

    @cached_property
    def outgoing(self) -> dict[str, list[Edge]]:
        """The edges by their source."""
        found: dict[str, list[Edge]] = {ref: [] for ref in self.points}
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Edge]]:
        """The edges by their target."""
        found: dict[str, list[Edge]] = {ref: [] for ref in self.points}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found

    @cached_property
    def drawn(self) -> bool:
        """Whether the strategy states any logic: a level, or ``contributes_to``."""
        return any(edge.kind == "contributes" and not self.points[edge.source].foreign for edge in self.edges) or any(
            point.kpi and point.kpi.level and not point.foreign for point in self.points.values()
        )


def logic_model(strategy: Strategy) -> LogicModel:
    """The logic model of ``strategy``.

    A measure leads to the node above it, to the KPIs on it, and to what it contributes to. A KPI on a goal leads to
    that goal; one on a measure to what it contributes to, or, where that is not said, to the goal above it.
    """
    points: dict[str, Point] = {}
    edges: list[Edge] = []
    for goal in outline(strategy):
        for branch in goal.walk():
            points[branch.ref] = Point(branch.ref, branch)
            points |= {ref: Point(ref, branch, kpi) for ref, kpi in _kpis(branch)}
            edges += _edges(branch, goal)
    for edge in edges:
        points.setdefault(edge.target, Point(edge.target, None))
    return LogicModel(strategy, points, tuple(dict.fromkeys(edges)))


def logic_models(strategies: Iterable[Strategy]) -> list[LogicModel]:
    """The logic model of each of ``strategies``, including what other strategies contribute to it."""
    alone = {one.id: logic_model(one) for one in strategies}
    points = {name: dict(model.points) for name, model in alone.items()}
    edges = {name: list(model.edges) for name, model in alone.items()}
    for name, model in alone.items():
        for edge in model.edges:
            home = edge.target.partition("/")[0]
            there = alone[home].points.get(edge.target) if home in alone and home != name else None
            if there is None or there.kind == "elsewhere":
                continue
            points[name][edge.target] = replace(there, foreign=True)
            points[home][edge.source] = replace(model.points[edge.source], foreign=True)
            edges[home].append(edge)
    return [LogicModel(model.strategy, points[name], tuple(edges[name])) for name, model in alone.items()]


def _kpis(branch: Branch) -> Iterator[tuple[str, KPI]]:
    return ((f"{branch.strategy}/{kpi.id}", kpi) for kpi in branch.node.kpis or ())


def _edges(branch: Branch, goal: Branch) -> Iterator[Edge]:
    if branch.depth > 1:
        yield Edge(branch.ref, f"{branch.strategy}/{branch.path[-2]}", "implied")
    yield from _contributions(branch.ref, branch.node.contributes_to or ())
    for ref, kpi in _kpis(branch):
        if branch is not goal:
            yield Edge(branch.ref, ref, "produces")
        if branch is goal or not kpi.contributes_to:
            yield Edge(ref, goal.ref, "implied")
        yield from _contributions(ref, kpi.contributes_to or ())


def _contributions(source: str, targets: Iterable[str]) -> Iterator[Edge]:
    for target in targets:
        full = target if "/" in target else f"{source.partition('/')[0]}/{target}"
        yield Edge(source, full, "contributes")


def without_shortcuts(model: LogicModel) -> list[Edge]:
    """The edges for diagrams: without those from a measure to its goal where another way leads there too."""
    around = {ref for refs in _cycles(model) for ref in refs}
    leading: dict[str, set[str]] = {}

    def leads_otherwise(edge: Edge) -> bool:
        if edge.source in around:
            return _leads_otherwise(model, edge)
        if edge.target not in leading:
            leading[edge.target] = _leading_to(model, edge.target)
        return any(one != edge and one.target in leading[edge.target] for one in model.outgoing[edge.source])

    return [
        edge
        for edge in model.edges
        if edge.kind != "implied"
        or model.points[edge.source].kind != "measure"
        or model.points[edge.target].kind != "goal"
        or not leads_otherwise(edge)
    ]


def _leading_to(model: LogicModel, target: str) -> set[str]:
    """All from which a way leads to ``target``, and itself."""
    seen, waiting = {target}, [target]
    while waiting:
        for one in model.incoming[waiting.pop()]:
            if one.source not in seen:
                seen.add(one.source)
                waiting.append(one.source)
    return seen


def _leads_otherwise(model: LogicModel, edge: Edge) -> bool:
    """The same for one edge, whose source may lead back to itself: then the way must not come back to it."""
    seen, waiting = {edge.source}, [edge.source]
    while waiting:
        for one in model.outgoing[waiting.pop()]:
            if one != edge and one.target not in seen:
                seen.add(one.target)
                waiting.append(one.target)
    return edge.target in seen


def flaws(model: LogicModel) -> list[Flaw]:
    """What is wrong with ``model``; only cycles where the strategy states no logic.

    An excerpt may leave things out, so the other flaws are looked for only where the strategy, or the goal, is a
    complete inventory.

    * a goal without an outcome or impact KPI on it or below it;
    * a measure without measures below it that leads to no outcome, to no goal by ``contributes_to`` and to nothing
      elsewhere, if its goal has an outcome below it. Every measure leads to the outcomes on its goal itself;
    * an outcome that nothing leads to;
    * a cycle.
    """
    found = [Flaw("cycle", refs) for refs in _cycles(model)]
    if not model.drawn:
        return found
    whole = [goal for goal in outline(model.strategy) if "whole" in {goal.node.inventory, model.strategy.inventory}]
    listed = {branch.ref for goal in whole for branch in goal.walk()}
    for goal in whole:
        if not any(kpi.level in OUTCOMES for kpi in goal.kpis()):
            found.append(Flaw("goal_without_outcome", (goal.ref,)))
            continue
        if any(kpi.level in OUTCOMES for kpi in goal.node.kpis or ()):
            continue
        found += [
            Flaw("measure_leads_nowhere", (branch.ref,))
            for branch in goal.walk()
            if branch.depth > 1 and not branch.branches and not _leads_somewhere(model, branch.ref)
        ]
    found += [
        Flaw("outcome_without_feeder", (ref,))
        for ref, point in model.points.items()
        if point.is_outcome
        and not point.foreign
        and not model.incoming[ref]
        and point.branch is not None
        and point.branch.ref in listed
        and not (point.branch.depth == 1 and point.branch.branches)
    ]
    return sorted(found, key=lambda flaw: FLAWS.index(flaw.kind))


def _leads_somewhere(model: LogicModel, start: str) -> bool:
    for ref, edge in _reached(model, [start]):
        point = model.points[ref]
        if point.kind == "elsewhere" or (point.kind == "goal" and edge.kind == "contributes"):
            return True
        # A KPI without a level may be an outcome, so it is no flaw.
        if point.kpi and (point.is_outcome or point.kpi.level is None):
            return True
    return False


def _reached(model: LogicModel, starts: Collection[str], *, own: bool = True) -> Iterator[tuple[str, Edge]]:
    """What ``starts`` lead to beyond the goal above them: each ref once, with the edge that led to it.

    Args:
        model: the model.
        starts: refs.
        own: whether to follow the edges from the measures among ``starts`` to their own KPIs.
    """
    seen = set(starts)
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        for edge in model.outgoing[here]:
            to_goal = edge.kind == "implied" and model.points[edge.target].kind == "goal"
            skipped = edge.kind == "produces" and here in starts and not own
            if to_goal or skipped or edge.target in seen:
                continue
            seen.add(edge.target)
            yield edge.target, edge
            waiting.append(edge.target)


def _cycles(model: LogicModel) -> list[tuple[str, ...]]:
    """The sets of refs that lead back to themselves, in the order of the document. Tarjan's algorithm, iteratively."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    pushed: dict[str, int] = {}
    found: list[tuple[str, ...]] = []
    position = {ref: i for i, ref in enumerate(model.points)}
    for root in model.points:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        pushed[root] = len(stack)
        stack.append(root)
        held.add(root)
        work = [(root, iter(model.outgoing[root]))]
        while work:
            here, edges = work[-1]
            for edge in edges:
                if edge.target not in order:
                    order[edge.target] = low[edge.target] = len(order)
                    pushed[edge.target] = len(stack)
                    stack.append(edge.target)
                    held.add(edge.target)
                    work.append((edge.target, iter(model.outgoing[edge.target])))
                    break
                if edge.target in held:
                    low[here] = min(low[here], order[edge.target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == order[here]:
                    at = pushed[here]
                    together = stack[at:]
                    del stack[at:]
                    held.difference_update(together)
                    if len(together) > 1 or any(edge.target == here for edge in model.outgoing[here]):
                        found.append(tuple(sorted(together, key=position.__getitem__)))
    return sorted(found, key=lambda refs: position[refs[0]])


def breaks(model: LogicModel, statuses: Mapping[str, Status]) -> list[Break]:
    """The outcomes that regress, are off track or missed while outputs that feed them are achieved or on track.

    An output feeds the outcomes that it or its measure leads to, and those on its measure or a measure above. Only
    where no output does so, those below the goal that an outcome stands on are taken to feed it.

    Args:
        model: the model.
        statuses: the computed status of each KPI by its ref.
    """
    outputs = {ref: point for ref, point in model.points.items() if point.kpi and not point.is_outcome}
    feeds = {ref: _outcomes_fed(model, point) for ref, point in outputs.items()}
    found = []
    for ref, point in model.points.items():
        if not point.is_outcome or statuses.get(ref) not in BROKEN or point.branch is None or point.foreign:
            continue
        feeding = [output for output, fed in feeds.items() if ref in fed]
        implied = not feeding and point.branch.depth == 1
        if implied:
            below = {one for branch in point.branch.walk() if branch.depth > 1 for one, _ in _kpis(branch)}
            feeding = [output for output in outputs if output in below and not feeds[output]]
        good = tuple(output for output in feeding if statuses.get(output) in GOOD)
        if good:
            found.append(Break(ref, good, len(feeding), implied))
    return found


def _outcomes_fed(model: LogicModel, output: Point) -> frozenset[str]:
    branch = output.branch
    if branch is None:
        return frozenset()
    on_measures = branch.depth > 1 and not output.foreign
    starts = [output.ref, branch.ref] if on_measures else [output.ref]
    reached = {ref for ref, _ in _reached(model, starts, own=False)}
    beside = {ref for ref, _ in _kpis(branch)} if on_measures else set()
    return frozenset(ref for ref in reached | beside if model.points[ref].is_outcome)
