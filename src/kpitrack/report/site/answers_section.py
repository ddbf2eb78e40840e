"""Who has answered to a KPI that is computed over organisations, in pages where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.analysis.answers import Answer
from kpitrack.analysis.case import Case
from kpitrack.language import say
from kpitrack.views import answers as answers_view

from .addresses import kpi_address
from .paging import Leaf, leaves
from .templating import render_leaf


def section(case: Case, leaf: Leaf[Answer] | None = None) -> dict[str, Any] | None:
    """What the page of ``case`` shows of them: of ``leaf``, else the first ones; None where the KPI is not computed."""
    found = case.answers
    if found is None:
        return None
    leaf = leaf or next(_leaves(case))
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


def further_pages(case: Case) -> Iterator[tuple[str, bytes]]:
    """The pages of those that the KPI's own page has no room for, by their addresses."""
    one = case.standing
    for leaf in _leaves(case):
        if leaf.number > 1:
            yield render_leaf(
                "answers_further.html",
                leaf,
                title=say("Answers of the organisations"),
                strategy=one.strategy,
                kpi=one.kpi,
                as_of=case.as_of,
                answers=section(case, leaf),
                data=kpi_address(one.ref, "", "data"),
            )


def _leaves(case: Case) -> Iterator[Leaf[Answer]]:
    several = [*case.answers.given, *case.answers.open] if case.answers else []
    return leaves(kpi_address(case.standing.ref), several)
