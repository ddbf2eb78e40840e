"""``align``: what one strategy answers to the items of another, pillar by pillar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpitrack.analysis.crosswalk import Answer, Crosswalk, Dangling, Item, Pillar
from kpitrack.language import Text, mark, pick, said, say, say_n, translate
from kpitrack.language.visible import visible

from .text import json
from .text.columns import Column
from .text.csv import Cell, csv_line
from .text.markdown import escape, table
from .text.plain import paragraphs, wrap
from .text.styled import Styled, wrapped
from .titles import node_title, path_title

_RELATIONS: dict[str, str] = {
    "new": mark("new measure"),
    "extended": mark("extended"),
    "already_covered": mark("already covered"),
    "covered_elsewhere": mark("covered elsewhere"),
    "related": mark("related"),
    "under_consideration": mark("under consideration"),
    "planned": mark("planned"),
    "not_applicable": mark("not applicable"),
    "not_treated": mark("not treated"),
}
_STYLES = {"new": "green", "extended": "green", "not_applicable": "dim"}
COLUMNS = (
    "source", "target", "pillar", "pillar_title", "item", "item_number", "item_title", "relation", "from",
    "from_title", "stance", "notes", "inferred",
)  # fmt: skip


def relation_word(relation: str | None) -> str:
    """A relation in words; without one, that there is no answer."""
    return translate(_RELATIONS[relation]) if relation else said("unanswered")


def item_text(item: Item) -> str:
    """An item's number and title, or the KPI's name."""
    for kpi in item.branch.node.kpis or ():
        if kpi.id == item.kpi:
            return f"KPI {pick(kpi.name)}"
    return node_title(item.branch.node)


def answer_text(answer: Answer) -> str:
    """Where it is answered: the numbers down to the node, and its title; a dash where no node is named."""
    return path_title(answer.branch) if answer.branch else answer.alignment.from_ or "–"


def stance_text(answer: Answer) -> str:
    """What is said, the notes on it, and that the relation is not the document's own word where it is not."""
    line = answer.alignment
    ours = said("(relation as read by whoever recorded it)") if line.inferred else ""
    return " ".join(text for text in (pick(line.stance), pick(line.notes), ours) if text)


def dangling_text(dangling: Dangling) -> Text:
    """Why an alignment leads nowhere."""
    alignment = dangling.alignment
    strategy, _, item = alignment.to.partition("/")
    match dangling.missing:
        case "strategy":
            return say("{to}: the strategy {strategy} is not in this repository", to=alignment.to, strategy=strategy)
        case "item":
            return say("{to}: {strategy} has no {item}", to=alignment.to, strategy=strategy, item=item)
        case _:
            return say("{to}: this strategy has no {origin}", to=alignment.to, origin=alignment.from_ or "")


def coverage_text(answered: int, items: int) -> str:
    """How many items have an answer."""
    return said("{answered} of {items} answered", answered=answered, items=items)


def summary_texts(crosswalk: Crosswalk) -> list[str]:
    """How many items are answered, and in which way. Of an excerpt: how many it answers, and how many it leaves out."""
    counted = [f"{relation_word(relation)} {n}" for relation, n in crosswalk.counts().items()]
    if not crosswalk.excerpt:
        counted += [f"{relation_word(None)} {crosswalk.silent}"] if crosswalk.silent else []
        return [coverage_text(crosswalk.answered, len(crosswalk.items)), *counted]
    answered = say_n("{n} item answered", "{n} items answered", crosswalk.answered)
    left_out = say_n(
        "{n} further item is not treated in this excerpt",
        "{n} further items are not treated in this excerpt", crosswalk.silent,
    )  # fmt: skip
    return [str(answered), *counted, *([str(left_out)] if crosswalk.silent else [])]


def summary_text(crosswalk: Crosswalk) -> str:
    """`summary_texts` in a line."""
    first, *more = summary_texts(crosswalk)
    return "   ".join([f"{first}:", *more] if more else [first])


