"""For what a form is filled: one KPI, measure, goal or strategy, or everything; and the words that then stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpitrack.exchange.forms.language import FormProblem, Kinds, Word
from kpitrack.language import Complaint, mark, say, translate
from kpitrack.model.suggestions import did_you_mean
from kpitrack.model.vocabulary import STATUSES
from kpitrack.model.years import BadYear, parse_year
from kpitrack.workspace.choose import Asked, choose, find_kpi
from kpitrack.workspace.names import only_one, several, unknown

from .desk import Desk, KPIFacts, NodeFacts, StrategyFacts
from .kpi_words import KPI_WORDS, REVISION
from .words import (
    EVALUATION,
    EXTERNAL,
    GRANT,
    INITIATIVE,
    LOOP,
    NODE,
    OBSERVATION,
    STATEMENT,
    STRATEGY,
    VERIFICATION,
    Words,
)

KINDS: Kinds = {
    "strategy": STRATEGY,
    "goal": NODE,
    "measure": NODE,
    "kpi": KPI_WORDS,
    "observation": OBSERVATION,
    "revision": REVISION,
    "evaluation": EVALUATION,
    "external": EXTERNAL,
    "initiative": INITIATIVE,
    "grant": GRANT,
    "verification": VERIFICATION,
    "statement": STATEMENT,
    "loop": LOOP,
}
"""The words of each kind of thing."""
EACH = ("kpi", "measure", "goal", "strategy")  # for what there can be one file each, from the narrowest to the widest
_CHOSEN = "chosen"


@dataclass(frozen=True, eq=False)
class Selection:
    """For what a form is filled."""

    desk: Desk  # where it is filled from
    strategy: StrategyFacts | None = None  # the one strategy, if it is for one, or for something in it
    node: NodeFacts | None = None  # the one goal or measure, if it is for one
    kpi: KPIFacts | None = None  # the one KPI, if it is for one

    @property
    def name(self) -> str:
        """The id by which a file of its own is named."""
        if self.kpi is not None:
            return self.kpi.kpi.id
        if self.node is not None:
            return self.node.branch.node.id
        return self.strategy.name if self.strategy else ""

    @property
    def goal(self) -> NodeFacts | None:
        """The goal that it is for, or that what it is for lies below."""
        if self.kpi is not None:
            return self.kpi.strategy.node(self.kpi.case.nodes[0].id)
        return self.node.strategy.node(self.node.branch.path[0]) if self.node else None

    @property
    def measure(self) -> NodeFacts | None:
        """The measure that it is for, or that its KPI stands on."""
        found = self.node
        if self.kpi is not None:
            found = self.kpi.strategy.node(self.kpi.case.nodes[-1].id)
        return found if found and found.branch.depth > 1 else None

    def strategies(self) -> list[StrategyFacts]:
        """The one, or all."""
        return [self.strategy] if self.strategy else list(self.desk.strategies())

    def nodes(self) -> Iterator[NodeFacts]:
        """The goals and measures that it is about."""
        if self.node is not None:
            yield self.node
            yield from self.node.below()
            return
        for strategy in self.strategies():
            yield from strategy.nodes()

    def kpis(self) -> list[KPIFacts]:
        """The KPIs that it is about."""
        if self.kpi is not None:
            return [self.kpi]
        if self.node is not None:
            return self.node.all_kpis()
        return [kpi for strategy in self.strategies() for kpi in strategy.kpis.values()]

    def each(self, kind: str) -> Iterator[Selection]:
        """One each of a kind that it is about."""
        if kind == "strategy":
            yield from (Selection(self.desk, strategy) for strategy in self.strategies())
        elif kind == "kpi":
            yield from (Selection(self.desk, kpi.strategy, None, kpi) for kpi in self.kpis())
        else:
            for node in self.nodes():
                if (node.branch.depth == 1) == (kind == "goal"):
                    yield Selection(self.desk, node.strategy, node)


def select(desk: Desk, strategy: str | None, goal: str | None, kpi: str | None) -> Selection:
    """What is asked for by options, of which the narrowest counts.

    Raises:
        NotThere: there is nothing of that name, or several.
    """
    if strategy is not None:
        choose(desk.space, Asked(strategies=[strategy]))
    prefix = f"{strategy}/" if strategy else ""
    if kpi is not None:
        owner, item = find_kpi(desk.space, kpi if "/" in kpi else prefix + kpi).split("/")
        of = desk.strategy(owner)
        return Selection(desk, of, None, of.kpis[item])
    if goal is not None:
        node = _node(desk, goal if "/" in goal else prefix + goal)
        return Selection(desk, node.strategy, node)
    ids = desk.space.strategies.ids
    if strategy is None and len(ids) == 1:
        strategy = ids[0]
    return Selection(desk, desk.strategy(strategy) if strategy else None)


def _node(desk: Desk, name: str) -> NodeFacts:
    owner, _, item = name.rpartition("/")
    known: list[str] = []
    found: list[NodeFacts] = []
    for strategy in [desk.strategy(owner)] if owner in desk.space.strategies else desk.strategies():
        for node in strategy.nodes():
            known += [node.branch.node.id, node.branch.ref]
            if node.branch.node.id == item:
                found.append(node)
    if not found:
        message = say("there is no goal or measure {name}", name=name)
        raise unknown(message, name, known, say("kpitrack tree lists them"))
    refs = [node.branch.ref for node in found]
    if len(refs) > 1:
        raise several(say("{name} names more than one goal or measure", name=name), refs)
    return found[0]


def _named(kind: str, desk: Desk, name: Any) -> Any:
    """A strategy, goal, measure or KPI of the repository by its id."""
    text = str(name)
    if kind == "strategy":
        if text not in desk.space.strategies:
            raise unknown(say("there is no strategy {name}", name=text), text, desk.space.strategies.ids)
        return desk.strategy(text)
    if kind == "kpi":
        owner, item = only_one(text, [find_kpi(desk.space, text)]).split("/")
        return desk.strategy(owner).kpis[item]
    return _node(desk, text)


def _one(kind: str, meaning: str) -> Word:
    def get(subject: Mapping[str, Selection], *name: Any) -> Any:
        chosen = subject[_CHOSEN]
        return _named(kind, chosen.desk, name[0]) if name else getattr(chosen, kind)

    return Word(meaning, get, kind, takes="id of a " + kind)


def _of_kpi(word: Word) -> Word:
    def get(subject: Mapping[str, Selection], *argument: Any) -> Any:
        kpi = subject[_CHOSEN].kpi
        return None if kpi is None else word.get(kpi, *argument)

    return Word(word.meaning, get, word.kind, word.several, word.takes)


ROOTS: Words = {
    "as_of": Word(mark("the fiscal year of the verdicts"), lambda s: s[_CHOSEN].desk.as_of),
    "made": Word(mark("the day on which the form is filled"), lambda s: s[_CHOSEN].desk.made),
    "strategy": _one("strategy", mark("the strategy; with an id in brackets, any other")),
    "goal": _one("goal", mark("the goal; with an id in brackets, any goal")),
    "measure": _one("measure", mark("the measure; with an id in brackets, any measure")),
    "kpi": _one("kpi", mark("the KPI; with an id in brackets, any KPI")),
    "strategies": Word(
        mark("all strategies that the form is filled for"), lambda s: s[_CHOSEN].strategies(), "strategy", several=True
    ),
    "goals": Word(
        mark("all goals that it is filled for"),
        lambda s: [one for one in s[_CHOSEN].nodes() if one.branch.depth == 1], "goal", several=True,
    ),
    "measures": Word(
        mark("all measures that it is filled for"),
        lambda s: [one for one in s[_CHOSEN].nodes() if one.branch.depth > 1], "measure", several=True,
    ),
    "kpis": Word(mark("all KPIs that it is filled for"), lambda s: s[_CHOSEN].kpis(), "kpi", several=True),
}  # fmt: skip
"""The words that stand by themselves."""
OF_THE_KPI: Words = {name: _of_kpi(word) for name, word in KPI_WORDS.items() if word.takes and name not in ROOTS}
"""The words of the KPI that may stand by themselves, too: ``actual(2023)`` for ``kpi.actual(2023)``."""


def subjects(selection: Selection) -> Mapping[str, Selection]:
    """What the words that stand by themselves are given."""
    return {_CHOSEN: selection}


def literal_fault(desk: Desk, takes: str, value: Any) -> FormProblem | None:
    """What is wrong with a year, an id or a status that a placeholder writes out."""
    if takes == "year":
        try:
            parse_year(value if isinstance(value, int) else str(value))
        except BadYear as error:
            return FormProblem("", error.message, error.hint)
    elif takes == "status":
        if value not in STATUSES:
            hint = did_you_mean(str(value), STATUSES) or say("write one of: {words}", words=", ".join(STATUSES))
            return FormProblem("", say("there is no status {name}", name=str(value)), hint)
    else:
        try:
            _named(takes.rpartition(" ")[2], desk, value)
        except Complaint as error:
            return FormProblem("", error.message, error.hint)
    return None


def needed(used: Mapping[str, str]) -> str | None:
    """Of what kind a form wants one: the narrowest that a placeholder of it names; none where it names none.

    ``used`` are the words that stand by themselves without naming another thing.
    """
    if "kpi" in used or any(name in used for name in OF_THE_KPI):
        return "kpi"
    return next((kind for kind in EACH if kind in used), None)


_NAMED = {"kpi": mark("KPI"), "goal": mark("goal"), "measure": mark("measure"), "strategy": mark("strategy")}


def lacking(selection: Selection, used: Mapping[str, str]) -> Sequence[FormProblem]:
    """The placeholders that name one thing where the form is filled for several, or for something else.

    Args:
        selection: for what it is filled.
        used: the words that stand by themselves without naming another thing, and where the first of each is.
    """
    there = {
        "kpi": selection.kpi is not None,
        "goal": selection.goal is not None,
        "measure": selection.node is not None or selection.kpi is not None,
        "strategy": selection.strategy is not None,
    }
    found = []
    for name, place in used.items():
        kind = "kpi" if name in OF_THE_KPI else name
        if not there.get(kind, True):
            wanted = needed(used) or kind  # the narrowest settles what is above it, too
            named = translate(_NAMED[kind])
            option = "--goal" if wanted == "measure" else f"--{wanted}"
            found.append(
                FormProblem(
                    place,
                    say("{word} stands for one {kind}, and the form is not filled for one", word=name, kind=named),
                    say("name it with {option}, or name a folder as OUT: there is one file each then", option=option),
                )
            )
    return found
