"""A strategy for an Open SDG site: https://open-sdg.readthedocs.io/en/latest/data-format/ and /metadata-format/.

Its goals take the place of the SDGs: KPI z of measure y of goal x is the indicator x.y.z, where y is 0 for a KPI that
hangs on the goal itself and counts the measures right below the goal.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpitrack.language import LANGUAGES, Language, plain, say
from kpitrack.language.visible import visible_yaml
from kpitrack.model.actuals import Actual, Actuals, Entries, merged, status_of
from kpitrack.model.record import AnySource, LocalizedText
from kpitrack.model.strategy import KPI, Goal, Measure, Node, Strategy

from .tidy import csv_bytes

#: Column names with another meaning in Open SDG.
_TAKEN = frozenset({"year", "value", "units", "series", "geocode"})
#: A text in JSON, or what stands before the exponent of a number without a point.
_WHOLE_BEFORE_EXPONENT = re.compile(r'"(?:\\.|[^"\\])*"|(?<![\d.])-?\d+(?=e)')


@dataclass(frozen=True, slots=True)
class _Indicator:
    goal: int
    target: int
    number: int
    kpi: KPI

    @property
    def id(self) -> str:
        return f"{self.goal}-{self.target}-{self.number}"


def files(strategy: Strategy, actuals: Sequence[Actuals]) -> Iterator[tuple[str, bytes]]:
    """``data/indicator_x-y-z.csv`` and ``meta/x-y-z.yml`` of each KPI, and the titles below ``translations/``."""
    indicators = list(_indicators(strategy))
    series = merged(file for file in actuals if file.strategy == strategy.id)
    for indicator in indicators:
        entries = series.get(indicator.kpi.id, {})
        header, rows = _rows(indicator.kpi, entries, strategy.period.start - 1)
        yield f"data/indicator_{indicator.id}.csv", csv_bytes(header, rows)
        yield f"meta/{indicator.id}.yml", _yaml(_meta(strategy, indicator, entries, started=bool(rows)))
    for language in LANGUAGES:
        for group, titles in _titles(strategy, indicators, language).items():
            yield f"translations/{language}/{group}.yml", _yaml(titles)


def _indicators(strategy: Strategy) -> Iterator[_Indicator]:
    for x, goal in enumerate(strategy.goals, 1):
        for y, kpis in enumerate([list(goal.kpis or ()), *(list(_below(one)) for one in goal.measures or ())]):
            for z, kpi in enumerate(kpis, 1):
                yield _Indicator(x, y, z, kpi)


def _below(measure: Measure) -> Iterator[KPI]:
    yield from measure.kpis or ()
    for one in measure.measures or ():
        yield from _below(one)


def _rows(kpi: KPI, entries: Entries, before: int) -> tuple[list[str], list[list[Any]]]:
    """The header, and one row for each year and each part of it, without forecasts and years without a value.

    The baseline is the first point where no actual stands in its year. What is compared as a sum is drawn as the sum so
    far, which its target is, too; its parts, which are amounts of a year, are then left out.

    Args:
        kpi: the KPI.
        entries: its actuals.
        before: the year before the strategy's period, with which a sum begins where no baseline names one.
    """
    known = {year: entry for year, entry in sorted(entries.items()) if status_of(entry) != "forecast"}
    if kpi.accumulation == "sum":
        return ["Year", "Value"], _sums(kpi, known, before)
    dimensions = list(
        dict.fromkeys(name for entry in known.values() if isinstance(entry, Actual) for name in entry.by or ())
    )
    rows: list[list[Any]] = []
    start = kpi.baseline
    if start and start.year is not None and start.value is not None and start.year not in entries:
        rows.append([start.year, *(None for _ in dimensions), start.value])
    for year, entry in known.items():
        value = kpi.value_of(entry)
        if value is not None:
            rows.append([year, *(None for _ in dimensions), value])
        for name, parts in (entry.by or {}).items() if isinstance(entry, Actual) else ():
            for key, part in parts.items():
                rows.append([year, *(key.strip() if name == one else None for one in dimensions), part])
    return ["Year", *_headings(dimensions), "Value"], sorted(rows, key=lambda row: row[0])


def _headings(dimensions: Iterable[str]) -> list[str]:
    """The columns of ``dimensions``: each once, without spaces around it, and none that means something else."""
    found: list[str] = []
    for name in map(str.strip, dimensions):
        while name.lower() in {*_TAKEN, *map(str.lower, found)}:
            name += "_"  # noqa: PLW2901  it is another name then
        found.append(name)
    return found


def _sums(kpi: KPI, known: Entries, before: int) -> list[list[Any]]:
    """The sum so far by year, up to the first year whose amount is not known, and not beyond the target's."""
    last = kpi.baseline.year if kpi.baseline and kpi.baseline.year is not None else before
    end = kpi.target.year if kpi.target else None
    amounts: list[float] = []
    rows: list[list[Any]] = []
    for year, entry in known.items():
        if year <= last or (end is not None and year > end):
            continue
        value = kpi.value_of(entry)
        if value is None or year > last + kpi.frequency:
            break
        amounts.append(value)
        rows.append([year, math.fsum(amounts)])
        last = year
    return rows


