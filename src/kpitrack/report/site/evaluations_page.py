"""What people judged and decided on a strategy, who sat on its committee, and what is still asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.analysis.cycle import AwaitedValues, Judgement, cycle
from kpitrack.language import say, say_n
from kpitrack.model.years import show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.annexes import committee_title, percent_text, population_of, seats
from kpitrack.views.review import view as review_view
from kpitrack.views.review.view import ReviewSheet
from kpitrack.views.tree.view import judged

from .addresses import kpi_address, strategy_address
from .paging import leaves
from .recorded import evaluation
from .strategy_page import beside


def pages(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The pages, by their addresses; many judgements go on in further ones."""
    strategy, terms = part.strategy, part.terms
    files, unread = [file for _, file in part.actuals], {one.ref for one in part.standings if one.status == "not_read"}
    sheet = ReviewSheet(cycle(strategy, files, terms.as_of).without_values_of(unread), judged(part.standings))
    found = sheet.cycle
    judgements = [one for one in found.judgements if one.evaluation or terms.internal]
    for leaf in leaves(strategy_address(strategy.id, "review"), judgements):
        first = leaf.number == 1
        yield beside(
            part,
            "review",
            say("Evaluations"),
            leaf,
            internal=terms.internal and first,
            judgements=[_judgement(sheet, one) for one in leaf.items],
            committees=_committees(part) if first else [],
            values=[_awaited(strategy.id, one) for one in found.values] if first else [],
            reviews=[
                {"review": one, "kind": review_view.kind_word(one), "year": review_view.when_text(one, one.year)}
                for one in sorted(strategy.reviews or (), key=lambda one: one.year)
                if first
            ],
            open=say_n("{n} thing is still asked for", "{n} things are still asked for", found.open),
        )


def _judgement(sheet: ReviewSheet, one: Judgement) -> dict[str, Any]:
    return {
        "name": review_view.judged_name(one),
        "address": kpi_address(f"{sheet.cycle.strategy.id}/{one.kpi.id}") if one.kpi else None,
        "computed": sheet.computed(one),
        "year": "" if one.year is None else show_year(one.year),
        "evaluation": evaluation("", one.evaluation) if one.evaluation else None,
    }


def _awaited(strategy: str, one: AwaitedValues) -> dict[str, Any]:
    return {
        "kpi": one.kpi,
        "address": kpi_address(f"{strategy}/{one.kpi.id}"),
        "department": review_view.department(one),
        "overdue": review_view.years_text(one.overdue),
        "due": review_view.years_text(one.due),
        "provisional": review_view.years_text(one.provisional),
    }


def _committees(part: JudgedStrategy) -> list[dict[str, Any]]:
    population = population_of(file for _, file in part.actuals)
    return [
        {
            "year": show_year(year),
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
