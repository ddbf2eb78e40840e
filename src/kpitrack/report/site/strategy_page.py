"""The page of one strategy: its goals, measures and KPIs in the order of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpitrack.analysis.freshness import freshness
from kpitrack.analysis.lineage import Lineage
from kpitrack.analysis.outline import Branch, outline
from kpitrack.analysis.roadmap import roadmap
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import Text, pick
from kpitrack.language.visible import visible
from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import Strategy
from kpitrack.report.charts.strips import shares
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.annexes import blocks, life_text, ties
from kpitrack.views.freshness import freshness_line
from kpitrack.views.since import changes_line
from kpitrack.views.tree.view import declared_text, headed
from kpitrack.workspace.case import Terms

from .addresses import file_name, strategy_address
from .imprint import dataset
from .lead import lead
from .paging import Leaf
from .recorded import evaluations, money
from .table_row import counts, described_as, row, share, statuses_of
from .templating import published, render

_ELSEWHERE = {"notes", "grants", "practices", "committee"}  # what stands at another place or has a page of its own


def page(part: JudgedStrategy, bars: Mapping[str, str], sparks: Sequence[str]) -> bytes:
    """The page; ``bars`` are those of `bars_of`, ``sparks`` the sparkline of each KPI."""
    strategy, standings, terms = part.strategy, part.standings, part.terms
    by_ref = {one.ref: (one, i, sparks[i]) for i, one in enumerate(standings)}
    goals = outline(strategy)
    groups = counts(one.status for one in standings)
    lineage = terms.lineages.get(strategy.id) or Lineage(strategy.id)
    address, file = strategy_address(strategy.id), f"data/{file_name(strategy.id)}"
    named = f"{visible(pick(strategy.organization.name))} {visible(pick(strategy.title))}"
    described = described_as(named, groups)
    return render(
        "strategy.html",
        address,
        title=strategy.title,
        description=described,
        linked=dataset(
            published(),
            strategy,
            address,
            name=named,
            description=described,
            identifier=strategy.id,
            years=(strategy.period.start, strategy.period.end),
            file=file,
        ),
        strategy=strategy,
        as_of=terms.as_of,
        span=span_of(strategy),
        lead=lead(one.status for one in standings),
        fresh=freshness_line(freshness(one.row for one in standings)),
        changes=changes_line(one.row for one in standings),
        groups_here=groups,
        statuses=statuses_of(one.status for one in standings),
        share=share(groups),
        total=len(standings),
        bar=bars[""],
        headings=[
            (title, [_section(goal, by_ref, bars) for goal in under]) for title, under in headed(strategy, goals)
        ],
        life=life_text(strategy),
        ties=[(word, [_tied(name, terms) for name in ids]) for word, ids in ties(lineage)],
        beside=[block for block in blocks(strategy) if block.kind not in _ELSEWHERE],
        declared=declared_text(strategy),
        parts=parts(strategy, internal=terms.internal),
        data=file,
    )


def _tied(name: str, terms: Terms) -> tuple[LocalizedText, str | None]:
    """What another strategy is called, and the address of its page where it has one."""
    return terms.titles.get(name, name), strategy_address(name) if name in terms.titles else None


def beside(
    part: JudgedStrategy, kind: str, title: Text, leaf: Leaf[Any] | None = None, **context: Any
) -> tuple[str, bytes]:
    """A page beside the strategy's own, and its address.

    By its ``kind`` the template and the folder are named; ``leaf`` tells which page it is, where they go on in several.
    """
    strategy, terms = part.strategy, part.terms
    address = leaf.address if leaf else strategy_address(strategy.id, kind)
    page = render(
        f"{kind}.html",
        address,
        kind=kind,
        leaf=leaf,
        title=title,
        strategy=strategy,
        as_of=terms.as_of,
        parts=parts(strategy, internal=terms.internal),
        data=f"data/{file_name(strategy.id)}",
        **context,
    )
    return address, page


def span_of(strategy: Strategy) -> tuple[int, int]:
    """The years that all sparklines of a strategy show: its period, and the year before it."""
    return strategy.period.start - 1, strategy.period.end


def bars_of(strategy: Strategy, standings: Sequence[WrittenStanding]) -> dict[str, str]:
    """The share bars by the goal's id; the whole strategy's has the empty id."""
    found: dict[str, list[str]] = {"": [one.status for one in standings]}
    for goal in strategy.goals:
        found[goal.id] = [one.status for one in standings if one.path[:1] == (goal.id,)]
    return {goal: shares(counts(statuses)) for goal, statuses in found.items()}


def parts(strategy: Strategy, *, internal: bool) -> list[str]:
    """The kinds of pages beside the strategy's own: ``roadmap``, ``logic``, ``crosswalk`` and so on.

    Args:
        strategy: the strategy.
        internal: whether what is for inside only is shown, too: then each has a ``review``.
    """
    has = {
        "roadmap": bool(roadmap(strategy, strategy.period.start)),
        "logic": True,
        "crosswalk": bool(strategy.alignments),
        "practices": bool(strategy.practices),
        "grants": bool(strategy.grants),
        "review": internal or _is_reviewed(strategy),
        "print": True,
    }
    return [kind for kind, there in has.items() if there]


def _is_reviewed(strategy: Strategy) -> bool:
    """Whether anybody has judged it, is to review it, or sat on its committee."""
    return bool(strategy.reviews or strategy.committee) or any(
        placed.item.evaluations for several in (strategy.nodes(), strategy.kpis()) for placed in several
    )


def _section(
    branch: Branch, by_ref: Mapping[str, tuple[WrittenStanding, int, str]], bars: Mapping[str, str]
) -> dict[str, Any]:
    below = [by_ref[f"{branch.strategy}/{kpi.id}"] for kpi in branch.kpis()]
    groups = counts(one.status for one, *_ in below)
    initiatives = sorted(branch.node.initiatives or (), key=lambda one: one.year or 0)
    return {
        "node": branch.node,
        "depth": branch.depth,
        "level": min(6, branch.depth + 1),
        "groups": groups,
        "share": share(groups),
        "total": len(below),
        "bar": bars.get(branch.node.id, "") if branch.depth == 1 else "",
        "rows": [row(*by_ref[f"{branch.strategy}/{kpi.id}"]) for kpi in branch.node.kpis or ()],
        "initiatives": initiatives,
        "money": money(branch),
        "evaluations": evaluations(branch.node),
        "sections": [_section(one, by_ref, bars) for one in branch.branches],
    }
