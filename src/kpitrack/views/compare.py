"""``compare``: an indicator's values by rank, how they are spread, and what may not be compared; and all indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from kpitrack.analysis.comparison import OBSTACLES, Apart, Candidate, Comparison, Obstacle, Ranked
from kpitrack.analysis.population import Peers
from kpitrack.language import Text, mark, pick, said, say, say_n, translate
from kpitrack.language.visible import visible
from kpitrack.model.numbers import rounded, show_number
from kpitrack.model.years import show_year

from .text import json
from .text.bars import stretch
from .text.columns import Column
from .text.csv import Cell, csv_line, csv_lines
from .text.json import number
from .text.styled import Piece, Styled, wrapped

Indicators = Mapping[str, Sequence[tuple[str, str]]]
"""By indicator, the ref and the name of each KPI that states it, in the order of the documents."""
COLUMNS = (
    "indicator", "rank", "organization", "organization_code", "organization_level", "ref", "name", "year", "value",
    "unit", "target_year", "target", "distance", "obstacles", "population", "per_head",
)  # fmt: skip
_OBSTACLES: dict[Obstacle, str] = {
    "unit": mark("another unit"),
    "accumulation": mark("accumulated otherwise"),
    "calendar": mark("another calendar"),
    "direction": mark("the other way is better"),
    "definition": mark("another definition"),
    "population": mark("a count of another kind of area"),
    "organization": mark("the same organisation"),
    "year": mark("no value of the year"),
}
_WORDS: dict[str, str] = {
    "none": mark("yearly values"),
    "running_total": mark("running totals"),
    "sum": mark("amounts to be summed"),
    "mean": mark("values to be averaged"),
    "fy": mark("fiscal years"),
    "cy": mark("calendar years"),
    "higher": mark("higher is better"),
    "lower": mark("lower is better"),
    "nation": mark("a nation"),
    "prefecture": mark("a prefecture"),
    "municipality": mark("a municipality"),
    "other": mark("another body"),
}


def obstacle_word(obstacle: Obstacle) -> str:
    """Why a KPI may not be compared, in words."""
    return translate(_OBSTACLES[obstacle])


def obstacle_text(obstacle: Obstacle, own: str, common: str) -> Text:
    """Why a KPI may not be compared: its own property and that of the others."""
    if obstacle == "year":
        if not own:
            return say("no value at all")
        return say("no value of {year}; its newest is of {own}", year=common or "–", own=own)
    if obstacle == "organization":
        return say("the same organisation is compared by {ref}", ref=common)
    return say(
        "{obstacle}: {own}; the others have {common}",
        obstacle=obstacle_word(obstacle), own=_word(own), common=_word(common),
    )  # fmt: skip


def better_word(better: str | None) -> str:
    """Which direction is better, in words; empty where that is unknown."""
    return translate(_WORDS[better]) if better else ""


def _word(value: str) -> str:
    return translate(_WORDS[value]) if value in _WORDS else value


def organization(candidate: Candidate) -> str:
    """The name of the KPI's organisation."""
    return pick(candidate.strategy.organization.name)


def _all(comparison: Comparison) -> list[Candidate]:
    return [row.candidate for row in comparison.ranked] + [apart.candidate for apart in comparison.apart]


def labels(comparison: Comparison) -> dict[str, str]:
    """What each KPI is called, by its ref: its organisation, and its strategy where that alone tells it apart."""
    candidates = _all(comparison)
    count = Counter(map(organization, candidates))
    return {
        one.ref: organization(one) if count[organization(one)] == 1 else f"{organization(one)} ({one.strategy.id})"
        for one in candidates
    }


def names(comparison: Comparison) -> list[str]:
    """The names that the KPIs of an indicator go by, each once."""
    return list(dict.fromkeys(pick(one.kpi.name) for one in _all(comparison)))


def per_thousand(row: Ranked) -> str:
    """The value per 1,000 people; empty where that is not known."""
    return "" if row.per_head is None else show_number(float(f"{row.per_head * 1000:.4g}"))


def peers_text(peers: Peers) -> Text:
    """Who was compared: those of like size as one organisation."""
    return say(
        "of like size as {organization} ({population} people): {least} to {most} people; of another size: {others}; "
        "population not known: {unknown}",
        organization=organization(peers.of),
        population=show_number(peers.population),
        least=show_number(peers.least),
        most=show_number(peers.most),
        others=peers.others,
        unknown=peers.unknown,
    )


