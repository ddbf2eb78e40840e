"""What changed between two revisions, in the shape ``kpitrack/diff/1``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kpitrack.history.changes import UNEXPLAINED, Change
from kpitrack.model.written import written

from .diff import Compared


def render(compared: Compared, base: str, head: str | None) -> Iterator[str]:
    """The document as text.

    Args:
        compared: what changed.
        base: the commit that is compared.
        head: the commit that it is compared with; nothing for the working tree.
    """
    gates = Counter(gate for change in compared.changes for gate in change.gates)
    document = {
        "schema": "kpitrack/diff/1",
        "base": {"name": compared.base, "commit": base},
        "head": {"name": compared.head, "commit": head},
        "as_of": compared.as_of,
        "summary": {"changes": len(compared.changes), "by_kind": dict(sorted(gates.items()))},
        "changes": [_change(one) for one in compared.changes],
        "left_out": compared.left_out,
    }
    assert UNEXPLAINED not in {one.kind for one in compared.changes}  # noqa: S101  it is a gate, no kind
    yield json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _change(one: Change) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "ref": one.ref,
        "name": one.name if isinstance(one.name, (str, Mapping)) else None,
        "year": one.year,
        "field": one.field,
        "old": written(one.old),
        "new": written(one.new),
        "explained": one.explained,
        "reason": one.reason,
    }
