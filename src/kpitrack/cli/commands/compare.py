"""``kpitrack compare``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kpitrack.cli.context import Usage, has_color
from kpitrack.cli.offers import some_of
from kpitrack.cli.options import AsOf, Bom, choice, choose, choose_several, year_argument
from kpitrack.language import mark, say

if TYPE_CHECKING:
    from kpitrack.analysis.comparison import Candidate
    from kpitrack.cli.work import Work

HELP = mark(
    "Compare the KPIs that share an indicator across organisations: values on a common unit, rank, spread, and how "
    "far each is from its own target. Without an indicator, list those that there are.\n\n"
    "What differs in unit, accumulation, calendar, direction, definition, population (a town's count beside a "
    "prefecture's) or year is not ranked, and the reason is given; --accept ranks it all the same, another unit "
    "excepted."
)
FORMATS = ("table", "csv", "json")


def _acceptable() -> list[str]:
    from kpitrack.analysis.comparison import OBSTACLES

    return [one for one in OBSTACLES if one != "unit"]


def run(
    indicator: Annotated[
        str | None, typer.Argument(metavar="INDICATOR", help=mark("vocabulary:code, as the KPIs state it."))
    ] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", metavar="YEAR", help=mark("Compare this year; else the one with the most values.")),
    ] = None,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept",
            metavar="REASON,…",
            help=mark("accumulation, calendar, direction, definition, population or year."),
            autocompletion=some_of(_acceptable),
        ),
    ] = None,
    as_of: AsOf = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
) -> int:
    """Compare."""
    choose("--format", format_, FORMATS)
    wanted = year_argument("--year", year) if year is not None else None

    from kpitrack.analysis.comparison import OBSTACLES, compare

    accepted = choose_several("--accept", accept, _acceptable())

    from kpitrack.cli.work import open_work

    work = open_work(as_of)
    found = _candidates(work)
    if indicator is None:
        return _list(found)
    if indicator not in found:
        raise _unknown(indicator, found)
    comparison = compare(indicator, found[indicator], wanted, [one for one in OBSTACLES if one in accepted])

    from kpitrack.views.compare import as_csv, as_json, as_text
    from kpitrack.views.text.screen import columns, show_as

    if bom and format_ == "csv":
        sys.stdout.write("\ufeff")
    show_as(
        format_,
        has_color(sys.stdout.isatty()),
        table=lambda: as_text(comparison, columns()),
        csv=lambda: as_csv(comparison),
        json=lambda: as_json(comparison),
    )
    return 0


def _candidates(work: Work) -> dict[str, list[Candidate]]:
    """The KPIs with an indicator, by it, in the order of the documents; values after the as-of year left out."""
    from kpitrack.analysis.comparison import candidate
    from kpitrack.cli.judging import standings
    from kpitrack.model.actuals import merged

    rows = standings(work)
    found: dict[str, list[Candidate]] = {}
    for bundle in work.repository.bundles:
        strategy = bundle.strategy.model
        if strategy is None:
            continue
        series = merged(file.model for file in bundle.actuals if file.model)
        for placed in strategy.kpis():
            kpi = placed.item
            if kpi.indicator:
                row = rows[f"{strategy.id}/{kpi.id}"]
                one = candidate(strategy, kpi, series.get(kpi.id, {}), row, work.as_of)
                found.setdefault(kpi.indicator, []).append(one)
    return found


def _list(found: dict[str, list[Candidate]]) -> int:
    from kpitrack.language import say_n
    from kpitrack.language.visible import visible
    from kpitrack.views.text.screen import show

    if not found:
        raise Usage(
            say("no KPI here states an indicator"), say("write “indicator: vocabulary:code” on the KPIs that are alike")
        )
    lines = []
    for indicator, candidates in sorted(found.items()):
        names = " / ".join(dict.fromkeys(_name(one) for one in candidates))
        lines.append(f"{indicator}  {say_n('{n} KPI', '{n} KPIs', len(candidates))}  {visible(names)}")
    show(lines)
    return 0


def _name(one: Candidate) -> str:
    from kpitrack.language import pick

    return pick(one.kpi.name)


def _unknown(indicator: str, found: dict[str, list[Candidate]]) -> Usage:
    import difflib

    known = {code: one for one in found for code in (one, one.rpartition(":")[2])}
    near = difflib.get_close_matches(indicator, known, n=1, cutoff=0.5)
    return Usage(
        say("no KPI here has the indicator {indicator}", indicator=indicator),
        say("did you mean “{word}”?", word=known[near[0]]) if near else say("kpitrack compare lists them"),
    )
