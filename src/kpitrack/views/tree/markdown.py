"""``tree`` as nested Markdown lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpitrack.analysis.outline import Branch, initiatives_of, outline, spending
from kpitrack.model.strategy import Strategy
from kpitrack.views.annexes import blocks, texts_of
from kpitrack.views.text.markdown import escape, escape_lines
from kpitrack.views.titles import node_title, strategy_facts, strategy_title
from kpitrack.views.words import counts_line, status_mark, status_word

from .view import (
    Options,
    Verdicts,
    declared_text,
    figures_text,
    headed,
    initiative_text,
    kpi_text,
    money_text,
    tie_texts,
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
        for text in tie_texts(strategy, options):
            yield from (escape(text), "")
        for title, under in headed(strategy, goals):
            if title:
                yield from ("", f"### {escape(title)}", "")
            for goal in under:
                yield from _branch(goal, judged, options)
        if options.texts:
            yield from _annexes(strategy)
        for text in (worst_text(strategy, judged), declared_text(strategy)):
            if text:
                yield from ("", escape(text))
        yield ""


def _annexes(strategy: Strategy) -> Iterator[str]:
    for block in blocks(strategy):
        yield from ("", f"### {escape(block.heading)}", "")
        for entry in block.entries:
            title, texts = (f"**{escape(entry.title)}**", entry.texts) if entry.title else ("", entry.texts)
            yield "- " + ": ".join(part for part in (title, "<br>".join(map(escape_lines, texts))) if part)


def _branch(branch: Branch, judged: Verdicts, options: Options) -> Iterator[str]:
    indent = "  " * (branch.depth - 1)
    name = escape(node_title(branch.node))
    counted = judged.below(branch)
    line = f"{indent}- **{name}**" if branch.depth == 1 else f"{indent}- {_no_list(name)}"
    yield f"{line} — {escape(counts_line(dict(counted.counts)))}" if counted.counts else line
    yield from (f"{indent}  - {text}" for text in _facts(branch, options))
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


def _facts(branch: Branch, options: Options) -> Iterator[str]:
    """The money of a node, what the document declares of it, and what is written of it."""
    money = spending(branch.initiatives(options.year))
    if money.known:
        yield escape(money_text(money))
    if declared := declared_text(branch.node):
        yield escape(declared)
    if options.texts:
        yield from map(escape_lines, texts_of(branch.node))


def _no_list(text: str) -> str:
    """``text`` with a leading ``1.`` or ``-`` escaped, which would start another list."""
    return re.sub(r"^([0-9]*)([.)+-])(?=\s|$)", r"\1\\\2", text)
