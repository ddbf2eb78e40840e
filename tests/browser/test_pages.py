"""Every page, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import axe_playwright_python
import lxml.html
import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Page

from published import PAYLOADS

from .conftest import Site, Watched

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = (
    "index.html", "kpis.html", "changed.html", "changed/new.html", "status/unknown.html", "method.html", "strategy/town.html", "kpi/town/movers.html",
    "kpi/town/none.html", "kpi/town/share.html", "roadmap/town.html", "logic/town.html", "crosswalk/town.html",
    "review/town.html", "grants/town.html", "practices/town.html", "kpi/town/shops.html", "embed/town/movers.html", "print/town.html", "data.html", "compare/index.html", "compare/town~net-migration.html",
)  # fmt: skip
Screen = tuple[Literal["light", "dark"], Literal["none", "active"], int]
"""Colours asked for, whether they are forced, and the width."""
SCREENS: tuple[Screen, ...] = (
    ("light", "none", 1200), ("dark", "none", 1200), ("light", "none", 320), ("light", "active", 1200),
)  # fmt: skip
WITH_TABLET: tuple[Screen, ...] = (*SCREENS, ("light", "none", 768))

LOOK = """async (tags) => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
    const faults = found.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
    const screen = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, matchMedia("(forced-colors: active)").matches];
    return {faults, screen, passes: found.passes.length, wide: document.documentElement.scrollWidth};
}"""
"""What of axe's findings is asked: all nodes of those that are no faults would take as long again to be described."""


def _visit(site: Site, watched: Watched, page: str) -> None:
    watched.page.goto(site.url(page))
    if page == "index.html":  # which leads on by itself
        watched.page.wait_for_url("**/ja/index.html")


@pytest.mark.parametrize("of", ["ours", "rich"])
@pytest.mark.parametrize("part", ["ja/", "en/", "index.html"])
def test_every_page_keeps_to_its_folder_complains_of_nothing_and_does_not_scroll_sideways(
    request: pytest.FixtureRequest, watched: Watched, of: str, part: str
) -> None:
    site: Site = request.getfixturevalue(of)
    pages = [name for name in site.pages if name.startswith(part)]
    assert len(pages) > {"ours": 100, "rich": 20}[of] or pages == ["index.html"]
    here, there = 1200, 320
    for name in pages:
        _visit(site, watched, name)
        for width in (here, there):
            watched.page.set_viewport_size({"width": width, "height": 900})
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert not watched.complaints, name
        here, there = there, here  # the next one is loaded as wide as this one is now: to turn each twice takes longer
    outside = {url for url in watched.requests if not url.startswith((site.path.as_uri(), "data:,", "about:blank"))}
    assert not outside


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(rich: Site, page: Page, language: str, kind: str) -> None:
    _is_clean(page, rich.url(f"{language}/{kind}"), SCREENS)


@pytest.mark.parametrize("kind", ["ja/area/index.html", "en/area/index.html", "ja/area/00.html", "en/area/20.html"])
def test_axe_finds_nothing_on_the_pages_of_areas(ours: Site, page: Page, kind: str) -> None:
    _is_clean(page, ours.url(kind), WITH_TABLET)


@pytest.mark.parametrize(
    "kind", ["ja/area/06.html", "en/kpi/pref/done.html", "ja/kpi/pref/total.html", "ja/compare/x~plans.html"]
)
def test_axe_finds_nothing_on_the_pages_of_towns(towns: Site, page: Page, kind: str) -> None:
    _is_clean(page, towns.url(kind), WITH_TABLET)


def _is_clean(page: Page, url: str, screens: Iterable[Screen]) -> None:
    """Axe, which has looked at something, finds nothing, however the page is seen."""
    page.goto(url)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(AXE)
    for scheme, forced, width in screens:
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        page.set_viewport_size({"width": width, "height": 800})
        seen = page.evaluate(LOOK, TAGS)
        assert seen["screen"] == [width, scheme == "dark", forced == "active"]
        assert not seen["faults"], (scheme, forced, width)
        assert seen["passes"] > 15
        assert seen["wide"] <= width


