"""``compare`` as JSON, in the shape ``kpitrack/compare/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kpitrack import __version__
from kpitrack.analysis.comparison import Candidate, Comparison
from kpitrack.language import pick
from kpitrack.views.status.json_document import number

from .compare import obstacle_text, organization


def render(comparison: Comparison) -> Iterator[str]:
    """The document as text."""
    yield json.dumps(document(comparison), ensure_ascii=False, indent=1, allow_nan=False)


def document(comparison: Comparison) -> dict[str, Any]:
    """Values, targets and distances on the common unit."""
    spread = comparison.distribution
    return {
        "schema": "kpitrack/compare/1",
        "version": __version__,
        "indicator": comparison.indicator,
        "unit": comparison.unit,
        "year": comparison.year,
        "better": comparison.better,
        "grows_with_size": comparison.grows_with_size,
        "distribution": None
        if spread is None
        else {
            "n": len(comparison.ranked),
            "min": number(spread.least),
            "lower_quartile": number(spread.lower),
            "median": number(spread.median),
            "upper_quartile": number(spread.upper),
            "max": number(spread.greatest),
        },
        "pooled": None
        if (pooled := comparison.pooled) is None
        else {
            "parts": pooled.parts,
            "numerator": number(pooled.numerator),
            "denominator": number(pooled.denominator),
            "value": number(pooled.value),
        },
        "compared": [
            {
                **_who(row.candidate),
                "rank": row.rank,
                "year": row.year,
                "value": number(row.value),
                "target": None
                if row.target is None
                else {"year": row.candidate.target_year, "value": number(row.target)},
                "distance": number(row.distance),
                "accepted": list(row.accepted),
                "definition_missing": row.undefined,
            }
            for row in comparison.ranked
        ],
        "not_compared": [
            {
                **_who(one.candidate),
                "obstacles": [
                    {
                        "kind": kind,
                        "own": own or None,
                        "others": others or None,
                        "message": str(obstacle_text(kind, own, others)),
                    }
                    for kind, (own, others) in one.obstacles.items()
                ],
            }
            for one in comparison.apart
        ],
    }


def _who(one: Candidate) -> dict[str, Any]:
    owner = one.strategy.organization
    return {
        "ref": one.ref,
        "name": pick(one.kpi.name),
        "organization": {"name": organization(one), "code": owner.code, "level": owner.level},
        "own_unit": pick(one.kpi.unit),
    }
