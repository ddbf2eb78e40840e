"""The vocabulary of forms: every word that a placeholder may use, what it means, and where it comes from.

`docs/forms.md` prints this table; a test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from kpitrack.analysis.outline import Spending, initiatives_of, spending
from kpitrack.analysis.standing import Standing, scale_word, share_good
from kpitrack.exchange.forms.language import Figure, Share, Word
from kpitrack.language import mark, pick, translate
from kpitrack.language.visible import visible
from kpitrack.model.numbers import exact, printed, show_number
from kpitrack.model.strategy import Initiative
from kpitrack.model.vocabulary import STATUSES, observation_word
from kpitrack.model.years import BadYear, parse_year, show_year
from kpitrack.progress.rollup import ASSESSED, GOOD
from kpitrack.views.annexes import STATEMENT_KINDS
from kpitrack.views.evaluation import evaluation_text, next_word
from kpitrack.views.recorded import source_text
from kpitrack.views.titles import node_title
from kpitrack.views.words import counts_line

from .desk import GrantFacts, NodeFacts, StrategyFacts, YearlyEvaluation

Words = dict[str, Word]


def words(text: Any) -> str | None:
    """A text of a file in the active language, its lines kept and nothing hidden in them; nothing where it is empty."""
    said = pick(text) if text is not None else ""
    return "\n".join(visible(line) for line in said.replace("\r\n", "\n").split("\n")) or None


def year_of(year: Any) -> int | None:
    """A year as a placeholder names it, if it is one."""
    if isinstance(year, bool) or not isinstance(year, int | str):
        return None
    try:
        return parse_year(year)
    except BadYear:
        return None


def text(meaning: str, get: Callable[[Any], Any]) -> Word:
    """A word for a text of a file."""
    return Word(meaning, lambda subject: words(get(subject)))


def things(meaning: str, kind: str, get: Callable[[Any], Iterable[Any]]) -> Word:
    """A word for a list of things."""
    return Word(meaning, get, kind, several=True)


def yearly(meaning: str, get: Callable[[Any, int | None], Any], kind: str | None = None) -> Word:
    """A word that may name a year in brackets; without one, it is that of today's verdict, or all years together."""

    def found(subject: Any, *year: Any) -> Any:
        if not year:
            return get(subject, None)
        at = year_of(year[0])
        return None if at is None else get(subject, at)

    return Word(meaning, found, kind, takes="year")


def money(amount: float | None) -> Figure | None:
    """An amount of money as a form shows it."""
    return None if amount is None else Figure(amount, show_number(amount))


def figure(one: Standing, number: float | None, *, derived: bool = False) -> Figure | str | None:
    """A number in the KPI's unit, or its word on the KPI's scale."""
    if number is None:
        return None
    if one.row.get("scale") is not None:
        return words(scale_word(one.row, number))  # none between two steps
    return Figure(number, one.number(number, derived=derived))


def _share(ratio: float | None, decimals: int = 1) -> Share | None:
    return None if ratio is None else Share(ratio, f"{printed(exact(ratio) * 100, decimals):,f}%")


def spending_words(initiatives: Callable[[Any, int | None], Iterable[Initiative]]) -> Words:
    """The words for the money of the initiatives of a thing, by year."""

    def of(subject: Any, year: int | None) -> Spending:
        return spending(initiatives(subject, year))

    return {
        "initiatives": Word(
            mark("its projects (事業), those below it among them; with a year, those of that year"),
            lambda subject, *year: list(initiatives(subject, year_of(year[0]) if year else None)),
            "initiative",
            several=True,
            takes="year",
        ),
        "budget": yearly(mark("the sum of the budgets that are known"), lambda s, y: money(of(s, y).budget)),
        "spent": yearly(mark("the sum of what is known to be spent"), lambda s, y: money(of(s, y).spent)),
        "execution_rate": yearly(
            mark("the rate of execution (執行率): spent ÷ budget, of the projects that have both"),
            lambda s, y: _share(of(s, y).rate),
        ),
    }


EVALUATION: Words = {
    "year": Word(mark("its fiscal year"), lambda one: one.year),
    "judgement": text(mark("the judgement"), lambda one: one.said.judgement),
    "done": text(mark("what was done (取組)"), lambda one: one.said.done),
    "result": text(mark("results (成果)"), lambda one: one.said.result),
    "issues": text(mark("issues (課題)"), lambda one: one.said.issues),
    "plan": text(mark("what comes next (今後の方針)"), lambda one: one.said.plan),
    "comment": text(mark("the comment"), lambda one: one.said.comment),
    "next": Word(mark("the next step, in a word: continue, improve …"), lambda one: next_word(one.said.next) or None),
    "by": text(mark("by whom"), lambda one: one.said.by),
    "on": Word(mark("on which day"), lambda one: one.said.on),
    "external": Word(mark("the external evaluation (外部評価)"), lambda one: one.said.external, "external"),
    "text": text(mark("all of it in one line"), lambda one: evaluation_text(one.said)),
}
EXTERNAL: Words = {
    "judgement": text(mark("the judgement"), lambda one: one.judgement),
    "comment": text(mark("the comment"), lambda one: one.comment),
    "by": text(mark("by whom"), lambda one: one.by),
    "on": Word(mark("on which day"), lambda one: one.on),
}


