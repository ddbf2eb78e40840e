"""The words that forms have for a KPI: what it is, its figures, rates and verdicts by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpitrack.analysis.series import former_value
from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import Standing
from kpitrack.exchange.forms.language import Figure, Share, Word
from kpitrack.language import mark, translate
from kpitrack.model.vocabulary import AMOUNTS, IN_THE_UNIT
from kpitrack.progress.schema import RATES
from kpitrack.views.compare import better_word
from kpitrack.views.logic import LEVELS
from kpitrack.views.recorded import source_text
from kpitrack.views.sentence.part import LESSER, plain
from kpitrack.views.sentence.verdict import sentences, short
from kpitrack.views.since import since_words
from kpitrack.views.status.flags import by_scheme
from kpitrack.views.titles import node_title
from kpitrack.views.words import (
    RATE_WORDS,
    grade_label,
    rate_label,
    reason_word,
    status_mark,
    status_meaning,
    status_text,
    status_word,
)

from .desk import KPIFacts, NodeFacts, Observation
from .words import Words, evaluation_words, figure, text, things, words, yearly

_OF_THE_WAY = frozenset({"progress", "pace", "forecast_progress"})


def _verdict(get: Callable[[Standing], Any]) -> Callable[[KPIFacts, int | None], Any]:
    def found(kpi: KPIFacts, year: int | None) -> Any:
        one = kpi.at(year)
        return None if one is None else get(one)

    return found


def _rate(name: str) -> Callable[[Standing], Any]:
    def found(one: Standing) -> Any:
        ratio = one.row.get(name)
        if name in AMOUNTS:
            return None if ratio is None else _amount(one, ratio)
        if name in _OF_THE_WAY:
            if ratio is None or one.progress is None:
                return None
            return one.way_text(ratio) if ratio < 0 else Share(ratio, one.rate(ratio))
        return None if ratio is None else Share(ratio, one.rate(ratio))

    return found


def _amount(one: Standing, amount: float) -> Any:
    """A difference or the like in the KPI's unit, also where its values are steps of a scale."""
    return Figure(amount, one.amount(amount, derived=True))


def _column(meaning: str, name: str) -> Word:
    """A word for a column of the KPI's row."""
    return Word(meaning, lambda one: one.standing.row.get(name))


def _number(meaning: str, name: str, *, derived: bool = False) -> Word:
    """A word for a column that holds a number in the KPI's unit."""
    return Word(meaning, lambda one: figure(one.standing, one.standing.row.get(name), derived=derived))


def _actual(kpi: KPIFacts, year: int | None) -> Any:
    one = kpi.standing
    if year is None:
        return figure(one, one.row.get("actual_value"), derived=kpi.kpi.accumulation == "mean")
    recorded = kpi.years.get(year)
    if recorded is not None:
        return figure(one, recorded.amount)
    judged = kpi.at(year)  # a computed KPI has no entries
    return figure(judged, judged.row["actual_value"]) if judged else None


def _so_far(kpi: KPIFacts, year: int | None) -> Any:
    recorded = kpi.years.get(year) if year is not None else None
    return figure(kpi.standing, recorded.value) if recorded else _actual(kpi, year)


def _expected(kpi: KPIFacts, year: int | None) -> Any:
    number = kpi.standing.row.get("expected") if year is None else kpi.case.series.path.get(year)
    return figure(kpi.standing, number, derived=True)


def _measure(kpi: KPIFacts) -> NodeFacts | None:
    last = kpi.case.nodes[-1]
    found = kpi.strategy.node(last.id)
    return found if found and found.branch.depth > 1 else None


def _since(kpi: KPIFacts) -> str | None:
    since = since_last(kpi.standing.row)
    return None if since is None else since_words(since, kpi.standing)


def _sentences(kpi: KPIFacts, year: int | None, *, lesser: bool) -> str | None:
    one = kpi.at(year)
    if one is None:
        return None
    found = sentences(one, kpi.case.original if year is None else None)
    return plain(said for said in found if (said.role in LESSER) == lesser) or None


def _grade_rate(one: Standing) -> Any:
    rate = one.row.get("grade_rate_value")
    if rate is None:
        return None
    return _amount(one, rate) if one.row["grade_rate_name"] in IN_THE_UNIT else Share(rate, one.rate(rate))


