"""What one file says about things in another, or elsewhere in itself, and whether that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kpitrack.diagnostics import KeyPath

from .view import StrategyView, View

Kind = Literal["node", "kpi", "anything", "comparison"]
"""What a reference may name: a goal, measure or KPI; a KPI; these or a strategy; a KPI or a comparator's series."""


class Reference(NamedTuple):
    """``text`` at ``at`` in the file of ``owner``, said of its node or KPI ``subject``."""

    owner: StrategyView
    subject: str | None
    kind: Kind
    text: str
    at: KeyPath


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference names: ``here`` and ``strategy`` say why it may be missing.

    Args:
        strategy: the strategy named, or its own.
        name: the id within it.
        exists: whether it is there; None where that cannot be told.
        here: whether the strategy is in the repository.
    """

    strategy: str
    name: str
    exists: bool | None
    here: bool = True


def references(view: View) -> Iterator[Reference]:
    """Every reference of every strategy."""
    for one in view.strategies:
        yield from _of_nodes(one)
        yield from _of_kpis(one)
        for i, line in enumerate(one.strategy.alignments or ()):
            if line.from_ is not None:
                yield Reference(one, None, "node", line.from_, ("alignments", i, "from"))
            yield Reference(one, None, "anything", line.to, ("alignments", i, "to"))


def _of_nodes(one: StrategyView) -> Iterator[Reference]:
    for node in one.nodes:
        for i, text in enumerate(node.item.contributes_to or ()):
            yield Reference(one, node.item.id, "anything", text, (*node.at, "contributes_to", i))


def _of_kpis(one: StrategyView) -> Iterator[Reference]:
    for kpi, at, _ in one.kpis:
        if kpi.contributes_to is None and kpi.discontinued is None:
            continue
        for i, text in enumerate(kpi.contributes_to or ()):
            yield Reference(one, kpi.id, "anything", text, (*at, "contributes_to", i))
        if kpi.discontinued is not None and kpi.discontinued.replaced_by is not None:
            yield Reference(one, kpi.id, "kpi", kpi.discontinued.replaced_by, (*at, "discontinued", "replaced_by"))
    for kpi, at, target, form in one.aims:
        if form == "parity_with" and target.parity_with is not None:
            yield Reference(one, kpi.id, "comparison", target.parity_with, (*at, "target", "parity_with"))


def resolve(view: View, reference: Reference) -> Target:
    """What ``reference`` names."""
    own = reference.owner.strategy.id
    strategy, slash, name = reference.text.rpartition("/")
    if not slash:
        strategy = own
        if reference.kind == "anything" and name not in names(reference.owner, "node"):
            if name in view.by_id:
                return Target(name, name, exists=True)
            if name in view.unread:
                return Target(name, name, exists=None)
    candidates = [reference.owner] if strategy == own else view.by_id.get(strategy, [])
    if not candidates:
        return Target(strategy, name, exists=None if view.may_exist(strategy) else False, here=False)
    if any(name in names(one, reference.kind) for one in candidates):
        return Target(strategy, name, exists=True)
    unsure = len(view.by_id.get(strategy, ())) > 1 or any(
        one.ambiguous or (reference.kind == "comparison" and (not one.whole or _astray(view, name)))
        for one in candidates
    )
    return Target(strategy, name, exists=None if unsure else False)


def _astray(view: View, name: str) -> bool:
    """Whether an actuals file that names no strategy of the repository has the series ``name``."""
    return any(name in (file.comparators or ()) for _, file in view.stray)


def names(one: StrategyView, kind: Kind) -> frozenset[str]:
    """The ids in ``one`` that a reference of ``kind`` may name."""
    if kind == "kpi":
        return one.kpi_ids
    if kind == "comparison":
        return one.kpi_ids | one.comparator_ids
    return one.node_ids | one.kpi_ids
