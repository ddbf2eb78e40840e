"""The frames against the method in exact fractions: generated KPIs of every form, every rate, status, reason and flag."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge as judge_frames

from .reference.generate import Drawn, as_of_years, drawn_kpis
from .reference.inputs import Aim, Entry, Kpi, Verdict
from .reference.judge import judge
from .reference.path import direction, target
from .reference.writing import files_of

_KPIS = 40
#: Reasons that the method names; where it names none, only that a rate is null is compared.
_NAMED = frozenset({
    "zero_baseline", "zero_target", "mixed_sign", "zero_required_growth", "needs_two_points", "comparator_missing",
    "limit", "scale",
})  # fmt: skip
#: Rates in the KPI's unit: their floating error grows with its values. That of a forecast does, too.
_IN_THE_UNIT = frozenset({"remaining", "difference", "needed_per_year", "gap_to_expected"})
_OF_DIFFERENCES = frozenset({"pace", "growth_ratio", "forecast_progress"})


def wanted_of(verdict: Verdict) -> dict[str, object]:
    """What the reference says, by the columns of a verdict."""
    decided, previous = verdict.decided_by or (None, None), verdict.previous or (None, None)
    last = verdict.last
    reasons: dict[str, object] = {
        f"reason_{rate}": reason for rate, reason in verdict.reasons.items() if reason in _NAMED
    }
    if verdict.status != "not_assessable" or verdict.reason is not None:
        reasons["reason"] = verdict.reason
    if verdict.forecast_reason is not None:
        reasons["reason_forecast_value"] = verdict.forecast_reason
    return {
        **verdict.rates,
        "target_value": verdict.target_value,
        "expected": verdict.expected,
        "forecast_value": verdict.forecast,
        "forecast_meets_target": verdict.forecast_meets,
        "forecast_clipped": verdict.clipped,
        "previous_year": previous[0],
        "previous_value": previous[1],
        "actual_year": verdict.actual_year,
        "actual_value": verdict.actual_value,
        "decided_by_year": decided[0],
        "decided_by_value": decided[1],
        "status": verdict.status,
        "limit": verdict.limit,
        "improved": verdict.improved,
        "discontinued": verdict.discontinued,
        "last_before_target": verdict.last_before_target,
        "provisional": verdict.provisional,
        "stale": verdict.stale,
        "break": verdict.broken,
        "missing_years": verdict.missing_years,
        "missed_years": verdict.missed_years,
        "last_year": None if last is None else last.year,
        "last_value": None if last is None else last.value,
        "last_status": None if last is None else last.status,
        "turned": verdict.turned,
        **reasons,
    }


def agree(name: str, wanted: object, got: object, size: int) -> bool:
    """Whether the frames say the same, to the digits that doubles keep of values of that ``size``."""
    if not (isinstance(wanted, Fraction) and isinstance(got, float)):
        return wanted == got
    if size == 10**12 and name in _OF_DIFFERENCES:
        return math.isclose(wanted, got, rel_tol=1e-2, abs_tol=1e-2)  # a few yen of trillions: few digits are left
    in_the_unit = name in _IN_THE_UNIT or (name.endswith(("_value", "expected")) and "against" not in name)
    return math.isclose(wanted, got, rel_tol=1e-9, abs_tol=1e-9 * (size if in_the_unit else 1))


def disagreements(
    drawn: list[Drawn], as_of: int, on_track: Fraction, at_risk: Fraction
) -> list[tuple[Drawn, dict[str, tuple[Any, Any]]]]:
    """The KPIs that come out otherwise, with what the reference and what the frames say."""
    files = files_of(drawn, on_track, at_risk)
    frames = build(files.strategies, files.actuals, files.settings)
    frame = judge_frames(frames, as_of, files.settings).collect(engine="in-memory")
    rows = {row["kpi"]: row for row in frame.to_dicts() if row["strategy"] == "s"}
    found = []
    for i, one in enumerate(drawn):
        row = rows[f"k{i}"]
        wanted = wanted_of(judge(one.kpi, as_of, on_track, at_risk))
        differing = {
            name: (want, row.get(name, "no such column"))
            for name, want in wanted.items()
            if name not in row or not agree(name, want, row[name], one.size)
        }
        if differing:
            found.append((one, differing))
    return found


def upkept_otherwise(drawn: list[Drawn], upkeep: str | int) -> list[Drawn]:
    """The same in a strategy that is transcribed, or superseded from a year on."""
    changed = {"transcribed": upkeep == "transcribed", "superseded": upkeep if isinstance(upkeep, int) else None}
    return [replace(one, kpi=replace(one.kpi, **changed)) for one in drawn]


# Forty KPIs an example share one run of the frames; drawing them is most of the work, hence no limits on it.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=75,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    drawn=st.lists(drawn_kpis(), min_size=_KPIS, max_size=_KPIS),
    as_of=as_of_years,
    thresholds=st.sampled_from([(Fraction(95, 100), Fraction(60, 100)), (Fraction(1), Fraction(80, 100))]),
    upkeep=st.sampled_from(["maintained"] * 6 + ["transcribed", 2023, 2026]),
)
def test_the_frames_agree_with_the_exact_reference(
    drawn: list[Drawn], as_of: int, thresholds: tuple[Fraction, Fraction], upkeep: str | int
) -> None:
    assert disagreements(upkept_otherwise(drawn, upkeep), as_of, *thresholds) == []


def test_a_target_in_yen_is_met_to_its_last_digit() -> None:
    # Eleven digits and more: the last of them lie beyond an absolute 1e-9.
    rates = [Fraction(n, 1000) for n in (7, 13, 29, 41, 53, -17, -31)]
    met, short = [], []
    for rate in rates:
        for base in (Fraction(123_456_789_013), Fraction(35_500_000_000_001), Fraction(987_654_321_987)):
            kpi = Kpi((2020, 2024), Aim("percent_per_year", 2024, rate, "compound"), {}, 2019, base)
            aimed = target(kpi)
            assert aimed is not None
            better = direction(kpi)
            least = Fraction(math.ceil(aimed) if better > 0 else math.floor(aimed))
            # Of fourteen digits the last is a yen: the fractions of one that the target asks for are not told.
            for drawn, value in ((met, least), (short, least - 2 * better)):
                drawn.append(Drawn(replace(kpi, actuals={2024: Entry(value)}), size=10**11))
    for drawn, status in ((met, "achieved"), (short, "missed")):
        assert {judge(one.kpi, 2025).status for one in drawn} == {status}
        assert disagreements(drawn, 2025, Fraction(95, 100), Fraction(60, 100)) == []


def test_a_whole_number_is_met_to_its_last_digit() -> None:
    kpi = Kpi((2020, 2024), Aim("value", 2024, Fraction(1_000_000_000_001)), {}, 2019, Fraction(0))
    drawn = [
        Drawn(replace(kpi, actuals={2024: Entry(Fraction(1_000_000_000_001 + n))}), size=10**12) for n in (-1, 0, 1)
    ]
    assert [judge(one.kpi, 2025).status for one in drawn] == ["missed", "achieved", "achieved"]
    assert disagreements(drawn, 2025, Fraction(95, 100), Fraction(60, 100)) == []


def test_a_line_that_ends_at_zero_is_not_beyond_it() -> None:
    kpi = Kpi((2020, 2025), Aim("hold", 2025, Fraction(0), "at_least", strict=True), accumulation="running_total")
    kpi = replace(kpi, baseline_value=Fraction(-153, 100), actuals={2020: Entry(Fraction(-51, 40))}, frequency=2)
    assert judge(kpi, 2024).forecast_meets is False
    assert disagreements([Drawn(kpi)], 2024, Fraction(95, 100), Fraction(60, 100)) == []
