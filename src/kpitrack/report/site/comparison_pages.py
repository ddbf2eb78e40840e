"""The pages that compare organisations, one for each indicator that several KPIs have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kpitrack.analysis.comparison import Comparison, Distribution, Ranked
from kpitrack.analysis.population import LEAST, MOST, ranks_among_peers
from kpitrack.language import Text, say
from kpitrack.language.visible import visible
from kpitrack.model.numbers import rounded, show_number
from kpitrack.model.years import show_year
from kpitrack.report.charts.strips import Scale, sample, scale
from kpitrack.views import compare as compare_view

from .addresses import indicator_names, kpi_address
from .output import joined
from .paging import LISTED, Leaf, leaves
from .templating import render_leaf

_WORTH_SPREAD = 4  # the number of values from which quartiles are meaningful
_Line = tuple[Ranked, str, tuple[int, int] | None]
"""A KPI with its chart, and its place among those of like size and how many they are."""


def charts(comparisons: Sequence[Comparison]) -> dict[str, Scale]:
    """The chart of each comparison by its indicator."""
    return {one.indicator: scale([(row.value, row.target) for row in one.ranked]) for one in comparisons}


def pages(comparisons: Sequence[Comparison], drawn: Mapping[str, Scale], as_of: int) -> Iterator[tuple[str, bytes]]:
    """The pages, and those that list them, by their addresses."""
    names = indicator_names([one.indicator for one in comparisons])
    for one in comparisons:
        strips = drawn[one.indicator]
        among = ranks_among_peers(one.ranked)
        rows = [(row, svg, among.get(row.candidate.ref)) for row, svg in zip(one.ranked, strips.rows, strict=True)]
        for leaf in leaves(_address(names[one.indicator]), rows):
            yield _page(one, names[one.indicator], strips.axis, leaf, as_of)
    for listed in leaves("compare/index.html", comparisons):
        yield render_leaf(
            "comparisons.html",
            listed,
            title=say("Comparison between organisations"),
            as_of=as_of,
            comparisons=[
                (_address(names[one.indicator]), one, compare_view.names(one), _when(one)) for one in listed.items
            ],
        )


def data(comparisons: Sequence[Comparison]) -> Iterator[tuple[str, bytes]]:
    """The data behind the comparisons, by the names of the files."""
    names = indicator_names([one.indicator for one in comparisons])
    for one in comparisons:
        yield f"{names[one.indicator]}.csv", joined(compare_view.as_csv(one))


def _address(name: str) -> str:
    return f"compare/{name}.html"


def _when(one: Comparison) -> str:
    calendar: Literal["fy", "cy"] = next((row.candidate.kpi.calendar for row in one.ranked), "fy")
    return "" if one.year is None else show_year(one.year, calendar=calendar, era=True)


def _page(one: Comparison, name: str, axis: str, leaf: Leaf[_Line], as_of: int) -> tuple[str, bytes]:
    names = compare_view.labels(one)
    return render_leaf(
        "compare.html",
        leaf,
        title=" / ".join(compare_view.names(one)),
        as_of=as_of,
        one=one,
        when=_when(one),
        better=compare_view.better_word(one.better),
        axis=axis,
        by_head=any(row.per_head is not None for row in one.ranked),
        sized=any(row.population is not None for row in one.ranked),
        samples={"final": sample("final"), "target": sample("own-target")},
        ranked=[
            (row, names[row.candidate.ref], kpi_address(row.candidate.ref), compare_view.per_thousand(row), svg, among)
            for row, svg, among in leaf.items
        ],
        sizes=_sizes([row for row, *_ in leaf.items], names) if leaf.pages == 1 else [],
        apart=[
            {
                "name": names[apart.candidate.ref],
                "kpi": apart.candidate.kpi,
                "address": kpi_address(apart.candidate.ref),
                "why": [compare_view.obstacle_text(each, *values) for each, values in apart.obstacles.items()],
            }
            for apart in one.apart[:LISTED]
        ]
        if leaf.number == leaf.pages
        else [],
        apart_total=len(one.apart),
        spread=_spread(one.distribution) if one.distribution and len(one.ranked) >= _WORTH_SPREAD else [],
        hints=_hints(one),
        data=f"data/compare/{name}",
    )


def _spread(found: Distribution) -> list[tuple[str, str]]:
    """The label of each of the five numbers, and the number."""
    values = (found.least, found.lower, found.median, found.upper, found.greatest)
    names = ("least", "lower_quartile", "median", "upper_quartile", "greatest")
    return list(zip(names, map(show_number, values), strict=True))


def _sizes(rows: Sequence[Ranked], names: Mapping[str, str]) -> list[tuple[str, float, float]]:
    """Each organisation whose population is known, and between which populations others are of like size."""
    found = [(names[row.candidate.ref], row.population) for row in rows if row.population is not None]
    return [(name, population * LEAST, population * MOST) for name, population in sorted(found)]


def _hints(one: Comparison) -> list[Text]:
    """Remarks on all values together."""
    found = []
    if pooled := one.pooled:
        found.append(
            say(
                "together: {value} {unit}, {numerator} of {denominator} ({parts} of {n})",
                value=show_number(float(rounded(pooled.value, 2))),
                unit=visible(one.unit),
                numerator=show_number(pooled.numerator),
                denominator=show_number(pooled.denominator),
                parts=pooled.parts,
                n=len(one.ranked),
            )
        )
    if one.grows_with_size:
        found.append(say("These are counts: they say as much of how large an area is as of how well it does."))
    return found
