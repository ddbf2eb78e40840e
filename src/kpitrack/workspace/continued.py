"""The series of a KPI that goes on from one strategy to the next: its own entries, and those of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kpitrack.model.actuals import Entry, merged
from kpitrack.repository.repository import Bundle

if TYPE_CHECKING:
    from kpitrack.model.strategy import KPI

    from .open import Workspace

_MOST = 50
"""The most strategies that are followed; a line of them that leads back to itself ends there, too."""


class Told(NamedTuple):
    """An entry, and where it stands: its file, and the id of the KPI there."""

    entry: Entry
    path: str
    kpi: str


def with_shared(
    case: tuple[str, KPI],
    own: Mapping[int, Told],
    find: Callable[[str], Bundle | None],
    later: Mapping[str, str],
) -> dict[int, Told]:
    """The entries of a KPI by year, those of the KPIs that it continues and that continue it among them.

    As where KPIs are judged, running totals are not shared; and of two entries for one year, one with a value goes
    before one without, and then the KPI's own. KPIs that count differently are an error before that.

    Args:
        case: the id of its strategy, and the KPI.
        own: what is written of it itself.
        find: the strategy of an id.
        later: by the ref of a KPI, that of the one which continues it.
    """
    found = dict(own)
    kpi = case[1]
    if kpi.accumulation == "running_total":
        return found
    backwards = _line(case, find, lambda _, one: one.continues)
    onwards = _line(case, find, lambda owner, one: later.get(f"{owner}/{one.id}"))
    for other, entries in (*backwards, *onwards):
        for year, told in entries.items():
            has_value = other.value_of(told.entry) is not None
            if year not in found or (has_value and kpi.value_of(found[year].entry) is None):
                found[year] = told
    return dict(sorted(found.items()))


def _line(
    case: tuple[str, KPI], find: Callable[[str], Bundle | None], following: Callable[[str, KPI], str | None]
) -> Iterator[tuple[KPI, dict[int, Told]]]:
    """The KPIs that follow from one to the next, each with its entries."""
    owner, kpi = case
    for _ in range(_MOST):
        next_owner, _, name = (following(owner, kpi) or "").rpartition("/")
        owner = next_owner or owner
        bundle = find(owner) if name else None
        model = bundle.strategy.model if bundle else None
        placed = next((one.item for one in model.kpis() if one.item.id == name), None) if model else None
        if bundle is None or placed is None:
            return
        kpi = placed
        yield kpi, entries_of(bundle).get(name, {})


def successors(space: Workspace) -> dict[str, str]:
    """By the ref of a KPI, that of the one which continues it; of several, the first."""
    import polars as pl

    found: dict[str, str] = {}
    for part in range(space.parts):
        continuing = space.table("kpis", part).filter(pl.col("continues").is_not_null()).select("continues", "ref")
        for earlier, ref in space.collect(continuing).iter_rows():
            found.setdefault(earlier, ref)
    return found


def entries_of(bundle: Bundle) -> dict[str, dict[int, Told]]:
    """The entries of a strategy's KPIs by year."""
    found: dict[str, dict[int, Told]] = {}
    files = [(file.path, file.model) for file in bundle.actuals if file.model]
    for path, file in files:
        for kpi, several in merged([file]).items():
            found.setdefault(kpi, {}).update({year: Told(entry, path, kpi) for year, entry in several.items()})
    return found
