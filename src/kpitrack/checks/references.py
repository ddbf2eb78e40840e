"""References from one place to another, within a file or between files, and whether their target exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from kpitrack.diagnostics import KeyPath
from kpitrack.language import Text
from kpitrack.model.suggestions import did_you_mean

from .outline import Kind, Outline, View


class Reference(NamedTuple):
    """The reference ``text`` at ``at`` in the file of ``owner``, made by its node or KPI ``subject``."""

    owner: Outline
    subject: str | None
    kind: Kind
    text: str
    at: KeyPath


class Referent(NamedTuple):
    """What a reference names; ``here`` and ``strategy`` tell why it may be missing.

    Args:
        strategy: the strategy named, or its own.
        name: the id within it.
        exists: whether it exists; None where that cannot be told.
        here: whether the strategy is in the repository.
    """

    strategy: str
    name: str
    exists: bool | None
    here: bool = True


class Guesses:
    """Suggestions, up to a limit of time: where thousands of references are wrong, they are no typing errors."""

    def __init__(self) -> None:
        self._comparisons = 60_000

    def did_you_mean(self, word: str, words: Callable[[], Collection[str]]) -> Text | None:
        """A hint with the nearest of ``words``, if one is near."""
        if self._comparisons <= 0:
            return None
        known = words()
        self._comparisons -= len(known)
        return did_you_mean(word, known)


def references(view: View) -> Iterator[Reference]:
    """Every reference of every strategy."""
    for one in view.strategies:
        for said in one.said:
            yield Reference(one, *said)


def resolve(view: View, reference: Reference) -> Referent:
    """What ``reference`` names."""
    own = reference.owner.id
    if reference.kind == "strategy":
        known = reference.text in view.by_id
        unsure = None if view.may_exist(reference.text) else False
        return Referent(reference.text, reference.text, exists=known or unsure, here=known)
    strategy, slash, name = reference.text.rpartition("/")
    if not slash:
        strategy = own
        if reference.kind == "anything" and not _has(reference.owner, "node", name):
            if name in view.by_id:
                return Referent(name, name, exists=True)
            if name in view.unread:
                return Referent(name, name, exists=None)
    candidates = [reference.owner] if strategy == own else view.by_id.get(strategy, [])
    if not candidates:
        return Referent(strategy, name, exists=None if view.may_exist(strategy) else False, here=False)
    if any(_has(one, reference.kind, name) for one in candidates):
        return Referent(strategy, name, exists=True)
    unsure = len(view.by_id.get(strategy, ())) > 1 or any(
        one.ambiguous or (reference.kind == "comparison" and (not one.whole or _astray(view, one, name)))
        for one in candidates
    )
    return Referent(strategy, name, exists=None if unsure else False)


def _astray(view: View, one: Outline, name: str) -> bool:
    """Whether the series ``name`` is in the wrong place, which another check reports.

    That is an actuals file without a strategy in the repository, or among the KPIs of ``one``.
    """
    return any(name == kpi for _, kpi in one.unknown) or any(name in file.comparator_ids for file in view.stray)


def _has(one: Outline, kind: Kind, name: str) -> bool:
    """Whether ``name`` is one of `names`, of which there may be many."""
    return any(name in ids for ids in _named(one, kind))


def names(one: Outline, kind: Kind) -> frozenset[str]:
    """The ids in ``one`` that a reference of ``kind`` may name."""
    return frozenset().union(*_named(one, kind))


def _named(one: Outline, kind: Kind) -> tuple[frozenset[str], ...]:
    """The sets of ids in ``one`` that a reference of ``kind`` may name. They may be large: look in each of them."""
    return {
        "kpi": (one.kpi_ids,),
        "comparison": (one.kpi_ids, one.comparator_ids),
        "grant": (one.grant_ids,),
        "section": (one.section_ids,),
        "strategy": (),
        "node": (one.kpi_ids, one.node_ids, one.annex_ids),
        "anything": (one.kpi_ids, one.node_ids, one.annex_ids),
    }[kind]
