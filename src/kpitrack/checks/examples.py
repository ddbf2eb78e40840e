"""The small repository of the examples of checks, with figures of 鶴岡市's second strategy."""

from __future__ import annotations

from textwrap import indent

SETTINGS = "kpitrack.yaml"
STRATEGY = "data/strategies/tsuruoka-2.yaml"
ACTUALS = "data/actuals/tsuruoka-2.yaml"

HEAD = """\
id: tsuruoka-2
title: 第2期鶴岡市まち・ひと・しごと創生総合戦略
organization: {name: 鶴岡市, code: "062031", level: municipality}
period: {start: 2020, end: 2024}
source: 第2期鶴岡市まち・ひと・しごと創生総合戦略（令和3年3月）
"""
GOALS = """\
goals:
  - id: g2
    title: ひとの交わりを加速させ、移住者や関係人口を増やす
"""
KPI = """\
id: telework-practitioners
name: 移住定住施策によるテレワーク実践者数（累計）
unit: 件
accumulation: running_total
baseline: {year: 2020, value: 0}
target: {year: 2024, value: 12}
"""
DONORS = """\
id: furusato-two-years
name: ふるさと納税における2年連続納税者数
unit: 人
baseline: {year: 2020, value: 3141}
target: {year: 2024, value: 12600}
"""


def kpis(*texts: str) -> str:
    """The strategy file with these KPIs under its one goal."""
    items = (f"      - {indent(text, ' ' * 8).strip()}\n" for text in texts)
    return HEAD + GOALS + "    kpis:\n" + "".join(items)


def goals(text: str) -> str:
    """The strategy file with these goals."""
    return HEAD + "goals:\n" + indent(text, "  ")


def kpi(text: str) -> dict[str, str]:
    """A repository of the one KPI."""
    return {STRATEGY: kpis(text)}


def actuals(text: str) -> str:
    """The actuals file of the strategy."""
    return "strategy: tsuruoka-2\nactuals:\n" + indent(text, "  ")


def recorded(entries: str, of: str = KPI) -> dict[str, str]:
    """A repository of the one KPI with these entries."""
    name = of.partition("\n")[0].removeprefix("id: ")
    return {STRATEGY: kpis(of), ACTUALS: actuals(f"{name}:\n" + indent(entries, "  "))}
