"""The series of a KPI that goes on from an earlier strategy's: its own entries, and those that it has from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kpitrack.model.actuals import Entry, merged
from kpitrack.model.strategy import KPI
from kpitrack.repository.repository import Bundle

_MOST = 50
"""The most strategies that are followed back; a line of them that leads back to itself ends there, too."""


class Told(NamedTuple):
    """An entry, and where it stands: its file, and the id of the KPI there."""

    entry: Entry
    path: str
    kpi: str


def with_earlier(
    kpi: KPI, own: Mapping[int, Told], strategy: str, find: Callable[[str], Bundle | None]
) -> dict[int, Told]:
    """The entries of ``kpi`` by year, those of the KPIs among them that it continues.

    As where KPIs are judged, running totals are not shared; and of two entries for one year, one with a value goes
    before one without, and then the later strategy's. KPIs that count differently are an error before that.

    Args:
        kpi: the KPI.
        own: what is written of it itself.
        strategy: the id of its strategy.
        find: the strategy of an id.
    """
    found = dict(own)
    later = kpi
    for _ in range(_MOST):
        owner, _, name = (later.continues or "").rpartition("/")
        bundle = find(owner or strategy) if name else None
        placed = bundle and bundle.strategy.model and bundle.strategy.model.kpis()
        earlier = next((one.item for one in placed or () if one.item.id == name), None)
        if bundle is None or earlier is None or later.accumulation == "running_total":
            break
        for year, told in entries_of(bundle).get(name, {}).items():
            has_value = earlier.value_of(told.entry) is not None
            if year not in found or (has_value and kpi.value_of(found[year].entry) is None):
                found[year] = told
        later, strategy = earlier, owner or strategy
    return dict(sorted(found.items()))


def entries_of(bundle: Bundle) -> dict[str, dict[int, Told]]:
    """The entries of a strategy's KPIs by year."""
    found: dict[str, dict[int, Told]] = {}
    files = [(file.path, file.model) for file in bundle.actuals if file.model]
    for path, file in files:
        for kpi, several in merged([file]).items():
            found.setdefault(kpi, {}).update({year: Told(entry, path, kpi) for year, entry in several.items()})
    return found
