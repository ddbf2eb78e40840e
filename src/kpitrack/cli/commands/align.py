"""``kpitrack align``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.cli.context import Usage, has_color, note
from kpitrack.cli.offers import strategies
from kpitrack.cli.options import Bom, choice, choose
from kpitrack.language import mark, say

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
        list[str] | None,
        typer.Argument(
            metavar="STRATEGY", help=mark("Ids of strategies; else all with alignments."), autocompletion=strategies
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="STRATEGY", help=mark("Only against this strategy."), autocompletion=strategies),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="organization", help=mark("A column an organisation, for one STRATEGY.")),
    ] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
) -> int:
    """Show the crosswalks."""
    choose("--format", format_, FORMATS)
    if by is not None:
        choose("--by", by, ("organization",))
        return _by_organization(strategy, to, format_, bom=bom)

    from kpitrack.analysis.crosswalk import crosswalks
    from kpitrack.cli.naming import choose_strategies, strategies_of
    from kpitrack.cli.work import open_work
    from kpitrack.views.align import as_csv, as_json, as_markdown, as_text, nothing_text
    from kpitrack.views.text.screen import columns, show_as

    work = open_work()
    known = {one.id: one for one in strategies_of(work)}
    chosen = choose_strategies(work, strategy)
    mentioned = {one.to.partition("/")[0] for source in known.values() for one in source.alignments or ()}
    if to is not None and to not in mentioned:
        choose_strategies(work, [to])
    if not strategy:
        chosen = [
            one
            for one in chosen
            if one.alignments and (to is None or any(line.to.startswith(f"{to}/") for line in one.alignments))
        ]
    found = [crosswalk for source in chosen for crosswalk in crosswalks(source, known, to)]
    answering = {crosswalk.source.id for crosswalk in found}
    for source in chosen:
        if source.id not in answering:
            note(nothing_text(source.id))
    if bom and format_ == "csv":
        sys.stdout.write("\ufeff")
    show_as(
        format_,
        has_color(sys.stdout.isatty()),
        table=lambda: as_text(found, columns()),
        markdown=lambda: as_markdown(found),
        csv=lambda: as_csv(found),
        json=lambda: as_json(found),
    )
    return 0


def _by_organization(strategy: list[str] | None, to: str | None, format_: str, *, bom: bool) -> int:
    from kpitrack.analysis.crosswalk import matrix
    from kpitrack.cli.naming import choose_strategies, strategies_of
    from kpitrack.cli.work import open_work
    from kpitrack.views.align_matrix import as_csv, as_json, as_markdown, as_text
    from kpitrack.views.text.screen import columns, show_as

    named = [*(strategy or ()), *([to] if to is not None else ())]
    if len(named) != 1:
        raise Usage(
            say("--by organization takes one strategy, whose items are answered"),
            say("write it: kpitrack align STRATEGY --by organization"),
        )
    work = open_work()
    (target,) = choose_strategies(work, named)
    found = matrix(target, strategies_of(work))
    if bom and format_ == "csv":
        sys.stdout.write("\ufeff")
    show_as(
        format_,
        has_color(sys.stdout.isatty()),
        table=lambda: as_text(found, columns()),
        markdown=lambda: as_markdown(found),
        csv=lambda: as_csv(found),
        json=lambda: as_json(found),
    )
    return 0
