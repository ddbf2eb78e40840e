"""How a strategy answers another's items: a list of them for each other strategy, an answer a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from kpitrack.analysis.crosswalk import Answer, Crosswalk, Item, Pillar, crosswalks
from kpitrack.language import say
from kpitrack.model.record import LocalizedText
from kpitrack.report.gather import JudgedStrategy
from kpitrack.views import align as align_view
from kpitrack.views.titles import path_title

from .addresses import strategy_address
from .paging import leaves
from .strategy_page import beside


class _Line(NamedTuple):
    """An item with one of its answers, or with none."""

    at: int
    pillar: Pillar
    item: Item
    answer: Answer | None


def pages(part: JudgedStrategy) -> Iterator[tuple[str, bytes]]:
    """The pages, by their addresses; a long crosswalk goes on in further ones."""
    found = crosswalks(part.strategy, part.others)
    lines = [
        _Line(at, pillar, item, answer)
        for at, one in enumerate(found)
        for pillar, items in align_view.shown(one)
        for item in items
        for answer in item.answers or (None,)
    ]
    bare = set(range(len(found))) - {line.at for line in lines}  # what leads nowhere stands at the end
    for leaf in leaves(strategy_address(part.strategy.id, "crosswalk"), lines):
        held = {at: list(several) for at, several in groupby(leaf.items, key=lambda line: line.at)}
        here = held if leaf.number < leaf.pages else {*held, *bare}
        walks = [_held(one, held.get(at, [])) for at, one in enumerate(found) if at in here]
        yield beside(part, "crosswalk", say("Crosswalk"), leaf, crosswalks=walks)


def _held(one: Crosswalk, lines: list[_Line]) -> dict[str, Any]:
    return {
        "target": one.target,
        "target_id": one.target_id,
        "summary": align_view.summary_texts(one) if one.items else [],
        "pillars": [] if one.excerpt else [_covered(pillar) for pillar in one.pillars],
        "lines": [_line(line) for line in lines],
        "dangling": [align_view.dangling_text(line) for line in one.dangling],
    }


def _covered(pillar: Pillar) -> tuple[LocalizedText, str]:
    return path_title(pillar.branch), align_view.coverage_text(pillar.answered, len(pillar.items))


def _line(line: _Line) -> dict[str, LocalizedText]:
    answer = line.answer
    relation = answer.alignment.relation if answer else None
    return {
        "pillar": path_title(line.pillar.branch),
        "name": align_view.item_text(line.item),
        "relation": align_view.relation_word(relation),
        "kind": relation or "none",
        "where": align_view.answer_text(answer) if answer else "",
        "stance": align_view.stance_text(answer) if answer else "",
    }
