"""What ``compare`` shows, for each of its formats."""

from __future__ import annotations

from collections import Counter

from kpitrack.analysis.comparison import Candidate, Comparison, Obstacle
from kpitrack.language import Text, mark, pick, say, translate

_OBSTACLES: dict[Obstacle, str] = {
    "unit": mark("another unit"),
    "accumulation": mark("accumulated otherwise"),
    "calendar": mark("another calendar"),
    "direction": mark("the other way is better"),
    "definition": mark("another definition"),
    "population": mark("a count of another kind of area"),
    "year": mark("no value of the year"),
}
_WORDS: dict[str, str] = {
    "none": mark("yearly values"),
    "running_total": mark("running totals"),
    "sum": mark("amounts to be summed"),
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
    """Why, with what the KPI has and what the others have."""
    if obstacle == "year":
        if not own:
            return say("no value at all")
        return say("no value of {year}; its newest is of {own}", year=common or "–", own=own)
    return say(
        "{obstacle}: {own}; the others have {common}",
        obstacle=obstacle_word(obstacle), own=_word(own), common=_word(common),
    )  # fmt: skip


def better_word(better: str | None) -> str:
    """Which way is better, in words; empty where that is not known."""
    return translate(_WORDS[better]) if better else ""


def _word(value: str) -> str:
    return translate(_WORDS[value]) if value in _WORDS else value


def organization(one: Candidate) -> str:
    """Whose KPI it is."""
    return pick(one.strategy.organization.name)


def labels(comparison: Comparison) -> dict[str, str]:
    """How each KPI is called, by its ref: its organisation, and its strategy where that alone tells it apart."""
    found = [row.candidate for row in comparison.ranked] + [one.candidate for one in comparison.apart]
    count = Counter(organization(one) for one in found)
    return {
        one.ref: organization(one) if count[organization(one)] == 1 else f"{organization(one)} ({one.strategy.id})"
        for one in found
    }


def names(comparison: Comparison) -> list[str]:
    """The names that the KPIs of an indicator go by, each once."""
    found = [row.candidate for row in comparison.ranked] + [one.candidate for one in comparison.apart]
    return list(dict.fromkeys(pick(one.kpi.name) for one in found))