def evaluation_words(told: Callable[[Any], Any], as_of: Callable[[Any], int]) -> Words:
    """The words for the evaluations of a thing."""

    def of(subject: Any, year: int | None) -> YearlyEvaluation | None:
        found = told(subject) or {}
        at = max((one for one in found if one <= as_of(subject)), default=None) if year is None else year
        return YearlyEvaluation(at, found[at]) if at is not None and at in found else None

    return {
        "evaluation": yearly(mark("the evaluation of a year; without one, the newest"), of, "evaluation"),
        "evaluations": things(
            mark("all its evaluations, oldest first"),
            "evaluation",
            lambda subject: [YearlyEvaluation(*one) for one in sorted((told(subject) or {}).items())],
        ),
    }


INITIATIVE: Words = {
    "id": Word(mark("its id"), lambda one: one.id),
    "title": text(mark("its title"), lambda one: one.title),
    "year": Word(mark("its fiscal year"), lambda one: one.year),
    "budget": Word(mark("its budget"), lambda one: money(one.budget)),
    "spent": Word(mark("what was spent"), lambda one: money(one.spent)),
    "execution_rate": Word(mark("spent ÷ budget (執行率)"), lambda one: _share(spending([one]).rate)),
    "department": text(mark("the department (担当課)"), lambda one: one.department),
    "description": text(mark("the description"), lambda one: one.description),
    "notes": text(mark("the notes"), lambda one: one.notes),
}

OBSERVATION: Words = {
    "year": Word(mark("the year"), lambda one: one.year.year),
    "value": Word(
        mark("the value as recorded for the year"), lambda one: figure(one.of.standing, one.year.amount)
    ),
    "so_far": Word(
        mark("the value as it is judged: for a sum, the sum so far"),
        lambda one: figure(one.of.standing, one.year.value),
    ),
    "expected": Word(
        mark("what the path asks for in the year"),
        lambda one: figure(one.of.standing, one.year.expected, derived=True),
    ),
    "status": Word(
        mark("the state of the value: final, provisional, not collected …"),
        lambda one: observation_word(one.year.status) if one.year.status else None,
    ),
    "note": text(mark("the note on the value"), lambda one: one.stated.note),
    "source": Word(mark("the source of the value"), lambda one: words(source_text(one.stated.source))),
    "published": Word(mark("the day on which it was published"), lambda one: one.stated.published),
}  # fmt: skip


def _statuses(subject: NodeFacts | StrategyFacts) -> list[str]:
    kpis = subject.kpis.values() if isinstance(subject, StrategyFacts) else subject.all_kpis()
    return [one.standing.status for one in kpis]


def _counted(subject: NodeFacts | StrategyFacts, among: Collection[str]) -> int:
    return sum(status in among for status in _statuses(subject))


def _count(subject: NodeFacts | StrategyFacts, *status: str) -> int:
    found = _statuses(subject)
    return found.count(status[0]) if status else len(found)


COUNTS: Words = {
    "count": Word(
        mark('how many KPIs it has; with a status such as "on_track", how many have that'), _count, takes="status"
    ),
    "count_good": Word(mark("how many KPIs are achieved or on track"), lambda one: _counted(one, GOOD)),
    "count_assessed": Word(mark("how many KPIs can be assessed"), lambda one: _counted(one, ASSESSED)),
    "share_good": Word(
        mark("the share of these that are achieved or on track; none where less than half can be assessed"),
        lambda one: _share(share_good(_counted(one, GOOD), _counted(one, ASSESSED), _count(one)), 0),
    ),
    "counts": Word(
        mark("how many KPIs have each status, in one line"),
        lambda one: counts_line({status: _count(one, status) for status in STATUSES}) or None,
    ),
}
"""The words that count the KPIs of a goal, measure or strategy."""


def _initiatives_of_strategy(strategy: StrategyFacts, year: int | None) -> Iterable[Initiative]:
    return (one for node in strategy.nodes() for one in initiatives_of(node.branch.node, year))


