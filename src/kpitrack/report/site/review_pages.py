"""The pages beside a strategy's own, and the data behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kpitrack.analysis.crosswalk import crosswalks
from kpitrack.analysis.roadmap import Bar, roadmap
from kpitrack.analysis.roadmap import years as roadmap_years
from kpitrack.language import say
from kpitrack.model.years import era_short, show_year
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import align as align_view
from kpitrack.views.roadmap import as_json, late_text, owner_text, state_word, title_text

from . import annex_pages, crosswalk_page, evaluations_page, logic_page, print_page
from .addresses import kpi_address, strategy_address
from .output import joined
from .shown import Shown
from .strategy_page import parts, shared
from .templating import render


def pages(part: JudgedStrategy, shown: Sequence[Shown]) -> Iterator[tuple[str, bytes]]:
    """The pages beside a strategy's own, by their addresses; ``shown`` are its KPIs in the active language."""
    for kind in parts(part.strategy, internal=part.terms.internal):
        if kind in _LISTS:
            yield from _LISTS[kind](part)
        else:
            made = print_page.page(part, shown) if kind == "print" else _PAGES[kind](part)
            yield strategy_address(part.strategy.id, kind), made


def data(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The data behind those pages, by the ends of their file names."""
    strategy, as_of = part.strategy, part.terms.as_of
    wanted = parts(strategy, internal=part.terms.internal)
    yield "logic.json", logic_page.data(part)
    if "roadmap" in wanted:
        yield "roadmap.json", joined(as_json([(strategy, roadmap(strategy, as_of))], as_of))
    if "crosswalk" in wanted:
        yield "crosswalk.csv", joined(align_view.as_csv(crosswalks(strategy, part.others)))


def _roadmap(part: JudgedStrategy) -> bytes:
    strategy, terms = part.strategy, part.terms
    bars = roadmap(strategy, terms.as_of)
    span = list(roadmap_years(strategy, bars))
    drawn = {bar.item.state for bar in bars}
    return render(
        **shared("roadmap", strategy, str(say("Roadmap")), terms),
        years=[(year, era_short(year)) for year in span],
        bars=[_bar(bar, span, terms.as_of) for bar in bars],
        states=[(state, state_word(state)) for state in ("done", "under_way", "planned", "dropped") if state in drawn],
        late=sum(1 for bar in bars if bar.late),
    )


def _bar(bar: Bar, span: Sequence[int], as_of: int) -> dict[str, Any]:
    before, long = bar.first - span[0], bar.last - bar.first + 1
    late = late_text(bar)
    return {
        "title": bar.item.title if title_text(bar) != bar.item.id else bar.item.id,
        "owner": owner_text(bar),
        "address": kpi_address(bar.branch.strategy, bar.kpi.id) if bar.kpi else None,
        "state": bar.item.state,
        "word": state_word(bar.item.state),
        "before": before,
        "long": long,
        "after": len(span) - before - long,
        "when": _span(bar),
        "late": "" if late is None else str(late),
        "now": as_of,
    }


def _span(bar: Bar) -> str:
    if bar.item.end is None:
        return f"{show_year(bar.first)}–"
    return show_year(bar.first) if bar.first == bar.last else f"{show_year(bar.first)}–{show_year(bar.last)}"


_PAGES: dict[str, Callable[[JudgedStrategy], bytes]] = {
    "grants": annex_pages.grants,
    "practices": annex_pages.practices,
    "roadmap": _roadmap,
    "logic": logic_page.page,
}
_LISTS: dict[str, Callable[[JudgedStrategy], Iterator[tuple[str, bytes]]]] = {
    "crosswalk": crosswalk_page.pages,
    "review": evaluations_page.pages,
}
"""What may go on in several pages."""
