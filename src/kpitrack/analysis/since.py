"""Since last time: the verdict by the value before the newest one, the one of today, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Why = Literal["new_value", "moved_target", "nothing_new"]
"""A newer value is there; the target was revised; no newer value has come in the year that is over."""


class Since(NamedTuple):
    """What has become of a KPI since last time.

    Args:
        year: the year of the value before the newest one.
        value: that value.
        status: the verdict by it, with today's baseline and target.
        grade: its grade, if any.
        turned: ``better``, ``worse`` or ``same``; None where the two cannot be ranked.
        why: what lies between the two.
    """

    year: int
    value: float
    status: str
    grade: str | None
    turned: str | None
    why: tuple[Why, ...]


class Yearly(NamedTuple):
    """What is known of a KPI by year.

    Args:
        path: what its path asks for.
        statuses: the status by each year's actual as of that year; see `kpitrack.progress.judge.year_by_year`.
    """

    path: dict[int, float | None]
    statuses: dict[int, str]


def since_last(row: Mapping[str, Any]) -> Since | None:
    """What has become of the KPI of a verdict ``row`` since last time; None where there is no earlier value."""
    if row.get("last_year") is None:
        return None
    late = row["actual_year"] < row["as_of"] - row["lag"]
    why: list[Why] = ["nothing_new" if late else "new_value"]
    if row["target_revised"]:
        why.insert(0, "moved_target")
    return Since(row["last_year"], row["last_value"], row["last_status"], row["last_grade"], row["turned"], tuple(why))


def each_year(row: Mapping[str, Any], judged: Mapping[int, str]) -> dict[int, str]:
    """The verdict by the usable actual of each year, up to the one that decided, whose final verdict stands.

    Args:
        row: the verdict row of today.
        judged: the status by each year's actual as of that year; see `Yearly`.
    """
    decided = row.get("decided_by_year")
    kept = {
        year: status
        for year, status in sorted(judged.items())
        if (decided is None or year <= decided) and status not in {"discontinued", "not_started"}
    }
    return kept | {decided: row["status"]} if decided in kept else kept
