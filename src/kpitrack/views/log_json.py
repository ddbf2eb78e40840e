"""Who recorded each number of a KPI, in the shape ``kpitrack/log/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.history.log import Event
from kpitrack.model.written import written


def render(ref: str, events: Sequence[Event]) -> Iterator[str]:
    """The document as text: the events, oldest first."""
    document = {"schema": "kpitrack/log/1", "ref": ref, "events": [_event(one) for one in events]}
    yield json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _event(one: Event) -> dict[str, Any]:
    committed = bool(one.commit.name)
    return {
        "what": one.slot.what,
        "year": one.slot.year,
        "kind": one.kind,
        "old": written(one.old),
        "new": written(one.new),
        "path": one.path,
        "stands": one.stands,
        "commit": one.commit.name if committed else None,
        "author": one.commit.author if committed else None,
        "date": one.commit.date if committed else None,
        "subject": one.commit.subject if committed else None,
    }
