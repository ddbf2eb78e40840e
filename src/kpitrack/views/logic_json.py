"""``logic`` as JSON, in the shape ``kpitrack/logic/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack import __version__

from .logic import Drawn, break_outputs, break_text, flaw_names, flaws_heading


def render(drawings: Sequence[Drawn], as_of: int) -> Iterator[str]:
    """The document as text."""
    yield json.dumps(document(drawings, as_of), ensure_ascii=False, indent=1, allow_nan=False)


def document(drawings: Sequence[Drawn], as_of: int) -> dict[str, Any]:
    """The models: nodes, edges, and what was found."""
    return {
        "schema": "kpitrack/logic/1",
        "as_of": as_of,
        "version": __version__,
        "strategies": [_model(drawn) for drawn in drawings],
    }


def _model(drawn: Drawn) -> dict[str, Any]:
    model = drawn.model
    return {
        "strategy": model.strategy.id,
        "drawn": model.drawn,
        "nodes": [
            {
                "ref": ref,
                "kind": point.kind,
                "name": drawn.name(ref),
                "level": point.kpi.level if point.kpi else None,
                "status": drawn.statuses.get(ref) if point.kpi else None,
            }
            for ref, point in model.points.items()
        ],
        "edges": [{"from": edge.source, "to": edge.target, "kind": edge.kind} for edge in model.edges],
        "faults": [
            {
                "kind": flaw.kind,
                "refs": list(flaw.refs),
                "message": f"{flaws_heading(flaw.kind)} {flaw_names(drawn, flaw)}",
            }
            for flaw in drawn.flaws
        ],
        "breaks": [
            {
                "outcome": one.outcome,
                "status": drawn.statuses[one.outcome],
                "good_outputs": list(one.good),
                "outputs": one.feeding,
                "implied": one.implied,
                "message": f"{break_text(drawn, one)} {', '.join(break_outputs(drawn, one))}",
            }
            for one in drawn.breaks
        ],
    }
