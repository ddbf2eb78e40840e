"""``tree`` as nested Markdown lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpitrack.analysis.outline import Branch, initiatives_of, outline, spending
from kpitrack.language import say
from kpitrack.model.strategy import Strategy
from kpitrack.views.text.markdown import escape
from kpitrack.views.titles import node_title, strategy_facts, strategy_title
from kpitrack.views.words import counts_line, status_mark, status_word

from .view import (
    Options,
    Verdicts,
    declared_text,
    figures_text,
    initiative_text,
    kpi_text,
    money_text,
    total_texts,
    worst_text,
)


def as_markdown(strategies: Sequence[Strategy], judged: Verdicts, options: Options) -> Iterator[str]:
    """The lines of the document."""
    for strategy in strategies:
        goals = outline(strategy)
        yield from (f"## {escape(strategy_title(strategy, ' '))}", "")
        yield from (escape(strategy_facts(strategy, options.as_of)), "")
        for text in total_texts(strategy, goals, judged, options.year):
            yield from (escape(text), "")
        for goal in goals:
            if not goal.cross_cutting:
                yield from _branch(goal, judged, options)
        if any(goal.cross_cutting for goal in goals):
            yield from ("", f"### {say('Cross-cutting goals')}", "")
            for goal in goals:
                if goal.cross_cutting:
                    yield from _branch(goal, judged, options)
        for text in (worst_text(strategy, judged), declared_text(strategy)):
            if text:
                yield from ("", escape(text))
        yield ""


def _branch(branch: Branch, judged: Verdicts, options: Options) -> Iterator[str]:
    indent = "  " * (branch.depth - 1)
    name = escape(node_title(branch.node))
    counted = judged.below(branch)
    line = f"{indent}- **{name}**" if branch.depth == 1 else f"{indent}- {_no_list(name)}"
    yield f"{line} — {escape(counts_line(dict(counted.counts)))}" if counted.counts else line
    money = spending(branch.initiatives(options.year))
    if money.known:
        yield f"{indent}  - {escape(money_text(money))}"
    if declared := declared_text(branch.node):
        yield f"{indent}  - {escape(declared)}"
    if options.kpis:
        for one in judged.on(branch):
            status = f"{escape(status_mark(one.status))} {status_word(one.status)}"
            yield f"{indent}  - {escape(f'{kpi_text(one)} {figures_text(one)}'.rstrip())} — {status}"
    if options.initiatives:
        for initiative in initiatives_of(branch.node, options.year):
            yield f"{indent}  - {_no_list(escape(initiative_text(initiative)))}"
    if options.depth is None or branch.depth < options.depth:
        for child in branch.branches:
            yield from _branch(child, judged, options)


def _no_list(text: str) -> str:
    """``text`` with a leading ``1.`` or ``-`` escaped, which would start another list."""
    return re.sub(r"^([0-9]*)([.)+-])(?=\s|$)", r"\1\\\2", text)
