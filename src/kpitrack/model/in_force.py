"""What runs go by of ``kpitrack.yaml``, in plain values: of settings that were read before, no model is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Accepted(NamedTuple):
    """Findings that are known and accepted, and why."""

    rule: str
    path: str | None
    reason: str


class InForce(NamedTuple):
    """The settings in force, as far as findings and verdicts depend on them; see `kpitrack.model.settings.Settings`.

    What ``kpitrack.yaml`` does not say is as it is here.

    Args:
        fiscal_year_start: the month in which a fiscal year begins.
        time_zone: in which it is today.
        grading: the scheme of strategies that name none.
        on_track: the pace from which a KPI is on track.
        at_risk: the pace from which it is at risk rather than off track.
        schemes: the repository's own grading schemes by name, as they may be written in the file.
        ignore: the findings that are accepted.
    """

    fiscal_year_start: int = 4
    time_zone: str = "Asia/Tokyo"
    grading: str | None = None
    on_track: float = 0.95
    at_risk: float = 0.6
    schemes: Mapping[str, Mapping[str, Any]] = {}
    ignore: tuple[Accepted, ...] = ()


def in_force(stated: Mapping[str, Any]) -> InForce:
    """The settings that `kpitrack.model.settings.Settings.stated` has put as JSON.

    Raises:
        KeyError, TypeError or AttributeError: it has not.
    """
    return InForce(
        stated["fiscal_year_start"],
        stated["time_zone"],
        stated.get("grading"),
        stated["thresholds"]["on_track"],
        stated["thresholds"]["at_risk"],
        stated.get("schemes", {}),
        tuple(Accepted(one["rule"], one.get("path"), one["reason"]) for one in stated.get("ignore", ())),
    )