def as_text(comparison: Comparison, columns: int, peers: Peers | None = None) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``: values by rank with a small chart, and what is set apart."""
    unit = visible(comparison.unit)
    yield from wrapped(visible(" / ".join(names(comparison))), columns, "bold")
    calendar: Literal["fy", "cy"] = next((row.candidate.kpi.calendar for row in comparison.ranked), "fy")
    facts = [
        comparison.indicator,
        "" if comparison.year is None else show_year(comparison.year, calendar=calendar),
        said("unit: {unit}", unit=unit) if unit else "",
        better_word(comparison.better),
    ]
    yield from wrapped("  ".join(filter(None, facts)), columns, "dim")
    if peers:
        yield from wrapped(str(peers_text(peers)), columns, "dim")
    yield Styled()
    if comparison.ranked:
        yield from _ranking(comparison, columns)
        yield Styled()
        yield from _distribution(comparison, columns)
        if pooled := comparison.pooled:
            words = say(
                "together: {value} {unit}, {numerator} of {denominator} ({parts} of {n})",
                value=show_number(float(rounded(pooled.value, 2))),
                unit=unit,
                numerator=show_number(pooled.numerator),
                denominator=show_number(pooled.denominator),
                parts=pooled.parts,
                n=len(comparison.ranked),
            )
            yield from wrapped(str(words), columns)
        if comparison.grows_with_size:
            caution = say("These are counts: they say as much of how large an area is as of how well it does.")
            yield from wrapped(str(caution), columns, "yellow")
    else:
        yield Styled(said("No value can be compared."))
    yield from _set_apart(comparison, columns)


def _set_apart(comparison: Comparison, columns: int) -> Iterator[Styled]:
    """The KPIs that may not be compared, each with its obstacles, and the option that accepts these."""
    if comparison.apart:
        yield Styled()
        yield Styled(said("Not compared"), "bold")
    for apart in comparison.apart:
        yield Styled(f"  {visible(organization(apart.candidate))}  {apart.candidate.ref}")
        for obstacle, (own, common) in apart.obstacles.items():
            text = visible(str(obstacle_text(obstacle, own, common)))
            yield from wrapped(text, columns - 6, "dim", first=" " * 6)
    acceptable = [
        obstacle
        for obstacle in OBSTACLES
        if obstacle != "unit"
        and any(obstacle in apart.obstacles and apart.candidate.values for apart in comparison.apart)
    ]
    if acceptable:
        hint = say("to rank them all the same: --accept {reasons}", reasons=",".join(acceptable))
        yield from wrapped(str(hint), columns, "dim")


def _ranking(comparison: Comparison, columns: int) -> Iterator[Styled]:
    called = labels(comparison)
    cells = [_cells(row, called[row.candidate.ref]) for row in comparison.ranked]
    titles: list[str] = ["", "", said("value"), said("target"), said("to go")]
    limits = [None, max(12, columns // 4), None, None, None]
    if any(row.per_head is not None for row in comparison.ranked):
        titles.append(said("per 1,000 people"))
        limits.append(None)
        for row, texts in zip(comparison.ranked, cells, strict=True):
            texts.append(per_thousand(row))
    table = [
        Column([title, *(row[i] for row in cells)], limit, right=i != 1)
        for i, (title, limit) in enumerate(zip(titles, limits, strict=True))
    ]
    bar = max(6, min(40, columns - sum(one.widest + 2 for one in table)))
    low = min(0.0, *(row.value for row in comparison.ranked))
    high = max(0.0, *(row.value for row in comparison.ranked))

    def at(value: float) -> int:
        return round((value - low) / (high - low) * bar) if high > low else 0

    yield _aligned(table, titles, [Piece(" " * bar)], "dim")
    for row, texts in zip(comparison.ranked, cells, strict=True):
        start, end = sorted((at(0.0), at(row.value)))  # a bar is as long as its value is far from zero
        pieces = [Piece(" " * start), stretch("good", end - start), Piece(" " * (bar - end))]
        yield _aligned(table, texts, pieces)
        for text in _cautions(row, comparison):
            left = table[0].widest + 4
            yield from wrapped(text, columns - left, "yellow", first=" " * left)


def _aligned(table: Sequence[Column], texts: Sequence[str], bar: Sequence[Piece], style: str = "") -> Styled:
    """A line: rank, organisation and value, the bar, and what is left."""
    cells = [column.cell(text) for column, text in zip(table, texts, strict=True)]
    line = Styled(f"{'  '.join(cells[:3])}  ", style).extend(bar)
    return line.append(f"  {'  '.join(cells[3:])}", style)


def _cells(row: Ranked, label: str) -> list[str]:
    target = "" if row.target is None else show_number(row.target)
    year = "" if row.candidate.target_year is None else f" ({row.candidate.target_year})"
    return [
        "-" if row.rank is None else str(row.rank),
        visible(label),
        show_number(row.value),
        f"{target}{year}" if target else "",
        "" if row.distance is None else f"{'+' if row.distance > 0 else ''}{show_number(row.distance)}",
    ]


def _cautions(row: Ranked, comparison: Comparison) -> Iterator[str]:
    if row.year != comparison.year:
        yield said("value of {year}", year=row.year)
    for obstacle in row.accepted:
        if obstacle != "year":
            yield said("accepted: {obstacle}", obstacle=obstacle_word(obstacle))
    if row.undefined:
        yield said("states no definition: compare with care")


def _distribution(comparison: Comparison, columns: int) -> Iterator[Styled]:
    spread = comparison.distribution
    if spread is None or len(comparison.ranked) < 2:
        return
    figures: Mapping[str, float] = {
        said("least"): spread.least,
        said("lower quartile"): spread.lower,
        said("median"): spread.median,
        said("upper quartile"): spread.upper,
        said("greatest"): spread.greatest,
    }
    parts = [str(say_n("{n} compared", "{n} compared", len(comparison.ranked)))]
    parts += [f"{name} {show_number(value)}" for name, value in figures.items()]
    yield from wrapped("   ".join(parts), columns, "bold")


def as_csv(comparison: Comparison) -> Iterator[str]:
    """One line for each KPI, in the common unit; those set apart follow in their own unit, without a rank."""

    def who(one: Candidate, rank: int | None) -> list[Cell]:
        owner = one.strategy.organization
        return [
            comparison.indicator, rank, organization(one), owner.code, owner.level, one.ref, pick(one.kpi.name),
        ]  # fmt: skip

    yield csv_line(COLUMNS)
    for row in comparison.ranked:
        one = row.candidate
        yield csv_line([
            *who(one, row.rank), row.year, row.value, comparison.unit, one.target_year, row.target, row.distance,
            " ".join(row.accepted), row.population, row.per_head,
        ])  # fmt: skip
    for apart in comparison.apart:
        one = apart.candidate
        why = " ".join(apart.obstacles)
        yield csv_line([*who(one, None), None, None, one.base, one.target_year, None, None, why, None, None])


def as_json(comparison: Comparison, peers: Peers | None = None) -> Iterator[str]:
    """The document ``kpitrack/compare/1``: values, targets and distances on the common unit."""
    spread, pooled = comparison.distribution, comparison.pooled
    yield from json.lines(
        "compare",
        indicator=comparison.indicator,
        unit=comparison.unit,
        year=comparison.year,
        better=comparison.better,
        grows_with_size=comparison.grows_with_size,
        peers=peers and {
            "organization": organization(peers.of),
            "population": number(peers.population),
            "least": number(peers.least),
            "most": number(peers.most),
            "others": peers.others,
            "unknown": peers.unknown,
        },
        distribution=spread and {
            "n": len(comparison.ranked),
            "min": number(spread.least),
            "lower_quartile": number(spread.lower),
            "median": number(spread.median),
            "upper_quartile": number(spread.upper),
            "max": number(spread.greatest),
        },
        pooled=pooled and {
            "parts": pooled.parts,
            "numerator": number(pooled.numerator),
            "denominator": number(pooled.denominator),
            "value": number(pooled.value),
        },
        compared=[_ranked(row) for row in comparison.ranked],
        not_compared=[_apart(one) for one in comparison.apart],
    )  # fmt: skip


def _ranked(row: Ranked) -> dict[str, Any]:
    target = None if row.target is None else {"year": row.candidate.target_year, "value": number(row.target)}
    return {
        **_who(row.candidate),
        "rank": row.rank,
        "year": row.year,
        "value": number(row.value),
        "target": target,
        "distance": number(row.distance),
        "accepted": list(row.accepted),
        "definition_missing": row.undefined,
        "population": number(row.population),
        "per_head": number(row.per_head),
    }


def _apart(apart: Apart) -> dict[str, Any]:
    obstacles = [
        {"kind": kind, "own": own or None, "others": others or None, "message": str(obstacle_text(kind, own, others))}
        for kind, (own, others) in apart.obstacles.items()
    ]
    return {**_who(apart.candidate), "obstacles": obstacles}


def _who(one: Candidate) -> dict[str, Any]:
    owner = one.strategy.organization
    return {
        "ref": one.ref,
        "name": pick(one.kpi.name),
        "organization": {"name": organization(one), "code": owner.code, "level": owner.level},
        "own_unit": pick(one.kpi.unit),
    }


def listing_text(known: Indicators) -> Iterator[str]:
    """The indicators that there are: a line each, with the names of its KPIs, each once."""
    for indicator, kpis in sorted(known.items()):
        names = " / ".join(dict.fromkeys(name for _, name in kpis))
        yield f"{indicator}  {say_n('{n} KPI', '{n} KPIs', len(kpis))}  {visible(names)}"


def listing_csv(known: Indicators) -> Iterator[str]:
    """A line a KPI."""
    rows = [(indicator, ref, name) for indicator, kpis in sorted(known.items()) for ref, name in kpis]
    return csv_lines(("indicator", "ref", "name"), rows)


def listing_json(known: Indicators) -> Iterator[str]:
    """The document ``kpitrack/indicators/1``."""
    indicators = [
        {"indicator": indicator, "kpis": [{"ref": ref, "name": name} for ref, name in kpis]}
        for indicator, kpis in sorted(known.items())
    ]
    return json.lines("indicators", indicators=indicators)
