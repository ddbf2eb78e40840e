"""What ``align`` shows, for each of its formats."""

from __future__ import annotations

from kpitrack.analysis.crosswalk import Answer, Crosswalk, Dangling, Item
from kpitrack.language import Text, mark, pick, say, translate
from kpitrack.model.strategy import Goal, Measure

_RELATIONS: dict[str, str] = {
    "new": mark("new measure"),
    "extended": mark("extended"),
    "already_covered": mark("already covered"),
    "covered_elsewhere": mark("covered elsewhere"),
    "related": mark("related"),
    "not_applicable": mark("not applicable"),
}


def relation_word(relation: str | None) -> str:
    """A relation in words; without one, that there is no answer."""
    return translate(_RELATIONS[relation]) if relation else str(say("unanswered"))


def node_text(node: Goal | Measure) -> str:
    """A node's number and title."""
    return f"{node.number} {pick(node.title)}" if node.number else pick(node.title)


def item_text(item: Item) -> str:
    """An item's number and title, or the KPI's name."""
    for kpi in item.branch.node.kpis or ():
        if kpi.id == item.kpi:
            return f"KPI {pick(kpi.name)}"
    return node_text(item.branch.node)


def answer_text(answer: Answer) -> str:
    """Where it is answered: the numbers down to the node, and its title; a dash where no node is named."""
    branch = answer.branch
    if branch is None:
        return answer.alignment.from_ or "–"
    above = branch.trail[:-1] if branch.node.number else branch.trail
    return " › ".join([*above, node_text(branch.node)])


def stance_text(answer: Answer) -> str:
    """What is said, and the notes on it."""
    return " ".join(text for text in (pick(answer.alignment.stance), pick(answer.alignment.notes)) if text)


def dangling_text(one: Dangling) -> Text:
    """Why a line leads nowhere."""
    strategy, _, item = one.alignment.to.partition("/")
    match one.missing:
        case "strategy":
            return say(
                "{to}: the strategy {strategy} is not in this repository", to=one.alignment.to, strategy=strategy
            )
        case "item":
            return say("{to}: {strategy} has no {item}", to=one.alignment.to, strategy=strategy, item=item)
        case _:
            return say("{to}: this strategy has no {origin}", to=one.alignment.to, origin=one.alignment.from_ or "")


def coverage_text(answered: int, items: int) -> str:
    """How many items have an answer."""
    return str(say("{answered} of {items} answered", answered=answered, items=items))


def counts_text(crosswalk: Crosswalk) -> str:
    """How many items are answered in which way, the unanswered ones last."""
    parts = [f"{relation_word(relation)} {n}" for relation, n in crosswalk.counts().items()]
    if left := len(crosswalk.items) - crosswalk.answered:
        parts.append(f"{relation_word(None)} {left}")
    return "   ".join(parts)


def nothing_text(strategy: str) -> Text:
    """That a strategy has no alignments."""
    return say("{strategy} names no alignments with another strategy.", strategy=strategy)
