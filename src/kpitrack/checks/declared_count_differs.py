"""declared-count-differs."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack.diagnostics import Diagnostic, KeyPath, rule
from kpitrack.language import mark, say
from kpitrack.model.strategy import DeclaredCounts, Goal, Measure

from .examples import KPI, STRATEGY, kpis
from .protocol import Check, Context, Example
from .view import StrategyView


def find(view: StrategyView, _: Context) -> Iterator[Diagnostic]:
    """Whole inventories that do not hold as much as the document says."""
    strategy = view.strategy
    if strategy.inventory == "whole" and strategy.declared_counts is not None:
        yield from _compare(view, strategy.declared_counts, strategy.goals, ("declared_counts",), top=True)
    for node in view.nodes:
        if node.item.declared_counts is not None and "whole" in {node.item.inventory, strategy.inventory}:
            yield from _compare(view, node.item.declared_counts, [node.item], (*node.at, "declared_counts"), top=False)


def _compare(
    view: StrategyView, declared: DeclaredCounts, nodes: list[Goal] | list[Goal | Measure], at: KeyPath, *, top: bool
) -> Iterator[Diagnostic]:
    for name, held in _counts(nodes, top=top).items():
        stated: int | None = getattr(declared, name)
        if stated is not None and stated not in held:
            yield Diagnostic(
                CHECK.rule,
                say(
                    "the document declares {stated} {name}, but {held} are listed here",
                    stated=stated, name=name, held=" / ".join(map(str, sorted(held))),
                ),
                say("add what is missing, correct the number, or write “inventory: excerpt”"),
                view.path, (*at, name),
            )  # fmt: skip


def _counts(nodes: list[Goal] | list[Goal | Measure], *, top: bool) -> dict[str, set[int]]:
    """How many of each lie below ``nodes``, in each way that documents count.

    Goals with and without the cross-cutting ones; measures of every depth, or only those that are not divided.
    """
    measures = leaves = found_kpis = initiatives = 0
    waiting: list[Goal | Measure] = list(nodes)
    while waiting:
        node = waiting.pop()
        below = node.measures or []
        waiting += below
        measures += len(below)
        leaves += sum(not measure.measures for measure in below)
        found_kpis += len(node.kpis or ())
        initiatives += len(node.initiatives or ())
    counts = {"measures": {measures, leaves}, "kpis": {found_kpis}, "initiatives": {initiatives}}
    if top:
        crossing = sum(isinstance(node, Goal) and node.cross_cutting for node in nodes)
        counts["goals"] = {len(nodes), len(nodes) - crossing}
    return counts


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
