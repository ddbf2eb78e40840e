"""The page of one KPI."""

from __future__ import annotations

from typing import Any

from kpitrack.analysis.case import Case, Locate
from kpitrack.analysis.series import Year, former_value
from kpitrack.analysis.standing import Standing, WrittenStanding
from kpitrack.language import Text, active, mark, pick, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import observation_word
from kpitrack.model.years import show_year
from kpitrack.progress.columns import target_columns
from kpitrack.report.charts.wording import KEY
from kpitrack.views.compare import better_word
from kpitrack.views.explain.steps import working
from kpitrack.views.logic import LEVELS
from kpitrack.views.recorded import breakdown_texts, division_text
from kpitrack.views.sentence.course import beyond_zero
from kpitrack.views.sentence.expected import to_go
from kpitrack.views.sentence.part import LESSER, plain
from kpitrack.views.sentence.verdict import verdict_itself
from kpitrack.views.status.flags import by_scheme
from kpitrack.views.words import group_of, rate_word, reason_word, status_mark, status_word
from kpitrack.views.year_strip import strip

from . import answers_section
from .addresses import embed_address, file_name, kpi_address, picture_address
from .imprint import dataset
from .recorded import evaluations
from .shown import Shown
from .table_row import figure
from .templating import published, render

_ELSEWHERE = "https://…/"
"""Stands for the address of a site that does not name its own."""
FRAME = (480, 720)
"""The width and height in pixels at which the page to be framed shows whole."""
RATES = (
    ("attainment", mark("attainment (actual ÷ target)"), "a ÷ t"),
    ("against_expected", mark("against expected (actual ÷ expected)"), "a ÷ e"),
    ("progress", mark("progress (baseline to target)"), "(a − b) ÷ (t − b)"),
    ("pace", mark("pace (progress ÷ what the path asks for)"), "(a − b) ÷ (e − b)"),
    ("elapsed", mark("time elapsed"), "(y − y_b) ÷ (y_t − y_b)"),
    ("change", mark("change since the baseline"), "(a − b) ÷ |b|"),
    ("forecast_progress", mark("progress forecast for the target year"), "(f − b) ÷ (t − b)"),
)
_ACCUMULATIONS = {
    "none": mark("each year's value stands alone"),
    "running_total": mark("running total (累計)"),
    "sum": mark("sum of the yearly amounts"),
    "mean": mark("mean of the yearly values"),
}


def page(case: Case, shown: Shown, locate: Locate, before: Case | None, after: Case | None) -> bytes:
    """The page of ``case``.

    Args:
        case: the KPI.
        shown: its chart and figures by year.
        locate: gives the place of a number.
        before: the KPI before it in the document.
        after: the KPI after it.
    """
    table = [_year(case.standing, found) for found in shown.rows]
    one, kpi = case.standing, case.standing.kpi
    address, file = kpi_address(one.strategy.id, kpi.id), f"data/{file_name(one.strategy.id)}/{file_name(kpi.id)}"
    owner, told, sentences = visible(pick(one.strategy.organization.name)), shown.summary, shown.sentences
    verdict = plain(said for said in sentences if said.role not in LESSER)
    described = f"{owner} {visible(one.name)}: {status_word(one.status)}{say('. ')}{verdict}"
    return render(
        "kpi.html",
        "../../../",
        address,
        title=one.name,
        description=described,
        linked=dataset(
            published(),
            one.strategy,
            address,
            name=f"{owner} {visible(one.name)}",
            description=described,
            identifier=one.ref,
            years=sorted(case.series.entries),
            data=(("text/csv", f"{file}.csv"), ("application/json", f"{file}.json")),
            root="../../../",
            variableMeasured={
                "@type": "PropertyValue",
                "name": visible(one.name),
                "unitText": visible(pick(kpi.unit)),
            },
            isPartOf={"@type": "Dataset", "name": f"{owner} {visible(pick(one.strategy.title))}"},
        ),
        one=one,
        kpi=kpi,
        strategy=one.strategy,
        nodes=case.nodes,
        as_of=case.as_of,
        mark=status_mark(one.status),
        word=status_word(one.status),
        group=group_of(one.status),
        sentences=verdict_itself(sentences),
        lesser=[said for said in sentences if said.role in LESSER],
        by_scheme=list(by_scheme(one)),
        years=[(group_of(status), year, mark, status_word(status)) for year, status, mark in strip(one)],
        figures=_figures(one),
        chart=shown.chart,
        summary=told,
        legend=shown.key,
        is_sum=kpi.accumulation == "sum",
        table=table,
        sourced=any(line["source"] or line["published"] for line in table),
        answers=answers_section.section(case),
        rates=_rates(one),
        sheet=_sheet(one),
        source=kpi.source or one.strategy.source,
        history=_history(case),
        evaluations=evaluations(kpi),
        steps=working(case, locate),
        data=f"../../../{file}",
        continues=shown.continues,
        offered=_offered(case, chart=bool(shown.chart), pictures=shown.pictures, base=published().base),
        before=before,
        after=after,
    )


