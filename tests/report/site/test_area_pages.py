"""The pages between the whole and a strategy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpitrack.report.site import overview, paging
from published import (
    NATION,
    NATION_ACTUALS,
    NEIGHBOURS,
    NEIGHBOURS_ACTUALS,
    RICH,
    RICH_ACTUALS,
    THREE,
    publish,
    repository,
)

from .conftest import words

FAR, FAR_ACTUALS = (
    text.replace("neighbours", "far").replace("隣町", "遠くの町").replace("062049", "132063")
    for text in (NEIGHBOURS, NEIGHBOURS_ACTUALS)
)


def _site(tmp_path: Path, *files: tuple[str, str]) -> Path:
    root = repository(tmp_path, *files)
    publish(root, root / "out", 2023)
    return root / "out"


def test_the_site_of_one_town_has_no_areas(tmp_path: Path) -> None:
    site = _site(tmp_path, (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS))
    assert not (site / "ja/area").exists()
    assert not (site / "assets/areas.css").exists()
    assert "都道府県別" not in words(site / "ja/index.html")


def test_towns_of_one_prefecture_have_its_page_without_a_map(tmp_path: Path) -> None:
    site = _site(tmp_path, (RICH, RICH_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS))
    assert sorted(path.name for path in (site / "ja/area").iterdir()) == ["06.html"]
    assert 'href="../ja/area/06.html"' in (site / "ja/index.html").read_text("utf-8")
    page = words(site / "ja/area/06.html")
    assert "市区町村: 2 / 35" in page
    assert page.index("例示町") < page.index("隣町")
    assert "酒田市" not in page  # which has the code of the town next to it
    assert "新庄市" in page
    assert 'href="../../../ja/area/06.html">山形県' in (site / "ja/kpi/town/movers.html").read_text("utf-8")


def test_prefectures_have_a_map_and_its_table(tmp_path: Path) -> None:
    site = _site(tmp_path, *THREE, (FAR, FAR_ACTUALS))
    page = (site / "en/area/index.html").read_text("utf-8")
    assert page.count('<li class="t-') == 47
    assert page.count('<li class="t-06">') == page.count('<li class="t-13">') == 1
    assert '<li class="t-20 empty">' in page
    rows = re.findall(r'<tr role="row">(?:<td[^>]*>(\d*)</td>)?<th role="rowheader".*?>([^<]+)</a>', page)
    assert rows == [("", "Nation and others"), ("06", "Yamagata"), ("13", "Tokyo")]
    assert "2 / 35" in page
    assert "2 org." in page
    assert "1 org." in page
    assert "国の戦略" in (site / "ja/area/00.html").read_text("utf-8")
    page = (site / "en/area/00.html").read_text("utf-8")
    assert "Organisations: 1<" in page
    assert "Municipalities" not in page.partition("<h1>")[2]
    assert "t-06" not in (site / "ja/index.html").read_text("utf-8")  # a few strategies are listed instead


def test_what_the_map_shows_is_what_is_counted(tmp_path: Path) -> None:
    site = _site(tmp_path, (RICH, RICH_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS), (FAR, FAR_ACTUALS))
    page = (site / "ja/area/index.html").read_text("utf-8")
    tiles = dict(re.findall(r'<li class="t-(\d\d)">.*?<span class="share-of">([^<]*)</span>', page))
    table = dict(
        re.findall(
            r'<td role="cell" class="number wide-only">(\d\d)</td>.*?data-sort="[^"]*">([^<]*)</td></tr>',
            page,
            re.DOTALL,
        )
    )
    assert tiles == table
    assert set(tiles) == {"06", "13"}


def test_a_nation_has_the_map_on_its_first_page_and_towns_in_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "LISTED", 1)
    monkeypatch.setattr(overview, "_STRATEGIES_UP_TO", 2)
    site = _site(tmp_path, (RICH, RICH_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS), (FAR, FAR_ACTUALS))
    first = (site / "ja/index.html").read_text("utf-8")
    assert '<li class="t-06">' in first
    assert "assets/areas.css" in first
    assert "例示町" in words(site / "ja/area/06.html")
    assert "隣町" not in words(site / "ja/area/06.html")
    assert "隣町" in words(site / "ja/area/06/2.html")
    assert 'href="../../../ja/strategy/neighbours.html"' in (site / "ja/area/06/2.html").read_text("utf-8")
