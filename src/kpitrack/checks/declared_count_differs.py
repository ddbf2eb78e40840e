from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, say
from kpitrack.model.declared import differing
from kpitrack.model.strategy import Goal, Measure, Strategy

from .check import Check, Context, Example
from .examples import KPI, STRATEGY, kpis
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Complete inventories that do not list as much as the document states."""
    strategy = view.strategy
    if strategy.inventory == "whole":
        yield from _compare(view, strategy, ("declared_counts",))
    for node in view.nodes:
        if "whole" in {node.item.inventory, strategy.inventory}:
            yield from _compare(view, node.item, (*node.at, "declared_counts"))


def _compare(view: StrategyView, of: Strategy | Goal | Measure, at: KeyPath) -> Iterator[Diagnostic]:
    for name, (stated, held) in differing(of).items():
        yield Diagnostic(
            CHECK.rule,
            say(
                "the document declares {stated} {name}, but {held} are listed here",
                stated=stated, name=name, held=" / ".join(map(str, sorted(held))),
            ),
            say("add what is missing, correct the number, or write “inventory: excerpt”"),
            view.path, (*at, name),
        )  # fmt: skip


_COUNTS = "inventory: whole\ndeclared_counts: {{kpis: {}}}\ngoals:"

CHECK = Check(
    rule("declared-count-differs"),
    mark("A whole inventory does not hold as many items as the document declares."),
    mark(
        "Documents often say how much they hold (331施策). Where the file says that it lists all of it (inventory: "
        "whole), another number means that something was left out or taken twice. Add what is missing, correct the "
        "number, or write “inventory: excerpt”. Measures may be counted at every depth, or only the undivided ones."
    ),
    Example(
        bad={STRATEGY: kpis(KPI).replace("goals:", _COUNTS.format(2))},
        good={STRATEGY: kpis(KPI).replace("goals:", _COUNTS.format(1))},
    ),
    find,
)
