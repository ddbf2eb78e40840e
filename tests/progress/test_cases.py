"""Worked cases whose arithmetic was checked exactly, with fractions and with sixty digits."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kpitrack.progress.judge import judge
from kpitrack.progress.rollup import shares

_CASES = {case["name"]: case for case in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]}
_WORDS = {"O": "missing", "L": "not_collected", "M": "not_applicable", "Q": "suppressed"}
#: The words of the method for those of the cases.
_STATUS = {"maintained": "on_track", "below_floor": "off_track", "above_ceiling": "off_track"}
#: The fields of the cases and the columns that hold them.
_COLUMN = {
    "latest_year": "actual_year", "progress": "progress", "remaining": "remaining",
    "expected_value_at_latest_year": "expected", "expected_to_date": "expected", "expected_progress": "elapsed",
    "pace_ratio": "pace", "ratio": "growth_ratio", "status": "status", "csi_0_10": "progress",
    "projected_value_at_target_year": "forecast_value", "score_0_10": "forecast_progress", "cumulative": "actual_value",
    "missing_years": "missing_years", "resolved_target": "target_value", "resolved_exact": "target_value",
    "progress_exact": "progress", "expected_exact": "expected", "pace_exact": "pace", "projected_exact": "forecast_value",
    "reason": "reason_growth_ratio", "limit": "limit_low",
}  # fmt: skip
#: What the method does not ask for: clamped progress, ESCAP's and Eurostat's own categories, a yearly growth rate as such.
_NOT_OURS = {
    "progress_clamped_0_1", "category", "category_ignoring_achieved", "cagr_observed", "cagr_required", "slope", "gap_pct",
    "csi_exact",
}  # fmt: skip


def _kpi(case: dict[str, Any]) -> dict[str, Any]:  # noqa: C901  one branch a form
    target, direction = dict(case["target"]), case["direction"]
    kpi: dict[str, Any] = {"baseline": {k: v for k, v in case["baseline"].items() if v is not None}}
    if stones := target.pop("milestones", None):
        kpi["milestones"] = {stone["year"]: stone["value"] for stone in stones}
    if case["method"] == "cumulative_flow":
        kpi["accumulation"] = "sum"
    if direction in {"increase", "decrease"}:
        kpi["better"] = {"increase": "higher", "decrease": "lower"}[direction]
    if "lag_years" in case:
        kpi["lag"] = case["lag_years"]
    year, rule = target.pop("year"), target.pop("rule", None)
    match rule and rule["type"]:
        case "multiple":
            form = {"times_baseline": rule["factor"]}
        case "percent_per_year_compound":
            form = {"percent_per_year": f"{rule['percent']}%", "compounding": "compound"}
        case "points":
            form = {"change": rule["points"]}
        case "parity":
            form = {"parity_with": "c"}
        case _ if direction == "range":
            form = {"range": target}
        case _ if direction == "maintain_at_least":
            form = {"hold": "at_least", "value": target["value"], "tolerance": f"{case.get('tolerance_pct', 0)}%"}
        case _:
            form = {"value": target["value"]}
    kpi["target"] = {"year": year, **form}
    return kpi


def _entry(actual: dict[str, Any]) -> Any:
    return {"status": _WORDS[actual["obs_status"]]} if "obs_status" in actual else actual["value"]


@pytest.mark.parametrize(
    "case", [c for c in _CASES.values() if c["target"] is not None], ids=lambda case: str(case["name"])
)
def test_a_worked_case_comes_out(case: dict[str, Any], judged: Any) -> None:
    actuals = {actual["year"]: _entry(actual) for actual in case["actuals"]}
    comparators = {"c": {point["year"]: point["value"] for point in case.get("comparator", [])}}
    row = judged(_kpi(case), actuals, case["as_of_year"], comparators=comparators)
    asked = {name: wanted for name, wanted in case["expected"].items() if name not in _NOT_OURS}
    assert asked
    assert {name: _got(name, row) for name in asked} == {name: _wanted(name, wanted) for name, wanted in asked.items()}


def _wanted(name: str, wanted: Any) -> Any:
    if isinstance(wanted, str) and name.endswith("_exact"):
        wanted = float(Fraction(wanted))
    if isinstance(wanted, str):
        return _STATUS.get(wanted, wanted)
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        # The cases print repeating decimals with twelve digits; ESCAP's scores run to ten.
        return pytest.approx(wanted / (10 if name.endswith("_0_10") else 1), rel=1e-9, abs=1e-9)
    return wanted


def _got(name: str, row: dict[str, Any]) -> Any:  # noqa: C901, PLR0911  one return a field that is no column
    a, low, high = row["actual_value"], row["target_low"], row["target_high"]
    match name:
        case "target_met":
            return (low is None and row["limit_low"] is not None and a >= row["limit_low"] - 1e-9) or (
                row["limit_high"] is not None and a <= row["limit_high"] + 1e-9
            )
        case "strictly_met":
            return a >= row["target_value"]
        case "data_currency":
            return None if a is None else "stale" if row["stale"] else "current"
        case "complete":
            return not row["missing_years"]
        case "distance_outside":
            return max(low - a, a - high, 0)
        case "inside":
            return low <= a <= high
        case "gap_baseline":
            return row["comparator_start"] - row["start_value"]
        case "gap":
            return row["comparator_value"] - a
        case "parity":
            return row["status"] in {"achieved", "achieved_early"}
        case "status":
            return row["status"]
    return row[_COLUMN[name]]


def test_shares_add_up_as_sums_over_sums(frames_of: Any) -> None:
    case = _CASES["aggregate_percentage_ratio_of_sums"]
    parts = {f"k{i}": {2023: part} for i, part in enumerate(case["parts"])}
    frames = frames_of({name: {"unit": "%", "indicator": "sdg:8.5.2"} for name in parts}, parts)
    found = shares(judge(frames, 2024), ["indicator"]).collect()
    assert found["share"].to_list() == pytest.approx([case["expected"]["ratio_of_sums"]])
    assert found.select(pl.col("parts")).item() == 2


@pytest.mark.parametrize("name", [name for name, case in _CASES.items() if case["method"] == "statcan_cagr_no_target"])
def test_growth_without_a_target_is_no_verdict(name: str, judged: Any) -> None:
    # Statistics Canada calls any growth the right way "on track"; the method gives no verdict without a target.
    case = _CASES[name]
    row = judged(
        {"baseline": case["baseline"], "better": "higher"}, {a["year"]: a["value"] for a in case["actuals"]}, 2021
    )
    assert (row["status"], row["reason"], row["growth_ratio"]) == ("not_assessable", "no_target", None)
    assert row["change"] == pytest.approx(case["actuals"][0]["value"] / 100 - 1)
