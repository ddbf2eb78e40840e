"""Search, filters and sorting, with scripts and without, by hand and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site

pytestmark = pytest.mark.browser


def test_the_search_finds_kpis_by_any_of_their_words(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/index.html"))
    page.fill("#search", "合計 出生率")
    expect(page.locator("#found a")).to_have_count(2)
    page.fill("#search", "ﾃﾚﾜｰｸ")  # half-width
    expect(page.locator("#found a").first).to_contain_text("テレワーク")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kpi/tsuruoka-2/telework-practitioners.html")


def test_the_search_says_that_nothing_is_found(ours: Site, page: Page) -> None:
    page.goto(ours.url("en/method.html"))
    page.fill("#search", "zzzz")
    expect(page.locator("#found-count")).to_have_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_the_list_is_filtered_by_words_and_status(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/kpis.html"))
    rows = page.locator("table.kpis tbody tr:visible")
    everything = rows.count()
    page.fill("#filter-text", "長野")
    expect(rows).to_have_count(7)
    page.select_option("#filter-status", "on_track")
    expect(rows).to_have_count(3)
    expect(page.locator("#filter-count")).to_contain_text("3")
    page.reload()  # the address keeps what is chosen
    expect(rows).to_have_count(3)
    page.click("#filter-reset")
    expect(rows).to_have_count(everything)


def test_a_column_is_sorted_by_its_numbers_and_what_is_missing_stays_last(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/kpis.html"))

    def values() -> list[float | None]:
        texts = page.locator("table.kpis tbody tr td:nth-child(7)").evaluate_all(
            "all => all.map(one => one.dataset.sort)"
        )
        return [float(text) if text else None for text in texts]

    button = page.locator("table.kpis thead th:nth-child(7) button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.kpis thead th:nth-child(7)")).to_have_attribute("aria-sort", "ascending")
    found = values()
    known = [value for value in found if value is not None]
    assert known == sorted(known)
    assert len(known) > 5
    assert found[: len(known)] == known
    button.click()
    assert [value for value in values() if value is not None] == sorted(known, reverse=True)
    assert values()[-1] is None


def test_a_list_is_sorted_where_no_headings_are_shown_and_the_address_keeps_it(ours: Site, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(ours.url("ja/kpis.html"))
    first = page.locator("table.kpis tbody tr:first-child")
    before = first.inner_text()
    page.select_option("#filter-sort", label="進捗率 ↑")
    expect(page.locator("table.kpis thead th:nth-child(7)")).to_have_attribute("aria-sort", "ascending")
    assert first.inner_text() != before
    sorted_first = first.inner_text()
    page.reload()
    expect(page.locator("#filter-sort")).to_have_value("7")
    assert first.inner_text() == sorted_first
    page.click("#filter-reset")
    assert first.inner_text() == before


def test_the_map_leads_by_keyboard_from_a_prefecture_to_a_strategy(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/area/index.html"))
    assert page.locator(".map > li").count() == 47
    assert page.locator(".map a").count() == 7
    tile = page.locator(".map .t-20 a")
    tile.focus()
    assert "長野" in tile.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/area/20.html")
    page.click("main a >> text=長野県")
    page.wait_for_url("**/ja/strategy/nagano-shinshu.html")
    expect(page.locator(".trail a").nth(1)).to_have_text("長野県")


def test_on_a_wide_screen_the_tiles_lie_like_the_country_and_on_a_phone_in_order(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/area/index.html"))

    def box(number: str) -> dict[str, float]:
        found = page.locator(f".map .t-{number}").bounding_box()
        assert found is not None
        return dict(found)

    assert box("01")["y"] < box("06")["y"] < box("42")["y"]
    assert box("42")["x"] < box("27")["x"] < box("08")["x"]
    page.set_viewport_size({"width": 320, "height": 640})
    assert not page.is_visible(".map .t-02")  # nothing is here of it
    assert (box("01")["y"], box("01")["x"]) < (box("06")["y"], box("06")["x"]) < (box("42")["y"], box("42")["x"])
    assert box("01")["width"] > 60


def test_the_prefectures_are_sorted_and_filtered(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/area/index.html"))
    rows = page.locator("#list tbody tr:visible")
    expect(rows).to_have_count(8)
    page.locator("#list thead button").filter(has_text="KPI").click()
    page.locator("#list thead button").filter(has_text="KPI").click()
    numbers = [int(text) for text in page.locator("#list tbody td:nth-of-type(3)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    page.fill("#filter-text", "山形")
    expect(rows).to_have_count(1)


def test_without_scripts_every_kpi_can_be_found(ours: Site, page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(ours.url("ja/index.html"))
    assert not page.is_visible(".search")
    page.click("text=KPI一覧")
    assert page.locator("table.kpis tbody tr").count() == 62
    assert not page.is_visible(".filters")
    page.click(".chips a:has-text('後退')")
    assert page.locator("table.kpis tbody tr").count() == 5
    page.click("table.kpis a >> nth=0")
    assert page.is_visible(".plot.wide")
    assert page.is_visible("table.series")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/kpi/town/movers.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_row_of_the_series_lights_its_year_and_the_year_its_row(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/kpi/town/population.html"))
    page.hover("table.series tr:has-text('2021')")
    lit = page.locator(".plot.wide .year.lit")
    expect(lit).to_have_count(1)
    assert "−95人" in (lit.get_attribute("aria-label") or "")
    page.hover(".plot.wide .year[data-year='2020'] .hit")
    expect(page.locator("table.series tr.lit")).to_contain_text("2020")


@pytest.mark.parametrize("scripted", ["page", "page_without_scripts"])
@pytest.mark.parametrize("width", [1200, 375])
def test_a_year_of_the_chart_shows_its_figures_where_it_is_pointed_at_or_focused(
    request: pytest.FixtureRequest, rich: Site, scripted: str, width: int
) -> None:
    page: Page = request.getfixturevalue(scripted)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(rich.url("ja/kpi/town/population.html"))
    plot = ".plot.wide" if width > 600 else ".plot.narrow"
    other = page.locator(".plot:not(.wide)" if width > 600 else ".plot.wide")
    expect(other).to_be_hidden()
    year = page.locator(f"{plot} .year[data-year='2021']")
    expect(year.locator(".tip")).to_be_hidden()
    year.locator(".hit").hover()
    expect(year.locator(".tip")).to_be_visible()
    page.mouse.move(0, 0)
    expect(year.locator(".tip")).to_be_hidden()
    year.locator(".hit").click()  # as a finger does
    page.mouse.move(0, 0)
    expect(year.locator(".tip")).to_be_visible()
    expect(year.locator(".tip")).to_contain_text("−95人")


def test_the_keyboard_goes_from_year_to_year_and_makes_one_stop_at_a_chart(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/kpi/town/population.html"))
    assert page.locator(".plot.wide .year[tabindex='0']").count() == 1
    page.locator(".plot.wide .year").first.focus()
    page.keyboard.press("End")
    last = page.evaluate("document.activeElement.dataset.year")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.year") == str(int(last) - 1)
    expect(page.locator(".plot.wide .year:focus .tip")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.plot')") is None


def test_without_scripts_every_year_is_a_stop_of_the_keyboard(rich: Site, page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(rich.url("ja/kpi/town/population.html"))
    page.locator(".plot.wide .year").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".plot.wide .year:focus .tip")).to_contain_text("2020")


def test_a_comparison_is_sorted_and_its_strips_go_along(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/compare/town~net-migration.html"))
    scale = page.locator("thead td.strip").inner_html()
    rows = page.locator("table.compared tbody tr")
    first = rows.nth(0).inner_html()
    page.click("table.compared thead th:nth-child(5) button")
    expect(rows.nth(1)).to_contain_text("隣町")
    assert rows.nth(1).inner_html() == first
    assert page.locator("thead td.strip").inner_html() == scale
    assert page.locator("thead td.strip button").count() == 0


LISTS = (
    ("rich", "index.html", "list", "人の流れ"), ("rich", "index.html", "turns", "社会増減"),
    ("rich", "strategy/town.html", "list", "移住"), ("rich", "crosswalk/town.html", "list", "移住"),
    ("rich", "review/town.html", "seats", "女性"), ("rich", "roadmap/town.html", "list", "空き家"),
    ("rich", "data.html", "list", "隣"), ("rich", "data.html", "fields", "pace"), ("rich", "data.html", "series-fields", "出典"),
    ("rich", "compare/town~net-migration.html", "list", "隣町"),
    ("rich", "changed.html", "list", "移住"), ("towns", "kpi/pref/done.html", "list", "a町"),
    ("towns", "area/06.html", "list", "a町"),
)  # fmt: skip
"""The lists of the site: of which one, the page, the list's name on it, and a word that some of its rows have."""


