"""``show``: one KPI with its verdict, figures, series and reference sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kpitrack.analysis.case import Case
from kpitrack.analysis.series import years
from kpitrack.analysis.standing import MISSING, WrittenStanding, bullet
from kpitrack.language import mark, pick, said, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.actuals import Actual
from kpitrack.model.years import show_year

from . import answers as answers_view
from .evaluation import evaluation_text
from .logic import LEVELS
from .recorded import source_text, value_texts
from .sentence.course import foreseen
from .sentence.expected import to_go
from .sentence.part import LESSER, as_lines
from .sentence.verdict import of_case, verdict_itself
from .series_chart import series_chart
from .since import strip_text
from .status.flags import by_scheme
from .text import json
from .text.bars import meter
from .text.columns import Column
from .text.json import number
from .text.plain import widest, wrap
from .text.styled import Piece, Styled, wrapped
from .titles import kpi_heading
from .words import group_of, rate_word, reason_word, status_style, status_text

WIDEST = 110  # columns; a longer line is hard to read
_RATES = ("attainment", "against_expected", "progress", "pace", "elapsed", "change", "forecast_progress")


def as_text(case: Case, columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``."""
    one = case.standing
    columns = min(columns, WIDEST)
    yield from kpi_heading(one.kpi, one.ref, columns)
    place = map(pick, (one.strategy.organization.name, one.strategy.title, *(node.title for node in case.nodes)))
    yield from wrapped(" › ".join(visible(word) for word in place), columns, "dim")
    yield Styled()
    yield from verdict(case, columns)
    yield Styled()
    yield from _table(_figures(one), columns, {rate_word("progress"): _way(one)})
    yield Styled()
    yield from series_chart(case, columns)
    if case.answers:
        yield Styled()
        yield from answers_view.as_text(case.answers, columns)
    for title, rows in (
        (say("Reference sheet"), _sheet(one)),
        (say("History"), _history(one)),
        (say("Notes and sources of values"), _notes(case)),
        (say("Judgements by people (beside the computed status)"), _judgements(one)),
    ):
        if rows:
            yield Styled()
            yield Styled(str(title), "bold")
            yield from _table(rows, columns)


def verdict(case: Case, columns: int) -> Iterator[Styled]:
    """The verdict in a word and in sentences, the lesser ones dim."""
    one, told = case.standing, of_case(case)
    yield Styled(status_text(one.status), status_style(one.status))
    main, lesser = verdict_itself(told), [sentence for sentence in told if sentence.role in LESSER]
    yield from as_lines(main, columns - 2, lead="  ")
    yield from as_lines(lesser, columns - 2, lead="  ", style="dim")
    yield from wrapped("; ".join(by_scheme(one)), columns - 2, "dim", first="  ")
    if years := strip_text(one):
        lead = f"  {say('verdict of each year')}: "
        yield from wrapped(years, columns - widest(lead), first=lead)


def _figures(one: WrittenStanding) -> list[tuple[str, str]]:
    row = one.row

    def figure(name: str) -> str:
        value = one.number(row.get(f"{name}_value"), derived=one.kpi.accumulation == "mean" and name != "baseline")
        year = row.get(f"{name}_year")
        return value if year is None else f"{value}  {show_year(year, calendar=one.kpi.calendar, era=True)}"

    target = visible(one.target_text())
    if row.get("target_year") is not None:
        target += f"  {show_year(row['target_year'], calendar=one.kpi.calendar, era=True)}"
    found = [
        (said("baseline"), figure("baseline")),
        (said("previous"), figure("previous")),
        (said("newest"), figure("actual")),
        (said("expected in that year"), one.number(row.get("expected"), derived=True)),
        (said("target"), target),
    ]
    for name in _RATES:
        of_the_way = name in {"progress", "pace", "forecast_progress"}
        value = None if of_the_way and one.progress is None else row.get(name)
        shown = one.way_text(value) if of_the_way else one.rate(value)
        text = shown if value is not None else f"{MISSING}  {reason_word(row.get(f'reason_{name}'))}".rstrip()
        found.append((rate_word(name), text))
    if (row.get("allowance_used") or 0) > 0:
        found.append((rate_word("allowance_used"), one.rate(row["allowance_used"])))
    found += [(rate_word(name), text) for name, text in to_go(one)]
    if (value := foreseen(one)) is not None:
        found.append((rate_word("forecast_value"), one.number(value, derived=True)))
    return found


