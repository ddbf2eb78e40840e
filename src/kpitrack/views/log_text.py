"""Who recorded each number of a KPI, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kpitrack.history.log import Event, by_slot
from kpitrack.language import pick, say
from kpitrack.model.strategy import KPI
from kpitrack.views.text.plain import visible

from .log import kind_word, number_text, slot_word, values, who


def render(ref: str, kpi: KPI, events: Sequence[Event]) -> Iterator[Text]:
    """The lines: by number, oldest event first."""
    unit = pick(kpi.unit)
    yield Text(visible(f"{pick(kpi.name)} [{unit}]" if unit else pick(kpi.name)), style="bold")
    yield Text(visible(ref), style="dim")
    if not events:
        yield Text(str(say("nothing was recorded yet")))
    for slot, members in by_slot(events):
        yield Text()
        now = members[-1]
        heading = Text(slot_word(slot, kpi), style="bold")
        yield heading.append(f"  {visible(number_text(slot, now.new) if now.stands else '–')}")
        for event in members:
            line = Text("  ")
            line.append(visible(who(event)), style="" if event.commit.name else "yellow")
            line.append(f"  {kind_word(event)} {visible(values(event))}")
            yield line
            yield Text(f"      {visible(event.path)}  {visible(event.commit.subject)}".rstrip(), style="dim")
