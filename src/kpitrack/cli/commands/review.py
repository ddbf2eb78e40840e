from __future__ import annotations

from typing import Annotated

from kpitrack.cli.opening import opened
from kpitrack.cli.options import Bom, Headings, Strategies, choice, option, year_argument
from kpitrack.cli.screen import columns, show_as
from kpitrack.language import mark

HELP = mark(
    "Show what a fiscal year still asks for: values that are due, overdue or to be confirmed; judgements of the year "
    "before; reviews and decisions.\n\n"
    "The Markdown is the sheet for the committee (効果検証シート). What people judged stands beside the computed "
    "status and never replaces it."
)
FORMATS = ("text", "markdown", "json", "csv")


def run(
    strategy: Strategies = None,
    year: Annotated[
        str | None, option("--year", "The fiscal year in which one works; else that of --as-of.", "YEAR")
    ] = None,
    as_of: Annotated[
        str | None, option("--as-of", "Judge as of this fiscal year; else of --year, or now.", "YEAR")
    ] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
    bom: Bom = False,
    headings: Headings = None,
) -> int:
    wanted = year_argument("--year", year) if year is not None else None

    space = opened(as_of if as_of is not None else year)
    from kpitrack.analysis.cycle import cycle
    from kpitrack.model.years import today
    from kpitrack.progress.joining import first_followed
    from kpitrack.views.review import data, markdown, text
    from kpitrack.views.review.view import ReviewSheet
    from kpitrack.views.tree.view import judged
    from kpitrack.workspace.choose import Asked, choose

    chosen = choose(space, Asked(strategy or ()))
    working = chosen.as_of if wanted is None else wanted
    verdicts = judged(chosen.standings())
    # Their values may stand in the files that were left out: nobody is to look for them.
    unread = {ref for ref, kpi in verdicts.standings.items() if kpi.status == "not_read"}
    followed = first_followed(chosen.workspace.heads.select("supersedes", "period_start").iter_rows())
    day = today(space.settings.time_zone)
    sheets = []
    for bundle in chosen.workspace.strategies.bundles(chosen.ids):
        if one := bundle.strategy.model:
            files = [file.model for file in bundle.actuals if file.model]
            replaced = followed.get(one.id, working + 1) <= working
            asked = cycle(one, files, working, superseded=replaced, today=day).without_values_of(unread)
            sheets.append(ReviewSheet(asked, verdicts))
    show_as(
        format_,
        bom=bom,
        headings=headings,
        text=lambda: text.as_text(sheets, working, columns()),
        markdown=lambda: markdown.as_markdown(sheets, working),
        json=lambda: data.as_json(sheets, working),
        csv=lambda: data.as_csv(sheets, working),
    )
    return 0
