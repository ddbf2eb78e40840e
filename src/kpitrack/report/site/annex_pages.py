"""The pages of what a strategy has beside its measures: its grants, and the practices that it learns from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.analysis.outline import Branch, outline
from kpitrack.language import pick, say
from kpitrack.model.annexes import Grant, Practice
from kpitrack.model.strategy import Initiative, Measure
from kpitrack.model.years import show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.tree.view import initiative_text
from kpitrack.views.words import yen

from .addresses import anchor, strategy_address
from .recorded import Named, money, named
from .strategy_page import shared
from .table_row import TableRow, row
from .templating import render


def grants(part: JudgedStrategy) -> bytes:
    """The page of the grants: what each pays for, its KPIs, and its yearly verification."""
    return render(
        **shared("grants", part.strategy, str(say("Grants")), part.terms),
        grants=[_grant(part, one) for one in part.strategy.grants or ()],
    )


def practices(part: JudgedStrategy) -> bytes:
    """The page of the practices: where each is at home, what it contributes to, and from where it was taken up."""
    return render(
        **shared("practices", part.strategy, str(say("Practices")), part.terms),
        practices=[_practice(part, one) for one in part.strategy.practices or ()],
    )


def _grant(part: JudgedStrategy, one: Grant) -> dict[str, Any]:
    years, amount = _years(one), "" if one.amount is None else yen(one.amount)
    facts = [(say("Program"), pick(one.program)), (say("Years"), years), (say("Amount"), amount)]
    rows, others = _kpis(part, one)
    return {
        "one": one,
        "anchor": anchor(one.id),
        "facts": [(str(name), text) for name, text in facts if text],
        "years": years,
        "amount": amount,
        "rows": rows,
        "others": others,
        "funded": [_funded(part, what) for branch in outline(part.strategy) for what in _funded_by(branch, one.id)],
        "verified": [(show_year(year, era=True), verified) for year, verified in sorted((one.verified or {}).items())],
    }


def _years(one: Grant) -> str:
    if one.start is None:
        return "" if one.end is None else f"–{show_year(one.end)}"
    return show_year(one.start) + ("–" if one.end is None else f"–{show_year(one.end)}")


def _kpis(part: JudgedStrategy, one: Grant) -> tuple[list[TableRow], list[Named]]:
    """The KPIs of a grant: rows of those of its own strategy, and the names of others."""
    own = {standing.kpi.id: standing for standing in part.standings}
    rows, others = [], []
    for reference in one.kpis or ():
        standing = own.get(reference.removeprefix(f"{part.strategy.id}/"))
        if standing is None:
            others.append(named(part, reference))
        else:
            rows.append(row(standing))
    return rows, others


def _funded_by(branch: Branch, grant: str) -> Iterator[tuple[Branch, Initiative | None]]:
    """The measures and projects that a grant pays for, each project with the node that it hangs on."""
    for one in branch.walk():
        if isinstance(one.node, Measure) and grant in (one.node.funded_by or ()):
            yield one, None
        yield from ((one, each) for each in one.node.initiatives or () if grant in (each.funded_by or ()))


def _funded(part: JudgedStrategy, what: tuple[Branch, Initiative | None]) -> dict[str, Any]:
    branch, project = what
    return {
        "name": branch.node.title if project is None else initiative_text(project),
        "money": money(branch) if project is None else "",
        "on": None if project is None else branch.node.title,
        "address": f"{strategy_address(part.strategy.id)}#{anchor(branch.node.id)}",
    }


def _practice(part: JudgedStrategy, one: Practice) -> dict[str, Any]:
    return {
        "one": one,
        "anchor": anchor(one.id),
        "leads": [named(part, reference) for reference in one.contributes_to or ()],
        "taken_up": named(part, one.taken_up_from) if one.taken_up_from else None,
    }
