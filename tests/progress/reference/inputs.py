"""A KPI as the method sees it, in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

RELATIVE = frozenset({"times_baseline", "change", "percent_change", "percent_per_year"})
#: Statuses of a reading that is there but may still change.
TENTATIVE = frozenset({"provisional", "estimated", "imputed", "unreliable"})


@dataclass(frozen=True)
class Reading:
    """One year's entry. ``value`` is None for the four statuses that have none."""

    value: Fraction | None
    status: str = "normal"


@dataclass(frozen=True)
class Aim:
    """A target. ``number`` is the value, multiple, change or rate that its form asks for, or None.

    A ``hold`` without its own value has ``number`` None; ``rule`` is the hold's or the compounding's word.
    """

    form: str
    year: int | None = None
    number: Fraction | None = None
    rule: str | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    tolerance: Fraction = Fraction(0)
    ratio: Fraction = Fraction(1)
    strict: bool = False


@dataclass(frozen=True)
class Kpi:
    """Everything about a KPI that can change its verdict."""

    period_start: int
    aim: Aim | None
    actuals: dict[int, Reading] = field(default_factory=dict)
    baseline_year: int | None = None
    baseline_value: Fraction | None = None
    better: str | None = None
    accumulation: str = "none"
    milestones: dict[int, Fraction] = field(default_factory=dict)
    discontinued: int | None = None
    lag: int = 1
    frequency: int = 1
    comparator: dict[int, Fraction] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """y_b. "Where the baseline's year is unknown, y_b is the year before the strategy's period."""
        return self.period_start - 1 if self.baseline_year is None else self.baseline_year

    @property
    def is_sum(self) -> bool:
        """Whether the actuals are yearly amounts that add up."""
        return self.accumulation == "sum"


@dataclass(frozen=True)
class Verdict:
    """What the method says of a KPI. Rates are ratios; ``reasons`` says why one is None, where the method names it."""

    status: str
    reason: str | None
    rates: dict[str, Fraction | None]
    reasons: dict[str, str]
    target_value: Fraction | None
    expected: Fraction | None
    forecast: Fraction | None
    forecast_meets: bool | None
    previous: tuple[int, Fraction] | None
    actual_year: int | None
    actual_value: Fraction | None
    decided_by: tuple[int, Fraction] | None
    provisional: bool
    stale: bool
    broken: bool
    missing_years: list[int]
