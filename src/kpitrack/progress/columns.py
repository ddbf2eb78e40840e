"""From models to columns of plain values, which are sent between processes and become the frames."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from kpitrack.model.actuals import Actual, Actuals
from kpitrack.model.record import english, parse_percent, plain
from kpitrack.model.schemes import DEFAULT_NAME
from kpitrack.model.settings import Settings
from kpitrack.model.strategy import KPI, Computed, Rounding, Strategy
from kpitrack.model.target import Against, Target
from kpitrack.model.years import fiscal_year_of

from .question import Columns

_NUMBERED = ("value", "times_baseline", "change", "percent_change", "percent_per_year")


def columns_of(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: Settings | None = None,
    *,
    original_targets: bool = False,
    unread: Collection[str] = (),
) -> Columns:
    """The columns of ``strategies`` and their ``actuals``; see `kpitrack.progress.frames.build`."""
    first_month = settings.fiscal_year_start if settings else Settings().fiscal_year_start
    default = (settings.grading if settings else None) or DEFAULT_NAME
    files = list(actuals)
    series = {f"{file.strategy}#{name}": file.compared(name) for file in files for name in file.comparators or ()}
    rows: list[tuple[Any, ...]] = []
    kpis_by_ref: dict[str, KPI] = {}
    milestones: dict[str, list[Any]] = {"ref": [], "year": [], "value": []}
    known = list(strategies)
    followed = {name for strategy in known for name in strategy.supersedes or ()}
    for strategy in known:
        shared = (*_shared(strategy), strategy.id in followed, strategy.id in unread)
        inherited = _inherited(strategy, default)
        for placed in strategy.kpis():
            above = inherited[placed.path[-1]]
            kpi, ref = placed.item, f"{strategy.id}/{placed.item.id}"
            kpis_by_ref[ref] = kpi
            first = kpi.revisions[0].target if original_targets and kpi.revisions else None
            target = _target(strategy.id, first or kpi.target, series)
            own = (*_own(strategy, kpi, above), *_kpi(kpi, first_month))
            rows.append((ref, strategy.id, kpi.id, len(rows), placed.path, *shared, *own, *target))
            if kpi.milestones and first is None:
                milestones["ref"] += [ref] * len(kpi.milestones)
                milestones["year"] += kpi.milestones
                milestones["value"] += kpi.milestones.values()
    kpis = dict(zip(_COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS), strict=True))
    wanted = {key for key in kpis["comparator"] if key is not None}
    return Columns(
        kpis=kpis,
        actuals=_observations(files, kpis_by_ref),
        milestones=milestones,
        stated=[(key, year, value) for key in sorted(wanted & series.keys()) for year, value in series[key].items()],
        compared=sorted(wanted - series.keys()),
    )


_SHARED = (
    "organization_name", "organization_name_en", "organization_code", "organization_level", "period_start",
    "period_end", "rounding_decimals", "rounding_mode", "supersedes", "upkeep", "superseded", "unread",
)  # fmt: skip
_OWN = (
    "scheme", "tags", "computed_indicator", "computed_take", "computed_at_least", "computed_more_than",
    "computed_at_most", "computed_less_than", "computed_level", "computed_within", "computed_of",
)  # fmt: skip
_OF_KPI = (
    "name", "name_en", "unit", "unit_en", "decimals", "multiplier", "calendar", "level", "accumulation",
    "scale", "scale_en", "continues", "better",
    "lag", "frequency", "additive", "indicator", "baseline_year", "baseline_value", "restated", "revised",
    "revised_years", "discontinued_year",
)  # fmt: skip
_OF_TARGET = (
    "target_form", "target_year", "target_number", "target_low", "target_high", "hold", "tolerance", "compounding",
    "comparator", "parity_ratio", "every_year", "improve_over", "improve_year", "improve_by", "improve_by_ratio",
    "strict", "approximate",
)  # fmt: skip
_COLUMNS = ("ref", "strategy", "kpi", "position", "path", *_SHARED, *_OWN, *_OF_KPI, *_OF_TARGET)


def _shared(strategy: Strategy) -> tuple[Any, ...]:
    owner, rounding = strategy.organization, strategy.rounding or Rounding()
    return (
        plain(owner.name), english(owner.name), owner.code, owner.level, strategy.period.start, strategy.period.end,
        rounding.decimals, rounding.mode, strategy.supersedes, strategy.upkeep,
    )  # fmt: skip


class _Above(NamedTuple):
    """What KPIs take over from the nodes above them."""

    grading: str
    tags: tuple[str, ...]


def _inherited(strategy: Strategy, default: str) -> dict[str, _Above]:
    """What the KPIs of each node take over, by the node's id: from it, the nodes above it and the strategy."""
    of_strategy = _Above(strategy.grading or default, tuple(strategy.tags or ()))
    found: dict[str, _Above] = {}
    for node, _, path in strategy.nodes():
        above = found[path[-1]] if path else of_strategy
        found[node.id] = _Above(node.grading or above.grading, (*above.tags, *(node.tags or ())))
    return found


