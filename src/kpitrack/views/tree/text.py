"""``tree`` on a terminal: the outline as printed, with the verdicts below each node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kpitrack.analysis.freshness import Freshness
from kpitrack.analysis.outline import Branch, initiatives_of, outline, spending
from kpitrack.analysis.standing import Standing
from kpitrack.language import pick, said, say, say_n
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy
from kpitrack.model.vocabulary import STATUSES
from kpitrack.views.annexes import blocks, texts_of
from kpitrack.views.status.head import standing_lines
from kpitrack.views.text.columns import LEADER
from kpitrack.views.text.plain import ambiguous, paragraphs, widest, width, wrap
from kpitrack.views.text.styled import Styled, wrapped
from kpitrack.views.titles import heading, node_title
from kpitrack.views.words import status_mark, status_style, status_text

from .view import (
    Options,
    Rollup,
    Verdicts,
    declared_text,
    figures_text,
    headed,
    initiative_text,
    kpi_text,
    money_text,
    tie_texts,
    worst_text,
)

_MOST_LEADERS = 6
_Show = Callable[[str, str], Iterator[Styled]]


def as_text(strategies: Sequence[Strategy], judged: Verdicts, options: Options, columns: int) -> Iterator[Styled]:
    """The lines of the outline.

    Args:
        strategies: in the order to show them.
        judged: the verdicts.
        options: what to show, and how deep.
        columns: the width to keep to.
    """
    for strategy in strategies:
        goals = outline(strategy)
        layout = _Layout(judged, options, columns, _right_width(goals, judged, options, columns), _unsure(goals))
        yield from _head(strategy, goals, judged, options, columns)
        for title, under in headed(strategy, goals):
            if title:
                yield Styled()
                yield from wrapped(visible(title), columns, "bold")
            for goal in under:
                yield from layout.branch(goal, "", "")
        if options.texts:
            yield from _annexes(strategy, options, columns)
        for text in (worst_text(strategy, judged), declared_text(strategy)):
            yield from wrapped(text, columns, "dim")
        yield Styled()
    if any(judged.rollups.get(strategy.id, Rollup()).assessed for strategy in strategies):
        share = say("n/m: of m KPIs that can be assessed, n are achieved or on track")
        yield from wrapped(str(share), columns, "dim")


def _head(
    strategy: Strategy, goals: Sequence[Branch], judged: Verdicts, options: Options, columns: int
) -> Iterator[Styled]:
    """Whose strategy it is, how its KPIs stand, its money, and what it is tied to."""
    yield from heading(strategy, columns, options.as_of)
    if counts := judged.rollups.get(strategy.id, Rollup()).counts:
        yield from standing_lines(counts, Freshness(), columns)
    money = spending(one for goal in goals for one in goal.initiatives(options.year))
    if money.known:
        yield from wrapped(said("in all: {text}", text=money_text(money)), columns, "dim")
    for text in tie_texts(strategy, options):
        yield from wrapped(visible(text), columns, "dim")


def _annexes(strategy: Strategy, options: Options, columns: int) -> Iterator[Styled]:
    for block in blocks(strategy, options.population.get(strategy.id, {})):
        yield from (Styled(), Styled(block.heading, "bold"))
        for entry in block.entries:
            if entry.title:
                yield from wrapped(visible(entry.title), columns - 4, first="  ", rest="    ")
            for text in entry.texts:
                for line in paragraphs(text):
                    yield from wrapped(line, columns - 4, "dim", first="    ")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: ``right`` is the width of the verdicts, ``unsure`` how many ambiguous characters come before.

    See `kpitrack.views.text.columns`. The lines of the tree are ASCII, since those of box drawings are ambiguous, too.
    """

    judged: Verdicts
    options: Options
    columns: int
    right: int
    unsure: int

    def branch(self, branch: Branch, lead: str, below: str) -> Iterator[Styled]:
        """A node and what is below it; ``lead`` is put before its first line, ``below`` before all others."""
        counted = self.judged.below(branch)
        deeper = branch.branches if self.options.depth is None or branch.depth < self.options.depth else ()
        inner = self.inside(branch, deeper)
        trunk = f"{below}|  " if inner else f"{below}   "
        style = "bold" if branch.depth == 1 else ""
        yield from self.line(lead, trunk, visible(node_title(branch.node)), _marks(counted), style)
        money = spending(branch.initiatives(self.options.year))
        if money.known:
            yield from self.line(trunk, trunk, money_text(money), "", "dim")
        if declared := declared_text(branch.node):
            yield from self.line(trunk, trunk, declared, "", "dim")
        if self.options.texts:
            for text in texts_of(branch.node):
                for line in paragraphs(text):
                    yield from self.line(trunk, trunk, line, "", "dim")
        if deeper != branch.branches:
            hidden = sum(1 for _ in branch.walk()) - 1
            yield Styled(f"{trunk}{say_n('… {n} measure below', '… {n} measures below', hidden)}", "dim")
        for show in inner[:-1]:
            yield from show(f"{below}|- ", f"{below}|  ")
        for show in inner[-1:]:
            yield from show(f"{below}`- ", f"{below}   ")

    def inside(self, branch: Branch, deeper: Iterable[Branch]) -> list[_Show]:
        """Functions that show each thing on the node, given what to put before its first line and before all others."""
        kpis = self.judged.on(branch) if self.options.kpis else ()
        projects = initiatives_of(branch.node, self.options.year) if self.options.initiatives else ()
        return [
            *(partial(self.kpi, one) for one in kpis),
            *(partial(self.line, text=f"・{initiative_text(one)}", right="", style="") for one in projects),
            *(partial(self.branch, child) for child in deeper),
        ]

    def kpi(self, one: Standing, lead: str, below: str) -> Iterator[Styled]:
        """A KPI with its status, and its figures in the next line."""
        yield from self.line(lead, below, kpi_text(one), status_text(one.status), "", status_style(one.status))
        if figures := figures_text(one):
            yield from self.line(f"{below}    ", f"{below}    ", figures, "", "")

    def line(self, lead: str, rest: str, text: str, right: str, style: str, right_style: str = "") -> Iterator[Styled]:  # noqa: PLR0913, PLR0917  a line is made of these
        """``text`` wrapped beside the lines of the tree, with ``right`` at the right edge of its first line."""
        left = self.columns - self.right - 2 - self.unsure if self.right else self.columns
        room = max(16, left - width(lead) - (self.unsure if self.right else 0))
        first, *more = wrap(text, room) or [""]
        line = Styled(lead, "dim").append(first, style)
        if right:
            leaders = LEADER * max(0, self.unsure - ambiguous(first))
            line.append(" " * (left - width(lead) - width(first) - len(leaders))).append(f"{leaders}  ", "dim")
            line.append(right, right_style)
        yield line
        yield from (Styled(rest, "dim").append(piece, style) for piece in more)


def _marks(counted: Rollup) -> str:
    """How many KPIs have each mark, and the share of good ones where any can be assessed."""
    marks: Counter[str] = Counter()
    for status in STATUSES:
        if counted.counts.get(status):
            marks[status_mark(status)] += counted.counts[status]
    text = " ".join(f"{mark}{n}" for mark, n in marks.items())
    return text if counted.share is None else f"{text}  {counted.good}/{counted.assessed}"


def _right_width(goals: Sequence[Branch], judged: Verdicts, options: Options, columns: int) -> int:
    texts = [_marks(judged.below(branch)) for goal in goals for branch in goal.walk()]
    if options.kpis:
        texts += [status_text(one.status) for goal in goals for branch in goal.walk() for one in judged.on(branch)]
    return min(max(map(widest, texts), default=0), columns // 2)


def _unsure(goals: Sequence[Branch]) -> int:
    """The most ambiguous characters that a title or name has, within reason."""
    texts = [visible(node_title(branch.node)) for goal in goals for branch in goal.walk()]
    texts += [visible(pick(kpi.name)) for goal in goals for kpi in goal.kpis()]
    return min(max(map(ambiguous, texts), default=0), _MOST_LEADERS)
