"""What the workbook shows, in its language; the sheets lay it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kpitrack.analysis.series import Picture

MOST_CHARTS = 120  # the most charts in one workbook; with more it opens slowly, and nobody looks at them
MOST_BARS = 30  # the most lines of counts that the summary's chart draws; up to so many, the summary is one page


class Figure(NamedTuple):
    """A number with its year in words, or the word of a scale."""

    value: float | str | None
    year: int | None
    when: str = ""


@dataclass(frozen=True, slots=True)
class KPIRow:
    """One KPI as the committee reads it. Texts are in the workbook's language."""

    strategy: str
    goal: str
    measure: str
    name: str
    unit: str
    department: str
    baseline: Figure
    newest: Figure
    expected: Figure
    target: Figure
    decimals: int  # that its figures have
    target_words: str  # the target as written
    progress: float | str | None  # a ratio, or words where there is none
    due: float | None  # the share of the way that the path asks for by now
    pace: float | None  # a ratio
    group: str  # of the status: good, risk, bad, unknown or closed
    status: str  # mark and word
    before: str  # mark and word of the value before the newest one
    grade: str
    remarks: str
    judgement: str
    sentence: str
    series: Mapping[int, tuple[float | None, float | None]]  # by year, the actual and what the path asks for
    span: tuple[int, int]  # the years that a drawing as small as a cell shows, the same for all KPIs of a strategy
    drawn: Picture  # what its chart draws; nothing beyond one more than `MOST_CHARTS`


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A goal or measure: its depth (1 is a goal), its texts, its KPIs by group, and its money."""

    strategy: str
    depth: int
    title: str
    description: str
    department: str
    counts: Mapping[str, int]
    budget: float | None
    spent: float | None
    executed: float | None
    judgement: str


class EvaluationRow(NamedTuple):
    """A year's evaluation of a goal, measure or KPI. ``texts``: in the order of `EVALUATED`."""

    strategy: str
    of: str
    year: int
    texts: Sequence[str]


EVALUATED = ("judgement", "done", "result", "issues", "plan", "comment", "next", "by", "on", "external")
"""The texts of an evaluation, in the order of their columns."""


class TextRow(NamedTuple):
    """What a strategy says beside its measures, or how it is tied to others."""

    strategy: str
    part: str
    title: str
    text: str


class CountRow(NamedTuple):
    """How many KPIs of a strategy or a goal are in each group."""

    title: str
    depth: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """The workbook's content; what there is several of stands in the order of the documents."""

    title: str
    as_of: str  # the year of the verdicts, in words
    lead: Sequence[str]  # how the whole goes, in sentences, and which files were left out
    undrawn: Sequence[str]  # what its charts do not show, a sentence each
    kpis: Sequence[KPIRow]
    nodes: Sequence[NodeRow]
    evaluations: Sequence[EvaluationRow]
    texts: Sequence[TextRow]
    counts: Sequence[CountRow]  # of each strategy, and of its goals where there are few strategies
    changed: Sequence[str]  # what has changed since last time, a line each
    behind: Sequence[tuple[str, str]]  # the KPIs that need attention most, with their verdict in a sentence
    groups: Mapping[str, str]  # the groups' names in words, by group
    years: Mapping[int, str]  # the years of the series in words
    words: Mapping[str, str]  # the words of the sheets; see `kpitrack.report.workbook.gathered`
