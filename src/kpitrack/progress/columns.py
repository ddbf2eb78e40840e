"""From models to columns of plain values, which become the frames."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kpitrack.language import english, plain
from kpitrack.model.actuals import Actual, Actuals, Comparator, comparators_of
from kpitrack.model.in_force import InForce
from kpitrack.model.numbers import parse_percent
from kpitrack.model.record import LocalizedText
from kpitrack.model.schemes import DEFAULT_NAME
from kpitrack.model.strategy import KPI, Computed, Rounding, Strategy
from kpitrack.model.target import Against, Target
from kpitrack.model.years import fiscal_year_of

Columns = dict[str, dict[str, Sequence[Any]]]
"""Lists of values by the names of tables and columns in `kpitrack.progress.schema.TABLES`."""
_NUMBERED = ("value", "times_baseline", "change", "percent_change", "percent_per_year")


def columns_of(
    strategies: Iterable[Strategy],
    actuals: Iterable[Actuals],
    settings: InForce | None = None,
    *,
    original_targets: bool = False,
) -> Columns:
    """The columns of ``strategies`` and their ``actuals``; see `kpitrack.progress.frames.tables`."""
    settings = settings or InForce()
    first_month, default = settings.fiscal_year_start, settings.grading or DEFAULT_NAME
    files = list(actuals)
    series = {f"{strategy}#{name}": values for (strategy, name), values in comparators_of(files).items()}
    names: dict[str, LocalizedText] = {
        f"{file.strategy}#{key}": one.name
        for file in files
        for key, one in (file.comparators or {}).items()
        if isinstance(one, Comparator) and one.name
    }
    rows: list[tuple[Any, ...]] = []
    kpis_by_ref: dict[str, KPI] = {}
    milestones: dict[str, list[Any]] = {"ref": [], "year": [], "value": []}
    heads: list[tuple[Any, ...]] = []
    nodes: list[tuple[Any, ...]] = []
    for strategy in strategies:
        shared, before = _shared(strategy), len(rows)
        # Not those of other strategies: a strategy has the same columns alone as among others.
        own_names = {f"{strategy.id}/{one.item.id}": one.item.name for one in strategy.kpis()}
        inherited = _inherited(strategy, default)
        nodes += (
            (
                strategy.id,
                one.item.id,
                plain(one.item.number) or None,
                english(one.item.number),
                plain(one.item.title),
                english(one.item.title),
            )
            for one in strategy.nodes()
        )
        for placed in strategy.kpis():
            above = inherited[placed.path[-1]]
            kpi, ref = placed.item, f"{strategy.id}/{placed.item.id}"
            kpis_by_ref[ref] = kpi
            first = kpi.revisions[0].target if original_targets and kpi.revisions else None
            target = _target(strategy.id, first or kpi.target, series, ChainMap(own_names, names))
            own = (*_own(strategy, kpi, above), *_kpi(kpi, first_month))
            rows.append((ref, strategy.id, kpi.id, len(rows), placed.path, *shared, *own, *target))
            if kpi.milestones and first is None:
                milestones["ref"] += [ref] * len(kpi.milestones)
                milestones["year"] += kpi.milestones
                milestones["value"] += kpi.milestones.values()
        heads.append(_head(strategy, len(rows) - before))
    stated = [(key, year, value) for key in sorted(series) for year, value in series[key].items()]
    return {
        "strategies": _turned(_OF_STRATEGY, heads),
        "nodes": _turned(("strategy", "node", "number", "number_en", "title", "title_en"), nodes),
        "kpis": _turned(_COLUMNS, rows),
        "actuals": _observations(files, kpis_by_ref),
        "milestones": dict(milestones),
        "comparators": _turned(("key", "year", "value"), stated),
    }


def _turned(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Rows as columns."""
    return dict(zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True))


