"""By what KPIs are judged, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

#: How a rate is compared with its bound.
COMPARISONS = ("at_least", "more_than", "at_most", "less_than")


class Limits(Protocol):
    """From which pace on a KPI is on track, and at risk rather than off track."""

    @property
    def on_track(self) -> float:
        """The first of them."""

    @property
    def at_risk(self) -> float:
        """The second."""


class Rung(NamedTuple):
    """One grade and when it is given.

    Args:
        grade: its mark.
        label: its words, and the English ones.
        label_en: likewise.
        bounds: a rate, how it is compared, and the number or the rate it is compared with; all must hold.
        statuses: the statuses for which it is given; None for any.
        turned: which way the verdict has turned since the value before; None for any.
        final: whether the KPI is decided; None for either.
    """

    grade: str
    label: str | None
    label_en: str | None
    bounds: tuple[tuple[str, str, float | str], ...]
    statuses: tuple[str, ...] | None
    turned: tuple[str, ...] | None = None
    final: bool | None = None


class Headline(NamedTuple):
    """The rate that a scheme calls its own (達成率): the first that is defined, by which way is better.

    Args:
        higher: the rates where higher is better.
        lower: those where lower is.
        label: what the scheme calls it, and in English.
        label_en: likewise.
    """

    higher: tuple[str, ...]
    lower: tuple[str, ...]
    label: str | None
    label_en: str | None


class Ladder(NamedTuple):
    """The grades of a scheme; the first that holds is given.

    Args:
        rounded: whether rates are rounded as they are printed before they are compared.
        rungs: the grades from the first down.
        otherwise: the grade where none can be determined.
        rate: the scheme's own rate, where it names one.
    """

    rounded: bool
    rungs: tuple[Rung, ...]
    otherwise: Rung | None
    rate: Headline | None = None


class Basis(NamedTuple):
    """The basis of verdicts.

    Args:
        as_of: the fiscal year of the verdict; later values are ignored.
        on_track: the pace from which a KPI is on track.
        at_risk: the pace from which it is at risk rather than off track.
        ladders: the grading schemes by name.
        grading: the scheme by which all are graded, instead of each by its own.
    """

    as_of: int
    on_track: float
    at_risk: float
    ladders: Mapping[str, Ladder]
    grading: str | None