@pytest.mark.parametrize("one", LISTS, ids=lambda one: f"{one[1]} {one[2]}")
def test_every_list_is_filtered_and_sorted(
    request: pytest.FixtureRequest, page: Page, one: tuple[str, str, str, str]
) -> None:
    of, address, name, word = one
    site: Site = request.getfixturevalue(of)
    page.goto(site.url(f"ja/{address}"))
    filters = page.locator(f".filters[data-of='{name}']")
    rows = page.locator(f"table[data-list='{name}'] tbody tr:not([data-head]):visible")
    everything = rows.count()
    assert everything > 1
    filters.locator("[data-part=text]").fill(word)
    found = rows.all_inner_texts()
    assert 0 < len(found) <= everything
    expect(filters.locator("[data-part=count]")).to_contain_text(str(len(found)))
    page.reload()  # the address keeps what is chosen
    expect(rows).to_have_count(len(found))
    filters.locator("[data-part=text]").fill("zzzz")
    expect(rows).to_have_count(0)
    filters.locator("[data-part=reset]").click()
    expect(rows).to_have_count(everything)
    if name != "list" or "roadmap" not in address:
        button = page.locator(f"table[data-list='{name}'] thead button").first
        button.focus()
        page.keyboard.press("Enter")
        expect(button.locator("..")).to_have_attribute("aria-sort", "ascending")


