"""The print edition of a strategy: a cover, contents with page numbers, and two KPIs on each page of A4.

A browser that prints counts the pages itself, but tells no page what number another has. Hence every page is one
element of a fixed height, and what goes onto it is settled here from how much text there is: a KPI gets half a page,
or a whole one where its words would leave its chart no room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

from kpitrack.analysis.case import Case
from kpitrack.analysis.outline import outline
from kpitrack.analysis.series import Year
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.language import pick, say
from kpitrack.language.visible import visible
from kpitrack.report.charts.kpi import NARROW
from kpitrack.report.charts.looks import still
from kpitrack.report.charts.svg import ems
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views.sentence.part import plain

from .recorded import money
from .shown import Shown
from .strategy_page import beside
from .table_row import counts

_WIDTH, _HALF = 182.0, 127.0  # the room of half a page in mm, as ``print.css`` gives it
_LINES = 44  # the lines of a page of contents
_BODY = 78.0  # what a KPI's chart needs in mm, with the table and the ruled lines beside it, and the space above
_YEARS = 8  # the most years of the table
_POINT = 0.3528  # A point in mm


@dataclass(frozen=True, slots=True)
class Half:
    """A KPI in the print edition."""

    one: WrittenStanding  # its standing
    place: str  # the goal and the measures above it
    shown: Shown  # its verdict and chart
    chart: str  # the drawing that stands here
    years: list[Year]  # the rows of its table: the newest years, the target's among them
    whole: bool  # whether it takes a whole page


class Line(NamedTuple):
    """A line of the contents: a KPI with its page, or a goal with the counts of its KPIs and its money."""

    one: WrittenStanding | None
    page: int | None
    title: str = ""
    groups: Mapping[str, int] = {}
    money: str = ""


def page(part: JudgedStrategy, shown: Sequence[Shown]) -> tuple[str, bytes]:
    """The page and its address; ``shown`` are the strategy's KPIs in the active language."""
    halves = [_half(case, one) for case, one in zip(part.cases, shown, strict=True)]
    leaves = list(_leaves(halves))
    lines = list(_lines(part, leaves, 0))
    pages = ceil(len(lines) / _LINES)
    lines = list(_lines(part, leaves, 1 + pages))
    groups = counts(one.status for one in part.standings)
    return beside(
        part,
        "print",
        say("Print edition"),
        groups_here=groups,
        total=len(halves),
        contents=[lines[at : at + _LINES] for at in range(0, len(lines), _LINES)],
        leaves=leaves,
        empty=range(24),  # as many as fit are seen
    )


def _leaves(halves: Sequence[Half]) -> Iterator[list[Half]]:
    """The KPIs of each page: two halves, or one that takes it whole."""
    waiting: list[Half] = []
    for half in halves:
        if waiting and (half.whole or len(waiting) == 2 or waiting[0].whole):
            yield waiting
            waiting = []
        waiting.append(half)
    if waiting:
        yield waiting


def _lines(part: JudgedStrategy, leaves: Sequence[Sequence[Half]], before: int) -> Iterator[Line]:
    """The contents; ``before`` is the number of pages before the first KPI."""
    numbers = {half.one.ref: at for at, leaf in enumerate(leaves, before + 1) for half in leaf}
    for goal in outline(part.strategy):
        below = [one for one in part.standings if one.path[:1] == (goal.node.id,)]
        yield Line(None, None, visible(_titled(goal.node)), counts(one.status for one in below), money(goal))
        yield from (Line(one, numbers[one.ref]) for one in below)


def _half(case: Case, shown: Shown) -> Half:
    one = case.standing
    place = visible(" › ".join(_titled(node) for node in case.nodes))
    name = f"{visible(one.name)} [{visible(one.unit)}]"
    texts = ((place, 8, 1.4), (name, 12.5, 1.35), (plain(shown.verdict), 10, 1.5), (plain(shown.lesser), 8.5, 1.45))
    return Half(
        one,
        place,
        shown,
        still(shown.chart, NARROW.name),
        [row for row in shown.rows if row.value is not None or row.marks][-_YEARS:],
        sum(_height(*text) for text in texts) + _BODY > _HALF,
    )


def _titled(node: Any) -> str:
    return f"{pick(node.number)} {pick(node.title)}" if node.number else pick(node.title)


def _height(words: str, size: float, leading: float) -> float:
    """The height of a text in mm at most."""
    return ceil(ems(words) * size * _POINT / _WIDTH) * size * leading * _POINT
