from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import note
from kpitrack.cli.offers import kpis, some_of, statuses_by_word
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Bom, Grading, Headings, Sources, Strategies, choice, choose_several, option
from kpitrack.cli.progress_bar import late_bar
from kpitrack.cli.screen import columns, show, show_bytes, with_left_out
from kpitrack.language import mark, said, say
from kpitrack.model.vocabulary import STATUSES

if TYPE_CHECKING:
    import polars as pl

    from kpitrack.workspace.choose import Choice

HELP = mark(
    "Show where every KPI stands: baseline, newest actual, expected value, target, progress and status, "
    "in the order of the document.\n\n"
    "With strategies, only theirs. A KPI is judged at the year of its newest actual, never at today's."
)
FORMATS = ("table", "json", "csv", "markdown")


def run(
    strategies: Strategies = None,
    as_of: AsOf = None,
    goal: Annotated[str | None, option("--goal", "Only below this goal or measure.", "ID")] = None,
    kpi: Annotated[str | None, option("--kpi", "Only this KPI.", "KPI", kpis)] = None,
    org: Annotated[str | None, option("--org", "Only this organisation: its name or code.", "NAME")] = None,
    tag: Annotated[list[str] | None, option("--tag", "Only KPIs with this tag; may be repeated.", "TAG")] = None,
    status: Annotated[
        str | None, option("--status", "Only KPIs with these statuses.", "STATUS,…", some_of(STATUSES))
    ] = None,
    long: Annotated[bool, option("--long", "Show every KPI with all its figures, also of many strategies.")] = False,
    grading: Grading = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
    headings: Headings = None,
    sources: Sources = None,
    fail_on: Annotated[
        str | None,
        option("--fail-on", "Exit with 1 where a KPI shown has one of these statuses.", "STATUS,…", some_of(STATUSES)),
    ] = None,
) -> int:
    only = choose_several("--status", status, STATUSES, statuses_by_word)
    failing = set(choose_several("--fail-on", fail_on, STATUSES, statuses_by_word))

    space = opened(as_of, sources)
    from kpitrack.workspace.choose import Asked, choose

    chosen = choose(space, Asked(strategies or (), goal, kpi, org, tag or ()), grading=grading, statuses=only)
    narrowed = any((strategies, goal, kpi, org, tag, status))
    in_short = format_ == "table" and not (narrowed or long) and space.heads.height > 1
    if in_short:
        return _summary(chosen, failing)
    met = _show(chosen, format_, bom=bom, headings=headings, long=long)
    if format_ == "table":
        kpis = dict(space.heads.select("strategy", "kpis").iter_rows())
        bare = [] if any((goal, kpi, tag, status)) else [name for name in chosen.ids if not kpis[name]]
        if bare:
            note(say("without a KPI: {names}", names=said(", ").join(bare)), say("its outline: kpitrack tree"))
        elif not met:
            note(say("no KPI is like that"))
    return int(not met.isdisjoint(failing))


def _summary(chosen: Choice, failing: Collection[str]) -> int:
    """Show a line a strategy; gives the exit code."""
    from kpitrack.analysis.freshness import Freshness, freshness_of
    from kpitrack.views.status.summary import as_text, strategy_line

    lines, fresh = [], Freshness()
    with late_bar(say("judging")) as step:
        for part in chosen.verdicts(step):
            lines += [strategy_line(own) for _, own in part.group_by("strategy", maintain_order=True)]
            fresh += freshness_of(part)
    known = {line.strategy for line in lines}
    without = [name for name in chosen.ids if name not in known]
    show(as_text(lines, without, fresh, chosen.as_of, columns()))
    return int(any(line.counts.keys() & failing for line in lines))


def _show(chosen: Choice, format_: str, *, bom: bool, headings: str | None, long: bool) -> set[str]:
    """Show the standings while they are judged; gives the statuses that were met."""
    from kpitrack.workspace.choose import standings

    met: set[str] = set()

    def noted(judged: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for part in judged:
            met.update(part["status"].unique())
            yield part

    # On a terminal the lines themselves show how far it is.
    with late_bar(say("judging")) if not sys.stdout.isatty() or format_ == "json" else nullcontext() as step:
        if format_ == "json":
            from kpitrack.views.status.json import as_json_once

            show_bytes(as_json_once(noted(chosen.verdicts(step)), chosen.as_of))
        elif format_ == "csv":
            from kpitrack.views.status.csv import as_csv
            from kpitrack.views.status.json import entries
            from kpitrack.views.text.csv import for_people

            lines = as_csv(one for part in noted(chosen.verdicts(step)) for one in entries(part))
            show(for_people(lines, bom=bom, headings=headings), format_)
        elif format_ == "markdown":
            from kpitrack.views.status.markdown import as_markdown

            lines = as_markdown(standings(noted(chosen.verdicts(step))), chosen.as_of)
            show(with_left_out(lines, format_), format_)
        else:
            if long:
                from kpitrack.views.status.long import as_text
            else:
                from kpitrack.views.status.short import as_text

            judged = standings(noted(chosen.verdicts(step)))
            show(as_text(judged, chosen.titles, chosen.as_of, columns(), picked=bool(chosen.statuses)))
    return met
