from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from kpitrack.cli.context import Usage, note
from kpitrack.cli.offers import strategies
from kpitrack.cli.opening import opened
from kpitrack.cli.options import Bom, Headings, argument, choice, option
from kpitrack.cli.screen import columns, show_as
from kpitrack.exchange.headings import OF_CROSSWALKS
from kpitrack.language import mark, say

if TYPE_CHECKING:
    from kpitrack.analysis.crosswalk import Crosswalk, Matrix
    from kpitrack.workspace.open import Workspace

HELP = mark(
    "Show the crosswalk between strategies: which items of another one, such as the nation's, are new here, extended, "
    "already covered, covered elsewhere or unanswered, pillar by pillar, and which references lead nowhere.\n\n"
    "An item is what is answered as one: a measure that an alignment names, or one of which nothing is named. "
    "With --to, also a strategy that no alignment names yet. With --by organization, which organisations answer which "
    "item of the strategy named, and how."
)
FORMATS = ("table", "markdown", "csv", "json")


def run(
    strategy: Annotated[
        list[str] | None, argument("STRATEGY", "Ids of strategies; else all with alignments.", strategies)
    ] = None,
    to: Annotated[str | None, option("--to", "Only against this strategy.", "STRATEGY", strategies)] = None,
    by: Annotated[
        str | None, choice("--by", ("organization",), "organization", "A column an organisation, for one STRATEGY.")
    ] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
    headings: Headings = None,
) -> int:
    space = opened()

    view, found = _crosswalks(space, strategy, to) if by is None else _by_organization(space, strategy, to)
    show_as(
        format_,
        bom=bom,
        headings=headings,
        own_headings=OF_CROSSWALKS,
        table=lambda: view.as_text(found, columns()),
        markdown=lambda: view.as_markdown(found),
        csv=lambda: view.as_csv(found),
        json=lambda: view.as_json(found),
    )
    return 0


def _crosswalks(space: Workspace, strategy: list[str] | None, to: str | None) -> tuple[Any, list[Crosswalk]]:
    """The view of crosswalks, and those that are asked for."""
    from kpitrack.analysis.crosswalk import crosswalks
    from kpitrack.views import align
    from kpitrack.workspace.choose import choose_strategies

    named = dict(space.heads.select("strategy", "aligned_to").iter_rows())
    chosen = choose_strategies(space, strategy)
    if to is not None and not any(to in others for others in named.values()):
        choose_strategies(space, [to])
    if not strategy:
        chosen = [name for name in chosen if named[name] and to in {None, *named[name]}]
        if not chosen:
            note(align.nowhere_text(to))
    near = dict.fromkeys([*chosen, *(other for name in chosen for other in named[name]), *([to] if to else [])])
    known = {name: space.strategies.strategy(name) for name in near if name in space.strategies}
    found = [crosswalk for name in chosen for crosswalk in crosswalks(known[name], known, to)]
    answering = {crosswalk.source.id for crosswalk in found}
    for name in chosen:
        if name not in answering:
            note(align.nothing_text(name, sum(name in others for others in named.values())))
    return align, found


def _by_organization(space: Workspace, strategy: list[str] | None, to: str | None) -> tuple[Any, Matrix]:
    """The view of a matrix, and the one that is asked for."""
    from kpitrack.analysis.crosswalk import matrix
    from kpitrack.views import align_matrix
    from kpitrack.workspace.choose import choose_strategies

    named = [*(strategy or ()), *([to] if to is not None else ())]
    if len(named) != 1:
        raise Usage(
            say("--by organization takes one strategy, whose items are answered"),
            say("write it: kpitrack align STRATEGY --by organization"),
        )
    (target,) = choose_strategies(space, named)
    ties = space.heads.select("strategy", "aligned_to").iter_rows()
    answering = [name for name, others in ties if target in others]
    return align_matrix, matrix(space.strategies.strategy(target), map(space.strategies.strategy, answering))
