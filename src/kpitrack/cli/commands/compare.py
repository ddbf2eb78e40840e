from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, some
from kpitrack.cli.offers import some_of
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Bom, Headings, Sources, argument, choice, choose_several, option, year_argument
from kpitrack.cli.screen import columns, show_as
from kpitrack.language import mark, plain, say

if TYPE_CHECKING:
    from kpitrack.analysis.comparison import Candidate
    from kpitrack.analysis.population import Peers
    from kpitrack.analysis.standing import Row
    from kpitrack.views.compare import Indicators
    from kpitrack.workspace.choose import Choice

HELP = mark(
    "Compare the KPIs that share an indicator across organisations: values on a common unit, rank, spread, and how "
    "far each is from its own target. Without an indicator, list those that there are.\n\n"
    "Counts are shown per 1,000 people, too, where organization.population is known; --peers compares those of like "
    "size alone.\n\n"
    "What differs in unit, accumulation, calendar, direction, definition, population (a town's count beside a "
    "prefecture's) or year is not ranked, and the reason is given; --accept ranks it all the same, another unit "
    "excepted."
)
FORMATS = ("table", "csv", "json")


def _acceptable() -> list[str]:
    from kpitrack.analysis.comparison import OBSTACLES

    return [one for one in OBSTACLES if one != "unit"]


def run(
    indicator: Annotated[str | None, argument("INDICATOR", "vocabulary:code, as the KPIs state it.")] = None,
    year: Annotated[
        str | None, option("--year", "Compare this year; else the one with the most values.", "YEAR")
    ] = None,
    accept: Annotated[
        str | None,
        option(
            "--accept",
            "accumulation, calendar, direction, definition, population or year.",
            "REASON,…",
            some_of(_acceptable),
        ),
    ] = None,
    peers: Annotated[
        str | None,
        option(
            "--peers",
            "Only those of like size as this one, by name or code: half to twice its population.",
            "ORGANISATION",
        ),
    ] = None,
    as_of: AsOf = None,
    sources: Sources = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "table",
    bom: Bom = False,
    headings: Headings = None,
) -> int:
    wanted = year_argument("--year", year) if year is not None else None
    for name, given in (("--year", year), ("--accept", accept), ("--peers", peers)):
        if indicator is None and given is not None:
            raise Usage(say("{option} is for an indicator", option=name), say("kpitrack compare lists them"))

    from kpitrack.analysis.comparison import OBSTACLES, compare
    from kpitrack.analysis.population import with_population

    accepted = choose_several("--accept", accept, _acceptable())

    space = opened(as_of, sources)
    from kpitrack.workspace.choose import Asked, choose

    everything = choose(space, Asked())
    known = _indicators(everything)
    if indicator is None:
        return _list(known, format_, bom=bom, headings=headings)
    if indicator not in known:
        raise _unknown(indicator, known)
    candidates = _candidates(choose(everything.workspace, Asked(indicator=indicator)))
    sized = _peers(candidates, peers) if peers is not None else None
    chosen = [one for one in OBSTACLES if one in accepted]
    comparison = with_population(compare(indicator, sized.alike if sized else candidates, wanted, chosen), candidates)

    from kpitrack.views.compare import as_csv, as_json, as_text

    show_as(
        format_,
        bom=bom,
        headings=headings,
        table=lambda: as_text(comparison, columns(), sized),
        csv=lambda: as_csv(comparison),
        json=lambda: as_json(comparison, sized),
    )
    return 0


def _peers(candidates: list[Candidate], organization: str) -> Peers:
    """Those of like size as ``organization``.

    Raises:
        Usage: it has no such KPI, or its population is not known.
    """
    from kpitrack.analysis.population import named, peers

    own = named(candidates, organization)
    if own is None:
        known = list(dict.fromkeys(plain(one.strategy.organization.name) for one in candidates))
        raise Usage(
            say("{organization} has no KPI with this indicator", organization=organization),
            say("those that have: {words}", words=some(known)),
        )
    found = peers(candidates, own)
    if found is None:
        raise Usage(
            say("the population of {organization} is not known", organization=organization),
            say("write it in its strategy: organization: {{…, population: {{value: 122000, year: 2020}}}}"),
        )
    return found


def _indicators(everything: Choice) -> Indicators:
    """The indicators that there are."""
    from kpitrack.analysis.standing import words

    found: dict[str, list[tuple[str, str]]] = {}
    for part in everything.parts:
        kpis = everything.kpis(part, "ref", "indicator", "name", "name_en")
        for row in kpis.drop_nulls("indicator").iter_rows(named=True):
            found.setdefault(row["indicator"], []).append((row["ref"], words(row, "name")))
    return found


def _candidates(chosen: Choice) -> list[Candidate]:
    """The KPIs with the indicator, in the order of the documents; values after the as-of year left out."""
    from kpitrack.analysis.comparison import candidate
    from kpitrack.model.actuals import merged

    rows: dict[str, list[Row]] = {}
    for one in chosen.standings():
        rows.setdefault(one.strategy_id, []).append(one.row)
    found = []
    for bundle in chosen.workspace.strategies.bundles(rows):
        if strategy := bundle.strategy.model:
            kpis = {placed.item.id: placed.item for placed in strategy.kpis()}
            series = merged(file.model for file in bundle.actuals if file.model)
            found += [
                candidate(strategy, kpis[row["kpi"]], series.get(row["kpi"], {}), row, chosen.as_of)
                for row in rows[strategy.id]
            ]
    return found


def _list(known: Indicators, format_: str, *, bom: bool, headings: str | None) -> int:
    from kpitrack.views.compare import listing_csv, listing_json, listing_text

    if not known:
        raise Usage(
            say("no KPI here states an indicator"), say("write “indicator: vocabulary:code” on the KPIs that are alike")
        )
    show_as(
        format_,
        bom=bom,
        headings=headings,
        table=lambda: listing_text(known),
        csv=lambda: listing_csv(known),
        json=lambda: listing_json(known),
    )
    return 0


def _unknown(indicator: str, known: Iterable[str]) -> Usage:
    import difflib

    words = {code: one for one in known for code in (one, one.rpartition(":")[2])}
    near = difflib.get_close_matches(indicator, words, n=1, cutoff=0.5)
    return Usage(
        say("no KPI here has the indicator {indicator}", indicator=indicator),
        say("did you mean “{word}”?", word=words[near[0]]) if near else say("kpitrack compare lists them"),
    )
