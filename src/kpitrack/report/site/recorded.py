"""What is recorded beside figures, as the templates take it: evaluations, money, and what a reference names."""

from __future__ import annotations

from dataclasses import dataclass

from kpitrack.analysis.outline import Branch, spending
from kpitrack.language import pick
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import KPI, Goal, Measure, Strategy
from kpitrack.model.years import show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.evaluation import next_word, signed, words_of
from kpitrack.views.tree.view import money_text

from .addresses import anchor, kpi_address, strategy_address


@dataclass(frozen=True, slots=True)
class EvaluationOfYear:
    """A year's evaluation: the year in words, the judgement, texts with their headings, the next step, who and when."""

    when: str
    judgement: LocalizedText | None
    words: list[tuple[str, str]]
    next: str
    signed: str


def evaluations(item: Goal | Measure | KPI) -> list[EvaluationOfYear]:
    """The evaluations of a goal, measure or KPI, the newest first."""
    calendar = item.calendar if isinstance(item, KPI) else "fy"
    return [
        evaluation(show_year(year, calendar=calendar, era=True), one)
        for year, one in sorted((item.evaluations or {}).items(), reverse=True)
    ]


def evaluation(when: str, one: Evaluation) -> EvaluationOfYear:
    """The evaluation of one year."""
    return EvaluationOfYear(when, one.judgement, list(words_of(one)), next_word(one.next), signed(one))


def money(branch: Branch) -> str:
    """Budget, spent and the rate of execution of the projects on a node and below it; empty where none is known."""
    found = spending(branch.initiatives())
    return money_text(found) if found.known else ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a reference names: a title, of which strategy where it is another one, and an address where it has one."""

    title: LocalizedText
    strategy: LocalizedText | None
    address: str | None


def named(part: JudgedStrategy, reference: str) -> Named:
    """What ``reference``, written in the strategy of ``part``, names; itself, where nothing is known of it."""
    owner, _, own = reference.rpartition("/")
    if not owner and reference != part.strategy.id and reference in part.strategies:
        owner, own = reference, ""
    elsewhere = bool(owner) and owner != part.strategy.id
    if elsewhere and owner not in part.strategies:
        return Named(reference, None, None)
    strategy = part.strategies.strategy(owner) if elsewhere else part.strategy
    if not own:
        return Named(strategy.title, None, strategy_address(strategy.id))
    title, address = _within(strategy, own)
    return Named(title, strategy.title if elsewhere else None, address)


def _within(strategy: Strategy, own: str) -> tuple[LocalizedText, str | None]:
    for node in strategy.nodes():
        if node.item.id == own:
            number = f"{pick(node.item.number)} " if node.item.number else ""
            return f"{number}{pick(node.item.title)}", f"{strategy_address(strategy.id)}#{anchor(own)}"
    for kpi in strategy.kpis():
        if kpi.item.id == own:
            return kpi.item.name, kpi_address(f"{strategy.id}/{own}")
    for statement in strategy.statements or ():
        if statement.id == own:
            return statement.title or statement.text or own, f"{strategy_address(strategy.id)}#{anchor(own)}"
    for practice in strategy.practices or ():
        if practice.id == own:
            return practice.title, f"{strategy_address(strategy.id, 'practices')}#{anchor(own)}"
    return own, None
