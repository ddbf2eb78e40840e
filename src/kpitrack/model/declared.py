"""Declared counts: how much the document states to hold, and how much is listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from .strategy import Goal, Measure, Strategy

DeclaredKind = Literal["goals", "measures", "kpis", "initiatives"]
KINDS: tuple[DeclaredKind, ...] = get_args(DeclaredKind)


def listed(of: Strategy | Goal | Measure) -> dict[DeclaredKind, set[int]]:
    """How many of each kind are listed in a strategy or below a node, for each way in which documents count.

    Goals with and without the cross-cutting ones; measures of every depth, or only those that are not divided.
    """
    nodes: Sequence[Goal | Measure] = of.goals if isinstance(of, Strategy) else [of]
    measures = leaves = found_kpis = initiatives = 0
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        below = node.measures or []
        waiting += below
        measures += len(below)
        leaves += sum(not measure.measures for measure in below)
        found_kpis += len(node.kpis or ())
        initiatives += len(node.initiatives or ())
    counts: dict[DeclaredKind, set[int]] = {
        "measures": {measures, leaves},
        "kpis": {found_kpis},
        "initiatives": {initiatives},
    }
    if isinstance(of, Strategy):
        crossing = sum(goal.cross_cutting for goal in of.goals)
        counts["goals"] = {len(nodes), len(nodes) - crossing}
    return counts


def differing(of: Strategy | Goal | Measure) -> dict[DeclaredKind, tuple[int, set[int]]]:
    """The kinds whose stated number differs from the list: the stated number, and how many are listed."""
    if of.declared_counts is None:
        return {}
    held = listed(of)
    stated: dict[DeclaredKind, int | None] = {kind: getattr(of.declared_counts, kind) for kind in KINDS}
    return {
        kind: (number, held[kind])
        for kind, number in stated.items()
        if number is not None and kind in held and number not in held[kind]
    }
