"""``logic`` as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.logic import Point, without_shortcuts
from kpitrack.language import pick
from kpitrack.views.text.mermaid import mermaid_text

from .logic import Drawn, level_word

_SHAPES = {"goal": ("([", "])"), "measure": ("[", "]"), "kpi": ("(", ")"), "elsewhere": ("[/", "/]")}
_ARROWS = {"implied": "-.->", "produces": "-->", "contributes": "==>"}


def render(drawings: Sequence[Drawn]) -> Iterator[str]:
    """The lines of one flowchart; several strategies stand in a frame each. Outcomes that break stand out."""
    yield "flowchart LR"
    names = {ref: f"n{i}" for i, ref in enumerate(dict.fromkeys(ref for one in drawings for ref in one.model.points))}
    framed = len(drawings) > 1
    inside = {ref for one in drawings for ref, point in one.model.points.items() if point.kind != "elsewhere"}
    for i, drawn in enumerate(drawings):
        if framed:
            yield f'  subgraph s{i}["{mermaid_text(pick(drawn.model.strategy.title))}"]'
        for ref, point in drawn.model.points.items():
            if point.kind != "elsewhere":
                yield f"  {_node(drawn, point, names[ref])}"
        if framed:
            yield "  end"
    outside = {ref: drawn for drawn in drawings for ref in drawn.model.points if ref not in inside}
    for ref, drawn in outside.items():
        yield f"  {_node(drawn, drawn.model.points[ref], names[ref])}"
    # What ties two strategies stands in both of their models.
    for edge in dict.fromkeys(edge for drawn in drawings for edge in without_shortcuts(drawn.model)):
        yield f"  {names[edge.source]} {_ARROWS[edge.kind]} {names[edge.target]}"
    broken = [names[one.outcome] for drawn in drawings for one in drawn.breaks]
    if broken:
        yield "  classDef broken stroke:#c00,stroke-width:3px"
        yield f"  class {','.join(broken)} broken"


def _node(drawn: Drawn, point: Point, name: str) -> str:
    start, end = _SHAPES[point.kind]
    level, status = level_word(point), drawn.status(point)
    parts = [f"[{level}] {drawn.name(point.ref)}" if level else drawn.name(point.ref), *([status] if status else [])]
    return f'{name}{start}"{"<br/>".join(mermaid_text(part) for part in parts)}"{end}'
