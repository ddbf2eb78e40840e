"""The pages beside a strategy's own: roadmap, logic model, crosswalk, evaluations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kpitrack.analysis.crosswalk import Crosswalk, crosswalks
from kpitrack.analysis.cycle import cycle
from kpitrack.analysis.roadmap import Bar, roadmap
from kpitrack.analysis.roadmap import years as roadmap_years
from kpitrack.language import say, say_n
from kpitrack.model.years import era_short, show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import align as align_view
from kpitrack.views.committee import committee_title, percent_text, population_of, seats
from kpitrack.views.review import view as review_view
from kpitrack.views.review.view import ReviewSheet
from kpitrack.views.roadmap import as_json, late_text, owner_text, state_word, title_text
from kpitrack.views.tree.view import judged

from . import annex_pages, logic_page, print_page
from .addresses import kpi_address, strategy_address
from .output import joined
from .recorded import evaluation
from .shown import Shown
from .strategy_page import parts, shared
from .templating import render


def pages(part: JudgedStrategy, shown: Sequence[Shown]) -> Iterator[tuple[str, bytes]]:
    """The pages beside a strategy's own, by their addresses; ``shown`` are its KPIs in the active language."""
    for kind in parts(part.strategy, internal=part.terms.internal):
        made = print_page.page(part, shown) if kind == "print" else _PAGES[kind](part)
        yield strategy_address(part.strategy.id, kind), made


def data(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The data behind those pages, by the ends of their file names."""
    strategy, as_of = part.strategy, part.terms.as_of
    wanted = parts(strategy, internal=part.terms.internal)
    yield "logic.json", logic_page.data(part)
    if "roadmap" in wanted:
        yield "roadmap.json", joined(as_json([(strategy, roadmap(strategy, as_of))], as_of))
    if "crosswalk" in wanted:
        yield "crosswalk.csv", joined(align_view.as_csv(crosswalks(strategy, part.others)))


def _roadmap(part: JudgedStrategy) -> bytes:
    strategy, terms = part.strategy, part.terms
    bars = roadmap(strategy, terms.as_of)
    span = list(roadmap_years(strategy, bars))
    drawn = {bar.item.state for bar in bars}
    return render(
        **shared("roadmap", strategy, str(say("Roadmap")), terms),
        years=[(year, era_short(year)) for year in span],
        bars=[_bar(bar, span, terms.as_of) for bar in bars],
        states=[(state, state_word(state)) for state in ("done", "under_way", "planned", "dropped") if state in drawn],
        late=sum(1 for bar in bars if bar.late),
    )


def _bar(bar: Bar, span: Sequence[int], as_of: int) -> dict[str, Any]:
    before, long = bar.first - span[0], bar.last - bar.first + 1
    late = late_text(bar)
    return {
        "title": bar.item.title if title_text(bar) != bar.item.id else bar.item.id,
        "owner": owner_text(bar),
        "address": kpi_address(bar.branch.strategy, bar.kpi.id) if bar.kpi else None,
        "state": bar.item.state,
        "word": state_word(bar.item.state),
        "before": before,
        "long": long,
        "after": len(span) - before - long,
        "when": _span(bar),
        "late": "" if late is None else str(late),
        "now": as_of,
    }


def _span(bar: Bar) -> str:
    if bar.item.end is None:
        return f"{show_year(bar.first)}–"
    return show_year(bar.first) if bar.first == bar.last else f"{show_year(bar.first)}–{show_year(bar.last)}"


def _crosswalk(part: JudgedStrategy) -> bytes:
    found = crosswalks(part.strategy, part.others)
    return render(
        **shared("crosswalk", part.strategy, str(say("Crosswalk")), part.terms),
        crosswalks=[_held(one) for one in found],
    )


def _held(one: Crosswalk) -> dict[str, Any]:
    return {
        "target": one.target,
        "target_id": one.target_id,
        "coverage": align_view.coverage_text(one.answered, len(one.items)),
        "counts": align_view.counts_text(one),
        "pillars": [
            {
                "node": pillar.branch.node,
                "coverage": align_view.coverage_text(pillar.answered, len(pillar.items)),
                "items": [
                    {
                        "name": align_view.item_text(item),
                        "answers": [
                            {
                                "relation": align_view.relation_word(answer.alignment.relation),
                                "kind": answer.alignment.relation,
                                "where": align_view.answer_text(answer),
                                "stance": align_view.stance_text(answer),
                            }
                            for answer in item.answers
                        ],
                    }
                    for item in pillar.items
                ],
            }
            for pillar in one.pillars
        ],
        "dangling": [str(align_view.dangling_text(line)) for line in one.dangling],
        "unanswered": align_view.relation_word(None),
    }


def _review(part: JudgedStrategy) -> bytes:
    strategy, terms = part.strategy, part.terms
    sheet = ReviewSheet(cycle(strategy, [file for _, file in part.actuals], terms.as_of), judged(part.standings))
    found = sheet.cycle
    return render(
        **shared("review", strategy, str(say("Evaluations")), terms),
        internal=terms.internal,
        committees=_committees(part),
        judged_year=found.judged_year,
        judgements=[
            {
                "name": review_view.judged_name(one),
                "address": kpi_address(strategy.id, one.kpi.id) if one.kpi else None,
                "computed": sheet.computed(one),
                "year": "" if one.year is None else show_year(one.year),
                "evaluation": evaluation("", one.evaluation) if one.evaluation else None,
            }
            for one in found.judgements
            if one.evaluation or terms.internal
        ],
        values=[
            {
                "kpi": one.kpi,
                "address": kpi_address(strategy.id, one.kpi.id),
                "department": review_view.department(one),
                "overdue": review_view.years_text(one.overdue),
                "due": review_view.years_text(one.due),
                "provisional": review_view.years_text(one.provisional),
            }
            for one in found.values
        ],
        reviews=[
            {"review": one, "kind": review_view.kind_word(one), "year": review_view.when_text(one, one.year)}
            for one in sorted(strategy.reviews or (), key=lambda one: one.year)
        ],
        open=str(say_n("{n} thing is still asked for", "{n} things are still asked for", found.open)),
    )


def _committees(part: JudgedStrategy) -> list[dict[str, Any]]:
    population = population_of(file for _, file in part.actuals)
    return [
        {
            "title": committee_title(year, one),
            "notes": one.notes,
            "seats": [
                {
                    "one": found,
                    "share": percent_text(found.share),
                    "population": percent_text(found.population),
                    "when": "" if found.when is None or found.when == year else show_year(found.when),
                }
                for found in seats(year, one, population)
            ],
        }
        for year, one in sorted((part.strategy.committee or {}).items(), reverse=True)
    ]


_PAGES: dict[str, Callable[[JudgedStrategy], bytes]] = {
    "grants": annex_pages.grants,
    "practices": annex_pages.practices,
    "roadmap": _roadmap,
    "logic": logic_page.page,
    "crosswalk": _crosswalk,
    "review": _review,
}
