"""A KPI as the method sees it, in exact numbers, and what the method says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

#: Forms whose target is told relative to the baseline.
RELATIVE = frozenset({"times_baseline", "change", "percent_change", "percent_per_year"})
#: Statuses of an entry whose value may still change: P, E, I, U.
TENTATIVE = frozenset({"provisional", "estimated", "imputed", "unreliable"})


@dataclass(frozen=True)
class Entry:
    """One year's entry. ``value`` is None under the four statuses that have none."""

    value: Fraction | None
    status: str = "normal"


@dataclass(frozen=True)
class Aim:
    """A target.

    ``number`` is the value, multiple, change or rate of its form; None for a ``hold`` of the baseline's value.
    ``word`` is ``at_least``, ``at_most``, ``compound`` or ``simple``. ``over`` is ``previous`` or a year for
    ``improve``; ``by`` is in the unit, or with ``by_percent`` a share of the absolute value.
    """

    form: str
    year: int | None = None
    number: Fraction | None = None
    word: str | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    tolerance: Fraction = Fraction(0)
    ratio: Fraction = Fraction(1)
    strict: bool = False
    every_year: bool = False
    over: int | str | None = None
    by: Fraction | None = None
    by_percent: bool = False


@dataclass(frozen=True)
class Kpi:
    """Everything about a KPI that can change its verdict.

    ``scale`` is the number of its words where its values are steps. ``whole`` is the 100 % of a share in its unit.
    ``superseded`` is the first year of the strategy that takes the place of its own.
    """

    period: tuple[int, int]
    aim: Aim | None
    actuals: dict[int, Entry] = field(default_factory=dict)
    baseline_year: int | None = None
    baseline_value: Fraction | None = None
    better: str | None = None
    accumulation: str = "none"
    milestones: dict[int, Fraction] = field(default_factory=dict)
    discontinued: int | None = None
    lag: int = 1
    frequency: int = 1
    comparator: dict[int, Fraction] = field(default_factory=dict)
    scale: int | None = None
    whole: Fraction | None = None
    transcribed: bool = False
    superseded: int | None = None

    @property
    def start(self) -> int:
        """y_b: "Where the baseline's year is unknown, y_b is the year before the strategy's period." """
        return self.period[0] - 1 if self.baseline_year is None else self.baseline_year

    @property
    def end(self) -> int | None:
        """y_t."""
        return None if self.aim is None else self.aim.year

    @property
    def is_sum(self) -> bool:
        """Whether the actuals are yearly amounts that add up."""
        return self.accumulation == "sum"

    @property
    def is_mean(self) -> bool:
        """Whether the actuals are yearly amounts compared by their mean."""
        return self.accumulation == "mean"


@dataclass(frozen=True)
class Last:
    """The verdict of the usable actual before the newest one."""

    year: int
    value: Fraction
    status: str
    improved: bool | None


@dataclass(frozen=True)
class Verdict:
    """What the method says. Rates are ratios; ``reasons`` says why one is None, where the method has a word for it."""

    status: str
    reason: str | None
    rates: dict[str, Fraction | None]
    reasons: dict[str, str]
    target_value: Fraction | None
    expected: Fraction | None
    forecast: Fraction | None
    forecast_reason: str | None
    forecast_meets: bool | None
    clipped: bool
    actual_year: int | None
    actual_value: Fraction | None
    previous: tuple[int, Fraction] | None
    decided_by: tuple[int, Fraction] | None
    limit: bool
    improved: bool | None
    discontinued: bool
    last_before_target: bool
    provisional: bool
    stale: bool
    broken: bool
    missing_years: list[int]
    missed_years: list[int]
    last: Last | None = None
    turned: str | None = None