NODE: Words = {
    "id": Word(mark("its id"), lambda one: one.branch.node.id),
    "number": text(mark("its printed number"), lambda one: one.branch.node.number),
    "title": text(mark("its title"), lambda one: one.branch.node.title),
    "heading": Word(mark("its number and title"), lambda one: words(node_title(one.branch.node))),
    "description": text(mark("the description"), lambda one: one.branch.node.description),
    "department": text(
        mark("the department (担当課), of the measure or goal above it where it names none"), NodeFacts.department
    ),
    "notes": text(mark("the notes"), lambda one: one.branch.node.notes),
    "source": Word(mark("the source"), lambda one: words(source_text(one.branch.node.source))),
    "strategy": Word(mark("its strategy"), lambda one: one.strategy, "strategy"),
    "goal": Word(mark("the goal that it is or lies below"), lambda one: one.strategy.node(one.branch.path[0]), "goal"),
    "measures": things(
        mark("the measures right below it"), "measure",
        lambda one: [NodeFacts(one.strategy, branch) for branch in one.branch.branches],
    ),
    "all_measures": things(mark("the measures below it, to any depth"), "measure", NodeFacts.below),
    "own_kpis": things(mark("the KPIs on it"), "kpi", NodeFacts.own_kpis),
    "kpis": things(mark("the KPIs on it and below it"), "kpi", NodeFacts.all_kpis),
    **COUNTS,
    **spending_words(lambda one, year: one.branch.initiatives(year)),
    **evaluation_words(lambda one: one.branch.node.evaluations, lambda one: one.strategy.desk.as_of),
}  # fmt: skip


def _period(strategy: StrategyFacts) -> str:
    period = strategy.model.period
    return f"{show_year(period.start, era=True)}–{show_year(period.end, era=True)}"


STRATEGY: Words = {
    "id": Word(mark("its id"), lambda one: one.name),
    "title": text(mark("its title"), lambda one: one.model.title),
    "organization": text(mark("the name of who answers for it"), lambda one: one.model.organization.name),
    "organization_code": Word(
        mark("its code (全国地方公共団体コード)"), lambda one: one.model.organization.code
    ),
    "start": Word(mark("the first year of its period"), lambda one: one.model.period.start),
    "end": Word(mark("the last year of its period"), lambda one: one.model.period.end),
    "period": Word(mark("its period in words"), _period),
    "years": Word(
        mark("the years of its period, for a loop"),
        lambda one: range(one.model.period.start, one.model.period.end + 1), several=True,
    ),
    "source": Word(mark("the source"), lambda one: words(source_text(one.model.source))),
    "description": text(mark("the description"), lambda one: one.model.description),
    "notes": text(mark("the notes"), lambda one: one.model.notes),
    "goals": things(
        mark("its goals"), "goal", lambda one: [NodeFacts(one, branch) for branch in one.branches]
    ),
    "measures": things(
        mark("its measures, to any depth"), "measure",
        lambda one: [node for node in one.nodes() if node.branch.depth > 1],
    ),
    "kpis": things(mark("its KPIs"), "kpi", lambda one: one.kpis.values()),
    "grants": things(
        mark("its grants (交付金)"), "grant", lambda one: [GrantFacts(one, grant) for grant in one.model.grants or ()]
    ),
    "statements": things(
        mark("what its document says beside its measures"), "statement", lambda one: one.model.statements or ()
    ),
    **COUNTS,
    **spending_words(_initiatives_of_strategy),
}  # fmt: skip


STATEMENT: Words = {
    "kind": Word(mark("what kind of statement it is, in a word"), lambda one: translate(STATEMENT_KINDS[one.kind])),
    "number": text(mark("its printed number"), lambda one: one.number),
    "title": text(mark("its title"), lambda one: one.title),
    "text": text(mark("what it says"), lambda one: one.text),
}

GRANT: Words = {
    "id": Word(mark("its id"), lambda one: one.grant.id),
    "title": text(mark("its title"), lambda one: one.grant.title),
    "program": text(mark("the program that pays it"), lambda one: one.grant.program),
    "amount": Word(mark("its amount"), lambda one: money(one.grant.amount)),
    "start": Word(mark("its first year"), lambda one: one.grant.start),
    "end": Word(mark("its last year"), lambda one: one.grant.end),
    "notes": text(mark("the notes"), lambda one: one.grant.notes),
    "strategy": Word(mark("its strategy"), lambda one: one.strategy, "strategy"),
    "kpis": things(mark("its KPIs"), "kpi", GrantFacts.kpis),
    "verification": yearly(
        mark("its verification in a year"),
        lambda one, year: (one.grant.verified or {}).get(one.strategy.desk.as_of if year is None else year),
        "verification",
    ),
    **spending_words(lambda one, year: [i for i in one.initiatives() if year is None or i.year == year]),
}
VERIFICATION: Words = {
    "by": text(mark("by whom"), lambda one: one.by),
    "on": Word(mark("on which day"), lambda one: one.on),
    "outcome": text(mark("what came of it"), lambda one: one.outcome),
}

LOOP: Words = {
    "index": Word(mark("the number of the turn, from 1"), lambda one: one),
    "first": Word(mark("whether it is the first turn"), lambda one: one),
    "last": Word(mark("whether it is the last turn"), lambda one: one),
    "length": Word(mark("how many turns there are"), lambda one: one),
}
