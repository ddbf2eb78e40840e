"""``logic`` on a terminal: each goal, what leads to it, and what leads to that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from kpitrack.analysis.logic import Edge, Point
from kpitrack.language import pick, say
from kpitrack.views.text.plain import visible, width, wrap

from .logic import Drawn, break_outputs, break_text, flaw_names, flaws_heading, level_word, undrawn_text
from .words import status_style

_ARROWS = {"contributes": "⇐ ", "produces": "← ", "implied": "← "}
_DEEPEST = 9  # steps to the right; a longer chain goes on below
_ORDER = {"contributes": 0, "produces": 1, "implied": 2}


def render(drawings: Sequence[Drawn], columns: int) -> Iterator[Text]:
    """The lines of the models, laid out for ``columns``."""
    for drawn in drawings:
        strategy = drawn.model.strategy
        title = f"{visible(pick(strategy.organization.name))}  {visible(pick(strategy.title))}"
        for line in wrap(title, columns):
            yield Text(line, style="bold")
        if not drawn.model.drawn:
            for line in wrap(str(undrawn_text()), columns):
                yield Text(line, style="dim")
        yield from _Tree(drawn, columns).lines()
        if drawn.flaws:
            yield from (Text(), Text(str(say("Faults of the model")), style="bold yellow"))
            for kind, flaws in groupby(drawn.flaws, key=lambda flaw: flaw.kind):
                yield from _finding(flaws_heading(kind), [flaw_names(drawn, flaw) for flaw in flaws], columns)
        if drawn.breaks:
            yield from (Text(), Text(str(say("Where the data break it")), style="bold yellow"))
            for one in drawn.breaks:
                yield from _finding(break_text(drawn, one), break_outputs(drawn, one), columns)
        yield Text()


def _finding(heading: object, names: Sequence[str], columns: int) -> Iterator[Text]:
    for i, line in enumerate(wrap(visible(str(heading)), columns - 4)):
        yield Text(f"  {'!' if i == 0 else ' '} {line}")
    for name in names:
        for i, line in enumerate(wrap(visible(name), columns - 8)):
            yield Text(f"      {'·' if i == 0 else ' '} {line}")


class _Tree:
    """The model read backwards from its goals; only for the tree is what stands above not named again."""

    def __init__(self, drawn: Drawn, columns: int) -> None:
        self.drawn = drawn
        self.columns = columns
        self.seen: set[str] = set()

    def lines(self) -> Iterator[Text]:
        """The goals in the order of the document, with all that leads to them."""
        for point in self.drawn.model.points.values():
            if point.kind == "goal":
                yield Text()
                yield from self.leading_to(point)
        for point in self.drawn.model.points.values():
            if point.kind != "elsewhere" and point.ref not in self.seen:  # it leads to another strategy alone
                yield from self.leading_to(point)

    def leading_to(self, end: Point) -> Iterator[Text]:
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
        """What leads to ``point``: what says so first, KPIs before measures."""
        return sorted(
            self.drawn.model.incoming[point.ref],
            key=lambda edge: (0 if point.kind == "goal" else _ORDER[edge.kind], self.rank(edge)),
        )

    def rank(self, edge: Edge) -> int:
        """KPIs before measures, outcomes first of all."""
        point = self.drawn.model.points[edge.source]
        return 0 if point.is_outcome else 1 if point.kpi else 2

    def line(self, point: Point, edge: Edge | None, depth: int, *, again: bool) -> Iterator[Text]:
        """A point's own lines: an arrow, its level, its name, its status."""
        lead = "   " * min(depth - 1, _DEEPEST) + (_ARROWS[edge.kind] if edge else "")
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
        line = Text(lead, style="dim")
        line.append(first, style="default not dim bold" if point.kind == "goal" else "default not dim")
        if status:
            line.append("  ")
            line.append(status, style=f"not dim {status_style(self.drawn.statuses[point.ref])}")
        yield line
        for more in rest:
            yield Text(" " * width(lead) + more)
