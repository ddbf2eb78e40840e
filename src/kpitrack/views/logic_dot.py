"""``logic`` as a Graphviz digraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.logic import Point, without_shortcuts
from kpitrack.language import pick
from kpitrack.views.text.plain import visible, wrap

from .logic import Drawn, level_word

_SHAPES = {
    "goal": 'shape=box, style="rounded,bold"',
    "measure": "shape=box",
    "kpi": "shape=ellipse",
    "elsewhere": "shape=box, style=dashed",
}
_EDGES = {"implied": " [style=dashed, color=gray50]", "produces": "", "contributes": " [penwidth=2]"}
_LINE = 32


def render(drawings: Sequence[Drawn]) -> Iterator[str]:
    """The lines of one digraph; several strategies stand in a cluster each. Outcomes that break stand out."""
    yield "digraph logic {"
    yield "  rankdir=LR;"
    yield '  node [fontname="sans-serif", fontsize=11];'
    framed = len(drawings) > 1
    inside = {ref for one in drawings for ref, point in one.model.points.items() if point.kind != "elsewhere"}
    for i, drawn in enumerate(drawings):
        if framed:
            yield f"  subgraph cluster_{i} {{"
            yield f"    label={_quoted([pick(drawn.model.strategy.title)])};"
            yield '    fontname="sans-serif";'
        for ref, point in drawn.model.points.items():
            if point.kind != "elsewhere":
                yield f"  {'  ' if framed else ''}{_node(drawn, point, ref)}"
        if framed:
            yield "  }"
    outside = {ref: drawn for drawn in drawings for ref in drawn.model.points if ref not in inside}
    for ref, drawn in outside.items():
        yield f"  {_node(drawn, drawn.model.points[ref], ref)}"
    # What ties two strategies stands in both of their models.
    for edge in dict.fromkeys(edge for drawn in drawings for edge in without_shortcuts(drawn.model)):
        yield f"  {_quoted([edge.source])} -> {_quoted([edge.target])}{_EDGES[edge.kind]};"
    yield "}"


def _node(drawn: Drawn, point: Point, ref: str) -> str:
    level, status = level_word(point), drawn.status(point)
    name = f"[{level}] {drawn.name(ref)}" if level else drawn.name(ref)
    lines = [*wrap(visible(name), _LINE), *([status] if status else [])]
    broken = ", color=red3, penwidth=3" if any(one.outcome == ref for one in drawn.breaks) else ""
    return f"{_quoted([ref])} [label={_quoted(lines)}, {_SHAPES[point.kind]}{broken}];"


def _quoted(lines: Sequence[str]) -> str:
    """A quoted string of ``lines``. Graphviz reads backslashes as escapes and ``&`` as the start of an entity."""
    escaped = (visible(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
