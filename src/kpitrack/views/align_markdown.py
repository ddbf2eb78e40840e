"""``align`` as Markdown: a table a pillar, as it goes before a committee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpitrack.analysis.crosswalk import Crosswalk
from kpitrack.language import pick, say
from kpitrack.views.text.markdown import escape, table

from .align import (
    answer_text,
    counts_text,
    coverage_text,
    dangling_text,
    item_text,
    node_text,
    relation_word,
    stance_text,
)


def render(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """The lines of the document."""
    for crosswalk in crosswalks:
        target = pick(crosswalk.target.title) if crosswalk.target else crosswalk.target_id
        title = say("{source}: its answer to {target}", source=pick(crosswalk.source.title), target=target)
        yield from (f"## {escape(str(title))}", "")
        if crosswalk.items:
            covered = coverage_text(crosswalk.answered, len(crosswalk.items))
            yield from (f"{covered}: {escape(counts_text(crosswalk))}", "")
        for pillar in crosswalk.pillars:
            if not pillar.items:
                continue
            heading = escape(node_text(pillar.branch.node))
            yield from (f"### {heading} ({coverage_text(pillar.answered, len(pillar.items))})", "")
            header = [str(say("item")), str(say("relation")), str(say("where")), str(say("stance"))]
            rows = []
            for item in pillar.items:
                name = item_text(item)
                if not item.answers:
                    rows.append([name, relation_word(None), "–", ""])
                for answer in item.answers:
                    word = relation_word(answer.alignment.relation)
                    rows.append([name, word, answer_text(answer), stance_text(answer)])
                    name = ""
            yield from table(header, rows, lines={3})
            yield ""
        for one in crosswalk.dangling:
            yield f"- {escape(str(dangling_text(one)))}"
        if crosswalk.dangling:
            yield ""
