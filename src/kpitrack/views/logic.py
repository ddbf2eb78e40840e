"""``logic``: a strategy's logic model, where it is faulty, and where the data break it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kpitrack.analysis.logic import Break, Edge, Flaw, FlawKind, LogicModel, Point, without_shortcuts
from kpitrack.language import Text, mark, pick, said, say, translate
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import Status

from .text import json
from .text.markdown import mermaid_text
from .text.plain import width, wrap
from .text.styled import Styled, wrapped
from .titles import heading, node_title
from .words import status_style, status_text, status_word

LEVELS: dict[str, str] = {
    "impact": mark("impact"),
    "outcome": mark("outcome"),
    "output": mark("output"),
    "activity": mark("activity"),
    "input": mark("input"),
}
_FLAWS: dict[FlawKind, str] = {
    "goal_without_outcome": mark("No outcome KPI shows whether these goals are reached:"),
    "measure_leads_nowhere": mark("These measures lead to no outcome; say with contributes_to what they are for:"),
    "outcome_without_feeder": mark("Nothing leads to these outcomes; no measure or output names them:"),
    "cycle": mark("These lead back to themselves:"),
}

_ARROW = {"contributes": "⇐ ", "produces": "← ", "implied": "← "}
_ORDER = {"contributes": 0, "produces": 1, "implied": 2}
_DEEPEST = 9  # levels of indentation; a deeper chain is not indented further

_MERMAID_SHAPES = {"goal": ("([", "])"), "measure": ("[", "]"), "kpi": ("(", ")"), "elsewhere": ("[/", "/]")}
_MERMAID_ARROWS = {"implied": "-.->", "produces": "-->", "contributes": "==>"}
_DOT_SHAPES = {
    "goal": 'shape=box, style="rounded,bold"',
    "measure": "shape=box",
    "kpi": "shape=ellipse",
    "elsewhere": "shape=box, style=dashed",
}
_DOT_EDGES = {"implied": " [style=dashed, color=gray50]", "produces": "", "contributes": " [penwidth=2]"}
_DOT_LINE = 32


@dataclass(frozen=True, slots=True)
class JudgedModel:
    """A logic model with the verdicts on its KPIs and what was found in it.

    Args:
        model: the model.
        statuses: the computed status of each KPI by its ref.
        flaws: what is wrong with the model.
        breaks: where the data break it.
    """

    model: LogicModel
    statuses: Mapping[str, Status]
    flaws: list[Flaw]
    breaks: list[Break]

    def name(self, ref: str) -> str:
        """The name of a point, with its strategy where it is another one; the ref where the point is unknown."""
        point = self.model.points.get(ref)
        if point is None or point.branch is None:
            return ref
        name = pick(point.kpi.name) if point.kpi else node_title(point.branch.node)
        return f"{name} ({point.branch.strategy})" if point.foreign else name

    def status(self, point: Point) -> str:
        """A KPI's mark and status in words; empty for others."""
        status = self.statuses.get(point.ref) if point.kpi else None
        return status_text(status) if status else ""


def level_word(point: Point) -> str:
    """A KPI's level in words, or ``KPI`` where none is stated; empty for others."""
    if point.kpi is None:
        return ""
    return translate(LEVELS[point.kpi.level]) if point.kpi.level else "KPI"


def flaws_heading(kind: FlawKind) -> str:
    """What is wrong, in a sentence before the names."""
    return translate(_FLAWS[kind])


def flaw_names(drawn: JudgedModel, flaw: Flaw) -> str:
    """The names of the points of a flaw."""
    refs = (*flaw.refs, flaw.refs[0]) if flaw.kind == "cycle" else flaw.refs
    return " → ".join(drawn.name(ref) for ref in refs)


def break_text(drawn: JudgedModel, one: Break) -> Text:
    """Which outcome goes badly although its outputs go well; `break_outputs` names the outputs."""
    fields = {
        "outcome": drawn.name(one.outcome),
        "status": status_word(drawn.statuses[one.outcome]),
        "n": len(one.good),
        "total": one.feeding,
    }
    if one.implied:
        return say("“{outcome}”: {status}, though {n} of {total} KPIs below its goal go well:", **fields)
    return say("“{outcome}”: {status}, though {n} of {total} KPIs that feed it go well:", **fields)


def break_outputs(drawn: JudgedModel, one: Break) -> list[str]:
    """The outputs that go well, each with its status."""
    return [f"{drawn.name(ref)} ({status_word(drawn.statuses[ref])})" for ref in one.good]


