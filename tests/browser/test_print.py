"""The print edition, as Chromium puts it on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from published import RICH, RICH_ACTUALS, publish, repository

from .conftest import Site

pytestmark = pytest.mark.browser

#: Whatever on a page is taller than its place: what would be cut off on paper.
OVERFLOWING = """() => [...document.querySelectorAll('.leaf, .half, .body, .half .beside > table')]
    .filter((one) => one.scrollHeight > one.clientHeight + 1)
    .map((one) => `${one.className} ${one.scrollHeight} > ${one.clientHeight}: ${one.innerText.slice(0, 60)}`)"""


def _on_paper(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm
    page.emulate_media(media="print")
    page.goto(url)


def _pages(page: Page) -> int:
    """How many pages Chromium prints: the count of the topmost of the document's nodes of pages."""
    return max(map(int, re.findall(rb"/Type /Pages\s*/Count (\d+)", page.pdf(prefer_css_page_size=True))))


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A town whose KPIs have long names and many words, and whose goals have many KPIs."""
    town = RICH.replace("name: 商店数", f"name: {'とても長い名前の商店の数' * 9}").replace(
        "name: 旧指標", f"name: {'長い旧指標' * 50}"
    )
    town = town.replace("title: {ja: 移住の促進, en: Moving in}", f"title: {'移住と定住の促進' * 20}")
    more = "".join(
        f"          - {{id: k{n}, name: 指標{n}, unit: 件, target: {{year: 2025, value: 3}}}}\n" for n in range(60)
    )
    town = town.replace("          - {id: none,", f"{more}          - {{id: none,")
    root = repository(tmp_path_factory.mktemp("wordy"), (town, RICH_ACTUALS))
    publish(root, root / "out", 2023)
    return Site(root / "out")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_leaf_is_one_page_and_nothing_is_cut_off(rich: Site, wordy: Site, page: Page, language: str) -> None:
    for site in (rich, wordy):
        _on_paper(page, site.url(f"{language}/print/town.html"))
        assert page.evaluate(OVERFLOWING) == []
        assert _pages(page) == page.locator(".leaf").count()
        assert not page.is_visible(".top")


def test_our_own_strategies_fit_their_pages(ours: Site, page: Page) -> None:
    printed = sorted((ours.path / "ja" / "print").iterdir())
    assert len(printed) > 8
    for path in printed:
        _on_paper(page, path.as_uri())
        assert page.evaluate(OVERFLOWING) == [], path


def test_the_contents_name_the_page_of_each_kpi(wordy: Site, page: Page) -> None:
    _on_paper(page, wordy.url("ja/print/town.html"))
    leaves = page.locator(".leaf").evaluate_all("all => all.map(one => [...one.querySelectorAll('h2')].map(h => h.id))")
    named = page.locator(".contents a").evaluate_all(
        "all => all.map(one => [one.hash.slice(1), Number(one.querySelector('.number').innerText)])"
    )
    assert len(named) == 67
    assert page.locator(".contents").count() == 2
    for anchor, number in named:
        assert anchor in leaves[number - 1], anchor
    assert [len(leaf) for leaf in leaves[3:]].count(1) >= 2  # those with many words have a page of their own


def test_every_page_has_its_number_and_lines_to_write_on(rich: Site, page: Page) -> None:
    css = (rich.path / "assets" / "print.css").read_text("utf-8")
    assert 'content: counter(page) " / " counter(pages)' in css
    _on_paper(page, rich.url("ja/print/town.html"))
    lines = (
        page.locator(".half")
        .first.locator(".remarks .line")
        .evaluate_all(
            "(all) => { const room = all[0].parentElement.getBoundingClientRect().bottom;"
            " return all.filter(one => one.getBoundingClientRect().bottom <= room).length; }"
        )
    )
    assert lines >= 3


def test_the_folder_holds_a_print_edition_a_strategy(rich: Site) -> None:
    names = {path.stem for path in Path(rich.path / "en" / "print").iterdir()}
    assert names == {"town", "nation", "neighbours"}
