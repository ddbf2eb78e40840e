"""``align`` as JSON, in the shape ``kpitrack/align/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack import __version__
from kpitrack.analysis.crosswalk import Answer, Crosswalk, Pillar
from kpitrack.language import pick

from .align import item_text


def render(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """The document as text."""
    yield json.dumps(document(crosswalks), ensure_ascii=False, indent=1, allow_nan=False)


def document(crosswalks: Sequence[Crosswalk]) -> dict[str, Any]:
    """The crosswalks. An item with several answers counts under each of their relations."""
    return {
        "schema": "kpitrack/align/1",
        "version": __version__,
        "crosswalks": [
            {
                "source": crosswalk.source.id,
                "target": crosswalk.target_id,
                "summary": {
                    "items": len(crosswalk.items),
                    "answered": crosswalk.answered,
                    "by_relation": crosswalk.counts(),
                },
                "pillars": [_pillar(pillar) for pillar in crosswalk.pillars],
                "dangling": [
                    {"from": one.alignment.from_, "to": one.alignment.to, "missing": one.missing}
                    for one in crosswalk.dangling
                ],
            }
            for crosswalk in crosswalks
        ],
    }


def _pillar(pillar: Pillar) -> dict[str, Any]:
    node = pillar.branch.node
    return {
        "goal": node.id,
        "number": node.number,
        "title": pick(node.title),
        "items": len(pillar.items),
        "answered": pillar.answered,
        "crosswalk": [
            {
                "ref": item.ref,
                "number": item.branch.node.number,
                "title": item_text(item) if item.kpi else pick(item.branch.node.title),
                "path": list(item.branch.path),
                "trail": list(item.branch.trail),
                "relations": list(item.relations),
                "answers": [_answer(answer) for answer in item.answers],
            }
            for item in pillar.items
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "relation": answer.alignment.relation,
        "from": answer.alignment.from_,
        "title": pick(answer.branch.node.title) if answer.branch else None,
        "trail": list(answer.branch.trail) if answer.branch else [],
        "stance": pick(answer.alignment.stance) or None,
        "notes": pick(answer.alignment.notes) or None,
    }
