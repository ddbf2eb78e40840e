"""One KPI on a terminal: verdict, figures, series and reference sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.text import Text

from kpitrack.analysis.case import Series
from kpitrack.analysis.standing import MISSING, Standing
from kpitrack.language import mark, pick, say, translate
from kpitrack.model.actuals import Actual
from kpitrack.model.record import Source
from kpitrack.model.strategy import Evaluation
from kpitrack.model.years import show_year
from kpitrack.views.evaluation import lines_of
from kpitrack.views.status.table import bar, flags
from kpitrack.views.text.plain import pad, visible, width, wrap

from .series_chart import render as chart
from .words import rate_word, reason_word, status_mark, status_meaning, status_style, status_word

_RATES = ("attainment", "against_expected", "progress", "pace", "elapsed", "change", "forecast_progress")


def render(
    one: Standing, series: Series, titles: Iterable[str], columns: int, original: Mapping[str, Any] | None = None
) -> Iterator[Text]:
    """The lines of the sheet.

    Args:
        one: the KPI, judged.
        series: its actuals and path.
        titles: of the goal and measures above it.
        columns: the width to keep to.
        original: its row as judged by the original target, where the target was revised.
    """
    columns = min(columns, 110)
    unit = f" [{visible(one.unit)}]" if one.unit else ""
    yield from (Text(line, style="bold") for line in wrap(f"{visible(one.name)}{unit}", columns))
    yield Text(visible(one.ref), style="dim")
    place = [pick(one.strategy.organization.name), pick(one.strategy.title), *titles]
    yield from (Text(line, style="dim") for line in wrap(" › ".join(visible(word) for word in place), columns))
    yield Text()
    verdict = Text(f"{status_mark(one.status)} {status_word(one.status)}", style=status_style(one.status))
    verdict.append(f"  {status_meaning(one.status)}", style="default not bold not dim")
    yield verdict
    yield from (Text(f"  {text}") for text in flags(one))
    if original is not None:
        before = original["status"]
        words = say("by the original target: {mark} {word}", mark=status_mark(before), word=status_word(before))
        yield Text(f"  {words}")
    yield Text()
    yield from _table(_figures(one), columns)
    yield Text()
    yield from chart(one, series, columns)
    for title, rows in (
        (say("Reference sheet"), _sheet(one)),
        (say("History"), _history(one)),
        (say("Notes on values"), _notes(series)),
    ):
        if rows:
            yield Text()
            yield Text(str(title), style="bold")
            yield from _table(rows, columns)
    if one.kpi.evaluations:
        yield Text()
        yield Text(str(say("Judgements by people (beside the computed status)")), style="bold")
        for year, evaluation in sorted(one.kpi.evaluations.items()):
            yield from _table([(show_year(year, calendar=one.kpi.calendar), evaluation_text(evaluation))], columns)


def evaluation_text(evaluation: Evaluation) -> str:
    """A judgement with its comment, next step, author and date."""
    parts = [pick(evaluation.judgement), *lines_of(evaluation)]
    if evaluation.next:
        parts.append(str(say("next: {step}", step=translate(NEXT_STEPS[evaluation.next]))))
    author = ", ".join(filter(None, (pick(evaluation.by), str(evaluation.on or ""))))
    return "; ".join(filter(None, parts)) + (f" ({author})" if author else "")


NEXT_STEPS = {
    "continue": mark("continue"),
    "improve": mark("improve"),
    "expand": mark("expand"),
    "complete": mark("complete"),
    "stop": mark("stop"),
}


def _figures(one: Standing) -> list[tuple[str, str]]:
    row = one.row

    def figure(name: str) -> str:
        value = one.number(row.get(f"{name}_value"))
        year = row.get(f"{name}_year")
        return value if year is None else f"{value}  {show_year(year, calendar=one.kpi.calendar, era=True)}"

    target = visible(one.target_text())
    if row.get("target_year") is not None:
        target += f"  {show_year(row['target_year'], calendar=one.kpi.calendar, era=True)}"
    found = [
        (str(say("baseline")), figure("baseline")),
        (str(say("previous")), figure("previous")),
        (str(say("newest")), figure("actual")),
        (str(say("expected in that year")), one.number(row.get("expected"), derived=True)),
        (str(say("target")), target),
    ]
    for name in _RATES:
        value = row.get(name)
        text = one.rate(value) if value is not None else f"{MISSING}  {reason_word(row.get(f'reason_{name}'))}".rstrip()
        found.append((rate_word(name), f"{bar(value, 12)} {text}" if name == "progress" else text))
    if row.get("remaining") is not None:
        found.append((rate_word("remaining"), one.number(row["remaining"], derived=True)))
    if row.get("needed_per_year") is not None:
        found.append((rate_word("needed_per_year"), one.number(row["needed_per_year"], derived=True)))
    if row.get("forecast_value") is not None:
        found.append((rate_word("forecast_value"), one.number(row["forecast_value"], derived=True)))
    return found


def _sheet(one: Standing) -> list[tuple[str, str]]:
    kpi = one.kpi

    def source_text() -> str:
        source = kpi.source or one.strategy.source
        if isinstance(source, Source):
            return "  ".join(filter(None, (pick(source.title), source.url, str(source.published or ""))))
        return pick(source)

    rows = [
        (say("definition"), pick(kpi.definition)),
        (say("source"), source_text()),
        (say("method"), pick(kpi.method)),
        (say("department"), pick(kpi.department)),
        (say("level"), kpi.level or ""),
        (say("indicator"), kpi.indicator or ""),
        (
            say("better"),
            str(say("higher") if one.row.get("better") == "higher" else say("lower")) if one.row.get("better") else "",
        ),
        (say("accumulation"), translate(_ACCUMULATIONS[kpi.accumulation])),
        (
            say("published after"),
            str(say("{lag} year(s), every {frequency} year(s)", lag=kpi.lag, frequency=kpi.frequency)),
        ),
        (say("notes"), pick(kpi.notes)),
    ]
    return [(str(name), visible(text)) for name, text in rows if text]


_ACCUMULATIONS = {
    "none": mark("each year's value stands alone"),
    "running_total": mark("running total (累計)"),
    "sum": mark("sum of the yearly amounts"),
}


def _history(one: Standing) -> list[tuple[str, str]]:
    kpi, rows = one.kpi, []
    for revision in kpi.revisions or ():
        words = say(
            "target was {target}: {reason} {approved}",
            target=one.before(revision).target_text(),
            reason=pick(revision.reason),
            approved=pick(revision.approved_by),
        )
        rows.append((str(revision.on or ""), visible(str(words).rstrip(": "))))
    for restated in (kpi.baseline and kpi.baseline.restated) or ():
        words = say("baseline was {value}: {reason}", value=one.number(restated.value), reason=pick(restated.reason))
        rows.append((str(restated.on or ""), visible(str(words).rstrip(": "))))
    if kpi.discontinued:
        words = say(
            "discontinued: {reason} {other}",
            reason=pick(kpi.discontinued.reason),
            other=kpi.discontinued.replaced_by or "",
        )
        rows.append((show_year(kpi.discontinued.year), visible(str(words).rstrip(": "))))
    return rows


def _notes(series: Series) -> list[tuple[str, str]]:
    found = []
    for year, entry in sorted(series.entries.items()):
        if isinstance(entry, Actual) and entry.note:
            found.append((str(year), visible(pick(entry.note))))
    return found


def _table(rows: list[tuple[str, str]], columns: int) -> Iterator[Text]:
    left = max(width(name) for name, _ in rows) + 2
    for name, text in rows:
        first, *rest = wrap(text, max(20, columns - left)) or [""]
        line = Text(pad(name, left), style="dim")
        line.append(first, style="default not dim")
        yield line
        yield from (Text(" " * left + more) for more in rest)
