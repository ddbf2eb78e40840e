"""The page of one KPI, and what there is of it for use elsewhere: a page to be framed, and its chart as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kpitrack.analysis.answers import Answer
from kpitrack.analysis.case import Case
from kpitrack.analysis.series import Year, former_value
from kpitrack.analysis.standing import Standing, WrittenStanding
from kpitrack.language import active, mark, pick, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import observation_word
from kpitrack.model.years import show_year
from kpitrack.progress.columns import target_columns
from kpitrack.report.charts.kpi import NARROW
from kpitrack.report.charts.looks import of_size
from kpitrack.report.charts.wording import KEY
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import answers as answers_view
from kpitrack.views.compare import better_word
from kpitrack.views.explain.steps import working
from kpitrack.views.logic import LEVELS
from kpitrack.views.recorded import breakdown_texts, division_text, source_text
from kpitrack.views.sentence.course import foreseen
from kpitrack.views.sentence.expected import to_go
from kpitrack.views.sentence.part import plain
from kpitrack.views.since import strip
from kpitrack.views.status.flags import by_scheme
from kpitrack.views.words import rate_word, reason_word, status_word

from .addresses import kpi_address
from .imprint import dataset
from .paging import Leaf, leaves
from .picture import picture, png
from .recorded import evaluations
from .shown import Shown
from .table_row import figure
from .templating import published, render, render_leaf

_ELSEWHERE = "https://…/"  # stands for the address of a site that does not name its own
FRAME = (480, 720)  # the width and height in pixels at which the page to be framed shows whole
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


def pages(part: JudgedStrategy, at: int, shown: Shown) -> Iterator[tuple[str, bytes]]:
    """The pages of the KPI at a place of the document, and its chart as pictures, by their addresses."""
    case = part.cases[at]
    ref = case.standing.ref
    yield kpi_address(ref), _page(part, at, shown)
    yield from _further_answers(case)
    yield kpi_address(ref, kind="embed"), _embed(case, shown)
    if shown.chart:
        drawing = _standalone(case, shown)
        yield kpi_address(ref, ".svg"), drawing.encode()
        if part.terms.pictures:
            yield kpi_address(ref, ".png"), png(drawing)


def _page(part: JudgedStrategy, at: int, shown: Shown) -> bytes:
    case, imprint = part.cases[at], published()
    one, kpi = case.standing, case.standing.kpi
    address, file = kpi_address(one.ref), kpi_address(one.ref, "", "data")
    owner = visible(pick(one.strategy.organization.name))
    described = f"{owner} {visible(one.name)}: {status_word(one.status)}{say('. ')}{plain(shown.verdict)}"
    return render(
        "kpi.html",
        address,
        title=one.name,
        description=described,
        linked=dataset(
            imprint,
            one.strategy,
            address,
            name=f"{owner} {visible(one.name)}",
            description=described,
            identifier=one.ref,
            years=sorted(case.series.entries),
            file=file,
            variableMeasured={
                "@type": "PropertyValue",
                "name": visible(one.name),
                "unitText": visible(pick(kpi.unit)),
            },
            isPartOf={"@type": "Dataset", "name": f"{owner} {visible(pick(one.strategy.title))}"},
        ),
        one=one,
        kpi=one.kpi,
        strategy=one.strategy,
        nodes=case.nodes,
        as_of=case.as_of,
        shown=shown,
        by_scheme=list(by_scheme(one)),
        years=strip(one),
        figures=_figures(one),
        table=[(line, *_beside(line)) for line in shown.rows],
        sourced=any(line.stated and (line.stated.source or line.stated.published) for line in shown.rows),
        answers=_answers(case),
        rates=_rates(one),
        sheet=_sheet(one),
        source=kpi.source or one.strategy.source,
        history=_history(case),
        evaluations=evaluations(kpi),
        steps=working(case, part.locate),
        data=file,
        pictures=[".svg", *([".png"] if part.terms.pictures else [])] if shown.chart else [],
        picture=kpi_address(one.ref, ""),
        frame=_frame(one, imprint.base or _ELSEWHERE),
        before=part.cases[at - 1] if at else None,
        after=part.cases[at + 1] if at + 1 < len(part.cases) else None,
    )


def _embed(case: Case, shown: Shown) -> bytes:
    """The page to be framed: the verdict, the chart and the source, without the site's menus."""
    one = case.standing
    return render(
        "embed.html",
        kpi_address(one.ref, kind="embed"),
        title=one.name,
        one=one,
        kpi=one.kpi,
        strategy=one.strategy,
        as_of=case.as_of,
        description=shown.summary,
        shown=replace(shown, chart=of_size(shown.chart, NARROW.name)),
        source=one.kpi.source or one.strategy.source,
        address=kpi_address(one.ref),
    )


