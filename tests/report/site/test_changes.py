"""The pages of what changed since last time, and the verdict of each year in lists and on the page of a KPI."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from published import publish, repository

_STRATEGY = """\
id: town
title: 町の総合戦略
organization: {name: 例示町}
period: {start: 2021, end: 2025}
goals:
  - id: g
    title: 目標
    kpis:
      - {id: fell, name: 下がった, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}}
      - {id: rose, name: 上がった, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}}
      - {id: same, name: 同じ, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}}
      - {id: late, name: 古い, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}}
      - {id: none, name: 値なし, unit: 人, baseline: {year: 2020, value: 0}, target: {year: 2025, value: 50}}
      - id: moved
        name: 変えた
        unit: 人
        baseline: {year: 2020, value: 0}
        target: {year: 2025, value: 40}
        revisions: [{on: 2023-06-01, target: {year: 2025, value: 60}}]
"""
_ACTUALS = """\
strategy: town
actuals:
  fell: {2021: 10, 2022: 20, 2023: 21}
  rose: {2022: 12, 2023: 30}
  same: {2022: 20, 2023: 30}
  late: {2021: 10}
  moved: {2022: 16, 2023: 24}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(tmp_path_factory.mktemp("changes"), (_STRATEGY, _ACTUALS))
    publish(root, root / "out", 2024)
    return root / "out"


def listed(site: Path, page: str) -> list[str]:
    return re.findall(r'<th [^>]*class="name"><a href="[^"]*/kpi/town/(\w+)\.html"', (site / page).read_text("utf-8"))


@pytest.mark.parametrize(
    ("page", "kpis"),
    [
        ("changed/worse.html", ["fell"]),
        ("changed/better.html", ["rose"]),
        ("changed/other.html", []),
        ("changed/moved.html", ["moved"]),
        ("changed/new.html", ["fell", "rose", "same", "moved"]),
        ("changed.html", ["fell", "rose", "moved", "same"]),
    ],
)
def test_each_change_has_its_list(site: Path, page: str, kpis: list[str]) -> None:
    for spoken in ("ja", "en"):
        assert listed(site, f"{spoken}/{page}") == kpis


def test_the_lists_say_what_changed(site: Path) -> None:
    page = (site / "ja" / "changed.html").read_text("utf-8")
    assert "判定は2022年度の「順調」から「やや遅れ」に下がりました。" in page
    assert "目標は2023年6月に60人から40人へ変更されました。" in page
    assert 'href="../ja/changed.html" aria-current="page">前回からの変化</a>' in page
    assert 'href="../ja/changed.html">判定の変化、新しい値、目標の変更のあったKPI（4件）' in (
        site / "ja" / "index.html"
    ).read_text("utf-8")


def test_the_verdict_of_each_year_is_on_the_page_and_in_lists(site: Path) -> None:
    rows = (site / "ja" / "changed" / "worse.html").read_text("utf-8")
    assert '<span class="each-year"><span aria-hidden="true">R3 ○  R4 ○  R5 △</span>' in rows
    assert '<span class="hidden">R3 順調、R4 順調、R5 やや遅れ</span>' in rows
    page = (site / "ja" / "kpi" / "town" / "fell.html").read_text("utf-8")
    assert re.findall(r'<li class="is-(\w+)">(\w+) <span class="sign" aria-hidden="true">(.)</span>', page) == [
        ("good", "R3", "○"), ("good", "R4", "○"), ("risk", "R5", "△"),
    ]  # fmt: skip
    assert "each-year" not in (site / "ja" / "kpi" / "town" / "late.html").read_text("utf-8")  # one year is no strip


def test_the_page_and_its_description_tell_the_verdict_in_sentences(site: Path) -> None:
    page = (site / "ja" / "kpi" / "town" / "fell.html").read_text("utf-8")
    told = (
        "2023（令和5）年度は21人です。目標どおりなら30人のはずで、9人足りません。前年度（20人）より1人改善しました。"
        "判定は2022年度の「順調」から「やや遅れ」に下がりました。"
        "いまの傾向では2025年度は約38人で、目標の50人に届かない見通しです。"
    )
    assert f'<meta name="description" content="例示町 下がった: やや遅れ。{told}">' in page
    shown = re.search(r'<p class="said">(.*?)</p>', page, re.DOTALL)
    assert shown
    assert re.sub(r"<[^>]+>", "", shown[1]).strip() == told
    assert "<strong>9人足りません</strong>" in shown[1]
    data = json.loads((site / "data" / "town" / "fell.json").read_text("utf-8"))
    assert (data["status"], data["turned"]) == ("at_risk", "worse")


def test_the_page_of_a_strategy_says_how_much_changed(site: Path) -> None:
    page = (site / "ja" / "strategy" / "town.html").read_text("utf-8")
    assert 'changed.html">前回から</a>: 判定の悪化 1件、判定の改善 1件、目標の変更 1件、新しい値 4件</p>' in page
