"""Drawn KPIs as the models of a repository's files."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kpitrack.model.actuals import Actuals
from kpitrack.model.in_force import InForce
from kpitrack.model.settings import Settings
from kpitrack.model.strategy import Strategy
from kpitrack.model.vocabulary import WITHOUT_VALUE

from .generate import Drawn
from .inputs import Aim, Entry, Kpi

_BEFORE = "before"


@dataclass(frozen=True)
class Files:
    """The strategies, their actuals, and the settings."""

    strategies: list[Strategy]
    actuals: list[Actuals]
    settings: InForce


def files_of(drawn: list[Drawn], on_track: Fraction, at_risk: Fraction) -> Files:
    """A strategy ``s`` that holds ``drawn`` as ``k0``, ``k1`` …; comparators are ``c0``, ``c1`` …

    What a KPI had recorded under an earlier strategy's name stands in the strategy ``before``.
    """
    kpis, earlier = [], []
    actuals: dict[str, dict[int, Any]] = {}
    earlier_actuals: dict[str, dict[int, Any]] = {}
    comparators: dict[str, dict[int, float]] = {}
    for i, one in enumerate(drawn):
        name = f"k{i}"
        kpis.append(_kpi(one, name, f"c{i}"))
        entries = {y: _entry(one.kpi, r, one.shares.get(y)) for y, r in one.kpi.actuals.items()}
        if one.before is not None:
            kpis[-1]["continues"] = f"{_BEFORE}/{name}"
            earlier.append({**_series(one, name), "baseline": {"year": 2010}})
            earlier_actuals[name] = {y: entry for y, entry in entries.items() if y in one.before}
            entries = {y: entry for y, entry in entries.items() if y not in one.before}
        actuals[name] = entries
        if one.kpi.aim is None or one.kpi.aim.form != "parity_with":
            continue
        series = {year: float(value) for year, value in one.kpi.comparator.items()}
        if one.against_kpi:
            # What another KPI is in a year is its actual, or its baseline, and never its forecast.
            start = one.kpi.start
            base = {"baseline": {"year": start, "value": series[start]}} if start in series else {}
            kpis.append({"id": f"c{i}", "name": "comparator", "unit": one.unit, **base})
            other: dict[int, Any] = {y: v for y, v in series.items() if y != start}
            actuals[f"c{i}"] = {y: {"value": 1.0, "status": "forecast"} for y in range(start, start + 9)} | other
        else:
            comparators[f"c{i}"] = series
    first = drawn[0].kpi
    strategies = [_strategy("s", first.period, kpis, transcribed=first.transcribed)]
    written = [Actuals.model_validate({"strategy": "s", "actuals": actuals, "comparators": comparators})]
    if earlier:
        strategies.append(_strategy(_BEFORE, (2010, 2019), earlier))
        written.append(Actuals.model_validate({"strategy": _BEFORE, "actuals": earlier_actuals}))
    if first.superseded:
        strategies.append(
            _strategy("after", (first.superseded, 2030), [{"id": "k", "name": "k", "unit": ""}], supersedes=["s"])
        )
    thresholds = {"on_track": float(on_track), "at_risk": float(at_risk)}
    return Files(strategies, written, Settings.model_validate({"thresholds": thresholds}).in_force)


def _strategy(
    name: str, period: tuple[int, int], kpis: list[dict[str, Any]], *, transcribed: bool = False, **more: Any
) -> Strategy:
    return Strategy.model_validate(
        {
            "id": name,
            "title": name,
            "organization": {"name": name},
            "period": {"start": period[0], "end": period[1]},
            "goals": [{"id": "g", "title": "g", "kpis": kpis}],
            **({"upkeep": "transcribed"} if transcribed else {}),
            **more,
        }
    )


def _series(one: Drawn, name: str) -> dict[str, Any]:
    """What two KPIs of one series have in common."""
    scale = {} if one.kpi.scale is None else {"scale": [f"w{n}" for n in range(one.kpi.scale)]}
    return {"id": name, "name": name, "unit": one.unit, "accumulation": one.kpi.accumulation, **scale}


def _kpi(one: Drawn, name: str, comparator: str) -> dict[str, Any]:
    kpi = one.kpi
    base = {"year": kpi.baseline_year, "value": _number(kpi, kpi.baseline_value)}
    fields = {
        **_series(one, name),
        "better": kpi.better,
        "baseline": {k: v for k, v in base.items() if v is not None} or None,
        "target": None if kpi.aim is None else _target(kpi, kpi.aim, comparator),
        "milestones": {year: _number(kpi, value) for year, value in kpi.milestones.items()} or None,
        "discontinued": None if kpi.discontinued is None else {"year": kpi.discontinued},
        "lag": kpi.lag,
        "frequency": kpi.frequency,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _target(kpi: Kpi, aim: Aim, comparator: str) -> dict[str, Any]:
    step = None if aim.by is None else _percent(aim.by) if aim.by_percent else float(aim.by)
    over = {"over": aim.over, **({} if step is None else {"by": step})}
    forms: dict[str, Any] = {
        "range": {"low": float(aim.low), "high": float(aim.high)},
        "hold": aim.word,
        "parity_with": comparator,
        "improve": True if aim.over is None else over,
        "percent_change": _percent(aim.number),
        "percent_per_year": _percent(aim.number),
    }
    fields = {
        "year": aim.year,
        aim.form: forms.get(aim.form, _number(kpi, aim.number)),
        "value": _number(kpi, aim.number) if aim.form in {"value", "hold"} else None,
        "compounding": aim.word if aim.form == "percent_per_year" else None,
        "tolerance": _percent(aim.tolerance) if aim.tolerance else None,
        "ratio": float(aim.ratio) if aim.form == "parity_with" and aim.ratio != 1 else None,
        "strict": aim.strict,
        "every_year": True if aim.every_year else None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _entry(kpi: Kpi, entry: Entry, share: tuple[int, int] | None) -> Any:
    if share is not None:
        return {"numerator": float(share[0]), "denominator": float(share[1])}
    if entry.value is None:
        assert entry.status in WITHOUT_VALUE
        return {"status": entry.status}
    value = _number(kpi, entry.value)
    return value if entry.status == "normal" else {"value": value, "status": entry.status}


def _number(kpi: Kpi, value: Fraction | None) -> float | str | None:
    if value is None:
        return None
    return float(value) if kpi.scale is None else f"w{int(value)}"


def _percent(value: Fraction | None) -> str | None:
    return None if value is None else f"{float(value * 100)}%"