def _frame(one: WrittenStanding, base: str) -> str:
    """The line of HTML that shows the KPI in another page; ``base`` is the site's address, with a stroke behind."""
    title, (wide, high) = visible(one.name).replace('"', "'"), FRAME
    source = f"{base}{active()}/{kpi_address(one.ref, kind='embed')}"
    return f'<iframe src="{source}" title="{title}" width="{wide}" height="{high}" loading="lazy"></iframe>'


def _standalone(case: Case, shown: Shown) -> str:
    """The chart as an SVG document of its own, with who publishes it, and under what licence."""
    one, imprint = case.standing, published()
    unit = f" [{visible(one.unit)}]" if one.unit else ""
    source, licence = source_text(one.kpi.source or one.strategy.source), imprint.licence()
    publisher = pick(imprint.publisher.name) if imprint.publisher else ""
    foot = (str(say("source: {source}", source=source)) if source else "",
            "  ".join(filter(None, (publisher, licence[0] if licence else ""))))  # fmt: skip
    as_of = say("as of {year}", year=show_year(case.as_of))
    return picture(
        shown.chart,
        visible(one.name) + unit,
        [visible(f"{one.organization}  {one.strategy_title}  ({as_of})")],
        shown.key,
        [visible(text) for text in foot if text],
    )


def _answers(case: Case, leaf: Leaf[Answer] | None = None) -> dict[str, Any] | None:
    """What the page of ``case`` shows of them: of ``leaf``, else the first ones; None where the KPI is not computed."""
    found = case.answers
    if found is None:
        return None
    leaf = leaf or next(_answer_leaves(case))
    return {
        "heading": answers_view.heading(found),
        "elsewhere": answers_view.elsewhere_text(found),
        "leaf": leaf,
        "rows": [
            {
                "one": one,
                "address": kpi_address(one.ref),
                "value": answers_view.value_text(one),
                "counted": answers_view.counted_word(one),
            }
            for one in leaf.items
        ],
        "counts": any(one.counted is not None for one in (*found.given, *found.open)),
    }


def _further_answers(case: Case) -> Iterator[tuple[str, bytes]]:
    """The pages of those that the KPI's own page has no room for, by their addresses."""
    one = case.standing
    for leaf in _answer_leaves(case):
        if leaf.number > 1:
            yield render_leaf(
                "answers_further.html",
                leaf,
                title=say("Answers of the organisations"),
                strategy=one.strategy,
                kpi=one.kpi,
                as_of=case.as_of,
                answers=_answers(case, leaf),
                data=kpi_address(one.ref, "", "data"),
            )


def _answer_leaves(case: Case) -> Iterator[Leaf[Answer]]:
    several = [*case.answers.given, *case.answers.open] if case.answers else []
    return leaves(kpi_address(case.standing.ref), several)


def _figures(one: WrittenStanding) -> list[tuple[object, str, str]]:
    """The key figures: what, the number, and its year."""
    found = one.row
    calendar = one.kpi.calendar

    def year(name: str) -> str:
        at = found.get(f"{name}_year")
        return "" if at is None else show_year(at, calendar=calendar, era=True)

    rows: list[tuple[object, str, str]] = [
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
    if (value := foreseen(one)) is not None:
        rows.append((say("forecast for the target year"), one.number(value, derived=True), year("target")))
    return rows


def _beside(found: Year) -> tuple[str, list[str]]:
    """What kind of value a year has, and what it was divided by and into."""
    words = [translate(KEY[name]) for name in found.marks]
    if found.status is not None and found.status != "normal":
        words.insert(0, observation_word(found.status))
    return ", ".join(words), [division_text(found.stated), *breakdown_texts(found.stated.by)] if found.stated else []


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


def _sheet(one: WrittenStanding) -> list[tuple[Any, Any]]:
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
    return [(name, text) for name, text in rows if text]


def _history(case: Case) -> list[dict[str, Any]]:
    """What was changed: when, what, of which year, why, and by whom."""
    one, kpi = case.standing, case.standing.kpi
    found: list[tuple[Any, ...]] = []
    for revision in kpi.revisions or ():
        value = former_value(case, revision.target)
        before = Standing({**one.row, **target_columns(one.strategy.id, revision.target), "target_value": value})
        what = say("the target was {target}", target=visible(before.target_text()))
        found.append((revision.on, what, revision.target.year, revision.reason, revision.approved_by))
    for restated in (kpi.baseline and kpi.baseline.restated) or ():
        what = say("the baseline was {value}", value=one.number(restated.value))
        found.append((restated.on, what, None, restated.reason, None))
    if given_up := kpi.discontinued:
        other = given_up.replaced_by
        what = say("discontinued; replaced by {ref}", ref=other) if other else say("discontinued")
        found.append((None, what, given_up.year, given_up.reason, None))
    return [
        {
            "on": on, "what": what, "reason": reason, "by": by,
            "year": "" if year is None else show_year(year, calendar=kpi.calendar, era=True),
        }
        for on, what, year, reason, by in found
    ]  # fmt: skip
