"""``roadmap`` as JSON, in the shape ``kpitrack/roadmap/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack import __version__
from kpitrack.analysis.roadmap import Bar
from kpitrack.language import pick
from kpitrack.model.strategy import Strategy


def render(roadmaps: Sequence[tuple[Strategy, Sequence[Bar]]], as_of: int) -> Iterator[str]:
    """The document as text."""
    yield json.dumps(document(roadmaps, as_of), ensure_ascii=False, indent=1, allow_nan=False)


def document(roadmaps: Sequence[tuple[Strategy, Sequence[Bar]]], as_of: int) -> dict[str, Any]:
    """The items. ``end`` is null where none is stated; ``late`` says what has passed in vain, or is null."""
    return {
        "schema": "kpitrack/roadmap/1",
        "as_of": as_of,
        "version": __version__,
        "strategies": [
            {
                "strategy": strategy.id,
                "title": pick(strategy.title),
                "period": {"start": strategy.period.start, "end": strategy.period.end},
                "late": sum(1 for bar in bars if bar.late),
                "items": [
                    {
                        "id": bar.item.id,
                        "title": pick(bar.item.title),
                        "of": bar.owner,
                        "path": list(bar.branch.path),
                        "start": bar.item.start,
                        "end": bar.item.end,
                        "state": bar.item.state,
                        "late": bar.late,
                    }
                    for bar in bars
                ],
            }
            for strategy, bars in roadmaps
        ],
    }
