"""The year's cycle (PDCA): what a fiscal year still asks for in values, judgements, verifications and decisions.

Nothing is asked of a strategy that was written down from a document (`upkeep: transcribed`), or whose place another
one has taken; nor any value of one that has ended: its period is over, and its last values are in, or past the year
in which they were due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kpitrack.model.actuals import Actual, Actuals, Entries, Entry, has_value, merged
from kpitrack.model.annexes import Grant
from kpitrack.model.due import span_of
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.strategy import KPI, Review, Strategy

from .outline import Branch, outline

_ANSWERED_WITHOUT_VALUE = frozenset({"not_collected", "not_applicable", "suppressed"})
_TO_CONFIRM = frozenset({"provisional", "estimated"})


@dataclass(frozen=True, slots=True)
class AwaitedValues:
    """The years for which a value of a KPI is awaited.

    Args:
        branch: the node that the KPI hangs on.
        kpi: the KPI.
        overdue: years whose value was due before the year looked at.
        due: years whose value is due in the year looked at.
        provisional: years whose value is provisional or estimated and still to be confirmed.
    """

    branch: Branch
    kpi: KPI
    overdue: tuple[int, ...]
    due: tuple[int, ...]
    provisional: tuple[int, ...]

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return f"{self.branch.strategy}/{self.kpi.id}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A node or KPI that people judge, and its newest judgement.

    Args:
        branch: the node, or the one that the KPI hangs on.
        kpi: the KPI, if it is one.
        year: the year of the newest evaluation up to the year looked at; null where there is none.
        evaluation: that evaluation.
        missing: whether the evaluation of the year that is to be judged is missing.
    """

    branch: Branch
    kpi: KPI | None
    year: int | None
    evaluation: Evaluation | None
    missing: bool

    @property
    def ref(self) -> str:
        """``strategy/node`` or ``strategy/kpi``."""
        return f"{self.branch.strategy}/{self.kpi.id}" if self.kpi else self.branch.ref


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review or decision that is due.

    Args:
        review: as written.
        year: the fiscal year in which it is due; for a recurring one, the newest.
        overdue: whether that time has passed.
    """

    review: Review
    year: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Cycle:
    """What a fiscal year asks of a strategy.

    Args:
        strategy: the strategy.
        year: the current fiscal year.
        judged_year: the fiscal year judged in it: the one before, or the strategy's last; null before its first.
        values: the KPIs whose values are asked for, in the order of the document.
        judgements: what people judge, in the order of the document.
        decisions: the reviews that are due and have no date or outcome yet.
        verifications: the grants whose yearly verification is missing, with the years that lack it.
    """

    strategy: Strategy
    year: int
    judged_year: int | None
    values: tuple[AwaitedValues, ...]
    judgements: tuple[Judgement, ...]
    decisions: tuple[DueReview, ...]
    verifications: tuple[tuple[Grant, tuple[int, ...]], ...] = ()

    @property
    def unjudged(self) -> list[Judgement]:
        """The judgements that are still missing for the judged year."""
        return [one for one in self.judgements if one.missing]

    @property
    def open(self) -> int:
        """How many things are still asked for."""
        return len(self.values) + len(self.unjudged) + len(self.decisions) + len(self.verifications)

    def without_values_of(self, refs: Collection[str]) -> Cycle:
        """The same without asking for values of the KPIs ``refs``."""
        return replace(self, values=tuple(one for one in self.values if one.ref not in refs))


def cycle(
    strategy: Strategy, actuals: Iterable[Actuals], year: int, *, superseded: bool = False, today: date | None = None
) -> Cycle:
    """What the fiscal year ``year`` asks of ``strategy``.

    Args:
        strategy: the strategy.
        actuals: its actuals files.
        year: the fiscal year in which one works.
        superseded: whether another strategy has taken its place.
        today: the day by which what is due on a day, in a month or in a season is overdue; without it, none is.
    """
    decisions = tuple(_decisions(strategy, year, today))
    if superseded or strategy.upkeep == "transcribed":
        return Cycle(strategy, year, None, (), (), decisions if not superseded else ())
    series = merged(actuals)
    over = _has_ended(strategy, series, year)
    judged = min(year - 1, strategy.period.end)
    judged_year = judged if judged >= strategy.period.start else None
    asked_year = judged_year if judged == year - 1 or not over else None
    values, judgements = [], []
    for goal in outline(strategy):
        for branch in goal.walk():
            if not over and year >= strategy.period.start:
                values += [
                    _asked(branch, kpi, series.get(kpi.id, {}), strategy, year) for kpi in branch.node.kpis or ()
                ]
            judgements += list(_judged(branch, series, asked_year, year))
    return Cycle(
        strategy,
        year,
        judged_year,
        tuple(one for one in values if one.overdue or one.due or one.provisional),
        tuple(judgements),
        decisions,
        tuple(_verifications(strategy, year)),
    )


def _decisions(strategy: Strategy, year: int, today: date | None) -> Iterator[DueReview]:
    """The undecided reviews that are due in ``year``; a recurring one is due in every year from its first on."""
    for review in strategy.reviews or ():
        if review.decided_on is not None or review.outcome:
            continue
        last = review.year if not review.every else year - (year - review.year) % review.every
        if review.year <= last <= year:
            yield DueReview(review, last, _is_overdue(review, last, year, today))


def _is_overdue(review: Review, last: int, year: int, today: date | None) -> bool:
    if review.due is None or review.every is not None:
        return last < year
    return last < year or (today is not None and today > span_of(review.due).last)


def _verifications(strategy: Strategy, year: int) -> Iterator[tuple[Grant, tuple[int, ...]]]:
    """Each grant with its past years that have no verification yet."""
    for grant in strategy.grants or ():
        first = grant.start if grant.start is not None else strategy.period.start
        last = min(grant.end if grant.end is not None else strategy.period.end, year - 1)
        if missing := tuple(one for one in range(first, last + 1) if one not in (grant.verified or {})):
            yield grant, missing


def _has_ended(strategy: Strategy, series: Mapping[str, Entries], year: int) -> bool:
    """Whether the period is over, and each KPI's last value is recorded or was due before ``year``."""
    if year <= strategy.period.end:
        return False
    for placed in strategy.kpis():
        kpi = placed.item
        last = _last_year(kpi, strategy)
        entries = series.get(kpi.id, {})
        is_in = any(y > last - kpi.frequency and _is_answer(entries[y]) for y in entries)
        if not is_in and year <= last + kpi.lag + kpi.frequency - 1:
            return False
    return True


