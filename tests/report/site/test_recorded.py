"""Everything that files record stands on a page; what is for inside only stands there where it is asked for."""

from __future__ import annotations

from pathlib import Path

from kpitrack.report.site.build import SitePlan, build
from published import (
    MADE,
    NATION,
    NATION_ACTUALS,
    NEIGHBOURS,
    NEIGHBOURS_ACTUALS,
    RICH,
    RICH_ACTUALS,
    judged,
    publish,
    repository,
)

from .conftest import words


def test_a_value_has_its_source_day_and_breakdown(site: Path) -> None:
    page = words(site / "ja" / "kpi" / "town" / "shops.html")
    assert "地域: 東 40、西 36" in page
    assert "性別: 女性 30、男性 46" in page
    assert "商業調査（架空） 公表日 2022-06-01" in page
    assert "9 ÷ 60" in words(site / "ja" / "kpi" / "town" / "share.html")
    assert "公表日" not in words(site / "ja" / "kpi" / "town" / "population.html")


def test_money_and_evaluations_stand_beside_the_verdicts_of_their_goal(site: Path) -> None:
    page = words(site / "ja" / "strategy" / "town.html")
    assert page.count("予算 5,000,000円 決算 4,200,000円 執行率 84.0%") == 2  # of the goal and of its measure
    for text in (
        "順調",
        "相談会を開いた。",
        "移住者が増えた。",
        "空き家の不足",
        "空き家を調べる。",
        "妥当 / 継続を望む。",
    ):
        assert text in page
    assert "今後の方向: 拡充" in page


def test_tags_populations_and_what_is_said_of_projects_are_published(site: Path) -> None:
    page = words(site / "ja" / "strategy" / "town.html")
    for text in (
        "タグ: designation:sdgs-future-city",
        "タグ: sdg:8",
        "タグ: sdg:11",
        "人口: 12,345 (2020) · 国勢調査（架空）",
    ):
        assert text in page
    for text in ("二日間", "担当課: 移住課", "交付金: 移住の交付金"):
        assert text in page
    assert 'href="../../ja/grants/town.html#gr"' in (site / "ja" / "strategy" / "town.html").read_text("utf-8")


def test_what_a_strategy_says_beside_its_measures_is_published(site: Path) -> None:
    page = words(site / "ja" / "strategy" / "town.html")
    for text in ("住み続けたい町", "増やす → 支え合う", "国は交付金で支える。", "第10条", "改訂版", "目標値の見直し"):
        assert text in page


def test_a_grant_has_its_page_with_its_kpis_and_its_verification(site: Path) -> None:
    path = site / "ja" / "grants" / "town.html"
    page = words(path)
    for text in (
        "架空の制度",
        "2021年度–2023年度",
        "10,000,000",
        "移住フェア",
        "移住者数（累計）",
        "国の戦略 › 社会増減",
    ):
        assert text in page
    assert "2022（令和4）年度 効果があった 推進会議 2023-08-01" in page
    assert 'href="../../ja/kpi/nation/migration.html"' in path.read_text("utf-8")
    assert not (site / "ja" / "grants" / "nation.html").exists()


def test_a_practice_has_its_place_on_a_page_and_what_it_is_tied_to(site: Path) -> None:
    path = site / "ja" / "practices" / "town.html"
    for text in ("空き家の市", "隣町", "隣町に学んだ。", "架空の例"):
        assert text in words(path)
    for address in ("../../ja/strategy/town.html#m1", "../../ja/kpi/neighbours/net.html"):
        assert f'href="{address}"' in path.read_text("utf-8")


def test_the_committee_stands_beside_the_population(site: Path) -> None:
    page = words(site / "ja" / "review" / "town.html")
    assert "推進会議 委員15人" in page
    assert "性別: 女性 2022年度 4 26.7% 51.8% (2020年度)" in page
    assert "性別: 男性 2022年度 11 73.3% 分野" in page
    assert "分野: 産 2022年度 3 20% 分野" in page


def test_what_the_year_still_asks_for_is_published_only_where_asked_for(root: Path, site: Path, tmp_path: Path) -> None:
    asked = "今年度に残っている作業"
    assert asked not in words(site / "ja" / "review" / "town.html")
    assert not (site / "ja" / "review" / "nation.html").exists()
    build(judged(root, 2023), SitePlan(tmp_path, ("ja",), "ja", MADE, processes=1, internal=True))
    assert asked in words(tmp_path / "ja" / "review" / "town.html")
    assert asked in words(tmp_path / "ja" / "review" / "nation.html")


def test_a_kpi_shows_what_it_goes_on_from_with_the_earlier_values(tmp_path: Path) -> None:
    before = RICH.replace("id: town\n", "id: before\n").replace(
        "period: {start: 2020, end: 2025}", "period: {start: 2015, end: 2019}"
    )
    before = (
        before[: before.index("statements:")]
        + "goals: [{id: g, title: 目標, kpis: [{id: shops, name: 店の数, unit: 店, baseline: {year: 2014, value: 90}, target: {year: 2019, value: 95}}]}]\n"
    )
    town = RICH.replace("name: 商店数, unit: 店,", "name: 商店数, unit: 店, continues: before/shops,")
    actuals = "strategy: before\nactuals: {shops: {2015: 88, 2017: 84}}\n"
    root = repository(
        tmp_path, (town, RICH_ACTUALS), (before, actuals), (NATION, NATION_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS)
    )
    publish(root, root / "out", 2023)
    page = root / "out/ja/kpi/town/shops.html"
    assert "例示の町の総合戦略（架空） › 店の数" in words(page)
    assert 'href="../../../ja/kpi/before/shops.html"' in page.read_text("utf-8")
    assert "2015（平成27）年度 88" in words(page)
    assert "2017,84,,normal" in (root / "out/data/town/shops.csv").read_text("utf-8")