def _own(strategy: Strategy, kpi: KPI, above: _Above) -> tuple[Any, ...]:
    tags = dict.fromkeys((*above.tags, *(kpi.tags or ())))
    computed, where = kpi.computed, kpi.computed and kpi.computed.where
    return (
        kpi.grading or above.grading, list(tags) or None,
        *((computed.indicator, computed.take) if computed else (None, None)),
        *((where.at_least, where.more_than, where.at_most, where.less_than) if where else (None,) * 4),
        *((computed.level, _within(strategy, computed), computed.of) if computed else (None,) * 3),
    )  # fmt: skip


def _within(strategy: Strategy, computed: Computed) -> list[str] | None:
    """How the codes of the organisations begin that ``computed`` is taken over; None for all."""
    if computed.within == "prefecture":
        code = strategy.organization.code
        return [code[:2]] if code else []
    return None if computed.within is None else [code[:5] for code in computed.within]


def _kpi(kpi: KPI, first_month: int) -> tuple[Any, ...]:
    baseline, unit = kpi.baseline, plain(kpi.unit)
    year, value, restated = (
        (baseline.year, baseline.value, bool(baseline.restated)) if baseline else (None, None, False)
    )
    return (
        plain(kpi.name), english(kpi.name), unit, english(kpi.unit), kpi.decimals, kpi.multiplier, kpi.calendar,
        kpi.level, kpi.accumulation, *_scale(kpi), kpi.continues, kpi.better, kpi.lag, kpi.frequency,
        kpi.adds_up, kpi.indicator,
        year, value, restated, bool(kpi.revisions), _revised(kpi, first_month),
        kpi.discontinued.year if kpi.discontinued else None,
    )  # fmt: skip


def _revised(kpi: KPI, first_month: int) -> list[int] | None:
    """The fiscal years in which the target was revised."""
    days = [revision.on for revision in kpi.revisions or () if revision.on is not None]
    return [fiscal_year_of(day, first_month) for day in days] or None


def _scale(kpi: KPI) -> tuple[list[str] | None, list[str] | None]:
    if kpi.scale is None:
        return None, None
    return [plain(word) for word in kpi.scale], [english(word) or plain(word) for word in kpi.scale]


def _target(strategy: str, target: Target | None, series: Mapping[str, object]) -> tuple[Any, ...]:
    forms = target.forms if target else []
    if target is None or not forms:
        return (None,) * 10 + (False, None, None, None, None, False, False)
    form = forms[0]
    number = getattr(target, form) if form in _NUMBERED else target.value if form == "hold" else None
    low, high = (target.range.low, target.range.high) if target.range else (None, None)
    return (
        form, target.year, number, low, high, target.hold, target.tolerance, target.compounding,
        _comparator(strategy, target.parity_with, series), 1.0 if target.ratio is None else target.ratio,
        target.every_year, *_improve(target), target.strict, target.approximate,
    )  # fmt: skip


def _improve(target: Target) -> tuple[str | None, int | None, float | None, bool | None]:
    """Against what the value is to improve: ``baseline``, ``previous`` or ``year``, which year, and by how much."""
    against = target.improve
    if not isinstance(against, Against):
        return ("baseline" if against else None), None, None, None
    by = against.by
    step = (None, None) if by is None else (parse_percent(by), True) if isinstance(by, str) else (by, False)
    return ("previous", None, *step) if against.over == "previous" else ("year", against.over, *step)


def _comparator(strategy: str, name: str | None, series: Mapping[str, object]) -> str | None:
    """The key of a series under ``comparators`` where there is one of that name, else of another KPI."""
    if name is None or "/" in name:
        return name
    key = f"{strategy}#{name}"
    return key if key in series else f"{strategy}/{name}"


def _observations(files: list[Actuals], kpis: Mapping[str, KPI]) -> dict[str, list[Any]]:
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
            known = kpis.get(ref)
            for entry in entries.values():
                if isinstance(entry, Actual):
                    values.append(known.value_of(entry) if known else None)
                    statuses.append(entry.status)
                    numerators.append(entry.numerator)
                    denominators.append(entry.denominator)
                else:
                    values.append(entry if not isinstance(entry, str) else known.step_of(entry) if known else None)
                    statuses.append("normal")
                    numerators.append(None)
                    denominators.append(None)
    return {
        "ref": refs, "year": years, "value": values, "status": statuses, "numerator": numerators,
        "denominator": denominators, "answered": [None] * len(refs), "of": [None] * len(refs),
    }  # fmt: skip
