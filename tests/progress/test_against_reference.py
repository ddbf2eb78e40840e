"""The frames against the method in exact fractions: generated KPIs of every form, every rate, status, reason and flag."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge as judge_frames

from .reference.generate import Drawn, as_of_years, drawn_kpis, written
from .reference.inputs import Aim, Kpi, Reading, Verdict
from .reference.judge import judge
from .reference.path import target

_KPIS = 40
#: Reasons that the method names; where it names none, only that a rate is null is compared.
_NAMED = frozenset({
    "zero_baseline", "zero_target", "mixed_sign", "zero_required_growth", "needs_two_points", "comparator_missing",
})  # fmt: skip


def _wanted(verdict: Verdict) -> dict[str, object]:
    decided, previous = verdict.decided_by or (None, None), verdict.previous or (None, None)
    reasons: dict[str, object] = {
        f"reason_{rate}": reason for rate, reason in verdict.reasons.items() if reason in _NAMED
    }
    if verdict.status != "not_assessable" or verdict.reason is not None:
        reasons["reason"] = verdict.reason
    return {
        **verdict.rates,
        "target_value": verdict.target_value,
        "expected": verdict.expected,
        "forecast_value": verdict.forecast,
        "forecast_meets_target": verdict.forecast_meets,
        "previous_year": previous[0],
        "previous_value": previous[1],
        "actual_year": verdict.actual_year,
        "actual_value": verdict.actual_value,
        "decided_by_year": decided[0],
        "decided_by_value": decided[1],
        "status": verdict.status,
        "provisional": verdict.provisional,
        "stale": verdict.stale,
        "break": verdict.broken,
        "missing_years": verdict.missing_years,
        **reasons,
    }


def _agree(wanted: object, got: object, size: int) -> bool:
    if isinstance(wanted, Fraction) and isinstance(got, float):
        return math.isclose(wanted, got, rel_tol=1e-9, abs_tol=1e-9 * size)
    return wanted == got


def disagreements(
    drawn: list[Drawn], as_of: int, on_track: Fraction, at_risk: Fraction
) -> list[tuple[Drawn, dict[str, tuple[Any, Any]]]]:
    """The KPIs that come out otherwise, with what the reference and what the frames say."""
    strategy, actuals, options = written(drawn, on_track, at_risk)
    frame = judge_frames(build([strategy], [actuals], options), as_of, options.thresholds).collect()
    rows = {row["kpi"]: row for row in frame.to_dicts()}
    found = []
    for i, one in enumerate(drawn):
        row = rows[f"k{i}"]
        wanted = _wanted(judge(one.kpi, as_of, on_track, at_risk))
        differing = {name: (want, row[name]) for name, want in wanted.items() if not _agree(want, row[name], one.size)}
        if differing:
            found.append((one, differing))
    return found


# Forty KPIs an example share one run of the frames; drawing them is most of the work, hence no limits on it.
@settings(
    max_examples=75,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    drawn=st.lists(drawn_kpis(), min_size=_KPIS, max_size=_KPIS),
    as_of=as_of_years,
    thresholds=st.sampled_from([(Fraction(95, 100), Fraction(60, 100)), (Fraction(1), Fraction(80, 100))]),
)
def test_the_frames_agree_with_the_exact_reference(
    drawn: list[Drawn], as_of: int, thresholds: tuple[Fraction, Fraction]
) -> None:
    assert disagreements(drawn, as_of, *thresholds) == []


def test_a_target_in_yen_is_met_to_its_last_digit() -> None:
    # Eleven digits and more: the last of them lie beyond an absolute 1e-9.
    rates = [Fraction(n, 1000) for n in (7, 13, 29, 41, 53, -17, -31)]
    drawn = []
    for rate in rates:
        for base in (Fraction(123_456_789_013), Fraction(35_500_000_000_001), Fraction(987_654_321_987)):
            kpi = Kpi(2020, Aim("percent_per_year", 2024, rate, "compound"), {}, 2019, base)
            aimed = target(kpi)
            assert aimed is not None
            drawn.append(Drawn(replace(kpi, actuals={2024: Reading(aimed)}), size=10**11))
    assert {judge(one.kpi, 2025).status for one in drawn} == {"achieved"}
    assert disagreements(drawn, 2025, Fraction(95, 100), Fraction(60, 100)) == []
