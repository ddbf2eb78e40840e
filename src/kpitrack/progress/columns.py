"""From models to columns of plain values, which are sent between processes and become the frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kpitrack.model.actuals import Actual, Actuals, value_of
from kpitrack.model.record import english, plain
from kpitrack.model.schemes import DEFAULT_NAME
from kpitrack.model.settings import Settings
from kpitrack.model.strategy import KPI, Rounding, Strategy
from kpitrack.model.target import Target

from .question import Columns

_NUMBERED = ("value", "times_baseline", "change", "percent_change", "percent_per_year")


def columns_of(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: Settings | None = None,
    *,
    original_targets: bool = False,
) -> Columns:
    """The columns of ``strategies`` and their ``actuals``; see `kpitrack.progress.frames.build`."""
    default = (settings.grading if settings else None) or DEFAULT_NAME
    files = list(actuals)
    series = {f"{file.strategy}#{name}": file.compared(name) for file in files for name in file.comparators or ()}
    rows: list[tuple[Any, ...]] = []
    units: dict[str, str] = {}
    milestones: dict[str, list[Any]] = {"ref": [], "year": [], "value": []}
    for strategy in strategies:
        shared = _shared(strategy, default)
        for placed in strategy.kpis():
            kpi, ref = placed.item, f"{strategy.id}/{placed.item.id}"
            units[ref] = plain(kpi.unit)
            first = kpi.revisions[0].target if original_targets and kpi.revisions else None
            target = _target(strategy.id, first or kpi.target, series)
            rows.append((ref, strategy.id, kpi.id, len(rows), placed.path, *shared, *_kpi(kpi), *target))
            if kpi.milestones and first is None:
                milestones["ref"] += [ref] * len(kpi.milestones)
                milestones["year"] += kpi.milestones
                milestones["value"] += kpi.milestones.values()
    kpis = dict(zip(_COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS), strict=True))
    wanted = {key for key in kpis["comparator"] if key is not None}
    return Columns(
        kpis=kpis,
        actuals=_observations(files, units),
        milestones=milestones,
        stated=[
            (key, year, value) for key in sorted(wanted & series.keys()) for year, value in (series[key] or {}).items()
        ],
        compared=sorted(wanted - series.keys()),
    )


_SHARED = (
    "organization_name", "organization_name_en", "organization_code", "organization_level", "period_start",
    "period_end", "scheme", "rounding_decimals", "rounding_mode",
)  # fmt: skip
_OF_KPI = (
    "name", "name_en", "unit", "unit_en", "decimals", "multiplier", "calendar", "level", "accumulation", "better",
    "lag", "frequency", "additive", "indicator", "baseline_year", "baseline_value", "restated", "revised",
    "discontinued_year",
)  # fmt: skip
_OF_TARGET = (
    "target_form", "target_year", "target_number", "target_low", "target_high", "hold", "tolerance", "compounding",
    "comparator", "parity_ratio", "strict", "approximate",
)  # fmt: skip
_COLUMNS = ("ref", "strategy", "kpi", "position", "path", *_SHARED, *_OF_KPI, *_OF_TARGET)


def _shared(strategy: Strategy, default: str) -> tuple[Any, ...]:
    owner, rounding = strategy.organization, strategy.rounding or Rounding()
    return (
        plain(owner.name), english(owner.name), owner.code, owner.level, strategy.period.start, strategy.period.end,
        strategy.grading or default, rounding.decimals, rounding.mode,
    )  # fmt: skip


def _kpi(kpi: KPI) -> tuple[Any, ...]:
    baseline, unit = kpi.baseline, plain(kpi.unit)
    year, value, restated = (
        (baseline.year, baseline.value, bool(baseline.restated)) if baseline else (None, None, False)
    )
    return (
        plain(kpi.name), english(kpi.name), unit, english(kpi.unit), kpi.decimals, kpi.multiplier, kpi.calendar,
        kpi.level, kpi.accumulation, kpi.better, kpi.lag, kpi.frequency,
        kpi.adds_up, kpi.indicator,
        year, value, restated, bool(kpi.revisions), kpi.discontinued.year if kpi.discontinued else None,
    )  # fmt: skip


def _target(strategy: str, target: Target | None, series: Mapping[str, object]) -> tuple[Any, ...]:
    forms = target.forms if target else []
    if target is None or not forms:
        return (None,) * 10 + (False, False)
    form = forms[0]
    number = getattr(target, form) if form in _NUMBERED else target.value if form == "hold" else None
    low, high = (target.range.low, target.range.high) if target.range else (None, None)
    return (
        form, target.year, number, low, high, target.hold, target.tolerance, target.compounding,
        _comparator(strategy, target.parity_with, series), 1.0 if target.ratio is None else target.ratio,
        target.strict, target.approximate,
    )  # fmt: skip


def _comparator(strategy: str, name: str | None, series: Mapping[str, object]) -> str | None:
    """The key of a series under ``comparators`` where there is one of that name, else of another KPI."""
    if name is None or "/" in name:
        return name
    key = f"{strategy}#{name}"
    return key if key in series else f"{strategy}/{name}"


def _observations(files: list[Actuals], units: Mapping[str, str]) -> dict[str, list[Any]]:
    refs: list[str] = []
    years: list[int] = []
    values: list[float | None] = []
    statuses: list[str] = []
    numerators: list[float | None] = []
    denominators: list[float | None] = []
    for file in files:
        for kpi, entries in (file.actuals or {}).items():
            if not entries:
                continue
            ref = f"{file.strategy}/{kpi}"
            refs.extend([ref] * len(entries))
            years.extend(entries)
            for entry in entries.values():
                if isinstance(entry, Actual):
                    values.append(value_of(entry, units.get(ref, "")))
                    statuses.append(entry.status)
                    numerators.append(entry.numerator)
                    denominators.append(entry.denominator)
                else:
                    values.append(entry)
                    statuses.append("normal")
                    numerators.append(None)
                    denominators.append(None)
    return {
        "ref": refs, "year": years, "value": values, "status": statuses, "numerator": numerators,
        "denominator": denominators,
    }  # fmt: skip