def test_the_heading_of_a_group_stays_with_it_and_goes_with_its_last_row(rich: Site, page: Page) -> None:
    page.goto(rich.url("ja/roadmap/town.html"))
    headings = page.locator(".roadmap [data-head]")
    expect(headings.first).to_be_visible()
    page.locator(".filters [data-part=text]").fill("空き家")
    expect(headings.locator("visible=true")).to_have_count(1)
    page.goto(rich.url("ja/index.html"))
    page.locator(".goals thead button").nth(3).click()  # by a number
    first = page.locator(".goals tbody").first.locator("tr")
    expect(first.first).to_have_class("strategy")
    assert first.nth(1).get_attribute("class") == "goal"


def test_on_the_page_of_a_strategy_measures_without_a_match_go_and_its_places_stay_in_the_address(
    rich: Site, page: Page
) -> None:
    page.goto(f"{rich.url('ja/strategy/town.html')}#m1")
    assert page.url.endswith("#m1")
    page.locator("#filter-text").fill("社会増減")
    expect(page.locator("#m1")).to_be_hidden()
    expect(page.locator("#g1")).to_be_visible()
    page.select_option("#filter-status", "no_data")
    expect(page.locator("table.kpis:visible")).to_have_count(0)
    page.click("#filter-reset")
    expect(page.locator("#m1")).to_be_visible()


