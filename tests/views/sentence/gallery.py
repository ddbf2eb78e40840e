"""A KPI of every status and every form of target, judged: what the golden files and the tests of sentences show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpitrack.analysis.since import each_year
from kpitrack.analysis.standing import Row, WrittenStanding
from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge, year_by_year

from ...strategies import actuals, strategy

AS_OF = 2024
_PATH = "baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}"
_OUTSIDE = "{judgement: 妥当, comment: よい。続けること, by: 有識者会議}"
#: id: the KPI's further fields and its actuals; those that are missing have no actuals.
_KPIS: dict[str, tuple[str, str]] = {
    "migration": (
        "unit: {ja: 人, en: people}, baseline: {year: 2020, value: -142}, target: {year: 2026, value: -60}, additive: true, revisions: [{on: 2024-03-15, target: {year: 2026, value: 0}, reason: 転出が続くため}], evaluations: {2023: {judgement: 遅れ, comment: 住まいと仕事の両面から見直す。来年度も続ける。, by: 委員会}}",
        "{2021: -138, 2022: -151, 2023: -133, 2024: {value: -118, status: provisional}}",
    ),
    "moved-year": (
        f"unit: 件, {_PATH}, revisions: [{{target: {{year: 2024, value: 40}}}}, {{target: {{year: 2025, value: 45}}}}]",
        "{2023: 30}",
    ),
    "ahead": (f"unit: 件, {_PATH}", "{2022: 20, 2023: 45}"),
    "equal": (f"unit: 件, {_PATH}", "{2022: 20, 2023: 30}"),
    "behind": (f"unit: 件, {_PATH}", "{2022: 20, 2023: 25}"),
    "far-behind": (f"unit: 件, {_PATH}", "{2022: 15, 2023: 10}"),
    "regressing": (f"unit: 件, {_PATH}", "{2022: -1, 2023: {value: -5, status: estimated}}"),
    "first-value": (f"unit: 件, {_PATH}", "{2021: 12}"),
    "early": (f"unit: 件, {_PATH}", "{2022: 30, 2023: 52}"),
    "met": ("unit: 件, baseline: {year: 2020, value: 0}, target: {year: 2024, value: 40}", "{2023: 30, 2024: 44}"),
    "missed-by-a-hair": (
        "unit: 件, baseline: {year: 2020, value: 5}, target: {year: 2023, value: 40}",
        "{2022: 30, 2023: 39, 2024: 41}",
    ),
    "fallen": (
        "unit: '%', baseline: {year: 2020, value: 30.0}, target: {year: 2023, value: 40.0}",
        "{2022: 30.5, 2023: 29.4}",
    ),
    "fallen-at-once": (
        "unit: '%', frequency: 5, baseline: {year: 2018, value: 68.4}, target: {year: 2023, value: 75.0}",
        "{2023: 66.9}",
    ),
    "waste": (
        "unit: g, additive: true, baseline: {year: 2020, value: 900}, target: {year: 2025, value: 800}",
        "{2022: 890, 2023: 870}",
    ),
    "waste-down": (
        "unit: g, additive: true, baseline: {year: 2020, value: 900}, target: {year: 2025, value: 800}",
        "{2022: 890, 2023: 830}",
    ),
    "rate-down": (
        "unit: '%', decimals: 1, baseline: {year: 2020, value: 8.0}, target: {year: 2025, value: 5.0}",
        "{2022: 7.5, 2023: 7.4}",
    ),
    "rate-lower": (
        "unit: '%', decimals: 1, baseline: {year: 2020, value: 8.0}, target: {year: 2025, value: 5.0}",
        "{2022: 7.5, 2023: 5.4}",
    ),
    "rate-up": (
        "unit: '%', decimals: 1, baseline: {year: 2020, value: 8.0}, target: {year: 2025, value: 12.0}",
        "{2022: 8.5, 2023: 9.9}",
    ),
    "missed-high": (
        "unit: t, baseline: {year: 2020, value: 100}, target: {year: 2023, value: 80}",
        "{2022: 90, 2023: 86}",
    ),
    "met-low": ("unit: t, baseline: {year: 2020, value: 100}, target: {year: 2023, value: 80}", "{2023: 76}"),
    "rank": ("unit: 位, better: lower, baseline: {year: 2020, value: 20}, target: {year: 2025, value: 10}", "{2023: 16}"),
    "rank-up": (
        "unit: 位, better: lower, baseline: {year: 2020, value: 20}, target: {year: 2025, value: 10}",
        "{2022: 18, 2023: 12}",
    ),
    "sum": ("unit: 人, accumulation: sum, target: {year: 2025, value: 50}", "{2021: 5, 2022: 9, 2023: 10}"),
    "sum-short": (
        "unit: 人, accumulation: sum, baseline: {year: 2020}, target: {year: 2023, value: 50}",
        "{2021: 5, 2022: 9, 2023: 10}",
    ),
    "sum-lacks": (
        "unit: 人, accumulation: sum, baseline: {year: 2020}, target: {year: 2025, value: 50}",
        "{2021: 5, 2023: 10}",
    ),
    "ceiling": (
        "unit: 件, accumulation: sum, better: lower, target: {year: 2025, value: 100}",
        "{2021: 15, 2022: 15, 2023: 10}",
    ),
    "running-total": (
        "unit: 件, accumulation: running_total, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}",
        "{2022: 10, 2023: 24}",
    ),
    "mean": (
        "unit: 点, accumulation: mean, baseline: {year: 2020, value: 3.0}, target: {year: 2025, value: 4.0}",
        "{2021: 3.0, 2022: 4.5, 2023: 3.7}",
    ),
    "every-year": (
        "unit: 回, baseline: {year: 2020, value: 8}, target: {year: 2025, value: 10, every_year: true}",
        "{2021: 9, 2022: 11, 2023: 12}",
    ),
    "every-year-kept": (
        "unit: 人, better: lower, baseline: {year: 2019, value: 0}, target: {year: 2025, value: 0, every_year: true}",
        "{2020: 0, 2021: 1, 2022: 0, 2023: 0}",
    ),
    "every-year-rising": (
        "unit: 件, better: lower, baseline: {year: 2020, value: 2}, target: {year: 2025, value: 9, every_year: true}",
        "{2021: 4, 2022: 6, 2023: 8}",
    ),
    "survey-decides": (
        "unit: '%', decimals: 1, frequency: 5, baseline: {year: 2018, value: 71.2}, target: {year: 2025, value: 80}",
        "{2023: 74.8}",
    ),
    "ceiling-held": (
        "unit: '%', decimals: 1, baseline: {year: 2020, value: 9.8}, target: {year: 2025, hold: at_most, value: 12}",
        "{2022: 10.1, 2023: 10.3}",
    ),
    "within": ("unit: '%', better: higher, target: {year: 2025, range: {low: 95, high: 105}}", "{2022: 94, 2023: 97}"),
    "outside": (
        "unit: '%', baseline: {year: 2020, value: 80}, target: {year: 2025, range: {low: 95, high: 105}}",
        "{2022: 84, 2023: 86}",
    ),
    "kept": (
        "unit: '%', baseline: {year: 2020, value: 48}, target: {year: 2025, hold: at_least, tolerance: 3%}",
        "{2022: 49, 2023: 48}",
    ),
    "not-kept": ("unit: '%', baseline: {year: 2020, value: 48}, target: {year: 2025, hold: at_least}", "{2023: 46}"),
    "kept-above": (
        "unit: '%', baseline: {year: 2020, value: 48}, target: {year: 2023, hold: at_least, strict: true}",
        "{2022: 49, 2023: 48}",
    ),
    "above-what": ("unit: '%', target: {year: 2025, hold: at_least, strict: true}", "{2023: 48}"),
    "limit": (
        "unit: 人, baseline: {year: 2020, value: 20412}, target: {year: 2025, hold: at_least, value: 19500}",
        "{2022: 20100, 2023: 19700}",
    ),
    "limit-kept": (
        "unit: 人, baseline: {year: 2020, value: 20412}, target: {year: 2025, hold: at_least, value: 19500}",
        "{2022: 20200, 2023: 20000}",
    ),
    "limit-broken": (
        "unit: 人, baseline: {year: 2020, value: 20412}, target: {year: 2025, hold: at_least, value: 19500}",
        "{2022: 20200, 2023: 19400}",
    ),
    "doubled": ("unit: 社, baseline: {year: 2020, value: 12}, target: {year: 2025, times_baseline: 2}", "{2023: 17}"),
    "twice-what": ("unit: 社, target: {year: 2025, times_baseline: 2}", "{2023: 17}"),
    "plus": ("unit: ha, target: {year: 2025, change: 10, approximate: true}", "{}"),
    "points": ("unit: '%', baseline: {year: 2020, value: 40}, target: {year: 2025, change: 5}", "{2023: 42}"),
    "third-less": ("unit: t, baseline: {year: 2020, value: 90}, target: {year: 2025, percent_change: -30%}", "{2023: 80}"),
    "yearly-growth": (
        "unit: 億円, baseline: {year: 2020, value: 100}, target: {year: 2025, percent_per_year: 4%, compounding: compound}",
        "{2023: 110}",
    ),
    "parity": ("unit: 百万円, baseline: {year: 2020, value: 5.0}, target: {year: 2025, parity_with: tokyo}", "{2023: 5.6}"),
    "parity-wider": (
        "unit: 百万円, baseline: {year: 2020, value: 5.0}, target: {year: 2025, parity_with: tokyo}",
        "{2023: 4.9}",
    ),
    "parity-unknown": (
        "unit: 百万円, baseline: {year: 2020, value: 5.0}, target: {year: 2025, parity_with: tokyo}",
        "{2022: 5.6}",
    ),
    "longer": ("unit: 歳, better: higher, baseline: {year: 2020, value: 79.8}, target: {year: 2025, improve: true}", "{2023: 80.1}"),
    "over-previous": (
        "unit: 人, better: higher, baseline: {year: 2020, value: 10}, target: {year: 2025, improve: {over: previous}}",
        "{2022: 12, 2023: 11}",
    ),
    "strictly": ("unit: '%', better: lower, target: {year: 2025, value: 1.0, strict: true}, baseline: {year: 2020, value: 3.0}", "{2023: 2.0}"),
    "plan-of-town": (
        "unit: '', scale: [未着手, 検討中, 策定済], baseline: {year: 2020, value: 未着手}, target: {year: 2024, value: 策定済}",
        "{2021: 未着手, 2022: 検討中}",
    ),
    "plan-done": (
        "unit: '', scale: [未着手, 策定済], baseline: {year: 2020, value: 未着手}, target: {year: 2025, value: 策定済}",
        "{2022: 未着手, 2023: 策定済}",
    ),
    "calendar-years": (f"unit: 人, calendar: cy, {_PATH}", "{2022: 20, 2023: 30}"),
    "milestones": (f"unit: 件, {_PATH}, milestones: {{2023: 10}}", "{2022: 4, 2023: 12}"),
    "zero": ("unit: 件, better: lower, baseline: {year: 2020, value: 4}, target: {year: 2025, value: 0}", "{2023: 1}"),
    "per-person": ("unit: 人口10万人対, better: lower, baseline: {year: 2020, value: 18.1}, target: {year: 2025, value: 12}", "{2023: 16.0}"),
    "judged-outside": (
        f"unit: 件, {_PATH}, evaluations: {{2022: {{judgement: A}}, 2023: {{next: improve, external: {_OUTSIDE}}}}}",
        "{2023: 31}",
    ),
    "judged-by-nobody-named": (f"unit: 件, {_PATH}, evaluations: {{2023: {{judgement: B, external: {{comment: 遅い}}}}}}", "{2023: 31}"),
    "no-target": ("unit: 人, better: higher, baseline: {year: 2020, value: 5}", "{2022: 6, 2023: 8}"),
    "no-target-no-value": ("unit: '%', baseline: {year: 2024, value: 30.8}", "{}"),
    "no-year": ("unit: 人, baseline: {year: 2020, value: 5}, target: {value: 10}", "{2023: 8}"),
    "no-baseline": ("unit: 人, target: {year: 2025, value: 10}", "{2023: 8}"),
    "given-up": (f"unit: 件, {_PATH}, discontinued: {{year: 2023, reason: 統合, replaced_by: ahead}}", "{2022: 8}"),
    "not-started": ("unit: 件, baseline: {year: 2024, value: 3}, target: {year: 2028, value: 9}", "{}"),
    "not-due": ("unit: 件, baseline: {year: 2023, value: 3}, target: {year: 2028, value: 9}, lag: 2", "{}"),
    "no-data": (f"unit: 件, {_PATH}, source: {{title: 商工業統計}}", "{}"),
    "withheld": (f"unit: 件, {_PATH}", "{2023: {status: suppressed}}"),
    "awaited": ("unit: 件, baseline: {year: 2019, value: 0}, target: {year: 2023, value: 40}", "{2021: 12, 2022: 30}"),
    "lacking": ("unit: 件, baseline: {year: 2018, value: 0}, target: {year: 2021, value: 40}", "{2019: 12, 2020: 30}"),
    "stale": (f"unit: 件, {_PATH}", "{2021: 11}"),
    "survey": (
        "unit: '%', frequency: 2, baseline: {year: 2020, value: 40}, target: {year: 2025, value: 60}",
        "{2022: 47, 2024: 62}",
    ),
    "broken": (f"unit: 件, {_PATH}", "{2022: 20, 2023: {value: 31, status: break, note: 調査の変更}}"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A KPI of the gallery."""

    standing: WrittenStanding
    original: Row | None


