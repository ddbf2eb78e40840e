"""``compare`` as CSV: one line a KPI, those that may not be compared included."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.analysis.comparison import Comparison
from kpitrack.language import pick
from kpitrack.views.text.csv import csv_line

from .compare import organization

COLUMNS = (
    "indicator", "rank", "organization", "organization_code", "organization_level", "ref", "name", "year", "value",
    "unit", "target_year", "target", "distance", "obstacles",
)  # fmt: skip


def render(comparison: Comparison) -> Iterator[str]:
    """The header and the lines, without line ends. Values stand on the common unit; ``rank`` is empty for the rest."""
    yield csv_line(COLUMNS)
    for row in comparison.ranked:
        one = row.candidate
        owner = one.strategy.organization
        yield csv_line([
            comparison.indicator, row.rank, organization(one), owner.code, owner.level, one.ref, pick(one.kpi.name),
            row.year, row.value, comparison.unit, one.target_year, row.target, row.distance, " ".join(row.accepted),
        ])  # fmt: skip
    for apart in comparison.apart:
        one, owner = apart.candidate, apart.candidate.strategy.organization
        yield csv_line([
            comparison.indicator, None, organization(one), owner.code, owner.level, one.ref, pick(one.kpi.name), None,
            None, one.base, one.target_year, None, None, " ".join(apart.obstacles),
        ])  # fmt: skip
