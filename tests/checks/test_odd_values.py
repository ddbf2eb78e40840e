"""A sign that flips against its series, and a zero amid large values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kpitrack.checks.odd_values import odd_values
from kpitrack.model.actuals import Actual
from kpitrack.model.strategy import KPI


def odd(entries: Mapping[int, float | Actual | None], **fields: Any) -> list[tuple[int, str]]:
    kpi = KPI.model_validate({"id": "k", "name": "k", "unit": "人", **fields})
    return [(found.year, found.kind) for found in odd_values(kpi, entries)]


@pytest.mark.parametrize(
    ("entries", "fields", "found"),
    [
        ({2021: -88.0, 2022: -75.0, 2023: 75.0}, {}, [(2023, "sign")]),
        ({2021: -75.0, 2022: 75.0}, {"baseline": {"year": 2020, "value": -88}}, [(2022, "sign")]),
        ({2021: 88.0, 2022: -88.0, 2023: 90.0, 2024: 91.0}, {}, [(2022, "sign")]),
        ({2021: -120.0, 2022: -60.0, 2023: -10.0, 2024: 20.0}, {}, []),  # it rises through zero
        ({2021: -88.0, 2022: 75.0}, {}, []),  # too few to tell
        ({2021: -88.0, 2022: -75.0, 2023: 75.0}, {"target": {"year": 2024, "value": 80}}, []),  # meant to turn
        ({2021: -88.0, 2022: -75.0, 2023: Actual(value=75.0, note="工場の進出")}, {}, []),
        ({2021: 7140.0, 2022: 0.0, 2023: 9800.0, 2024: 8000.0}, {}, [(2022, "zero")]),
        ({2021: 7140.0, 2022: 0.0, 2023: 9800.0}, {}, []),
        ({2021: 3.0, 2022: 4.0, 2023: 0.0, 2024: 5.0}, {}, []),  # a few of something may well be none
        ({2021: 900.0, 2022: 300.0, 2023: 60.0, 2024: 0.0}, {}, []),  # it falls to zero
        ({2021: 70.0, 2022: 60.0, 2023: 60.0, 2024: 0.0}, {"target": {"year": 2024, "value": 0}}, []),
        ({2021: 7140.0, 2022: Actual(value=0.0, note="中止"), 2023: 9800.0, 2024: 8000.0}, {}, []),
    ],
)
def test_what_does_not_fit_its_series(entries: Any, fields: dict[str, Any], found: list[tuple[int, str]]) -> None:
    assert odd(entries, **fields) == found
