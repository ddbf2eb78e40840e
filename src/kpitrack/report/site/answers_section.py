"""Who has answered to a KPI that is computed over organisations, in pages where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.answers import Answer
from kpitrack.analysis.case import Case
from kpitrack.language import say
from kpitrack.views import answers as answers_view

from .addresses import file_name, kpi_address
from .paging import Leaf, leaves
from .templating import render


def section(case: Case, leaf: Leaf[Answer] | None = None) -> dict[str, Any] | None:
    """What the page of ``case`` shows of them: of ``leaf``, else the first ones; None where the KPI is not computed."""
    found = case.answers
    if found is None:
        return None
    leaf = leaf or next(leaves(_address(case), _several(case)))
    return {
        "heading": str(answers_view.heading(found)),
        "elsewhere": answers_view.elsewhere_text(found),
        "leaf": leaf,
        "rows": [
            {
                "one": one,
                "address": kpi_address(*one.ref.split("/")),
                "value": answers_view.value_text(one),
                "counted": answers_view.counted_word(one),
            }
            for one in leaf.items
        ],
        "counts": any(one.counted is not None for one in _several(case)),
    }


def further_pages(case: Case) -> Iterator[tuple[str, bytes]]:
    """The pages of those that the KPI's own page has no room for, by their addresses."""
    one = case.standing
    for leaf in leaves(_address(case), _several(case)):
        if leaf.number > 1:
            page = render(
                "answers_further.html",
                leaf.root,
                leaf.address,
                title=str(say("Answers of the organisations")),
                strategy=one.strategy,
                kpi=one.kpi,
                as_of=case.as_of,
                leaf=leaf,
                answers=section(case, leaf),
                data=f"{leaf.root}data/{file_name(one.strategy.id)}/{file_name(one.kpi.id)}",
            )
            yield leaf.address, page


def _address(case: Case) -> str:
    return kpi_address(case.standing.strategy.id, case.standing.kpi.id)


def _several(case: Case) -> Sequence[Answer]:
    return [*case.answers.given, *case.answers.open] if case.answers else []
