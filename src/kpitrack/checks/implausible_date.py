from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kpitrack.diagnostics import NOT_BEGUN, Diagnostic, KeyPath, Part, rule
from kpitrack.language import Text, mark, say
from kpitrack.model.actuals import Actual
from kpitrack.model.evaluation import Evaluation
from kpitrack.model.strategy import KPI

from .check import Check, Context, Example
from .examples import recorded
from .view import StrategyView


def find(view: StrategyView, context: Context) -> Iterator[Diagnostic]:
    """Days that cannot be right: of what was published, judged or revised."""
    latest = _end(context.as_of, context.first_month)
    for (kpi, _at, _path), entries in view.every_series:
        for year, entry in entries.items():
            if not isinstance(entry, Actual) or entry.published is None or entry.status == "forecast":
                continue
            wrong = _published(entry.published, year, _last_day(kpi, year, context), latest)
            if wrong is not None:
                yield Diagnostic(
                    CHECK.rule, wrong, say("check the year and the day"),
                    view.file_of(kpi.id, year), ("actuals", kpi.id, year, "published"),
                )  # fmt: skip
    for node, at, _ in view.nodes:
        yield from _judged(view.path, node.evaluations or {}, at, context, context.as_of)
    for kpi, at, _ in view.kpis:
        yield from _judged(view.path, kpi.evaluations or {}, at, context, context.latest(kpi.calendar))
        yield from _revised(view.path, kpi, at)


def _end(year: int, first_month: int) -> dt.date:
    """The last day of a fiscal year."""
    return dt.date(year + 1, first_month, 1) - dt.timedelta(days=1)


def _last_day(kpi: KPI, year: int, context: Context) -> dt.date:
    return dt.date(year, 12, 31) if kpi.calendar == "cy" else _end(year, context.first_month)


def _published(day: dt.date, year: int, last: dt.date, latest: dt.date) -> Text | None:
    if day > latest:
        return say("{day} lies in the future", day=day.isoformat())
    if day < last:
        return say("the value of {year} was published on {day}, before that year was over", year=year,
                   day=day.isoformat())  # fmt: skip
    return None


def _judged(
    path: str, evaluations: Mapping[int, Evaluation], at: KeyPath, context: Context, latest: int
) -> Iterator[Diagnostic]:
    for year, evaluation in evaluations.items():
        if year > latest:
            place = (*at, "evaluations", year)
            yield Diagnostic(
                CHECK.rule, say(NOT_BEGUN, year=year), say("check the year that is judged"), path, place, Part.KEY
            )
            continue
        for day, within in ((evaluation.on, ()), (evaluation.external and evaluation.external.on, ("external",))):
            wrong = day and _judged_on(day, year, context)
            if wrong:
                place = (*at, "evaluations", year, *within, "on")
                yield Diagnostic(CHECK.rule, wrong, say("check the year and the day"), path, place)


def _judged_on(day: dt.date, year: int, context: Context) -> Text | None:
    if day <= _end(year - 1, context.first_month):
        return say("{year} was judged on {day}, before it began", year=year, day=day.isoformat())
    if day > _end(context.as_of, context.first_month):
        return say("{day} lies in the future", day=day.isoformat())
    return None


def _revised(path: str, kpi: KPI, at: KeyPath) -> Iterator[Diagnostic]:
    for i, revision in enumerate(kpi.revisions or ()):
        following = (kpi.revisions or ())[i + 1].target if i + 1 < len(kpi.revisions or ()) else kpi.target
        if following is not None and revision.target == following:
            yield Diagnostic(
                CHECK.rule,
                say("this earlier target of “{kpi}” is the same as the one that followed it", kpi=kpi.id),
                say("write what the target was before it was revised"),
                path, (*at, "revisions", i, "target"),
            )  # fmt: skip


CHECK = Check(
    rule("implausible-date"),
    mark("A value was published before its year was over, or a day does not fit in another way."),
    mark(
        "A year's value is known once the year is over. A day before that, one in the future, a judgement from before "
        "its year, or an “earlier” target that equals the one after it, is usually a slip of the year or something "
        "copied from the line above. Correct it; where a value did come early, it is a forecast (“status: forecast”)."
    ),
    Example(
        bad=recorded("2021: 3\n2022: {value: 6, published: 2022-06-30}\n"),
        good=recorded("2021: 3\n2022: {value: 6, published: 2023-06-30}\n"),
    ),
    find,
    needs=frozenset({"bad-value", "future-actual"}),
)