def as_text(drawings: Sequence[JudgedModel], columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``: each goal, what leads to it, and what leads to that."""
    for drawn in drawings:
        yield from heading(drawn.model.strategy, columns)
        if not drawn.model.drawn:
            undrawn = said("This strategy states no level and no contributes_to: only its outline can be drawn.")
            yield from wrapped(undrawn, columns, "dim")
        yield from _Tree(drawn, columns).lines()
        if drawn.flaws:
            yield from (Styled(), Styled(said("Faults of the model"), "bold yellow"))
            for kind, flaws in groupby(drawn.flaws, key=lambda flaw: flaw.kind):
                yield from _finding(flaws_heading(kind), [flaw_names(drawn, flaw) for flaw in flaws], columns)
        if drawn.breaks:
            yield from (Styled(), Styled(said("Where the data break it"), "bold yellow"))
            for one in drawn.breaks:
                yield from _finding(str(break_text(drawn, one)), break_outputs(drawn, one), columns)
        yield Styled()


def _finding(title: str, names: Sequence[str], columns: int) -> Iterator[Styled]:
    yield from wrapped(visible(title), columns - 4, first="  ! ")
    for name in names:
        yield from wrapped(visible(name), columns - 8, first="      · ")


class _Tree:
    """The model read backwards from its goals. What already stands above is named again, but not what leads to it."""

    def __init__(self, drawn: JudgedModel, columns: int) -> None:
        self.drawn = drawn
        self.columns = columns
        self.seen: set[str] = set()

    def lines(self) -> Iterator[Styled]:
        """The goals in the order of the document, with all that leads to them."""
        for point in self.drawn.model.points.values():
            if point.kind == "goal":
                yield Styled()
                yield from self.leading_to(point)
        for point in self.drawn.model.points.values():
            if point.kind != "elsewhere" and point.ref not in self.seen:  # it leads only to another strategy
                yield from self.leading_to(point)

    def leading_to(self, end: Point) -> Iterator[Styled]:
        """A point and all that leads to it, depth first; a chain may be longer than Python's stack."""
        waiting: list[tuple[Point, Edge | None, int]] = [(end, None, 0)]
        while waiting:
            point, edge, depth = waiting.pop()
            again = point.ref in self.seen
            if again and edge is not None and edge.kind == "implied":
                continue
            self.seen.add(point.ref)
            yield from self.line(point, edge, depth, again=again)
            if not again:
                waiting += [
                    (self.drawn.model.points[one.source], one, depth + 1) for one in reversed(self.sources(point))
                ]

    def sources(self, point: Point) -> list[Edge]:
        """The edges to ``point``: stated ones before implied ones, KPIs before measures."""
        return sorted(
            self.drawn.model.incoming[point.ref],
            key=lambda edge: (0 if point.kind == "goal" else _ORDER[edge.kind], self.rank(edge)),
        )

    def rank(self, edge: Edge) -> int:
        """KPIs before measures, outcomes first of all."""
        point = self.drawn.model.points[edge.source]
        return 0 if point.is_outcome else 1 if point.kpi else 2

    def line(self, point: Point, edge: Edge | None, depth: int, *, again: bool) -> Iterator[Styled]:
        """A point's own lines: an arrow, its level, its name, its status."""
        lead = "   " * min(depth - 1, _DEEPEST) + (_ARROW[edge.kind] if edge else "")
        level = level_word(point)
        label = f"[{level}] " if level else ""
        name = visible(self.drawn.name(point.ref)) + (f" {say('(see above)')}" if again else "")
        targets = [self.drawn.model.points[one.target] for one in self.drawn.model.outgoing[point.ref]]
        away = [visible(self.drawn.name(target.ref)) for target in targets if target.kind == "elsewhere"]
        if away and not again:
            name += f" {say('(toward {refs} too)', refs=', '.join(away))}"
        status = self.drawn.status(point)
        room = self.columns - width(lead) - (width(status) + 2 if status else 0)
        first, *rest = wrap(label + name, max(20, room)) or [""]
        line = Styled(lead, "dim").append(first, "bold" if point.kind == "goal" else "")
        if status:
            line.append("  ").append(status, status_style(self.drawn.statuses[point.ref]))
        yield line
        for more in rest:
            yield Styled(" " * width(lead) + more)


def _own(drawn: JudgedModel) -> list[Point]:
    return [point for point in drawn.model.points.values() if point.kind != "elsewhere"]


def _outside(drawings: Sequence[JudgedModel]) -> list[tuple[JudgedModel, Point]]:
    """The points of strategies that are not drawn, each once, with a model that names it."""
    placed = {point.ref: (drawn, point) for drawn in drawings for point in drawn.model.points.values()}
    inside = {point.ref for drawn in drawings for point in _own(drawn)}
    return [one for ref, one in placed.items() if ref not in inside]


def _edges(drawings: Sequence[JudgedModel]) -> Iterable[Edge]:
    """Each once; an edge between two strategies is in both of their models."""
    return dict.fromkeys(edge for drawn in drawings for edge in without_shortcuts(drawn.model))


def _label(drawn: JudgedModel, point: Point) -> str:
    level = level_word(point)
    return f"[{level}] {drawn.name(point.ref)}" if level else drawn.name(point.ref)


def as_mermaid(drawings: Sequence[JudgedModel]) -> Iterator[str]:
    """The lines of one flowchart; several strategies stand in a frame each. Outcomes that break stand out."""
    yield "flowchart LR"
    names = {ref: f"n{i}" for i, ref in enumerate(dict.fromkeys(ref for one in drawings for ref in one.model.points))}
    for i, drawn in enumerate(drawings):
        if len(drawings) > 1:
            yield f'  subgraph s{i}["{mermaid_text(pick(drawn.model.strategy.title))}"]'
        for point in _own(drawn):
            yield f"  {_mermaid_node(drawn, point, names[point.ref])}"
        if len(drawings) > 1:
            yield "  end"
    for drawn, point in _outside(drawings):
        yield f"  {_mermaid_node(drawn, point, names[point.ref])}"
    for edge in _edges(drawings):
        yield f"  {names[edge.source]} {_MERMAID_ARROWS[edge.kind]} {names[edge.target]}"
    broken = [names[one.outcome] for drawn in drawings for one in drawn.breaks]
    if broken:
        yield "  classDef broken stroke:#c00,stroke-width:3px"
        yield f"  class {','.join(broken)} broken"


def _mermaid_node(drawn: JudgedModel, point: Point, name: str) -> str:
    start, end = _MERMAID_SHAPES[point.kind]
    lines = filter(None, (_label(drawn, point), drawn.status(point)))
    return f'{name}{start}"{"<br/>".join(map(mermaid_text, lines))}"{end}'


def as_dot(drawings: Sequence[JudgedModel]) -> Iterator[str]:
    """The lines of one digraph; several strategies stand in a cluster each. Outcomes that break stand out."""
    yield "digraph logic {"
    yield "  rankdir=LR;"
    yield '  node [fontname="sans-serif", fontsize=11];'
    for i, drawn in enumerate(drawings):
        if len(drawings) > 1:
            yield f"  subgraph cluster_{i} {{"
            yield f"    label={_quoted([pick(drawn.model.strategy.title)])};"
            yield '    fontname="sans-serif";'
        for point in _own(drawn):
            yield f"  {'  ' if len(drawings) > 1 else ''}{_dot_node(drawn, point)}"
        if len(drawings) > 1:
            yield "  }"
    for drawn, point in _outside(drawings):
        yield f"  {_dot_node(drawn, point)}"
    for edge in _edges(drawings):
        yield f"  {_quoted([edge.source])} -> {_quoted([edge.target])}{_DOT_EDGES[edge.kind]};"
    yield "}"


def _dot_node(drawn: JudgedModel, point: Point) -> str:
    lines = [*wrap(visible(_label(drawn, point)), _DOT_LINE), *filter(None, [drawn.status(point)])]
    broken = ", color=red3, penwidth=3" if any(one.outcome == point.ref for one in drawn.breaks) else ""
    return f"{_quoted([point.ref])} [label={_quoted(lines)}, {_DOT_SHAPES[point.kind]}{broken}];"


def _quoted(lines: Sequence[str]) -> str:
    """A quoted string of ``lines``. Graphviz reads backslashes as escapes and ``&`` as the start of an entity."""
    escaped = (visible(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'


def as_json(drawings: Sequence[JudgedModel], as_of: int) -> Iterator[str]:
    """The document ``kpitrack/logic/1``: the models with their nodes and edges, and what was found in them."""
    yield from json.lines("logic", as_of=as_of, strategies=[_model(drawn) for drawn in drawings])


def _model(drawn: JudgedModel) -> dict[str, Any]:
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
