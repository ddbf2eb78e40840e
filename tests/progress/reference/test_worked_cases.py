"""The reference against worked cases whose arithmetic was checked exactly, before anything is held against it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from .inputs import Aim, Entry, Kpi
from .judge import judge
from .path import met

_CASES = json.loads((Path(__file__).parents[1] / "cases.json").read_text(encoding="utf-8"))["cases"]
_WORDS = {"O": "missing", "L": "not_collected", "M": "not_applicable", "Q": "suppressed"}
#: The cases' words for what the method calls otherwise.
_STATUS = {"maintained": "on_track", "below_floor": "off_track", "above_ceiling": "off_track"}
_RATE = {
    "progress": "progress", "progress_exact": "progress", "expected_progress": "elapsed", "remaining": "remaining",
    "pace_ratio": "pace", "pace_exact": "pace", "ratio": "growth_ratio", "csi_0_10": "progress",
    "score_0_10": "forecast_progress",
}  # fmt: skip
#: Sums of parts and Statistics Canada's reading without a target are no verdicts on a KPI.
_OTHER_METHODS = {"aggregate", "statcan_cagr_no_target"}


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _aim(case: dict[str, Any]) -> Aim:  # noqa: PLR0911  one return a form
    target, year = case["target"], case["target"]["year"]
    if case["direction"] == "maintain_at_least":
        tolerance = Fraction(str(case.get("tolerance_pct", 0))) / 100
        return Aim("hold", year, Fraction(str(target["value"])), "at_least", tolerance=tolerance)
    if "low" in target:
        return Aim("range", year, low=Fraction(str(target["low"])), high=Fraction(str(target["high"])))
    match target.get("rule"):
        case {"type": "multiple", "factor": factor}:
            return Aim("times_baseline", year, Fraction(str(factor)))
        case {"type": "percent_per_year_compound", "percent": percent}:
            return Aim("percent_per_year", year, Fraction(str(percent)) / 100, "compound")
        case {"type": "points", "points": points}:
            return Aim("change", year, Fraction(str(points)))
        case {"type": "parity"}:
            return Aim("parity_with", year)
    return Aim("value", year, _exact(target["value"]))


def _kpi(case: dict[str, Any]) -> Kpi:
    return Kpi(
        period=(2020, 2099),
        aim=_aim(case),
        baseline_year=case["baseline"]["year"],
        baseline_value=_exact(case["baseline"]["value"]),
        better={"increase": "higher", "decrease": "lower"}.get(case["direction"]),
        accumulation="sum" if case["method"] == "cumulative_flow" else "none",
        milestones={m["year"]: Fraction(str(m["value"])) for m in case["target"].get("milestones", [])},
        lag=case.get("lag_years", 1),
        actuals={
            a["year"]: Entry(_exact(a["value"]), _WORDS.get(a.get("obs_status"), "normal")) for a in case["actuals"]
        },
        comparator={c["year"]: Fraction(str(c["value"])) for c in case.get("comparator", [])},
    )


def _as_asked(name: str, wanted: object) -> object:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        wanted = wanted / 10 if name in {"csi_0_10", "score_0_10"} else wanted
        return pytest.approx(wanted, rel=1e-9, abs=1e-11)
    if name in {"progress_exact", "pace_exact"} and isinstance(wanted, str):
        return Fraction(wanted)
    return _STATUS.get(wanted, wanted) if isinstance(wanted, str) else wanted


@pytest.mark.parametrize("case", [c for c in _CASES if c["method"] not in _OTHER_METHODS], ids=lambda c: c["name"])
def test_a_worked_case_comes_out(case: dict[str, Any]) -> None:
    kpi = _kpi(case)
    got = judge(kpi, case["as_of_year"])
    facts: dict[str, object] = {
        **{name: got.rates[rate] for name, rate in _RATE.items()},
        "status": got.status,
        "reason": got.reasons.get("growth_ratio"),
        "latest_year": got.actual_year,
        "cumulative": got.actual_value,
        "missing_years": got.missing_years,
        "resolved_target": got.target_value,
        "projected_value_at_target_year": got.forecast,
        "expected_value_at_latest_year": got.expected,
        "expected_to_date": got.expected,
    }
    if got.actual_year is not None and got.actual_value is not None:
        facts["target_met"] = met(kpi, got.actual_year, got.actual_value, case["as_of_year"])
        facts["data_currency"] = "stale" if got.stale else "current"
    asked = {name: wanted for name, wanted in case["expected"].items() if name in facts}
    assert asked
    assert {name: facts[name] for name in asked} == {name: _as_asked(name, wanted) for name, wanted in asked.items()}
