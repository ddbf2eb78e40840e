"""The number and the direction of a target, as checks need them."""

from __future__ import annotations

from typing import Literal

from kpitrack.model.strategy import KPI
from kpitrack.model.target import Target

Better = Literal["higher", "lower"]


def baseline_of(kpi: KPI) -> float | None:
    """The baseline's value, where it is known."""
    return kpi.baseline.value if kpi.baseline else None


def number_of(target: Target, baseline: float | None) -> float | None:
    """The absolute number of a target of the form value, times_baseline, change or percent_change."""
    if target.value is not None:
        return target.value
    if baseline is None:
        return None
    if target.times_baseline is not None:
        return baseline * target.times_baseline
    if target.change is not None:
        return baseline + target.change
    if target.percent_change is not None:
        return baseline * (1 + target.percent_change)
    return None


def direction_of(kpi: KPI, target: Target) -> Better | None:
    """The better direction that ``target``, which has exactly one form, implies; None where it implies none."""
    if target.hold is not None:
        return "higher" if target.hold == "at_least" else "lower"
    step = _step(kpi, target)
    return None if not step else "higher" if step > 0 else "lower"


def _step(kpi: KPI, target: Target) -> float | None:
    """The distance from baseline to target, or a number with the same sign."""
    if target.value is not None and kpi.accumulation == "sum":
        return target.value  # a sum of yearly amounts starts at zero
    baseline = baseline_of(kpi)
    if target.value is not None:
        return None if baseline is None else target.value - baseline
    if target.change is not None:
        return target.change
    more = None if target.times_baseline is None else target.times_baseline - 1
    of_itself = next((one for one in (more, target.percent_change, target.percent_per_year) if one is not None), None)
    # 30% less of -100 is -70, and higher.
    return None if of_itself is None else of_itself * (1 if baseline is None else baseline)