def shown(crosswalk: Crosswalk) -> Iterator[tuple[Pillar, list[Item]]]:
    """The pillars that have something to show, with it: of an excerpt, what is answered."""
    for pillar in crosswalk.pillars:
        items = [item for item in pillar.items if item.answers or not crosswalk.excerpt]
        if items:
            yield pillar, items


def nothing_text(strategy: str, answering: int) -> Text:
    """The note on a strategy without alignments, and where those of the ``answering`` ones with it are shown."""
    if answering:
        return say_n(
            "{strategy} names no alignments of its own; {n} strategy names alignments with it: "
            "kpitrack align --to {strategy}, or kpitrack align {strategy} --by organization",
            "{strategy} names no alignments of its own; {n} strategies name alignments with it: "
            "kpitrack align --to {strategy}, or kpitrack align {strategy} --by organization",
            answering, strategy=strategy,
        )  # fmt: skip
    return say("{strategy} names no alignments with another strategy.", strategy=strategy)


def nowhere_text(to: str | None) -> Text:
    """The note where no strategy has alignments, or none with the strategy ``to``."""
    if to is None:
        return say("No strategy here names alignments: write them in a strategy, under “alignments”.")
    return say("No strategy here names alignments with {strategy}; name those to hold against it.", strategy=to)


def _title(crosswalk: Crosswalk) -> str:
    target = pick(crosswalk.target.title) if crosswalk.target else crosswalk.target_id
    return said("{source}: its answer to {target}", source=pick(crosswalk.source.title), target=target)


def as_text(crosswalks: Sequence[Crosswalk], columns: int) -> Iterator[Styled]:
    """The lines for a terminal of so many ``columns``."""
    for crosswalk in crosswalks:
        yield from wrapped(visible(_title(crosswalk)), columns, "bold")
        yield Styled(f"{crosswalk.source.id} → {crosswalk.target_id}", "dim")
        relations = Column(relation_word(relation) for item in crosswalk.items for relation in item.relations)
        for pillar, items in shown(crosswalk):
            yield Styled()
            yield from _pillar_text(pillar, items, columns, relations)
        yield Styled()
        if crosswalk.items:
            yield from wrapped(summary_text(crosswalk), columns, "bold")
        for dangling in crosswalk.dangling:
            yield from wrapped(f"! {visible(str(dangling_text(dangling)))}", columns, "yellow")
        yield Styled()


def _pillar_text(pillar: Pillar, items: Sequence[Item], columns: int, relations: Column) -> Iterator[Styled]:
    yield from wrapped(visible(node_title(pillar.branch.node)), columns, "bold")
    if len(items) == len(pillar.items):
        yield Styled(f"  {coverage_text(pillar.answered, len(items))}", "dim")
    for item in items:
        yield from _item_text(item, columns, relations)


def _item_text(item: Item, columns: int, relations: Column) -> Iterator[Styled]:
    """An item, and below it each answer: the relation, where it is answered, and the stance."""
    title = visible(item_text(item))
    if not item.answers:
        title = f"{title} — {relation_word(None)}"
    yield from wrapped(title, columns - 4, "" if item.answers else "yellow", first="  ", rest="    ")
    for answer in item.answers:
        texts = [answer_text(answer)] if answer.alignment.from_ else []
        texts += [stance] if (stance := stance_text(answer)) else []
        room = max(20, columns - 6 - relations.widest - 2)
        lines = [line for text in texts for part in paragraphs(text) for line in wrap(part, room)] or [""]
        relation = answer.alignment.relation
        for i, line in enumerate(lines):
            word, leaders = relations.parted("" if i else relation_word(relation))
            yield Styled("      ").append(word, _STYLES.get(relation, "")).append(leaders, "dim").append(f"  {line}")


