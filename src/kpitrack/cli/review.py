"""``kpitrack review``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.language import mark

from .session import has_color
from .usage import choose, year_argument

HELP = mark(
    "Show what a fiscal year still asks for: values that are due, overdue or to be confirmed; judgements of the year "
    "before; reviews and decisions.\n\n"
    "The Markdown is the sheet for the committee (効果検証シート). What people judged stands beside the computed "
    "status and never replaces it."
)
FORMATS = ("text", "markdown", "json", "csv")


def run(
    strategy: Annotated[
        list[str] | None, typer.Argument(metavar="STRATEGY", help=mark("Ids of strategies; else all."))
    ] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", metavar="YEAR", help=mark("The fiscal year in which one works; else that of --as-of.")),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YEAR", help=mark("Judge as of this fiscal year; else of --year, or now.")),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=mark("text, markdown, json or csv."))
    ] = "text",
    bom: Annotated[bool, typer.Option("--bom", help=mark("Start the CSV with a byte order mark, for Excel."))] = False,
) -> int:
    """Show what is asked for."""
    choose("--format", format_, FORMATS)
    wanted = year_argument("--year", year) if year is not None else None

    from kpitrack.model.cycle import cycle
    from kpitrack.render.review_view import Sheet
    from kpitrack.render.tree_view import judged

    from .judging import all_standings
    from .naming import choose_strategies
    from .work import open_work

    work = open_work(as_of if as_of is not None else year)
    working = work.as_of if wanted is None else wanted
    verdicts = judged(all_standings(work))
    files = {
        bundle.strategy.model.id: [file.model for file in bundle.actuals if file.model]
        for bundle in work.repository.bundles
        if bundle.strategy.model
    }
    sheets = [Sheet(cycle(one, files[one.id], working), verdicts) for one in choose_strategies(work, strategy)]
    if format_ == "text":
        from kpitrack.render.review_text import render
        from kpitrack.render.screen import columns, show

        show(render(sheets, working, columns()), has_color(sys.stdout.isatty()))
        return 0
    from kpitrack.render import review_csv, review_json, review_markdown

    formats = {"markdown": review_markdown.render, "json": review_json.render, "csv": review_csv.render}
    if bom and format_ == "csv":
        sys.stdout.write("\ufeff")
    for line in formats[format_](sheets, working):
        print(line)
    return 0
