"""``kpitrack status``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kpitrack.cli.context import has_color, note
from kpitrack.cli.offers import kpis, some_of, statuses
from kpitrack.cli.options import AsOf, Bom, Grading, Strategies, choice, choose, choose_several
from kpitrack.language import mark, say

HELP = mark(
    "Show where every KPI stands: baseline, newest actual, expected value, target, progress and status, "
    "in the order of the document.\n\n"
    "With strategies, only theirs. A KPI is judged at the year of its newest actual, never at today's."
)
FORMATS = ("table", "json", "csv", "markdown")


def run(
    strategies: Strategies = None,
    as_of: AsOf = None,
    goal: Annotated[
        str | None, typer.Option("--goal", metavar="ID", help=mark("Only below this goal or measure."))
    ] = None,
    kpi: Annotated[
        str | None, typer.Option("--kpi", metavar="KPI", help=mark("Only this KPI."), autocompletion=kpis)
    ] = None,
    org: Annotated[
        str | None, typer.Option("--org", metavar="NAME", help=mark("Only this organisation: its name or code."))
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            metavar="STATUS,…",
            help=mark("Only KPIs with these statuses."),
            autocompletion=some_of(statuses),
        ),
    ] = None,
    grading: Grading = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="DATASET", help=mark("Read a dataset of kpitrack snapshot, not the files.")),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="STATUS,…",
            help=mark("Exit with 1 where a KPI shown has one of these statuses."),
            autocompletion=some_of(statuses),
        ),
    ] = None,
) -> int:
    """Show the standings."""
    choose("--format", format_, FORMATS)

    from kpitrack.model.settings import STATUSES

    only = choose_several("--status", status, STATUSES)
    failing = set(choose_several("--fail-on", fail_on, STATUSES))

    if source is not None:
        from kpitrack.cli.source import open_source
        from kpitrack.cli.source_view import show as show_source

        asked = open_source(source, as_of, grading, strategies=strategies, goal=goal, kpi=kpi, org=org, statuses=only)
        return show_source(asked, format_, failing, bom=bom)

    from kpitrack.cli.judging import all_standings, narrowed
    from kpitrack.cli.many import judged_rows, open_many, standings_of
    from kpitrack.cli.work import open_work

    many = open_many(as_of)
    rows = judged_rows(many, grading, strategies=strategies, goal=goal, kpi=kpi, org=org) if many else None
    if many is not None and rows is not None:
        import polars as pl

        rows = rows.filter(pl.col("status").is_in(only)) if only else rows
        if format_ == "json":
            from kpitrack.views.status.json import as_json

            for part in as_json(rows, many.as_of):
                print(part)
            return int(rows["status"].is_in(list(failing)).any())
        year, found = many.as_of, standings_of(many, rows)
    else:
        work = open_work(as_of)
        found = narrowed(all_standings(work, grading), work, strategies=strategies, goal=goal, kpi=kpi, org=org)
        year, found = work.as_of, [one for one in found if one.status in only] if only else found
    if format_ == "table":
        from kpitrack.views.status.table import as_text
        from kpitrack.views.text.screen import columns, show

        show(as_text(found, year, columns()), has_color(sys.stdout.isatty()))
        if not found:
            note(say("no KPI is like that"))
    else:
        from kpitrack.views.status import csv as status_csv
        from kpitrack.views.status import json_document as status_json
        from kpitrack.views.status import markdown as status_markdown

        lines = {
            "json": lambda: status_json.as_json(found, year),
            "csv": lambda: status_csv.as_csv(found),
            "markdown": lambda: status_markdown.as_markdown(found, year),
        }[format_]()
        if bom and format_ == "csv":
            sys.stdout.write("\ufeff")
        for line in lines:
            print(line)
    return int(any(one.status in failing for one in found))
