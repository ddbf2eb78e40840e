"""The crosswalk (対照): what strategies answer to another one's items, pillar by pillar.

What an excerpt does not say is no gap: the document that it was taken from may well answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from kpitrack.model.strategy import Alignment, Goal, Measure, Relation, Strategy

from .outline import Branch, outline

RELATIONS: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the alignment, and the node that it names; null where it names none, or one that does not exist."""

    alignment: Alignment
    branch: Branch | None


@dataclass(frozen=True, slots=True)
class Item:
    """A node or KPI of the other strategy that is to be answered.

    Args:
        branch: its place there.
        kpi: the id of the KPI on it that is meant, where an alignment names one.
        answers: in the order of the file; empty where nothing is answered.
    """

    branch: Branch
    kpi: str | None
    answers: tuple[Answer, ...]

    @property
    def ref(self) -> str:
        """``strategy/node`` or ``strategy/kpi``."""
        return f"{self.branch.strategy}/{self.kpi}" if self.kpi else self.branch.ref

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations of its answers, each once, in the order of the format."""
        found = {answer.alignment.relation for answer in self.answers}
        return tuple(relation for relation in RELATIONS if relation in found)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A goal of the other strategy and its items."""

    branch: Branch
    items: tuple[Item, ...]

    @property
    def answered(self) -> int:
        """How many items have an answer; “not applicable” is one."""
        return sum(1 for item in self.items if item.answers)


@dataclass(frozen=True, slots=True)
class Dangling:
    """An alignment that leads nowhere; ``missing`` says which part of it does not exist."""

    alignment: Alignment
    missing: str  # strategy, item, origin


