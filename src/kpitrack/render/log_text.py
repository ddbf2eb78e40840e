"""Who recorded each number of a KPI, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kpitrack.history.recorded import Event, by_year
from kpitrack.language import pick, say
from kpitrack.model.strategy import KPI
from kpitrack.model.years import show_year

from .entry_words import brief
from .log_view import kind_word, values, who
from .plain import visible


def render(ref: str, kpi: KPI, events: Sequence[Event]) -> Iterator[Text]:
    """The lines: by year, oldest event first."""
    unit = pick(kpi.unit)
    yield Text(visible(f"{pick(kpi.name)} [{unit}]" if unit else pick(kpi.name)), style="bold")
    yield Text(visible(ref), style="dim")
    if not events:
        yield Text(str(say("nothing was recorded yet")))
    for year, members in by_year(events):
        yield Text()
        now = members[-1]
        heading = Text(show_year(year, calendar=kpi.calendar), style="bold")
        yield heading.append(f"  {visible(brief(now.new) if now.stands else '–')}")
        for event in members:
            line = Text("  ")
            line.append(visible(who(event)), style="" if event.commit.name else "yellow")
            line.append(f"  {kind_word(event)} {visible(values(event))}")
            yield line
            yield Text(f"      {visible(event.path)}  {visible(event.commit.subject)}".rstrip(), style="dim")