_OF_STRATEGY = (
    "strategy", "title", "title_en", "organization_name", "organization_name_en", "organization_code",
    "answered_by", "kpis", "period_start",
    "contributes_to", "supersedes", "carries_out", "aligned_to",
)  # fmt: skip


def _head(strategy: Strategy, kpis: int) -> tuple[Any, ...]:
    owner = strategy.organization
    return (
        strategy.id, plain(strategy.title), english(strategy.title), plain(owner.name), english(owner.name), owner.code,
        _answered_by(strategy), kpis, strategy.period.start, sorted({*_named(strategy)} - {strategy.id}),
        list(strategy.supersedes or ()), list(strategy.carries_out or ()),
        list(dict.fromkeys(line.to.partition("/")[0] for line in strategy.alignments or ())),
    )  # fmt: skip


def _answered_by(strategy: Strategy) -> list[str]:
    """Every name and code by which the organisations of ``strategy`` may be asked for."""
    owners = strategy.all_organizations
    names = [name for one in owners for name in (plain(one.name), english(one.name)) if name]
    return [*names, *(one.code[:5] for one in owners if one.code)]


def _members(strategy: Strategy, name: Callable[[LocalizedText], str | None]) -> str | None:
    """The organisations of a joint strategy as a list in JSON; None where it has one."""
    if strategy.organizations is None:
        return None
    members = [
        {"name": name(one.name) or plain(one.name), "code": one.code, "level": one.level}
        for one in strategy.organizations
    ]
    return json.dumps(members, ensure_ascii=False)


def _named(strategy: Strategy) -> Iterator[str]:
    """The strategies that the nodes and KPIs of ``strategy`` say they contribute to."""
    for placed in (*strategy.nodes(), *strategy.kpis()):
        for target in placed.item.contributes_to or ():
            name, slash, _ = target.partition("/")
            if slash:
                yield name


_SHARED = (
    "strategy_title", "strategy_title_en", "organization_name", "organization_name_en", "organization_code",
    "organization_level", "organizations", "organizations_en", "period_start", "period_end", "rounding_decimals",
    "rounding_mode", "supersedes", "upkeep", "superseded_from", "unread",
)  # fmt: skip
_OWN = (
    "scheme", "tags", "computed_indicator", "computed_take", "computed_at_least", "computed_more_than",
    "computed_at_most", "computed_less_than", "computed_level", "computed_within", "computed_of",
    "department", "department_en",
)  # fmt: skip
_OF_KPI = (
    "name", "name_en", "unit", "unit_en", "decimals", "multiplier", "calendar", "level", "accumulation",
    "scale", "scale_en", "continues", "better",
    "lag", "frequency", "additive", "indicator", "baseline_year", "baseline_value", "restated", "revised",
    "revised_years", "discontinued_year", "baseline_stated", "replaced_by",
)  # fmt: skip
_OF_TARGET = (
    "target_form", "target_year", "target_number", "target_low", "target_high", "hold", "tolerance", "compounding",
    "comparator", "parity_ratio", "every_year", "improve_over", "improve_year", "improve_by", "improve_by_ratio",
    "strict", "approximate", "parity_with", "parity_name", "parity_name_en",
)  # fmt: skip
_COLUMNS = ("ref", "strategy", "kpi", "position", "path", *_SHARED, *_OWN, *_OF_KPI, *_OF_TARGET)


def _shared(strategy: Strategy) -> tuple[Any, ...]:
    owner, rounding = strategy.organization, strategy.rounding or Rounding()
    return (
        plain(strategy.title), english(strategy.title), plain(owner.name), english(owner.name), owner.code, owner.level,
        _members(strategy, plain), _members(strategy, english),
        strategy.period.start, strategy.period.end, rounding.decimals, rounding.mode, strategy.supersedes,
        strategy.upkeep, None, False,  # what follows from other files is told later
    )  # fmt: skip


class _Above(NamedTuple):
    """What KPIs inherit from the nodes above them."""

    grading: str
    tags: tuple[str, ...]
    department: LocalizedText | None


