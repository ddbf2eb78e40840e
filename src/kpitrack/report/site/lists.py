"""The lists of KPIs and of strategies, in pages: filters that need no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kpitrack.language import active, say
from kpitrack.views.words import status_meaning, status_word

from .labels import GROUPS, labels
from .overview import Whole, span_of, statuses_of, strategy_line
from .paging import leaves
from .templating import render


def kpi_lists(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The list of all KPIs, and one for each status and group of statuses, by address."""
    yield from _kpis(whole, "kpis.html", str(say("All KPIs")), "", range(len(whole.statuses)))
    by_status: dict[str, list[int]] = defaultdict(list)
    for at, status in enumerate(whole.statuses):
        by_status[status].append(at)
    for status, places in by_status.items():
        title = str(say("KPIs with the status “{status}”", status=status_word(status)))
        yield from _kpis(whole, f"status/{status}.html", title, status_meaning(status), places)
    words = labels()
    for group in ("good", "bad", "unknown"):
        yield from _kpis(whole, f"status/{group}.html", words[GROUPS[group][0]], "", whole.by_group[group])


def strategy_lists(whole: Whole) -> Iterator[tuple[str, bytes]]:
    """The list of all strategies, by address."""
    groups = whole.tables["", ""]
    for leaf in leaves("strategies.html", whole.strategies):
        yield (
            leaf.address,
            render(
                "strategies.html",
                leaf.root,
                leaf.address,
                title=labels()["strategies"],
                as_of=whole.terms.as_of,
                leaf=leaf,
                kinds={name: look for name, look in GROUPS.items() if name != "closed" or groups[name]},
                lines=[strategy_line(whole, one) for one in leaf.items],
            ),
        )


def _kpis(whole: Whole, name: str, title: str, meaning: str, places: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    for leaf in leaves(name, places):
        yield (
            leaf.address,
            render(
                "kpis.html",
                leaf.root,
                leaf.address,
                title=title,
                meaning=meaning,
                as_of=whole.terms.as_of,
                leaf=leaf,
                span=span_of(whole.terms.as_of),
                rows=whole.spool.rows(active(), leaf.items, f"{leaf.root}{active()}/"),
                statuses=statuses_of(whole),
            ),
        )