def test_a_heading_above_goals_goes_where_none_of_its_goals_has_a_match(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/strategy/japan-2-0-concept.html"))
    headings = page.locator("p.heading")
    expect(headings.locator("visible=true")).not_to_have_count(0)
    page.locator("#filter-text").fill("zzzz")
    expect(headings.locator("visible=true")).to_have_count(0)
    page.click("#filter-reset")
    assert headings.locator("visible=true").count() == headings.count()
    word = page.locator(".headed").last.locator("table.kpis th a").first.text_content() or ""
    page.locator("#filter-text").fill(word)
    expect(headings.locator("visible=true")).to_have_count(1)


def test_the_headings_of_a_list_of_cards_are_seen_when_the_keyboard_reaches_them(rich: Site, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(rich.url("ja/crosswalk/town.html"))
    heading = page.locator("table.listed thead")
    assert heading.evaluate("one => getComputedStyle(one).clipPath") != "none"
    heading.locator("button").first.focus()
    assert heading.evaluate("one => getComputedStyle(one).clipPath") == "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_comparison_shows_those_of_like_size(towns: Site, page: Page) -> None:
    page.goto(towns.url("ja/compare/x~plans.html"))
    rows = page.locator("table.compared tbody tr:visible")
    assert page.locator("td[data-label='規模の近い団体の中での順位']").all_inner_texts() == ["1 / 2", "1 / 1", "2 / 2"]
    page.select_option("#filter-size", label="b町")  # a has a fifth more people, c two and a half times as many
    expect(rows).to_have_count(2)
    page.reload()
    expect(rows).to_have_count(2)
    page.click("#filter-reset")
    expect(rows).to_have_count(3)


@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_a_phone_the_header_is_one_row_and_the_search_opens_in_it(
    rich: Site, page: Page, width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(rich.url(f"{language}/index.html"))
    header = page.locator("header.top").bounding_box()
    assert header is not None
    assert header["height"] <= 56
    page.locator(".menu a").last.focus()  # what does not fit can be scrolled to
    expect(page.locator(".menu a").last).to_be_in_viewport()
    page.fill("#search", {"ja": "移住者数", "en": "moved in"}[language])
    expect(page.locator("#found a").first).to_be_in_viewport()
    assert page.locator("#search").evaluate("one => one.clientWidth") > width / 2


def test_on_a_phone_the_chart_is_on_the_first_screen(rich: Site, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(rich.url("ja/kpi/town/population.html"))
    chart = page.locator(".plot.narrow").bounding_box()
    assert chart is not None
    assert chart["y"] + chart["height"] * 0.75 <= 812


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_the_ordinal_of_a_strategy_stays_whole(ours: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(ours.url("ja/strategy/tsuruoka-2.html"))
    ordinal = page.locator("h1 .nowrap")
    expect(ordinal).to_have_text("第2期")
    assert ordinal.evaluate("one => one.getClientRects().length") == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_the_years_of_a_roadmap_are_equally_wide(rich: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(rich.url("ja/roadmap/town.html"))
    widths = page.locator(".roadmap th.year").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
    assert len(widths) > 4
    assert max(widths) - min(widths) < 1


def test_on_a_phone_each_step_of_the_trail_shows_where_it_leads(ours: Site, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ours.url("ja/kpi/nagano-shinshu/labour-productivity.html"))
    steps = page.locator(".trail a")
    heights = steps.evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().top)"
    )
    assert max(heights) - min(heights) < 2
    shown = steps.evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => [one.clientWidth, one.scrollWidth])"
    )
    assert len(shown) == 2  # the front page, and what the KPI stands under: whole, or most of the line
    assert all(width >= 250 or width == needed for width, needed in shown)


def test_each_year_of_a_strip_has_the_colour_of_its_own_verdict(ours: Site, page: Page) -> None:
    page.goto(ours.url("ja/kpi/nagano-shinshu/labour-productivity.html"))
    found = page.locator(".answer").evaluate(
        """answer => {
          const groups = ["good", "risk", "bad"];
          const item = answer.appendChild(document.createElement("li"));
          item.innerHTML = '<span class="sign">○</span>';
          return groups.map(around => {
            answer.className = `answer is-${around}`;
            return groups.map(group => {
              item.className = `is-${group}`;
              return getComputedStyle(item.querySelector(".sign")).color;
            });
          });
        }"""
    )
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == 3
