"""The values that a parity target is compared with, by year, and their places in the files."""

from __future__ import annotations

from collections.abc import Callable

from kpitrack.language import english, plain
from kpitrack.model.actuals import status_of
from kpitrack.repository.repository import Bundle

from .case import Stated
from .standing import Row


def with_name(row: Row, find: Callable[[str], Bundle | None]) -> Row:
    """A verdict ``row`` with the name of the KPI of another strategy that its target is held against.

    Columns are made strategy by strategy, and know no name beyond. All other rows are given back as they are.
    """
    owner, slash, kpi = (row.get("parity_with") or "").partition("/")
    if not slash or row.get("parity_name"):
        return row
    home = find(owner)
    strategy = home.strategy.model if home else None
    placed = next((one for one in strategy.kpis() if one.item.id == kpi), None) if strategy else None
    if strategy is None or placed is None:
        return row
    of, name = strategy.organization.name, placed.item.name
    mixed = [english(of) or plain(of), english(name) or plain(name)]
    known = english(of) or english(name)
    return {
        **row,
        "parity_name": f"{plain(of)} {plain(name)}",
        "parity_name_en": " ".join(mixed) if known else None,
    }


def compared(bundle: Bundle, name: str | None, find: Callable[[str], Bundle | None]) -> dict[int, Stated]:
    """The values by year that a parity target of ``bundle`` is compared with.

    Args:
        bundle: the strategy of the target.
        name: the series or KPI that ``parity_with`` names; None for targets of another form.
        find: the strategy of an id.
    """
    if name is None:
        return {}
    series = {
        year: Stated(value, file.path, file.model.place_of(name, year))
        for file in bundle.actuals
        if file.model
        for year, value in file.model.compared(name).items()
    }
    if series:
        return series
    owner, slash, kpi = name.partition("/")
    home = find(owner) if slash else bundle
    strategy = home.strategy.model if home else None
    placed = next((one for one in strategy.kpis() if one.item.id == (kpi or name)), None) if strategy else None
    if home is None or placed is None:
        return {}
    other = placed.item
    found = {
        year: Stated(value, file.path, ("actuals", other.id, year))
        for file in home.actuals
        if file.model
        for year, entry in ((file.model.actuals or {}).get(other.id) or {}).items()
        if (value := other.value_of(entry)) is not None and status_of(entry) != "forecast"
    }
    baseline = other.baseline
    if baseline is None or baseline.year is None or baseline.value is None:
        return found
    return found | {baseline.year: Stated(baseline.value, home.strategy.path, (*placed.at, "baseline", "value"))}
