"""What ``roadmap`` shows, for each of its formats."""

from __future__ import annotations

from kpitrack.analysis.roadmap import Bar
from kpitrack.language import Text, mark, pick, say, translate
from kpitrack.model.years import show_year

_STATES: dict[str, str] = {
    "planned": mark("planned"),
    "under_way": mark("under way"),
    "done": mark("done"),
    "dropped": mark("dropped"),
}


def state_word(state: str) -> str:
    """An item's state in words."""
    return translate(_STATES[state])


def owner_text(bar: Bar) -> str:
    """What an item is part of: the numbers and title of the node, or the KPI's name."""
    if bar.kpi:
        return pick(bar.kpi.name)
    node = bar.branch.node
    above = bar.branch.trail[:-1] if node.number else bar.branch.trail
    own = f"{node.number} {pick(node.title)}" if node.number else pick(node.title)
    return " › ".join([*above, own])


def title_text(bar: Bar) -> str:
    """An item's title, or its id where the title is empty."""
    return pick(bar.item.title).strip() or bar.item.id


def late_text(bar: Bar) -> Text | None:
    """Why an item is late."""
    match bar.late:
        case "not_begun":
            return say("late: was to begin in {year}", year=show_year(bar.first))
        case "not_finished":
            return say("late: was to end in {year}", year=show_year(bar.last))
        case None:
            return None


def nothing_text(strategy: str) -> Text:
    """That a strategy has no roadmap."""
    return say("{strategy} has no roadmap.", strategy=strategy)