def _meta(strategy: Strategy, indicator: _Indicator, entries: Entries, *, started: bool) -> dict[str, Any]:
    kpi = indicator.kpi
    title = f"global_indicators.{indicator.id}-title"
    seen = [year for year, entry in sorted(entries.items()) if kpi.value_of(entry) is not None]
    provisional = [year for year in seen if isinstance(one := entries[year], Actual) and one.status == "provisional"]
    words = {name: f"global_indicators.{indicator.id}-{name}" for name in _texts(strategy, kpi)}
    meta: dict[str, Any] = {
        "indicator_number": f"{indicator.goal}.{indicator.target}.{indicator.number}",
        "indicator_name": title,
        "indicator_sort_order": f"{indicator.goal:02d}-{indicator.target:02d}-{indicator.number:02d}",
        "goal_number": str(indicator.goal),
        "target_number": f"{indicator.goal}.{indicator.target}",
        "graph_title": title,
        "graph_type": "line",
        "computation_units": words.get("unit", ""),
        "data_non_statistical": False,
        "published": True,
        "reporting_status": "complete" if started else "notstarted",
        "STAT_CONC_DEF": words.get("definition", ""),
        "DATA_SOURCE": _words(kpi.source),
        "DOC_METHOD": words.get("method", ""),
        "ORGANISATION_UNIT": words.get("department", ""),
        "CONTACT_ORGANISATION": words.get("organization", ""),
    }
    if provisional:
        meta["data_footnote"] = str(say("provisional: {years}", years=", ".join(map(str, provisional))))
    if kpi.decimals is not None:
        meta["precision"] = [{"decimals": kpi.decimals}]
    if kpi.target and kpi.target.value is not None and kpi.target.year is not None:
        label = str(say("target of {year}", year=kpi.target.year))
        meta["graph_annotations"] = [{"preset": "target_line", "value": kpi.target.value, "label": {"content": label}}]
    return {name: value for name, value in meta.items() if value != ""}


def _titles(strategy: Strategy, indicators: Sequence[_Indicator], language: Language) -> dict[str, dict[str, str]]:
    """The titles of goals, targets and indicators on the site, by the groups of Open SDG's translations."""
    goals: dict[str, str] = {}
    targets: dict[str, str] = {}
    for x, goal in enumerate(strategy.goals, 1):
        goals |= {f"{x}-title": _title(goal, language), f"{x}-short": _pick(goal.title, language)}
        targets |= {f"{x}-0-title": _title(goal, language)} | {
            f"{x}-{y}-title": _title(measure, language) for y, measure in enumerate(goal.measures or (), 1)
        }
    return {
        "global_goals": goals,
        "global_targets": targets,
        "global_indicators": {f"{one.id}-title": _pick(one.kpi.name, language) for one in indicators}
        | {
            f"{one.id}-{name}": _pick(text, language)
            for one in indicators
            for name, text in _texts(strategy, one.kpi).items()
        },
    }


def _texts(strategy: Strategy, kpi: KPI) -> dict[str, LocalizedText]:
    """The texts of a KPI's page that are translated, by the end of their keys."""
    found = {
        "unit": kpi.unit, "definition": kpi.definition, "method": kpi.method, "department": kpi.department,
        "organization": strategy.organization.name,
    }  # fmt: skip
    return {name: text for name, text in found.items() if text}


def _title(node: Goal | Measure | Node, language: Language) -> str:
    return " ".join(filter(None, (_pick(node.number, language), _pick(node.title, language))))


def _pick(text: LocalizedText | None, language: Language) -> str:
    return text.get(language) or plain(text) if isinstance(text, Mapping) else text or ""


def _words(source: AnySource | None) -> str:
    if source is None or isinstance(source, (str, dict)):
        return plain(source)
    return " ".join(filter(None, (plain(source.title), source.url)))


def _yaml(fields: Mapping[str, Any]) -> bytes:
    """One field a line. The values are JSON, so that no reader of YAML takes them for anything else.

    A number such as ``1e+20`` gets a point, without which YAML 1.1 takes it for a text.
    """

    def value(text: str) -> str:
        pointed = _WHOLE_BEFORE_EXPONENT.sub(lambda found: found[0] if found[0][0] == '"' else f"{found[0]}.0", text)
        return visible_yaml(pointed)

    lines = [
        f"{json.dumps(name) if name[:1].isdigit() else name}: {value(json.dumps(content, ensure_ascii=False))}"
        for name, content in fields.items()
    ]
    return ("\n".join(lines) + "\n").encode() if lines else b"{}\n"