def as_markdown(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """The lines of a document with a table a pillar, as it goes before a committee."""
    for crosswalk in crosswalks:
        yield from (f"## {escape(_title(crosswalk))}", "")
        if crosswalk.items:
            yield from (escape(summary_text(crosswalk)), "")
        for pillar, items in shown(crosswalk):
            heading = escape(node_title(pillar.branch.node))
            covered = f" ({coverage_text(pillar.answered, len(items))})" if len(items) == len(pillar.items) else ""
            yield from (f"### {heading}{covered}", "")
            header = [said("item"), said("relation"), said("where"), said("stance")]
            rows = []
            for item in items:
                name = item_text(item)
                if not item.answers:
                    rows.append([name, relation_word(None), "–", ""])
                for answer in item.answers:
                    word = relation_word(answer.alignment.relation)
                    rows.append([name, word, answer_text(answer), stance_text(answer)])
                    name = ""
            yield from table(header, rows, lines={3})
            yield ""
        for dangling in crosswalk.dangling:
            yield f"- {escape(str(dangling_text(dangling)))}"
        if crosswalk.dangling:
            yield ""


def as_csv(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """One line for each answer, and for each unanswered item one with an empty ``relation``."""
    yield csv_line(COLUMNS)
    for crosswalk in crosswalks:
        for pillar in crosswalk.pillars:
            for item in pillar.items:
                first: list[Cell] = [
                    crosswalk.source.id, crosswalk.target_id, pillar.branch.node.id, node_title(pillar.branch.node),
                    item.ref, pick(item.branch.node.number) or None, item_text(item),
                ]  # fmt: skip
                for answer in item.answers:
                    line = answer.alignment
                    title = node_title(answer.branch.node) if answer.branch else None
                    words = (pick(line.stance) or None, pick(line.notes) or None)
                    yield csv_line([*first, line.relation, line.from_, title, *words, line.inferred])
                if not item.answers:
                    yield csv_line([*first, None, None, None, None, None, None])


def as_json(crosswalks: Sequence[Crosswalk]) -> Iterator[str]:
    """The document ``kpitrack/align/1``. An item with several answers counts under each of their relations."""
    yield from json.lines("align", crosswalks=[_crosswalk(one) for one in crosswalks])


def _crosswalk(crosswalk: Crosswalk) -> dict[str, Any]:
    return {
        "source": crosswalk.source.id,
        "target": crosswalk.target_id,
        "summary": {
            "items": len(crosswalk.items),
            "answered": crosswalk.answered,
            "unanswered": 0 if crosswalk.excerpt else crosswalk.silent,
            "not_in_excerpt": crosswalk.silent if crosswalk.excerpt else 0,
            "by_relation": crosswalk.counts(),
        },
        "pillars": [_pillar(pillar) for pillar in crosswalk.pillars],
        "dangling": [
            {"from": dangling.alignment.from_, "to": dangling.alignment.to, "missing": dangling.missing}
            for dangling in crosswalk.dangling
        ],
    }


def _pillar(pillar: Pillar) -> dict[str, Any]:
    node = pillar.branch.node
    return {
        "goal": node.id,
        "number": pick(node.number) or None,
        "title": pick(node.title),
        "items": len(pillar.items),
        "answered": pillar.answered,
        "crosswalk": [
            {
                "ref": item.ref,
                "number": pick(item.branch.node.number) or None,
                "title": item_text(item) if item.kpi else pick(item.branch.node.title),
                "path": list(item.branch.path),
                "trail": list(map(pick, item.branch.trail)),
                "relations": list(item.relations),
                "answers": [_answer(answer) for answer in item.answers],
            }
            for item in pillar.items
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "relation": answer.alignment.relation,
        "inferred": answer.alignment.inferred,
        "from": answer.alignment.from_,
        "title": pick(answer.branch.node.title) if answer.branch else None,
        "trail": list(map(pick, answer.branch.trail)) if answer.branch else [],
        "stance": pick(answer.alignment.stance) or None,
        "notes": pick(answer.alignment.notes) or None,
    }