def _figures(one: WrittenStanding) -> list[tuple[str, str, str]]:
    """The key figures: what, the number, and its year."""
    found = one.row
    calendar = one.kpi.calendar

    def year(name: str) -> str:
        at = found.get(f"{name}_year")
        return "" if at is None else show_year(at, calendar=calendar, era=True)

    rows: list[tuple[Text | str, str, str]] = [
        (say("baseline"), figure(one, "baseline").text, year("baseline")),
        (say("newest"), figure(one, "actual").text, year("actual")),
        (
            say("expected in that year"),
            one.number(found.get("expected"), derived=True),
            year("actual") if found.get("expected") is not None else "",
        ),
        (say("target"), visible(one.target_text()), year("target")),
    ]
    rows += [(rate_word(name), text, "") for name, text in to_go(one)]
    if found.get("forecast_value") is not None and not beyond_zero(one, found["forecast_value"]):
        rows.append(
            (say("forecast for the target year"), one.number(found["forecast_value"], derived=True), year("target"))
        )
    return [(str(name), text, when) for name, text, when in rows]


def _year(one: WrittenStanding, found: Year) -> dict[str, Any]:
    stated = found.stated
    words = [translate(KEY[name]) for name in found.marks]
    if found.status is not None and found.status != "normal":
        words.insert(0, observation_word(found.status))
    return {
        "at": found.year,
        "year": show_year(found.year, calendar=one.kpi.calendar, era=True),
        "amount": "" if found.amount is None else one.number(found.amount),
        "value": "" if found.value is None else one.number(found.value),
        "expected": "" if found.expected is None else one.number(found.expected, derived=True),
        "kind": ", ".join(words),
        "note": stated.note if stated else None,
        "parts": [division_text(stated), *breakdown_texts(stated.by)] if stated else [],
        "source": stated.source if stated else None,
        "published": stated.published if stated else None,
    }


def _rates(one: WrittenStanding) -> list[tuple[str, str, str, str]]:
    """Rate, formula, value, and why there is none."""
    form = one.kpi.target.form if one.kpi.target else ""
    found = []
    for name, words, formula in RATES:
        of_the_way = name in {"progress", "pace", "forecast_progress"}
        value = None if of_the_way and one.progress is None else one.row.get(name)
        special = form in {"range", "parity_with"} and name in {"progress", "pace"}
        reason = "" if value is not None else reason_word(one.row.get(f"reason_{name}"))
        shown = one.way_text(value) if of_the_way else one.rate(value)
        found.append((translate(words), "" if special else formula, shown, reason))
    return found


def _sheet(one: WrittenStanding) -> list[tuple[str, Any]]:
    kpi = one.kpi
    better = one.row.get("better")
    within = (
        say_n("within {n} year of a year's end", "within {n} years of a year's end", kpi.lag)
        if kpi.lag
        else say("within the year itself")
    )
    every = say_n("every {n} year", "every {n} years", kpi.frequency) if kpi.frequency > 1 else say("every year")
    rows: list[tuple[Any, Any]] = [
        (say("definition"), kpi.definition),
        (say("method"), kpi.method),
        (say("department"), kpi.department),
        (say("level"), translate(LEVELS[kpi.level]) if kpi.level else None),
        (say("indicator"), kpi.indicator),
        (say("better"), better_word(better)),
        (say("accumulation"), translate(_ACCUMULATIONS[kpi.accumulation])),
        (say("published"), f"{every}{say(', ')}{within}"),
        (say("tags"), str(say(", ")).join(kpi.tags or ())),
        (say("notes"), kpi.notes),
    ]
    return [(str(name), text) for name, text in rows if text]


def _history(case: Case) -> list[dict[str, Any]]:
    one, kpi = case.standing, case.standing.kpi
    found = []
    for revision in kpi.revisions or ():
        value = former_value(case, revision.target)
        before = Standing({**one.row, **target_columns(one.strategy.id, revision.target), "target_value": value})
        year = revision.target.year
        found.append(
            {
                "on": str(revision.on or ""),
                "what": str(say("the target was {target}", target=visible(before.target_text()))),
                "year": "" if year is None else show_year(year, calendar=kpi.calendar, era=True),
                "reason": revision.reason,
                "by": revision.approved_by,
            }
        )
    found += [
        {
            "on": str(restated.on or ""),
            "what": str(say("the baseline was {value}", value=one.number(restated.value))),
            "year": "",
            "reason": restated.reason,
            "by": None,
        }
        for restated in (kpi.baseline and kpi.baseline.restated) or ()
    ]
    if kpi.discontinued:
        other = kpi.discontinued.replaced_by
        what = say("discontinued; replaced by {ref}", ref=other) if other else say("discontinued")
        found.append(
            {
                "on": "",
                "what": str(what),
                "year": show_year(kpi.discontinued.year, calendar=kpi.calendar, era=True),
                "reason": kpi.discontinued.reason,
                "by": None,
            }
        )
    return found


def _offered(case: Case, *, chart: bool, pictures: bool = False, base: str = "") -> dict[str, Any]:
    """The address of the picture of its chart, and the line of HTML that shows the KPI in another page.

    Args:
        case: the KPI.
        chart: whether it has a chart.
        pictures: whether that is there as a PNG, too.
        base: the address of the site on the web, with a stroke at its end, where it is known.
    """
    one = case.standing
    names = one.strategy.id, one.kpi.id
    title = visible(one.name).replace('"', "'")
    source = f"{base or _ELSEWHERE}{active()}/{embed_address(*names)}"
    wide, high = FRAME
    return {
        "svg": picture_address(*names) if chart else "",
        "png": picture_address(*names, ".png") if chart and pictures else "",
        "frame": f'<iframe src="{source}" title="{title}" width="{wide}" height="{high}" loading="lazy"></iframe>',
    }