@dataclass(frozen=True, slots=True)
class Matrix:
    """What many strategies answer to the items of one.

    Args:
        target: the strategy that asks.
        sources: those that answer, in the order of the repository.
        pillars: the goals of ``target`` with their items, on which the answers of all sources stand together.
    """

    target: Strategy
    sources: tuple[Strategy, ...]
    pillars: tuple[Pillar, ...]

    def cell(self, item: Item, source: Strategy) -> tuple[Relation, ...]:
        """How ``source`` answers ``item``, or the item above it that it answered; each relation once."""
        for path in (item.ref, *(f"{item.branch.strategy}/{step}" for step in reversed(item.branch.path))):
            found = {line.relation for line in source.alignments or () if line.to == path}
            if found:
                return tuple(relation for relation in RELATIONS if relation in found)
        return ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The crosswalk from ``source`` to ``target``.

    Args:
        source: the strategy that answers.
        target_id: the id of the other one.
        target: the other one, where it is in the repository.
        pillars: its goals with their items.
        dangling: the alignments that lead nowhere.
    """

    source: Strategy
    target_id: str
    target: Strategy | None
    pillars: tuple[Pillar, ...]
    dangling: tuple[Dangling, ...]

    @property
    def excerpt(self) -> bool:
        """Whether the strategy that answers is an excerpt, so that an item without an answer is not unanswered."""
        return self.source.inventory == "excerpt"

    @property
    def silent(self) -> int:
        """How many items have no answer."""
        return len(self.items) - self.answered

    @property
    def items(self) -> list[Item]:
        """The items of all pillars."""
        return [item for pillar in self.pillars for item in pillar.items]

    def counts(self) -> dict[Relation, int]:
        """How many items have each relation. An item with several answers counts under each of its relations."""
        found = Counter(relation for item in self.items for relation in item.relations)
        return {relation: found[relation] for relation in RELATIONS if found[relation]}

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(pillar.answered for pillar in self.pillars)


def crosswalks(source: Strategy, strategies: Mapping[str, Strategy], to: str | None = None) -> list[Crosswalk]:
    """The crosswalks of ``source``, one for each strategy that its alignments name, or the one to ``to``.

    An item is a measure that an alignment names, together with what is below it; where neither a measure nor anything
    below it is named, the highest such measure is one item. A goal is an item only where an alignment names it, or
    where no goal of that strategy has measures.

    Args:
        source: the strategy that answers.
        strategies: all strategies of the repository by id.
        to: the id of the other strategy; it may be one that no alignment names.
    """
    alignments = source.alignments or []
    targets = [to] if to else list(dict.fromkeys(one.to.partition("/")[0] for one in alignments if "/" in one.to))
    return [_crosswalk(source, name, strategies.get(name)) for name in targets]


def matrix(target: Strategy, strategies: Iterable[Strategy]) -> Matrix:
    """What those of ``strategies`` that name items of ``target`` answer to each of them."""
    prefix = f"{target.id}/"
    sources = tuple(
        one
        for one in strategies
        if one.id != target.id and any(line.to.startswith(prefix) for line in one.alignments or ())
    )
    answers: dict[str, list[Answer]] = {}
    for source in sources:
        for line in source.alignments or ():
            if line.to.startswith(prefix):
                answers.setdefault(line.to.removeprefix(prefix), []).append(Answer(line, None))
    return Matrix(target, sources, _pillars(target, answers))


def _crosswalk(source: Strategy, name: str, target: Strategy | None) -> Crosswalk:
    origins = {branch.node.id: branch for goal in outline(source) for branch in goal.walk()} | _statements(source)
    answers: dict[str, list[Answer]] = {}
    dangling: list[Dangling] = []
    known = _ids(target) if target else frozenset()
    for alignment in source.alignments or ():
        strategy, _, item = alignment.to.partition("/")
        if strategy != name:
            continue
        origin = origins.get(alignment.from_) if alignment.from_ else None
        if target is None:
            dangling.append(Dangling(alignment, "strategy"))
        elif item not in known:
            dangling.append(Dangling(alignment, "item"))
        if alignment.from_ and origin is None:
            dangling.append(Dangling(alignment, "origin"))
        answers.setdefault(item, []).append(Answer(alignment, origin))
    return Crosswalk(source, name, target, _pillars(target, answers) if target else (), tuple(dangling))


def _pillars(target: Strategy, answers: Mapping[str, list[Answer]]) -> tuple[Pillar, ...]:
    """The goals of ``target`` with their items, and the statements that are answered, each as an item of its own."""
    goals = outline(target)
    by_goal = all(not goal.branches for goal in goals)
    pillars = [Pillar(goal, tuple(_items(goal, answers, by_goal=by_goal))) for goal in goals]
    stated = _statements(target)
    answered = tuple(Item(stated[id_], None, tuple(answers[id_])) for id_ in stated if id_ in answers)
    if answered:
        heading = Goal(id="statements", title={"ja": "施策のほかの記述", "en": "Statements"})
        pillars.append(Pillar(Branch(target.id, heading, (heading.id,), (), ()), answered))
    return tuple(pillars)


def _statements(strategy: Strategy) -> dict[str, Branch]:
    """The statements of ``strategy`` as places that answer, or ask for an answer."""
    found = {}
    for one in strategy.statements or ():
        node = Measure(id=one.id, number=one.number, title=one.title or one.text or one.id)
        found[one.id] = Branch(strategy.id, node, ("statements", one.id), (one.number,) if one.number else (), ())
    return found


def _ids(strategy: Strategy) -> frozenset[str]:
    placed = [*strategy.nodes(), *strategy.kpis()]
    annexes = [*(strategy.statements or ()), *(strategy.practices or ())]
    return frozenset([*(one.item.id for one in placed), *(one.id for one in annexes)])


def _items(
    branch: Branch, answers: Mapping[str, list[Answer]], *, by_goal: bool, covered: bool = False
) -> Iterator[Item]:
    """The items on and below ``branch``; where an answer above already covers it, only what alignments name."""
    own = answers.get(branch.node.id)
    meant = [kpi.id for kpi in branch.node.kpis or () if kpi.id in answers]
    named = [child for child in branch.branches if _named(child, answers)]
    covered = covered or own is not None
    if own:
        yield Item(branch, None, tuple(own))
    for kpi in meant:
        yield Item(branch, kpi, tuple(answers[kpi]))
    below = branch.branches if not covered and (named or branch.depth == 1) else named
    if not (covered or below or meant) and (branch.depth > 1 or by_goal):
        yield Item(branch, None, ())
    for child in below:
        yield from _items(child, answers, by_goal=by_goal, covered=covered)


def _named(branch: Branch, answers: Mapping[str, list[Answer]]) -> bool:
    """Whether an alignment names ``branch``, a KPI on it, or anything below."""
    return any(one.node.id in answers or any(kpi.id in answers for kpi in one.node.kpis or ()) for one in branch.walk())