def _inherited(strategy: Strategy, default: str) -> dict[str, _Above]:
    """What the KPIs of each node inherit from it, the nodes above it and the strategy, by the node's id."""
    of_strategy = _Above(strategy.grading or default, tuple(strategy.tags or ()), None)
    found: dict[str, _Above] = {}
    for node, _, path in strategy.nodes():
        above = found[path[-1]] if path else of_strategy
        department = node.department or above.department
        found[node.id] = _Above(node.grading or above.grading, (*above.tags, *(node.tags or ())), department)
    return found


def _own(strategy: Strategy, kpi: KPI, above: _Above) -> tuple[Any, ...]:
    tags = dict.fromkeys((*above.tags, *(kpi.tags or ())))
    computed, where = kpi.computed, kpi.computed and kpi.computed.where
    department = kpi.department or above.department
    return (
        kpi.grading or above.grading, list(tags) or None,
        *((computed.indicator, computed.take) if computed else (None, None)),
        *((where.at_least, where.more_than, where.at_most, where.less_than) if where else (None,) * 4),
        *((computed.level, _within(strategy, computed), computed.of) if computed else (None,) * 3),
        plain(department) or None, english(department),
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
        baseline is not None, kpi.discontinued.replaced_by if kpi.discontinued else None,
    )  # fmt: skip


def _revised(kpi: KPI, first_month: int) -> list[int] | None:
    """The fiscal years in which the target was revised."""
    days = [revision.on for revision in kpi.revisions or () if revision.on is not None]
    return [fiscal_year_of(day, first_month) for day in days] or None


def _scale(kpi: KPI) -> tuple[list[str] | None, list[str] | None]:
    if kpi.scale is None:
        return None, None
    return [plain(word) for word in kpi.scale], [english(word) or plain(word) for word in kpi.scale]


def _target(
    strategy: str, target: Target | None, series: Mapping[str, object], names: Mapping[str, LocalizedText]
) -> tuple[Any, ...]:
    forms = target.forms if target else []
    if target is None or not forms:
        return (None,) * 10 + (False, None, None, None, None, False, False, None, None, None)
    form = forms[0]
    number = getattr(target, form) if form in _NUMBERED else target.value if form == "hold" else None
    low, high = (target.range.low, target.range.high) if target.range else (None, None)
    compared = _comparator(strategy, target.parity_with, series)
    name = names.get(compared or "")
    return (
        form, target.year, number, low, high, target.hold, target.tolerance, target.compounding,
        compared, 1.0 if target.ratio is None else target.ratio,
        target.every_year, *_improve(target), target.strict, target.approximate, target.parity_with,
        plain(name) or None, english(name),
    )  # fmt: skip


def _improve(target: Target) -> tuple[str | None, int | None, float | None, bool | None]:
    """What an ``improve`` target improves on (``baseline``, ``previous`` or ``year``), the year, and by how much."""
    against = target.improve
    if not isinstance(against, Against):
        return ("baseline" if against else None), None, None, None
    by = against.by
    step = (None, None) if by is None else (parse_percent(by), True) if isinstance(by, str) else (by, False)
    return ("previous", None, *step) if against.over == "previous" else ("year", against.over, *step)


def target_columns(strategy: str, target: Target) -> dict[str, Any]:
    """The columns of another ``target`` of a KPI of ``strategy``, which no series is known to be compared with."""
    return dict(zip(_OF_TARGET, _target(strategy, target, {}, {}), strict=True))


def _comparator(strategy: str, name: str | None, series: Mapping[str, object]) -> str | None:
    """The key of the series ``name`` under ``comparators``, else the ref of the KPI of that name."""
    if name is None or "/" in name:
        return name
    key = f"{strategy}#{name}"
    return key if key in series else f"{strategy}/{name}"


def _observations(files: list[Actuals], kpis: Mapping[str, KPI]) -> dict[str, Sequence[Any]]:
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
