"""The lists of KPIs and of strategies, in pages: filters that need no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kpitrack.language import active, say
from kpitrack.views.words import status_meaning, status_word

from .addresses import way_up
from .labels import GROUPS, labels
from .overview import Whole, span_of, strategy_line
from .paging import leaves
from .table_row import kinds_of, statuses_of
from .templating import render_leaf


def kpi_lists(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The list of all KPIs, and one for each status and group of statuses, by address."""
    yield from _kpis(whole, _Listed("kpis.html", str(say("All KPIs")), "", range(len(whole.statuses))))
    by_status: dict[str, list[int]] = defaultdict(list)
    for at, status in enumerate(whole.statuses):
        by_status[status].append(at)
    for status, places in by_status.items():
        title = str(say("KPIs with the status “{status}”", status=status_word(status)))
        yield from _kpis(whole, _Listed(f"status/{status}.html", title, status_meaning(status), places))
    words = labels()
    for group in ("good", "bad", "unknown"):
        yield from _kpis(whole, _Listed(f"status/{group}.html", words[GROUPS[group][0]], "", whole.by_group[group]))


_CHANGES = {
    "worse": "worse_now",
    "better": "better_now",
    "other": "other_change",
    "moved": "moved",
    "new": "new_values",
}
"""The kinds of change and their names on the pages."""


def change_lists(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The list of what changed since last time, the worst first, and one for each kind of change, by address."""
    words = labels()
    kinds = [
        _Listed(f"changed/{kind}.html", words[name], words["changed_hint"], whole.changes[kind])
        for kind, name in _CHANGES.items()
    ]
    everything = list(dict.fromkeys(at for places in whole.changes.values() for at in places))
    kinds.insert(0, _Listed("changed.html", words["changed"], words["changed_hint"], everything))
    for listed in kinds:
        yield from _kpis(whole, listed, kinds)


def strategy_lists(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The list of all strategies, by address."""
    for leaf in leaves("strategies.html", whole.strategies):
        yield render_leaf(
            "strategies.html",
            leaf,
            title=labels()["strategies"],
            as_of=whole.terms.as_of,
            kinds=kinds_of(whole.tables["", ""]),
            lines=[strategy_line(whole, one) for one in leaf.items],
        )


class _Listed(NamedTuple):
    """A list: its address, its title, what it says, and the positions of its KPIs."""

    name: str
    title: str
    meaning: str
    places: Sequence[int]


def _kpis(whole: Whole, listed: _Listed, kinds: Sequence[_Listed] = ()) -> Iterator[tuple[str, bytes]]:
    """The pages of a list; ``kinds`` are the lists that are offered beside it, instead of those by status."""
    for leaf in leaves(listed.name, listed.places):
        yield render_leaf(
            "kpis.html",
            leaf,
            title=listed.title,
            meaning=listed.meaning,
            as_of=whole.terms.as_of,
            span=span_of(whole.terms.as_of),
            rows=whole.spool.rows(active(), leaf.items, f"{way_up(leaf.address)}{active()}/"),
            statuses=statuses_of(whole.statuses),
            kinds=kinds,
        )