KPI_WORDS: Words = {
    "id": Word(mark("its id"), lambda one: one.kpi.id),
    "ref": Word(mark("strategy/kpi"), lambda one: one.standing.ref),
    "name": text(mark("its name"), lambda one: one.kpi.name),
    "unit": text(mark("its unit"), lambda one: one.kpi.unit),
    "definition": text(mark("the definition"), lambda one: one.kpi.definition),
    "method": text(mark("how it is measured"), lambda one: one.kpi.method),
    "source": Word(
        mark("the source, of the strategy where it names none"),
        lambda one: words(source_text(one.kpi.source or one.strategy.model.source)),
    ),
    "department": text(
        mark("the department (担当課), of the measure or goal where it names none"),
        lambda one: next(
            (found for node in (one.kpi, *reversed(one.case.nodes)) if (found := node.department)), None
        ),
    ),
    "notes": text(mark("the notes"), lambda one: one.kpi.notes),
    "level": Word(
        mark("outcome, output and so on, in a word"),
        lambda one: translate(LEVELS[one.kpi.level]) if one.kpi.level else None,
    ),
    "better": Word(
        mark("whether higher or lower is better, in a word"),
        lambda one: better_word(one.standing.row.get("better")) or None,
    ),
    "strategy": Word(mark("its strategy"), lambda one: one.strategy, "strategy"),
    "goal": Word(mark("the goal above it"), lambda one: one.strategy.node(one.case.nodes[0].id), "goal"),
    "measure": Word(mark("the measure right above it"), _measure, "measure"),
    "path": Word(
        mark("the numbers and titles above it, in one line"),
        lambda one: words(" › ".join(map(node_title, one.case.nodes))),
    ),
    "baseline": _number(mark("the baseline's value"), "baseline_value"),
    "baseline_year": _column(mark("the baseline's year"), "baseline_year"),
    "target": _number(mark("the target as an absolute number"), "target_value", derived=True),
    "target_text": Word(
        mark("the target as a person would write it"),
        lambda one: words(one.standing.target_text(signs=True)) if one.kpi.target else None,
    ),
    "target_year": _column(mark("the target's year"), "target_year"),
    "actual": yearly(
        mark("the value recorded for a year; without one, the newest value, for a sum the sum so far"), _actual
    ),
    "actual_year": _column(mark("the year of the newest value"), "actual_year"),
    "previous": _number(mark("the value before the newest one"), "previous_value"),
    "previous_year": _column(mark("the year of the value before the newest one"), "previous_year"),
    "so_far": yearly(mark("the value of a year as it is judged: for a sum, the sum up to then"), _so_far),
    "expected": yearly(mark("what the path asks for in a year; without one, in that of the newest value"), _expected),
    "observation": yearly(
        mark("all that is recorded of a year; without one, of the newest value"), KPIFacts.observation, "observation"
    ),
    "series": things(
        mark("every year of its series, for a loop"), "observation",
        lambda one: [Observation(one, year) for year in one.years.values()],
    ),
    **{name: yearly(RATE_WORDS[name], _verdict(_rate(name))) for name in RATES},
    "status": yearly(mark("the status in a word: achieved, on track …"), _verdict(lambda one: status_word(one.status))),
    "status_mark": yearly(mark("the mark of the status: ◎, ○, △ …"), _verdict(lambda one: status_mark(one.status))),
    "status_text": yearly(mark("mark and word of the status"), _verdict(lambda one: status_text(one.status))),
    "status_code": yearly(mark("the status by its name, for conditions: on_track"), _verdict(lambda one: one.status)),
    "status_meaning": yearly(
        mark("what the status says, in a few words"), _verdict(lambda one: status_meaning(one.status))
    ),
    "reason": yearly(
        mark("why it cannot be assessed, where that is so"),
        _verdict(lambda one: reason_word(one.row.get("reason")) or None),
    ),
    "grade": yearly(mark("the grade by the strategy's scheme: A, B …"), _verdict(lambda one: one.row.get("grade"))),
    "grade_label": yearly(mark("what the grade is called"), _verdict(lambda one: grade_label(one.row) or None)),
    "grade_rate": yearly(
        mark("the rate (達成率) by which the scheme grades, where it has its own"), _verdict(_grade_rate)
    ),
    "grade_rate_label": yearly(
        mark("what the scheme calls that rate"), _verdict(lambda one: rate_label(one.row) or None)
    ),
    "sentence": yearly(
        mark("the verdict in sentences: what it is, what it should be, where it is heading"),
        lambda one, year: _sentences(one, year, lesser=False),
    ),
    "sentence_short": yearly(mark("the verdict in one sentence, for a list"), _verdict(lambda one: short(one) or None)),
    "remarks": yearly(
        mark("what limits the verdict, in sentences: a moved target, what is missing, the newest judgement"),
        lambda one, year: _sentences(one, year, lesser=True),
    ),
    "scheme_text": yearly(
        mark("what the scheme adds to the status: its grade, its own rate"),
        _verdict(lambda one: "; ".join(by_scheme(one)) or None),
    ),
    "provisional": yearly(
        mark("whether the value that decides is not final"), _verdict(lambda one: bool(one.row["provisional"]))
    ),
    "stale": Word(mark("whether a newer value is overdue"), lambda one: bool(one.standing.row["stale"])),
    "since": Word(mark("what has changed since last time, in a line"), _since),
    "revisions": things(
        mark("its earlier targets, oldest first"), "revision",
        lambda one: [(one, revision) for revision in one.kpi.revisions or ()],
    ),
    **evaluation_words(lambda one: one.kpi.evaluations, lambda one: one.strategy.desk.as_of),
}  # fmt: skip


REVISION: Words = {
    "on": Word(mark("on which day the target was changed"), lambda one: one[1].on),
    "target": Word(
        mark("the target until then, as a person would write it"),
        lambda one: words(one[0].standing.before(one[1]).target_text(signs=True)),
    ),
    "value": Word(
        mark("its value, where it is a number"),
        lambda one: figure(one[0].standing, former_value(one[0].case, one[1].target), derived=True),
    ),
    "year": Word(mark("its year"), lambda one: one[1].target.year),
    "reason": text(mark("why it was changed"), lambda one: one[1].reason),
    "approved_by": text(mark("who approved"), lambda one: one[1].approved_by),
}
