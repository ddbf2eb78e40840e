from __future__ import annotations

from typing import Annotated

from kpitrack.cli.context import Usage
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Sources, Strategies, choice, option, year_argument
from kpitrack.cli.screen import columns, show_as
from kpitrack.language import mark, say

HELP = mark(
    "Show the outline of a strategy as it is printed: goals, measures, and how many of the KPIs below each "
    "stand where. Cross-cutting goals stand apart.\n\n"
    "Statuses are counted, never averaged. A rate of execution is spent over budget, of those projects that have both."
)
FORMATS = ("text", "json", "markdown")


def run(
    strategy: Strategies = None,
    kpis: Annotated[bool, option("--kpis", "List the KPIs.")] = False,
    initiatives: Annotated[bool, option("--initiatives", "List the projects.")] = False,
    texts: Annotated[
        bool, option("--texts", "Show what is written beside the titles: descriptions, notes, statements.")
    ] = False,
    year: Annotated[str | None, option("--year", "Only the projects and money of this fiscal year.", "YEAR")] = None,
    depth: Annotated[str | None, option("--depth", "Only so many levels; 1 shows the goals.", "N")] = None,
    as_of: AsOf = None,
    sources: Sources = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    levels = _levels(depth)
    only = year_argument("--year", year) if year is not None else None

    space = opened(as_of, sources)
    from kpitrack.analysis.lineage import lineages
    from kpitrack.views.tree import json, markdown, text
    from kpitrack.views.tree.view import Options, judged
    from kpitrack.workspace.choose import Asked, choose

    asked = choose(space, Asked(strategy or ()))
    chosen = [asked.workspace.strategies.strategy(name) for name in asked.ids]
    verdicts = judged(asked.standings())
    known = lineages(asked.workspace.heads.select("strategy", "supersedes", "carries_out").iter_rows())
    options = Options(asked.as_of, kpis, initiatives, only, levels, texts, known, asked.strategy_titles)
    show_as(
        format_,
        text=lambda: text.as_text(chosen, verdicts, options, columns()),
        json=lambda: json.as_json(chosen, verdicts, options),
        markdown=lambda: markdown.as_markdown(chosen, verdicts, options),
    )
    return 0


def _levels(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and 0 < int(text) < 1000:
        return int(text)
    raise Usage(say("--depth cannot be {value}", value=text), say("write a number from 1 on"))
