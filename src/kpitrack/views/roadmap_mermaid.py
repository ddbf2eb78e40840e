"""``roadmap`` as a Mermaid Gantt chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpitrack.analysis.roadmap import Bar
from kpitrack.language import pick, say
from kpitrack.model.strategy import Strategy
from kpitrack.views.text.mermaid import mermaid_task, mermaid_text

from .roadmap import owner_text, state_word, title_text

_TAGS = {"done": "done, ", "under_way": "active, ", "planned": "", "dropped": "done, "}


def render(roadmaps: Sequence[tuple[Strategy, Sequence[Bar]]], as_of: int, fiscal_year_start: int = 4) -> Iterator[str]:
    """The lines of one chart. What is late is marked as critical; what was dropped says so.

    Args:
        roadmaps: each strategy with its items.
        as_of: the fiscal year at which they are looked at.
        fiscal_year_start: the month in which a fiscal year starts: a bar runs to the first day of the year after.
    """
    titles = ", ".join(pick(strategy.title) for strategy, _ in roadmaps)
    yield "gantt"
    yield f"  title {mermaid_text(str(say('{titles} (as of FY{year})', titles=titles, year=as_of)))}"
    yield "  dateFormat YYYY-MM-DD"
    yield "  axisFormat %Y-%m"
    yield "  todayMarker off"
    count = 0
    for strategy, bars in roadmaps:
        for owner, group in groupby(bars, key=owner_text):
            name = f"{pick(strategy.title)} {owner}" if len(roadmaps) > 1 else owner
            yield f"  section {mermaid_text(name)}"
            for bar in group:
                tags = "crit, " if bar.late else _TAGS[bar.item.state]
                start, end = (f"{year:04}-{fiscal_year_start:02}-01" for year in (bar.first, bar.last + 1))
                yield f"  {mermaid_task(_title(bar))} :{tags}t{count}, {start}, {end}"
                count += 1


def _title(bar: Bar) -> str:
    """An item's title, and in a word what no colour alone should say."""
    if bar.late:
        return f"{title_text(bar)} ({say('late')})"
    return f"{title_text(bar)} ({state_word('dropped')})" if bar.item.state == "dropped" else title_text(bar)
