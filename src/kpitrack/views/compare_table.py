"""``compare`` on a terminal: values by rank with a small chart, how they are spread, and what may not be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from rich.text import Text

from kpitrack.analysis.comparison import OBSTACLES, Comparison, Ranked
from kpitrack.language import say, say_n
from kpitrack.model.numbers import show_number
from kpitrack.model.years import show_year
from kpitrack.views.text.plain import pad, shorten, visible, width, wrap

from .compare import better_word, labels, names, obstacle_text, obstacle_word, organization


def render(comparison: Comparison, columns: int) -> Iterator[Text]:
    """The lines of the comparison, laid out for ``columns``."""
    unit = visible(comparison.unit)
    yield from (Text(line, style="bold") for line in wrap(visible(" / ".join(names(comparison))), columns))
    calendar: Literal["fy", "cy"] = next((row.candidate.kpi.calendar for row in comparison.ranked), "fy")
    facts = [
        comparison.indicator,
        "" if comparison.year is None else show_year(comparison.year, calendar=calendar),
        str(say("unit: {unit}", unit=unit)) if unit else "",
        better_word(comparison.better),
    ]
    yield from (Text(line, style="dim") for line in wrap("  ".join(filter(None, facts)), columns))
    yield Text()
    if comparison.ranked:
        yield from _rows(comparison, columns)
        yield Text()
        yield from _distribution(comparison, columns)
        if pooled := comparison.pooled:
            words = say(
                "together: {value} {unit}, {numerator} of {denominator} ({parts} of {n})",
                value=show_number(round(pooled.value, 2)),
                unit=unit,
                numerator=show_number(pooled.numerator),
                denominator=show_number(pooled.denominator),
                parts=pooled.parts,
                n=len(comparison.ranked),
            )
            yield from (Text(line) for line in wrap(str(words), columns))
        if comparison.grows_with_size:
            caution = say("These are counts: they say as much of how large an area is as of how well it does.")
            yield from (Text(line, style="yellow") for line in wrap(str(caution), columns))
    else:
        yield Text(str(say("No value can be compared.")))
    if comparison.apart:
        yield Text()
        yield Text(str(say("Not compared")), style="bold")
    acceptable = [
        one
        for one in OBSTACLES
        if one != "unit" and any(one in apart.obstacles and apart.candidate.values for apart in comparison.apart)
    ]
    for one in comparison.apart:
        yield Text(f"  {visible(organization(one.candidate))}  {one.candidate.ref}")
        for obstacle, (own, common) in one.obstacles.items():
            for line in wrap(visible(str(obstacle_text(obstacle, own, common))), columns - 6):
                yield Text(f"      {line}", style="dim")
    if acceptable:
        hint = say("to rank them all the same: --accept {reasons}", reasons=",".join(acceptable))
        yield from (Text(line, style="dim") for line in wrap(str(hint), columns))


def _rows(comparison: Comparison, columns: int) -> Iterator[Text]:
    called = labels(comparison)
    cells = [_cells(row, called[row.candidate.ref]) for row in comparison.ranked]
    titles = ("", "", str(say("value")), str(say("target")), str(say("to go")))
    widths = [max(width(title), *(width(row[i]) for row in cells)) for i, title in enumerate(titles)]
    widths[1] = min(widths[1], max(12, columns // 4))
    bar = max(6, min(40, columns - sum(widths) - 2 * len(widths) - 2))
    low = min(0.0, *(row.value for row in comparison.ranked))
    high = max(0.0, *(row.value for row in comparison.ranked))
    heading = [pad(title, size, right=i >= 2) for i, (title, size) in enumerate(zip(titles, widths, strict=True))]
    heading.insert(3, " " * bar)
    yield Text("  ".join(heading).rstrip(), style="dim")
    for row, texts in zip(comparison.ranked, cells, strict=True):
        parts = [
            pad(shorten(text, size), size, right=i != 1)
            for i, (text, size) in enumerate(zip(texts, widths, strict=True))
        ]
        filled = round((row.value - low) / (high - low) * bar) if high > low else 0
        parts.insert(3, pad("█" * filled, bar))
        yield Text("  ".join(parts).rstrip())
        for text in _cautions(row, comparison):
            for line in wrap(text, columns - widths[0] - 4):
                yield Text(" " * (widths[0] + 4) + line, style="yellow")


def _cells(row: Ranked, label: str) -> list[str]:
    target = "" if row.target is None else show_number(row.target)
    year = "" if row.candidate.target_year is None else f" ({row.candidate.target_year})"
    return [
        "–" if row.rank is None else str(row.rank),
        visible(label),
        show_number(row.value),
        f"{target}{year}" if target else "",
        "" if row.distance is None else f"{'+' if row.distance > 0 else ''}{show_number(row.distance)}",
    ]


def _cautions(row: Ranked, comparison: Comparison) -> Iterator[str]:
    if row.year != comparison.year:
        yield str(say("value of {year}", year=row.year))
    for obstacle in row.accepted:
        if obstacle != "year":
            yield str(say("accepted: {obstacle}", obstacle=obstacle_word(obstacle)))
    if row.undefined:
        yield str(say("states no definition: compare with care"))


def _distribution(comparison: Comparison, columns: int) -> Iterator[Text]:
    spread = comparison.distribution
    if spread is None or len(comparison.ranked) < 2:
        return
    figures: Mapping[str, float] = {
        str(say("least")): spread.least,
        str(say("lower quartile")): spread.lower,
        str(say("median")): spread.median,
        str(say("upper quartile")): spread.upper,
        str(say("greatest")): spread.greatest,
    }
    parts = [str(say_n("{n} compared", "{n} compared", len(comparison.ranked)))]
    parts += [f"{name} {show_number(value)}" for name, value in figures.items()]
    for line in wrap("   ".join(parts), columns):
        yield Text(line, style="bold")
