"""A strategy's logic model: from measure over output and outcome to goal, and what ties it to other strategies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.analysis.outline import Branch, outline
from kpitrack.language import say
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.logic import (
    JudgedModel,
    as_json,
    break_outputs,
    break_text,
    flaw_names,
    flaws_heading,
    level_word,
)
from kpitrack.views.words import group_of

from .addresses import anchor, kpi_address, strategy_address
from .output import joined
from .strategy_page import beside


def pages(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The one page."""
    drawn = part.logic
    kinds = list(dict.fromkeys(flaw.kind for flaw in drawn.flaws))
    yield beside(
        part,
        "logic",
        say("Logic model"),
        goals=[_goal(drawn, goal) for goal in outline(part.strategy)],
        drawn=drawn.model.drawn,
        flaws=[
            (flaws_heading(kind), [flaw_names(drawn, flaw) for flaw in drawn.flaws if flaw.kind == kind])
            for kind in kinds
        ],
        breaks=[(break_text(drawn, one), break_outputs(drawn, one)) for one in drawn.breaks],
    )


def data(part: JudgedStrategy) -> bytes:
    """The data behind it."""
    return joined(as_json([part.logic], part.terms.as_of))


def _goal(drawn: JudgedModel, goal: Branch) -> dict[str, Any]:
    rows = [_row(drawn, branch) for branch in goal.walk() if branch.depth > 1]
    return {
        "node": goal.node,
        "kpis": _kpis(drawn, goal),
        "rows": rows,
        "leads": _ends(drawn, goal.ref, outward=True),
        "fed": _ends(drawn, goal.ref, outward=False),
    }


def _row(drawn: JudgedModel, branch: Branch) -> dict[str, Any]:
    kpis = _kpis(drawn, branch)
    leads = _ends(drawn, branch.ref, outward=True)
    outcomes = [one for one in kpis if one["outcome"]]
    outputs = [one for one in kpis if not one["outcome"]]
    return {
        "name": drawn.name(branch.ref),
        "depth": branch.depth - 1,
        "leads": leads,
        "fed": _ends(drawn, branch.ref, outward=False),
        "outputs": outputs,
        "outcomes": outcomes,
        "heads": bool(branch.branches) and not kpis and not leads,
    }


def _kpis(drawn: JudgedModel, branch: Branch) -> list[dict[str, Any]]:
    return [_point(drawn, f"{branch.strategy}/{kpi.id}") for kpi in branch.node.kpis or ()]


def _point(drawn: JudgedModel, ref: str) -> dict[str, Any]:
    point = drawn.model.points[ref]
    return {
        "name": drawn.name(ref),
        "address": kpi_address(ref),
        "status": drawn.status(point),
        "group": group_of(drawn.statuses[ref]),
        "level": level_word(point) if point.kpi and point.kpi.level else "",
        "outcome": point.is_outcome,
        "leads": _ends(drawn, ref, outward=True),
        "fed": _ends(drawn, ref, outward=False),
    }


def _ends(drawn: JudgedModel, ref: str, *, outward: bool) -> list[dict[str, Any]]:
    """What a point contributes to (``outward``), or what contributes to it, as stated in ``contributes_to``."""
    edges = drawn.model.outgoing[ref] if outward else drawn.model.incoming[ref]
    return [_end(drawn, edge.target if outward else edge.source) for edge in edges if edge.kind == "contributes"]


def _end(drawn: JudgedModel, ref: str) -> dict[str, Any]:
    point = drawn.model.points[ref]
    strategy, _, own = ref.partition("/")
    address = None
    if point.kpi:
        address = kpi_address(ref)
    elif point.branch:
        address = f"{strategy_address(strategy)}#{anchor(own)}"
    return {
        "name": drawn.name(ref),
        "address": address,
        "status": drawn.status(point),
        "group": group_of(drawn.statuses[ref]) if point.kpi else "",
        "outcome": point.is_outcome,
    }