def gallery(as_of: int = AS_OF) -> Iterator[Shown]:
    """All of it, judged."""
    goals = "- id: g\n  title: 目標\n  kpis:\n" + "\n".join(
        f"  - {{id: {name}, name: {name}, {fields}}}" for name, (fields, _) in _KPIS.items()
    )
    town = strategy(goals)
    values = actuals("\n".join(f"{name}: {years}" for name, (_, years) in _KPIS.items()))
    others = {"comparators": {"tokyo": {2020: 8.0, 2021: 8.1, 2023: 8.3}}}
    yield from _judged(town, [values, Actuals.model_validate({"strategy": "town", **others})], as_of)
    copied = strategy(
        "- {id: g, title: 目標, kpis: [{id: copied, name: copied, unit: 件, baseline: {year: 2020, value: 2}, "
        "target: {year: 2025, value: 12}}]}",
        upkeep="transcribed",
        source="{title: 町の総合戦略 概要版, published: 2021-03-31}",
    )
    yield from _judged(copied, [], as_of)
    yield from _judged(*_prefecture(), as_of)


def _prefecture() -> tuple[Strategy, list[Actuals]]:
    """A KPI taken over those of towns, of which the document counts three and one has answered; one taken over none."""
    take = "take: share, of: 3, where: {at_least: 1}"
    plan = "unit: '%', baseline: {year: 2020, value: 40}, target: {year: 2025, value: 100}"
    kpis = [
        f"{{id: computed, name: 割合, {plan}, computed: {{indicator: 'x:clubs', {take}}}}}",
        f"{{id: of-nobody, name: 割合, {plan}, computed: {{indicator: 'x:none', {take}}}}}",
        f"{{id: computed-sum, name: 合計, {plan.replace('%', '団体')}, computed: {{indicator: 'x:clubs', take: sum, of: 3}}}}",
        "{id: clubs, name: 団体, unit: 団体, indicator: 'x:clubs', better: higher}",
    ]
    town = strategy(f"- {{id: g, title: 目標, kpis: [{', '.join(kpis)}]}}")
    return town, [actuals("{clubs: {2022: 0, 2023: 3}}")]


def _judged(town: Strategy, values: list[Actuals], as_of: int) -> Iterator[Shown]:
    frames = build([town], values)
    rows = judge(frames, as_of).collect(engine="in-memory").to_dicts()
    years: dict[str, dict[int, str]] = {}
    for ref, year, status in year_by_year(frames, as_of).collect(engine="in-memory").iter_rows():
        years.setdefault(ref, {})[year] = status
    first = judge(build([town], values, original_targets=True), as_of).collect(engine="in-memory").to_dicts()
    originals = {row["ref"]: row for row in first if any(row["ref"] == now["ref"] and now["revised"] for now in rows)}
    kpis = {placed.item.id: placed.item for placed in town.kpis()}
    for row in rows:
        kpi = kpis[row["kpi"]]
        extras = {
            "strategy_title": "", "strategy_title_en": None, "baseline_stated": kpi.baseline is not None,
            "parity_with": kpi.target.parity_with if kpi.target else None,
            "replaced_by": kpi.discontinued.replaced_by if kpi.discontinued else None,
        }  # fmt: skip
        yield Shown(
            WrittenStanding({**row, **extras}, town, kpi, each_year(row, years.get(row["ref"], {}))),
            originals.get(row["ref"]),
        )
