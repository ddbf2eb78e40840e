"""``status`` as CSV: the fields of the JSON, flat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kpitrack.views.text.csv import Cell, csv_lines

from .json import AFTER_FORECAST, FLAGS, RATES

_POINTS = {
    "organization": ("name", "code", "level"),
    "baseline": ("year", "value", "word"),
    "target": ("year", "value", "form", "word"),
    "actual": ("year", "value", "status", "word"),
    "previous": ("year", "value", "word"),
    "decided_by": ("year", "value", "word"),
    "last": ("year", "value", "status", "grade", "word"),
    "forecast": ("value", "meets_target", "clipped"),
    "grade": ("scheme", "grade", "label", "rate_name", "rate_value", "rate_label"),
}
_PLAIN = (
    "ref", "strategy", "kpi", "organization", "name", "unit", "path", "better", "accumulation", "level", "baseline",
    "target", "actual", "previous", "decided_by", "expected", *RATES[:9], "forecast", *AFTER_FORECAST, "status",
    "reason", "reasons", "provisional", "stale", "break", "missing_years", "missed_years", *FLAGS, "last", "turned",
    "target_revised", "answered", "of", "grade", "organizations",
)  # fmt: skip
COLUMNS = tuple(f"{name}_{part}" if part else name for name in _PLAIN for part in _POINTS.get(name, ("",)))


def as_csv(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The header and one line a KPI, without line ends, from the objects of `kpitrack.views.status.json`."""
    yield from csv_lines(COLUMNS, (list(_flat(one)) for one in entries))


def _flat(document: Mapping[str, Any]) -> Iterator[Cell]:
    for name in _PLAIN:
        value = document[name]
        if name == "grade" and value and value["rate"]:
            value = value | {f"rate_{part}": found for part, found in value["rate"].items()}
        if name in _POINTS:
            yield from ((value or {}).get(part) for part in _POINTS[name])
        elif name == "path":
            yield " ".join(value)
        elif name == "organizations":
            yield "; ".join(one["name"] for one in value)
        elif name in {"missing_years", "missed_years"}:
            yield " ".join(map(str, value))
        elif name == "reasons":
            yield json.dumps(value, ensure_ascii=False) if value else None
        else:
            yield value
