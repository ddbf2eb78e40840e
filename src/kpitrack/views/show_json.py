"""One KPI as JSON: its entry of ``status``, its series and its original verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kpitrack.analysis.case import Series
from kpitrack.analysis.standing import Standing
from kpitrack.model.actuals import Actual
from kpitrack.views.status.json_document import entry, number


def render(one: Standing, series: Series, original: Mapping[str, Any] | None) -> Iterator[str]:
    """The document as text."""
    yield json.dumps(document(one, series, original), ensure_ascii=False, indent=1, allow_nan=False)


def document(one: Standing, series: Series, original: Mapping[str, Any] | None) -> dict[str, Any]:
    """The document, in the shape ``kpitrack/show/1``."""
    years = sorted({*series.entries, *series.path})
    return {
        "schema": "kpitrack/show/1",
        **entry(one),
        "original_status": original["status"] if original else None,
        "series": [
            {
                "year": year,
                "value": number(one.kpi.value_of(series.entries.get(year))),
                "status": found.status if isinstance(found := series.entries.get(year), Actual)
                else "normal" if year in series.entries else None,
                "expected": number(series.path.get(year)),
            }
            for year in years
        ],
        "reference": one.kpi.model_dump(mode="json", exclude_none=True, by_alias=True, warnings=False),
    }  # fmt: skip
