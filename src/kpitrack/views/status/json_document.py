"""``status`` as JSON, in the shape ``kpitrack/status/1``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.standing import Standing, scale_word
from kpitrack.language import pick
from kpitrack.views.text import json
from kpitrack.views.text.json import number
from kpitrack.views.words import grade_label

RATES = (
    "attainment", "against_expected", "progress", "pace", "elapsed", "change", "difference", "improvement",
    "growth_ratio", "forecast_progress", "remaining", "needed_per_year", "inverse_attainment",
    "inverse_against_expected", "mirrored_attainment", "mirrored_against_expected", "ratio_to_target", "deviation",
    "on_previous", "gap_to_expected", "allowance_used",
)  # fmt: skip

#: Those that stand after the forecast; the others before it.
AFTER_FORECAST = RATES[9:]
#: What is true or false of a KPI, or null where it is not asked.
FLAGS = ("limit", "improved", "last_before_target", "discontinued")
REASONS = {"expected": "reason_expected", "forecast": "reason_forecast_value"} | {
    name: f"reason_{name}" for name in RATES
}


def as_json(standings: Sequence[Standing], as_of: int) -> Iterator[str]:
    """The document as text."""
    yield from json.lines(document(standings, as_of))


def document(standings: Sequence[Standing], as_of: int) -> dict[str, Any]:
    """The document: a summary and one entry a KPI, in the order of the documents."""
    summary = {"kpis": len(standings), "by_status": dict(Counter(one.status for one in standings))}
    return json.document("status", as_of=as_of, summary=summary, kpis=[entry(one) for one in standings])


def entry(one: Standing) -> dict[str, Any]:
    """One KPI. Rates are ratios, unrounded; what is undefined is null, and ``reasons`` says why."""
    row, kpi, organization = one.row, one.kpi, one.strategy.organization
    rates = {name: number(row.get(name)) for name in RATES}
    later = {name: rates.pop(name) for name in AFTER_FORECAST}
    return {
        "ref": one.ref,
        "strategy": one.strategy.id,
        "kpi": kpi.id,
        "organization": {
            "name": pick(organization.name), "code": organization.code, "level": organization.level,
        },
        "name": one.name,
        "unit": one.unit,
        "path": list(one.path),
        "better": row["better"],
        "accumulation": kpi.accumulation,
        "level": kpi.level,
        "baseline": (
            None
            if row["baseline_year"] is None and row["baseline_value"] is None
            else _point(row, "baseline")
        ),
        "target": (
            {**_point(row, "target"), "form": kpi.target.form}
            if kpi.target
            else None
        ),
        "actual": (
            None if row["actual_year"] is None else {**_point(row, "actual"), "status": row["actual_status"]}
        ),
        "previous": None if row["previous_year"] is None else _point(row, "previous"),
        "decided_by": None if row["decided_by_year"] is None else _point(row, "decided_by"),
        "expected": number(row["expected"]),
        **rates,
        "forecast": (
            None
            if row["forecast_value"] is None
            else {
                "value": number(row["forecast_value"]),
                "meets_target": row["forecast_meets_target"],
                "clipped": row["forecast_clipped"],
            }
        ),
        **later,
        "status": one.status,
        "reason": row["reason"],
        "reasons": {name: row[column] for name, column in REASONS.items() if row.get(column)},
        "provisional": row["provisional"],
        "stale": row["stale"],
        "break": row["break"],
        "missing_years": list(row["missing_years"] or ()),
        "missed_years": list(row["missed_years"] or ()),
        **{name: row[name] for name in FLAGS},
        "last": (
            None
            if row["last_year"] is None
            else {**_point(row, "last"), "status": row["last_status"], "grade": row["last_grade"]}
        ),
        "turned": row["turned"],
        "target_revised": row["target_revised"],
        "answered": row["answered"],
        "of": row["of"],
        "grade": (
            None
            if row.get("grade") is None
            else {"scheme": row["grade_scheme"], "grade": row["grade"], "label": grade_label(row)}
        ),
    }  # fmt: skip


def _point(row: dict[str, Any], name: str) -> dict[str, Any]:
    value, words = row[f"{name}_value"], row.get("scale")
    point = {"year": row[f"{name}_year"], "value": number(value)}
    return point if not words else {**point, "word": scale_word(row, value)}
