"""The site as files: whole, the same each time, and with the numbers that the other commands show."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kpitrack import language
from kpitrack.analysis.standing import Standing
from kpitrack.report.gather import Gathered
from kpitrack.report.site.overview import Whole, glimpse
from kpitrack.views.status.json import entries_of
from published import (
    OURS,
    RICH,
    RICH_ACTUALS,
    THREE,
    hostile,
    judged,
    publish,
    repository,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(
        tmp_path_factory.mktemp("rich"),
        *THREE,
        hostile(),
    )


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    publish(root, root / "out", 2023)
    return root / "out"


def seen_whole(gathered: Gathered) -> Whole:
    whole = Whole(gathered)
    for part in gathered.parts():
        whole.take(glimpse(part, whole.wanted_of(part.portion), [""] * len(part.standings)))
    return whole


class _Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.bad: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)
            if name == "style" or name.startswith("on"):
                self.bad.append(f"{tag} {name}")
        if tag in {"style", "iframe", "object", "base", "form"}:
            self.bad.append(tag)


def test_every_link_leads_somewhere(site: Path) -> None:
    pages = {path: _Page(path) for path in site.rglob("*.html")}
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https", "data"}:
                continue
            assert not parts.scheme, link
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert there.is_file(), (path, link)
            if parts.fragment:
                assert parts.fragment in pages[there].ids, (path, link)


def test_no_page_holds_what_the_policy_forbids(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = _Page(path)
        assert not page.bad, path
        head = path.read_text("utf-8").partition("</head>")[0]
        assert "default-src &#39;none&#39;; style-src &#39;self&#39;; script-src &#39;self&#39;" in head
        assert head.index("Content-Security-Policy") < head.index("stylesheet")
        scripts = re.findall("<script ([^>]*)>", path.read_text("utf-8"))
        data = [one for one in scripts if one == 'type="application/ld+json"']
        assert len(data) <= 1
        bare = path.parent == site or path.parent.parent.name == "embed"
        assert len(scripts) - len(data) == (not bare)
        assert all(one.startswith('src="') for one in scripts if one not in data)


def test_pages_are_small(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.stem != "hostile" and path.parent.name != "print"]
    assert max(path.stat().st_size for path in pages if path.parent.name != "hostile") < 60_000
    assert (site / "ja/print/town.html").stat().st_size < 7 * 8_000
    assert (site / "assets" / "site.css").stat().st_size < 25_000
    assert (site / "assets" / "site.js").stat().st_size < 12_000


def test_the_same_again_writes_nothing(root: Path, site: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = publish(root, site, 2023)
    assert (again.written, again.removed) == (0, 0)
    assert before == {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_elsewhere_and_by_several_processes_it_is_the_same(
    root: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpitrack.report.site import build
    from published import MADE

    monkeypatch.setattr(build, "_WORTH_PROCESSES", 1)
    counted: list[int] = []
    plan = build.SitePlan(tmp_path, ("ja", "en"), "ja", MADE, processes=2)
    build.build(judged(root, 2023), plan, counted.append)
    assert sum(counted) == 11
    ours = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    theirs = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert ours == theirs


def test_the_data_are_those_of_status(root: Path, site: Path) -> None:
    gathered = judged(root, 2023)
    language.use("ja")
    for part in gathered.parts():
        document = json.loads((site / "data" / f"{part.strategy.id}.json").read_text("utf-8"))
        assert document["kpis"] == entries_of(part.portion.rows)
        assert document["summary"]["kpis"] == len(part.standings)
        for entry in document["kpis"]:
            one = json.loads((site / "data" / f"{entry['ref']}.json").read_text("utf-8"))
            assert {name: one[name] for name in entry if name != "schema"} == entry


def test_every_kpi_has_its_page_in_both_languages_at_an_address_that_stays(site: Path) -> None:
    for spoken in ("ja", "en"):
        for ref in ("town/movers", "town/population", "town/none", "nation/migration", "hostile/k"):
            assert (site / spoken / "kpi" / f"{ref}.html").is_file()


def test_the_series_as_csv_has_the_years_of_the_table(site: Path) -> None:
    lines = (site / "data" / "town" / "movers.csv").read_text().splitlines()
    assert lines[0] == "year,value,sum,status,expected,published,source,note"
    source = "架空の例  https://www.example.org/strategy  2020-03-31"
    assert lines[2:5] == [
        f"2020,4,4,normal,5,,{source},",
        f"2021,9,13,normal,10,,{source},",
        f"2022,12,25,provisional,22.5,,{source},速報値",
    ]


def test_the_series_as_csv_has_the_source_day_and_breakdown_of_each_value(site: Path) -> None:
    head, *lines = (site / "data" / "town" / "shops.csv").read_text().splitlines()
    assert head.endswith(",published,source,note,region.東,region.西,sex.female,sex.male")
    assert lines[2] == "2021,76,,normal,80,2022-06-01,商業調査（架空）  https://www.example.org/shops,,40,36,30,46"


def test_what_changed_is_told_with_what_it_was(tmp_path: Path) -> None:
    root = repository(tmp_path, (RICH, RICH_ACTUALS))
    language.use("en")

    def turned(year: int) -> dict[str, tuple[str, str]]:
        whole = seen_whole(judged(root, year))
        return {whole.standing(at).kpi.id: (kind, whole.before[at]) for kind, at in whole.turns}

    assert turned(2021) == {"movers": ("better", "at_risk")}
    assert turned(2022) == {"population": ("better", "at_risk")}
    assert turned(2023) == turned(2022)  # that a year has passed is no change


def test_very_many_are_listed_in_pages_and_found_by_their_strategies(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpitrack.report.site import overview, paging

    monkeypatch.setattr(paging, "LISTED", 3)
    monkeypatch.setattr(overview, "SEARCHED", 3)
    monkeypatch.setattr(overview, "_STRATEGIES_UP_TO", 2)
    publish(root, tmp_path, 2023)
    folder = tmp_path / "en"
    pages = [folder / "kpis.html", *(folder / "kpis" / f"{n}.html" for n in (2, 3, 4))]
    texts = [page.read_text("utf-8") for page in pages]
    assert [text.count("<tr role") for text in texts] == [4, 4, 4, 3]
    assert "1 to 3 of 11" in texts[0]
    assert "10 to 11 of 11" in texts[3]
    listed = [link for text in texts for link in re.findall(r'href="([^"]*kpi/[^"]*)"', text)]
    assert len(set(listed)) == 11
    for page in pages:  # each leads to its KPIs and to the other pages, from the folder that it lies in
        for link in _Page(page).links:
            if not link.startswith(("http", "#")):
                assert (page.parent / unquote(urlsplit(link).path)).resolve().is_file(), (page, link)
    assert not (folder / "kpis" / "5.html").exists()
    assert "All 4 strategies" in (folder / "index.html").read_text("utf-8")
    assert "strategy/town.html" in (folder / "strategies.html").read_text("utf-8") + (
        folder / "strategies" / "2.html"
    ).read_text("utf-8")
    assert "kpi/town" not in (tmp_path / "assets" / "search-en.js").read_text("utf-8")


def test_one_language_alone_names_no_other(root: Path, tmp_path: Path) -> None:
    publish(root, tmp_path, 2023, languages=("ja",))
    assert not (tmp_path / "en").exists()
    assert "../en/" not in (tmp_path / "ja" / "index.html").read_text("utf-8")


def test_our_own_data_make_a_site(tmp_path: Path) -> None:
    publish(OURS, tmp_path, 2018)
    assert len(list(tmp_path.rglob("*.html"))) > 150
    assert "68.9%" in (tmp_path / "ja" / "strategy" / "nagano-shinshu.html").read_text("utf-8")
    good = (tmp_path / "ja" / "status" / "good.html").read_text("utf-8")
    assert "農業産出額" in good
    assert "進捗率 -266.6%" not in good  # it goes well, since its path dips further: the KPI's page explains that


def test_a_standing_of_the_whole_is_that_of_its_strategy(root: Path) -> None:
    gathered = judged(root, 2023)
    whole = seen_whole(gathered)
    every = [one for part in gathered.parts() for one in part.standings]
    assert all(isinstance(one, Standing) for one in every)
    assert whole.wanted
    assert all(whole.standing(at).row == every[at].row for at in whole.wanted)
