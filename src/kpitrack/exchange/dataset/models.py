"""Models from the rows of a dataset, as far as views show them, without validating them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from kpitrack.model.record import LocalizedText
from kpitrack.model.strategy import KPI, Baseline, Discontinued, Goal, Organization, Period, Rounding, Strategy
from kpitrack.model.target import Range, Target

Row = Mapping[str, Any]
_NUMBERED = {"value", "times_baseline", "change", "percent_change", "percent_per_year"}


def strategy_of(row: Row, title: LocalizedText, nodes: Iterable[Row]) -> Strategy:
    """The strategy of a KPI.

    Args:
        row: one of the table ``kpis``.
        title: the strategy's.
        nodes: its goals and measures, of the table ``nodes``, which come one beside the other.
    """
    return Strategy.model_construct(
        id=row["strategy"],
        title=title,
        stated_organization=Organization.model_construct(
            name=localized(row, "organization_name"), code=row["organization_code"], level=row["organization_level"]
        ),
        period=Period.model_construct(start=row["period_start"], end=row["period_end"]),
        rounding=Rounding.model_construct(decimals=row["rounding_decimals"], mode=row["rounding_mode"]),
        goals=[
            Goal.model_construct(id=node["node"], number=node["number"], title=localized(node, "title"))
            for node in nodes
        ],
    )


def kpi_of(row: Row) -> KPI:
    """The KPI of a row of the table ``kpis``."""
    return KPI.model_construct(
        id=row["kpi"],
        name=localized(row, "name"),
        unit=localized(row, "unit"),
        accumulation=row["accumulation"],
        better=row["better"],
        baseline=(
            Baseline.model_construct(year=row["baseline_year"], value=row["baseline_value"])
            if row["baseline_stated"]
            else None
        ),
        target=_target(row),
        discontinued=(
            None
            if row["discontinued_year"] is None
            else Discontinued.model_construct(year=row["discontinued_year"], replaced_by=row["replaced_by"])
        ),
        level=row["level"],
        calendar=row["calendar"],
        decimals=row["decimals"],
    )


def localized(row: Row, name: str) -> LocalizedText:
    """A text from two columns: the words and their English."""
    english = row[f"{name}_en"]
    return cast(LocalizedText, row[name] if english is None else {"ja": row[name], "en": english})


def _target(row: Row) -> Target | None:
    form = row["target_form"]
    if form is None:
        return None
    stated: dict[str, Any] = {"year": row["target_year"], "strict": row["strict"], "approximate": row["approximate"]}
    if form in _NUMBERED:
        stated[form] = row["target_number"]
    elif form == "range":
        stated[form] = Range.model_construct(low=row["target_low"], high=row["target_high"])
    elif form == "hold":
        stated |= {form: row["hold"], "value": row["target_number"]}
    elif form == "parity_with":
        stated[form] = row["parity_with"]
    else:
        stated[form] = True
    return Target.model_construct(**stated)
