"""``align`` on a terminal: the other strategy's items by pillar, and what is answered to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kpitrack.analysis.crosswalk import Crosswalk, Item, Pillar
from kpitrack.language import pick, say
from kpitrack.views.text.plain import pad, paragraphs, visible, width, wrap

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

_STYLES = {"new": "green", "extended": "green", "not_applicable": "dim"}
_UNANSWERED = "yellow"


def render(crosswalks: Sequence[Crosswalk], columns: int) -> Iterator[Text]:
    """The lines of the crosswalks, laid out for ``columns``."""
    for crosswalk in crosswalks:
        target = pick(crosswalk.target.title) if crosswalk.target else crosswalk.target_id
        title = say("{source}: its answer to {target}", source=pick(crosswalk.source.title), target=target)
        for line in wrap(visible(str(title)), columns):
            yield Text(line, style="bold")
        yield Text(f"{crosswalk.source.id} → {crosswalk.target_id}", style="dim")
        words = {relation_word(relation) for item in crosswalk.items for relation in item.relations}
        left = 6 + max((width(word) for word in words), default=0) + 2
        for pillar in crosswalk.pillars:
            if pillar.items:
                yield Text()
                yield from _pillar(pillar, columns, left)
        yield Text()
        if crosswalk.items:
            covered = coverage_text(crosswalk.answered, len(crosswalk.items))
            for line in wrap(f"{covered}:   {counts_text(crosswalk)}", columns):
                yield Text(line, style="bold")
        for one in crosswalk.dangling:
            for line in wrap(f"! {visible(str(dangling_text(one)))}", columns):
                yield Text(line, style="yellow")
        yield Text()


def _pillar(pillar: Pillar, columns: int, left: int) -> Iterator[Text]:
    covered = coverage_text(pillar.answered, len(pillar.items))
    for i, line in enumerate(wrap(visible(node_text(pillar.branch.node)), columns - width(covered) - 2)):
        text = Text(line, style="bold")
        if i == 0:
            text.append(" " * (columns - width(line) - width(covered)) + covered, style="not bold dim")
        yield text
    for item in pillar.items:
        yield from _item(item, columns, left)


def _item(item: Item, columns: int, left: int) -> Iterator[Text]:
    """An item, and below it each answer: the relation, where it is answered, and the stance."""
    title = visible(item_text(item))
    if not item.answers:
        for i, line in enumerate(wrap(f"{title} — {relation_word(None)}", columns - 4)):
            yield Text(f"  {'' if i == 0 else '  '}{line}", style=_UNANSWERED)
        return
    for i, line in enumerate(wrap(title, columns - 4)):
        yield Text(f"  {'' if i == 0 else '  '}{line}")
    for answer in item.answers:
        texts = [answer_text(answer)] if answer.alignment.from_ else []
        texts += [stance] if (stance := stance_text(answer)) else []
        lines = [
            line for text in texts for part in paragraphs(text) for line in wrap(part, max(20, columns - left))
        ] or [""]
        word = relation_word(answer.alignment.relation)
        first = Text(pad(f"      {word}", left), style=_STYLES.get(answer.alignment.relation, ""))
        first.append(lines[0], style="default not dim")
        yield first
        for line in lines[1:]:
            yield Text(" " * left + line)
