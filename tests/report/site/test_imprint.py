"""Who publishes the site, on its pages and for those who list data."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from kpitrack.model.settings import Publisher, Settings
from kpitrack.report.site import imprint as imprints
from kpitrack.report.site.imprint import Imprint, logo_of, missing, sitemap
from published import (
    NATION,
    NATION_ACTUALS,
    PUBLISHER,
    RICH,
    RICH_ACTUALS,
    hostile,
    hostile_publisher,
    publish,
    repository,
)

BASE = "https://www.example.org/kpi/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(
        tmp_path_factory.mktemp("rich"), (RICH, RICH_ACTUALS), (NATION, NATION_ACTUALS), settings=PUBLISHER
    )
    publish(root, root / "out", 2023)
    return root / "out"


def _data(path: Path) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text("utf-8"))
    return json.loads(found)


def test_every_page_says_who_publishes_it_when_under_what_licence_and_whom_to_ask(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.parent != site]
    assert len(pages) > 40
    for path in pages:
        foot = path.read_text("utf-8").partition("<footer")[2]
        english = path.relative_to(site).parts[0] == "en"
        assert ("Example Town Planning Division" if english else "例示町企画課") in foot, path
        assert "2025-01-01" in foot, path
        assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noreferrer">CC BY 4.0</a>' in foot
        assert '<a href="mailto:kikaku@example.org">' in foot


def test_a_page_is_described_in_its_language_and_has_one_address(site: Path) -> None:
    for path in site.rglob("*.html"):
        head = path.read_text("utf-8").partition("</head>")[0]
        name = path.relative_to(site).as_posix()
        wanted = f"{BASE}{'ja/index.html' if name == 'index.html' else name}".replace("/embed/", "/kpi/")
        assert f'<link rel="canonical" href="{wanted}">' in head, name
        (description,) = re.findall('<meta name="description" content="([^"]+)">', head)
        assert description, name
    (kpi,) = re.findall('description" content="([^"]*)"', (site / "en/kpi/town/movers.html").read_text("utf-8"))[:1]
    assert unescape(kpi).startswith("Example Town People who moved in: on track. ")
    assert "People who moved in" in kpi
    assert '<meta property="og:locale" content="ja_JP">' in (site / "ja/index.html").read_text("utf-8")


def test_the_data_of_a_kpi_are_told_as_a_dataset(site: Path) -> None:
    found = _data(site / "en/kpi/town/movers.html")
    assert (found["@context"], found["@type"], found["identifier"]) == ("https://schema.org", "Dataset", "town/movers")
    assert found["url"] == f"{BASE}en/kpi/town/movers.html"
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["publisher"] == {
        "@type": "GovernmentOrganization", "name": "Example Town Planning Division", "url": "https://www.example.org/",
    }  # fmt: skip
    assert found["spatialCoverage"] == [{"@type": "AdministrativeArea", "name": "Example Town", "identifier": "062031"}]
    assert found["temporalCoverage"] == "2020/2024"
    files = [one["contentUrl"] for one in found["distribution"]]  # type: ignore[attr-defined]
    assert files == [f"{BASE}data/town/movers.csv", f"{BASE}data/town/movers.json"]
    assert all((site / url.removeprefix(BASE)).is_file() for url in files)
    assert _data(site / "ja/strategy/town.html")["@type"] == "Dataset"
    assert _data(site / "ja/index.html")["@type"] == "DataCatalog"


def test_the_sitemap_lists_every_page_in_both_languages_but_none_to_be_framed_or_printed(site: Path) -> None:
    found = re.findall("<url><loc>(.*)</loc></url>\n", (site / "sitemap.xml").read_text("utf-8"))
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.parent != site]
    pages = [name for name in pages if "/embed/" not in name and "/print/" not in name]
    assert found == [f"{BASE}{name}" for name in sorted(pages)]


def test_a_long_sitemap_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imprints, "_MOST_IN_A_SITEMAP", 2)
    settings = Settings.model_validate({"publisher": {"name": "町", "base_url": "https://www.example.org"}})
    made = dict(sitemap(Imprint(publisher=settings.publisher), ["ja/a.html", "ja/b.html", "en/c~.html", "data/d.csv"]))
    assert list(made) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert b"<sitemap><loc>https://www.example.org/sitemap-2.xml</loc></sitemap>" in made["sitemap.xml"]
    assert b"https://www.example.org/en/c~.html" in made["sitemap-1.xml"]
    assert made["sitemap-2.xml"].count(b"<url>") == 1


def test_without_an_address_data_are_named_from_the_page_and_there_is_no_sitemap(tmp_path: Path) -> None:
    root = repository(tmp_path, (RICH, RICH_ACTUALS))
    publish(root, root / "out", 2023)
    path = root / "out/ja/kpi/town/movers.html"
    found = _data(path)
    files = [one["contentUrl"] for one in found["distribution"]]  # type: ignore[attr-defined]
    assert all((path.parent / name).resolve().is_file() for name in files)
    assert not {"url", "license", "publisher"} & set(found)
    assert not (root / "out/sitemap.xml").exists()
    assert "canonical" not in path.read_text("utf-8")


def test_a_sitemap_goes_with_the_address(tmp_path: Path) -> None:
    root = repository(tmp_path, (RICH, RICH_ACTUALS), settings=PUBLISHER)
    publish(root, root / "out", 2023)
    assert (root / "out/sitemap.xml").exists()
    (root / "kpitrack.yaml").write_text("")
    publish(root, root / "out", 2023)
    assert not (root / "out/sitemap.xml").exists()


def test_a_publisher_who_means_harm_does_none(tmp_path: Path) -> None:
    root = repository(tmp_path, hostile(), settings=hostile_publisher())
    publish(root, root / "out", 2022)
    text = (root / "out/ja/kpi/hostile/k.html").read_text("utf-8")
    assert "<img src=x" not in text
    assert 'href="javascript' not in text
    assert text.count("<script") == 2
    data = _data(root / "out/ja/kpi/hostile/k.html")
    assert "</title>" in str(data["publisher"])


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA 2.1", None), ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC BY 4.0 国際", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("公共データ利用規約（第1.0版）", None),
        ("https://www.example.org/terms", "https://www.example.org/terms"),
        ({"title": "利用規約", "url": "https://www.example.org/terms"}, "https://www.example.org/terms"),
    ],
)  # fmt: skip
def test_licences(licence: object, url: str | None) -> None:
    publisher = Publisher.model_validate({"name": "町", "licence": licence})
    found = Imprint(publisher=publisher).licence()
    assert found is not None
    assert found[1] == url


def test_what_is_missing_is_said() -> None:
    assert "names no publisher" in str(missing(None)[0])
    said = " ".join(map(str, missing(Publisher(name="町"))))
    assert all(word in said for word in ("licence", "contact", "base_url"))
    full = Settings.model_validate(
        {"publisher": {"name": "町", "licence": "CC0", "contact": "電話", "base_url": "https://www.example.org"}}
    ).publisher
    assert missing(full) == []


def test_a_logo_is_a_picture_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n...")
    (tmp_path / "logo.svg").write_text("<svg onload='alert(1)'/>")
    assert logo_of(tmp_path, "logo.png") == ("logo.png", b"\x89PNG\r\n\x1a\n...")
    for path in ("logo.svg", "none.png", "../outside.png"):
        assert "is left out" in str(logo_of(tmp_path, path))