@pytest.mark.parametrize("name", ["kpi/town/movers.html", "compare/town~net-migration.html", "review/town.html"])
def test_on_a_narrow_screen_no_column_is_squeezed_to_a_letter(rich: Site, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(rich.url(f"ja/{name}"))
    heads = page.locator(":is(.scroll, .listed) tbody th[scope=row]").evaluate_all(
        "all => all.map(one => one.clientWidth)"
    )
    assert heads
    assert min(heads) > 100


def test_the_numbers_of_a_chart_can_be_read_on_a_narrow_screen(rich: Site, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(rich.url("ja/kpi/town/movers.html"))
    scale = page.evaluate(
        "() => { const one = document.querySelector('.plot.narrow text');"
        " return parseFloat(getComputedStyle(one).fontSize) * one.ownerSVGElement.getScreenCTM().a; }"
    )
    assert scale >= 9


def test_text_that_means_harm_is_shown_and_does_none(harm: Site, watched: Watched) -> None:
    for name in harm.pages:
        _visit(harm, watched, name)
        watched.page.wait_for_timeout(20)
        assert watched.page.evaluate("window.hurt") is None, name
        assert not watched.page.evaluate("[...document.links].filter(a => !/^(file|https?):/.test(a.href)).length"), (
            name
        )
        assert not watched.complaints, name
    outside = {url for url in watched.requests if not url.startswith((harm.path.as_uri(), "data:,"))}
    assert not outside
    _visit(harm, watched, "ja/kpi/hostile/k.html")
    heading = watched.page.inner_text("h1")
    for payload in PAYLOADS:
        shown = payload.replace("\u202e", "\\u202e").replace("\u2028", "\\u2028")
        assert shown in heading
    watched.page.fill("#search", "onerror")
    watched.page.wait_for_selector("#found a")
    assert watched.page.evaluate("window.hurt") is None
    assert "<img src=x onerror=window.hurt=1>" in watched.page.inner_text("#found")


@pytest.mark.parametrize("name", ["ja/index.html", "ja/kpi/town/movers.html"])
def test_the_policy_is_in_force(rich: Site, watched: Watched, name: str) -> None:
    _visit(rich, watched, name)
    broken = watched.page.evaluate(
        """async () => {
            const seen = [];
            document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.hurt = 1';
            document.body.append(script);
            const style = document.createElement('style');
            style.textContent = 'body { color: red }';
            document.body.append(style);
            const image = document.createElement('img');
            image.src = 'https://www.example.org/pixel.png';
            document.body.append(image);
            await fetch('https://www.example.org/').catch(() => 0);
            await new Promise((resolve) => setTimeout(resolve, 200));
            return [seen.sort(), window.hurt ?? null];
        }"""
    )
    assert broken == [["connect-src", "img-src", "script-src-elem", "style-src-elem"], None]
    assert watched.finished
    assert all(url.startswith((rich.path.as_uri(), "data:,")) for url in watched.finished)


def test_each_page_says_its_language_and_leads_to_the_other(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/kpi/town/movers.html"))
    assert page.get_attribute("html", "lang") == "ja"
    page.click("a.tongue")
    assert page.url == rich.url("en/kpi/town/movers.html")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1").startswith("People who moved in")
    assert page.get_attribute("h1 .unit [lang]", "lang") == "ja"
    assert "FY2025 (Reiwa 7)" in page.inner_text(".figures")


def test_the_root_leads_on_to_the_language_of_the_repository(rich: Site, page: Page) -> None:
    page.goto(rich.url("index.html"))
    page.wait_for_url("**/ja/index.html")


def test_on_paper_the_page_is_whole(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/kpi/town/movers.html"))
    page.emulate_media(media="print")
    assert not page.is_visible(".top")
    assert page.is_visible(".drawing")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_visible(".working")
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize(
    "name",
    ["review/town.html", "grants/town.html", "index.html", "compare/town~net-migration.html", "area/index.html",
     "kpi/town/movers.html"],
)  # fmt: skip
def test_on_a_phone_each_card_keeps_a_cell_for_each_column(rich: Site, ours: Site, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto((ours if name.startswith("area") else rich).url(f"ja/{name}"))
    rows = page.locator("table[role=table] tbody tr").evaluate_all(
        """all => {
            const told = (row) => [...row.cells].filter((one) => !one.ariaHidden && getComputedStyle(one).display !== "none").length;
            return all.map((row) => [told(row), told(row.closest("table").tHead.rows[0])]);
        }"""
    )
    assert rows
    assert all(cells == headings for cells, headings in rows), rows


def test_on_a_phone_no_figure_of_a_kpi_is_beside_the_screen(rich: Site, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(rich.url("ja/kpi/town/movers.html"))
    right = page.evaluate("""[...document.querySelectorAll('.series td, .rates td, .series th, .rates th')]
        .filter((one) => one.closest('tbody') && one.innerText).map((one) => one.getBoundingClientRect().right)""")
    assert len(right) > 30
    assert max(right) <= 320


def test_on_paper_the_words_on_a_kpi_have_more_room_than_its_figures(rich: Site, page: Page) -> None:
    page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm
    page.emulate_media(media="print")
    page.goto(rich.url("ja/strategy/town.html"))
    widths = page.evaluate("[...document.querySelector('.kpis tbody tr').children].map((one) => one.offsetWidth)")
    assert widths[1] > 1.6 * max(widths[2:6])


def test_on_paper_a_filtered_list_says_that_some_rows_are_not_shown(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/kpis.html"))
    page.emulate_media(media="print")
    assert not page.is_visible("#filter-count")
    page.emulate_media(media="screen")
    page.fill("#filter-text", "長野")
    page.emulate_media(media="print")
    assert page.is_visible("#filter-count")
    assert not page.is_visible("#filter-text")
    page.emulate_media(media="screen")
    page.click("#filter-reset")
    page.emulate_media(media="print")
    assert not page.is_visible("#filter-count")


def test_the_chart_shows_each_point_once_and_its_table_the_same_numbers(rich: Site, ours: Site) -> None:
    """In the files themselves: no script draws, and to load each page takes far longer."""
    drawn = 0
    for site in (rich, ours):
        for name in site.pages:
            if not name.startswith("en/kpi/"):
                continue
            data = json.loads((site.path / "data" / name.removeprefix("en/kpi/").replace(".html", ".json")).read_text())
            page = lxml.html.parse(site.path / name).getroot()
            points = sum(
                len(part.xpath(".//path")) for plot in _of(page, "plot", "wide") for part in _of(plot, "points")
            )
            assert points == _expected_points(data), name
            cells = [cell for table in _of(page, "series") for cell in table.xpath(".//tbody/tr/*[2][self::td]")]
            rows = sum(len(cell) > 0 or bool(cell.text) for cell in cells)
            sums = data["accumulation"] == "sum"
            if not sums:
                assert rows == sum(1 for one in data["series"] if one["value"] is not None), name
            drawn += points
    assert drawn > 60


def _of(part: HtmlElement, *classes: str) -> list[HtmlElement]:
    """The elements below it that are of all of the classes."""
    return [one for one in part.iterdescendants() if {*classes} <= {*one.get("class", "").split()}]


def _expected_points(data: dict) -> int:  # type: ignore[type-arg]
    """Actuals (of a sum, those that count), the baseline, milestones, the target and the earlier ones.

    None where they are of less than two years, and there is no path.
    """
    reference, target = data["reference"], data["target"] or {}
    start = data["series"][0]["year"] if data["series"] else None
    years = []
    for one in data["series"]:
        counts = one["value"] is not None
        if data["accumulation"] == "sum":
            counts = counts and one["year"] > start and one["status"] != "forecast"
        years += [one["year"]] * counts
    if data["baseline"] and data["baseline"]["value"] is not None:
        years.append(data["baseline"]["year"] or start)
    years += [int(year) for year in reference.get("milestones", {})]
    years += [one["target"]["year"] for one in reference.get("revisions", []) if "value" in one["target"]]
    if target.get("year") is not None and target.get("value") is not None:
        years.append(target["year"])
    drawn = {*years, *(one["year"] for one in data["series"] if one["expected"] is not None)}
    return len(years) if len(drawn) > 1 else 0