def _last_year(kpi: KPI, strategy: Strategy) -> int:
    """The last year whose value is asked for."""
    last = kpi.target.year if kpi.target and kpi.target.year is not None else strategy.period.end
    return min(last, kpi.discontinued.year - 1) if kpi.discontinued else last


def _asked(branch: Branch, kpi: KPI, entries: Entries, strategy: Strategy, year: int) -> AwaitedValues:
    answered = {y for y, entry in entries.items() if _is_answer(entry)}
    last = min(_last_year(kpi, strategy), year - kpi.lag)
    first = kpi.baseline.year if kpi.baseline and kpi.baseline.year is not None else strategy.period.start - 1
    missing = list(_missing(first, last, kpi.frequency, answered))
    if kpi.computed is not None:
        missing = []  # its values come from others
    every_year = kpi.target is not None and kpi.target.every_year
    if kpi.accumulation not in {"sum", "mean"} and not every_year:
        # A gap before a newer value changes no verdict, but a sum, a mean and a target of every year need each.
        newest = max(answered, default=first)
        missing = [y for y in missing if y > newest]
    return AwaitedValues(
        branch,
        kpi,
        tuple(y for y in missing if y + kpi.lag < year),
        tuple(y for y in missing if y + kpi.lag == year),
        tuple(y for y in sorted(entries) if y <= year and _is_to_confirm(entries[y])),
    )


def _is_to_confirm(entry: Entry) -> bool:
    return isinstance(entry, Actual) and entry.status in _TO_CONFIRM


def _is_answer(entry: Entry) -> bool:
    """Whether a year needs no further value: it has one that is no forecast, or an entry that says there is none."""
    if isinstance(entry, Actual):
        if entry.status == "forecast":
            return False
        return entry.status in _ANSWERED_WITHOUT_VALUE or has_value(entry)
    return entry is not None


def _missing(first: int, last: int, frequency: int, answered: set[int]) -> Iterator[int]:
    """The missing years after ``first`` up to ``last``; the frequency counts from the newest year with a value."""
    at = first
    while at + frequency <= last:
        came = [year for year in range(at + 1, at + frequency + 1) if year in answered]
        if came:
            at = came[-1]
        else:
            at += frequency
            yield at


def _judged(branch: Branch, series: Mapping[str, Entries], judged_year: int | None, year: int) -> Iterator[Judgement]:
    """The judgements on a node and its KPIs: those made, and those to be made."""
    own = branch.node.evaluations or {}
    if own:
        yield _newest(branch, None, own, judged_year, year, asked=_before(own, judged_year))
    for kpi in branch.node.kpis or ():
        written = kpi.evaluations or {}
        over = kpi.discontinued is not None and judged_year is not None and kpi.discontinued.year <= judged_year
        has_data = judged_year is not None and _is_answer(series.get(kpi.id, {}).get(judged_year))
        # Where the measure is judged as a whole, its KPIs are judged with it.
        asked = not over and (_before(written, judged_year) or (has_data and kpi.target is not None and not own))
        if written or asked:
            yield _newest(branch, kpi, written, judged_year, year, asked=asked)


def _before(evaluations: Mapping[int, Evaluation], year: int | None) -> bool:
    return year is not None and any(one < year for one in evaluations)


def _newest(  # noqa: PLR0913  the two that make a place, the two years, and what is written there
    branch: Branch,
    kpi: KPI | None,
    evaluations: Mapping[int, Evaluation],
    judged_year: int | None,
    year: int,
    *,
    asked: bool,
) -> Judgement:
    newest = max((one for one in evaluations if one <= year), default=None)
    there = judged_year is not None and any(judged_year <= one <= year for one in evaluations)
    return Judgement(branch, kpi, newest, None if newest is None else evaluations[newest], asked and not there)
