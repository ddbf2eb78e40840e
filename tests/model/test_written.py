"""Values as one would write them into a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.model.written import flow, written
from kpitrack.repository.yaml.tree import read_tree


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"year": 2024, "value": 12.0}, "{year: 2024, value: 12}"),
        ({"percent_change": -0.3}, "{percent_change: -30%}"),
        ({"percent_per_year": 0.046}, "{percent_per_year: 4.6%}"),
        ({"hold": "at_least", "tolerance": 0.03, "strict": True}, "{hold: at_least, tolerance: 3%, strict: true}"),
        ({"range": {"low": 95, "high": 105.5}}, "{range: {low: 95, high: 105.5}}"),
        (None, "–"),
        (0.1, "0.1"),
    ],
)
def test_as_written(value: object, text: str) -> None:
    assert flow(value) == text


@given(
    st.dictionaries(
        st.sampled_from(["year", "value", "low"]), st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6), min_size=1
    )
)
def test_it_reads_as_what_it_was(value: dict[str, float]) -> None:
    assert read_tree(flow(value).encode()).data == value


def test_whole_numbers_in_json() -> None:
    value = {"year": 2024, "value": 12.0, "by": [{"a": 0.5, "strict": True}, -0.0, 1e300]}
    assert repr(written(value)) == "{'year': 2024, 'value': 12, 'by': [{'a': 0.5, 'strict': True}, 0, 1e+300]}"