def _sheet(one: WrittenStanding) -> list[tuple[str, str]]:
    kpi = one.kpi
    better = {"higher": said("higher"), "lower": said("lower")}.get(one.row.get("better") or "", "")
    rhythm = said("{lag} year(s), every {frequency} year(s)", lag=kpi.lag, frequency=kpi.frequency)
    rows = [
        (said("definition"), pick(kpi.definition)),
        (said("source"), source_text(kpi.source or one.strategy.source)),
        (said("method"), pick(kpi.method)),
        (said("department"), pick(kpi.department)),
        (said("level"), translate(LEVELS[kpi.level]) if kpi.level else ""),
        (said("indicator"), kpi.indicator or ""),
        (said("goes on from"), kpi.continues or ""),
        (said("better"), better),
        (said("accumulation"), translate(_ACCUMULATIONS[kpi.accumulation])),
        (said("published after"), rhythm),
        (said("tags"), said(", ").join(kpi.tags or ())),
        (said("notes"), pick(kpi.notes)),
    ]
    return [(name, visible(text)) for name, text in rows if text]


_ACCUMULATIONS = {
    "none": mark("each year's value stands alone"),
    "running_total": mark("running total (累計)"),
    "sum": mark("sum of the yearly amounts"),
    "mean": mark("mean of the yearly values"),
}


def _history(one: WrittenStanding) -> list[tuple[str, str]]:
    kpi, rows = one.kpi, []
    for revision in kpi.revisions or ():
        target, reason, approved = one.before(revision).target_text(), pick(revision.reason), pick(revision.approved_by)
        words = said("target was {target}: {reason} {approved}", target=target, reason=reason, approved=approved)
        rows.append((str(revision.on or ""), words))
    for restated in (kpi.baseline and kpi.baseline.restated) or ():
        words = said("baseline was {value}: {reason}", value=one.number(restated.value), reason=pick(restated.reason))
        rows.append((str(restated.on or ""), words))
    if kpi.discontinued:
        reason, other = pick(kpi.discontinued.reason), kpi.discontinued.replaced_by or ""
        words = said("discontinued: {reason} {other}", reason=reason, other=other)
        rows.append((show_year(kpi.discontinued.year), words))
    return [(when, words.rstrip(": ")) for when, words in rows]


def _notes(case: Case) -> list[tuple[str, str]]:
    return [
        (str(row.year), visible("; ".join(value_texts(row.stated))))
        for row in years(case)
        if row.stated and any(value_texts(row.stated))
    ]


def _recorded(stated: Actual | None) -> dict[str, Any]:
    """What is recorded of a value beside it, as far as it is: its note, source and so on, as written."""
    if stated is None:
        return {}
    return stated.model_dump(mode="json", exclude_none=True, exclude={"value", "status"}, warnings=False)


def _judgements(one: WrittenStanding) -> list[tuple[str, str]]:
    return [
        (show_year(year, calendar=one.kpi.calendar), visible(evaluation_text(evaluation)))
        for year, evaluation in sorted((one.kpi.evaluations or {}).items())
    ]


def _way(one: WrittenStanding) -> list[Piece]:
    """The bar before the progress, where there is one."""
    found = bullet(one)
    return [] if found is None else [*meter(found.done, found.due, 12, group_of(one.status)), Piece(" ")]


def _table(
    rows: Sequence[tuple[str, str]], columns: int, bars: Mapping[str, Sequence[Piece]] = MappingProxyType({})
) -> Iterator[Styled]:
    """Names, and beside them texts, before some of which stands a bar."""
    names = Column(name for name, _ in rows)
    for name, text in rows:
        first, *rest = wrap(text, max(20, columns - names.widest - 2)) or [""]
        yield Styled(names.cell(name), "dim").append("  ").extend(bars.get(name, ())).append(first)
        yield from (Styled(" " * (names.narrow + 2) + more) for more in rest)


def as_json(case: Case, entry: Mapping[str, Any] | None = None) -> Iterator[str]:
    """The document ``kpitrack/show/1``: the entry of ``status``, the series and the reference sheet.

    Args:
        case: the KPI.
        entry: that of `kpitrack.views.status.json`, where it is known already.
    """
    from .status.json import entries_of

    yield from json.lines(
        "show",
        **(entry or entries_of([case.standing.row])[0]),
        original_status=case.original["status"] if case.original else None,
        series=[
            {
                "year": row.year,
                "value": number(row.amount),
                "status": row.status,
                "expected": number(row.expected),
                **_recorded(row.stated),
            }
            for row in years(case)
        ],
        **({"answers": answers_view.as_json(case.answers)} if case.answers else {}),
        reference=case.standing.kpi.model_dump(mode="json", exclude_none=True, by_alias=True, warnings=False),
    )
