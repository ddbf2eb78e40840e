"""What others take along: charts as pictures, pages to be framed, and how to cite."""

from __future__ import annotations

import re
import struct
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kpitrack.report.charts.kpi import WIDE
from kpitrack.report.charts.strips import sample
from kpitrack.report.charts.svg import XMLNS as SVG
from kpitrack.report.site.build import SitePlan, build
from kpitrack.report.site.picture import picture
from published import (
    MADE,
    NATION,
    NATION_ACTUALS,
    PAYLOADS,
    RICH,
    RICH_ACTUALS,
    THREE,
    hostile,
    judged,
    publish,
    repository,
)

EXTENT = f"0 0 {WIDE.width} {WIDE.height}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(
        tmp_path_factory.mktemp("reuse"),
        *THREE,
        hostile(),
    )
    publish(root, root / "out", 2023)
    return root / "out"


def texts(path: Path) -> list[str]:
    """The texts of a picture; it must be well-formed."""
    return ["".join(one.itertext()) for one in ET.parse(path).iter(f"{{{SVG}}}text")]  # noqa: S314  our own


def test_each_chart_is_a_picture_with_its_title_key_and_source_in_each_language(site: Path) -> None:
    for spoken in ("ja", "en"):
        for page in (site / spoken / "kpi").rglob("*.html"):
            drawn = 'class="drawing"' in page.read_text("utf-8")
            assert page.with_suffix(".svg").exists() == drawn, page
            assert (f"{page.stem}.svg" in page.read_text("utf-8")) == drawn
    japanese, english = (texts(site / spoken / "kpi/town/movers.svg") for spoken in ("ja", "en"))
    assert japanese[0] == "移住者数（累計） [人]"
    assert english[0] == "People who moved in [人]"
    assert "目標値" in japanese
    assert "earlier target" in english
    assert japanese[-1].startswith("出典：架空の例")
    assert {"2019", "R1", "60", "目標 60人"} <= set(japanese)


def test_the_picture_holds_the_drawing_of_the_page_with_its_colours_in_it(site: Path) -> None:
    def lines(suffix: str) -> list[str]:
        text = (site / "ja/kpi/town/movers").with_suffix(suffix).read_text("utf-8")
        drawing = text[text.index(f'viewBox="{EXTENT}"') :].partition("</svg>")[0]
        return re.findall(r' d="([^"]*)"', drawing.partition('class="year"')[0])

    assert lines(".html") == lines(".svg") != []
    assert "class=" not in (site / "ja/kpi/town/movers.svg").read_text("utf-8").replace('class="points"', "")


def test_a_long_title_is_broken_and_nothing_lies_outside(site: Path) -> None:
    page = (site / "ja/kpi/town/movers.html").read_text("utf-8")
    chart = page[page.index("<svg xmlns") :].partition("</figure>")[0]
    key = [("target", sample("target"), "目標" * 9)] * 9
    root = ET.fromstring(picture(chart, "とても長い名前の指標" * 20, ["町"], key, ["出典"]))  # noqa: S314  our own
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    lines = [one for one in root if one.get("font-weight") == "700"]
    assert len(lines) > 2
    assert all(
        0 < float(one.attrib["y"]) < high and 0 < float(one.attrib["x"]) < wide - 40
        for one in root
        if "y" in one.attrib
    )
    drawn = next(one for one in root if one.get("viewBox") == EXTENT)
    assert float(drawn.attrib["y"]) > float(lines[-1].attrib["y"])
    assert picture("", "x", [], [], []) == ""


def test_the_page_to_be_framed_leads_to_the_whole_and_runs_nothing(site: Path) -> None:
    page = (site / "ja/embed/town/movers.html").read_text("utf-8")
    assert 'href="../../../ja/kpi/town/movers.html" target="_top"' in page
    assert "<script" not in page
    assert "<nav" not in page
    assert 'name="robots" content="noindex"' in page
    assert page.count("<svg xmlns") == 1
    assert len(page) < 15_000


def test_the_line_to_copy_names_the_page_where_it_lies(site: Path, tmp_path: Path) -> None:
    def line(path: Path) -> str:
        return unescape(re.search(r"<code>(&lt;iframe.*?)</code>", path.read_text("utf-8"))[1])  # type: ignore[index]

    unknown = line(site / "ja/kpi/town/movers.html")
    assert unknown.startswith('<iframe src="https://…/ja/embed/town/movers.html" title="移住者数（累計）"')
    root = repository(
        tmp_path, (RICH, RICH_ACTUALS), settings="publisher: {name: 町, base_url: https://www.example.org/kpi}\n"
    )
    publish(root, root / "out", 2023)
    known = line(root / "out/en/kpi/town/movers.html")
    assert known.startswith('<iframe src="https://www.example.org/kpi/en/embed/town/movers.html" title="People who')
    assert "embed" not in (root / "out" / "sitemap.xml").read_text("utf-8")
    assert "町" in texts(root / "out/ja/kpi/town/movers.svg")[-1]
    cited = (root / "out/ja/kpi/town/movers.html").read_text("utf-8")
    assert (
        "例示町「移住者数（累計）」（例示の町の総合戦略（架空））2023年度時点  https://www.example.org/kpi/ja/kpi/town/movers.html"
        in cited
    )


def test_every_page_says_how_to_cite_it(site: Path) -> None:
    for path in (site / "ja").rglob("*.html"):
        if path.parent.parent.name != "embed":
            assert '<p class="cite">引用の表記: ' in path.read_text("utf-8"), path


def test_what_means_harm_is_text_in_a_picture(site: Path) -> None:
    path = site / "ja/kpi/hostile/k.svg"
    shown = "".join(texts(path)).replace(" ", "")
    assert "<script>window.hurt=1</script>" in shown
    assert PAYLOADS[3].replace(" ", "") in shown
    tags = {one.tag for one in ET.parse(path).iter()}  # noqa: S314  our own
    assert not {f"{{{SVG}}}script", f"{{{SVG}}}img"} & tags


def test_pictures_in_pixels_are_made_where_they_are_asked_for(site: Path, tmp_path: Path) -> None:
    assert not list(site.rglob("*.png"))
    root = repository(tmp_path, (NATION, NATION_ACTUALS))
    plan = SitePlan(root / "out", ("ja",), "ja", MADE, processes=1, pictures=True)
    build(judged(root, 2023), plan)
    (made,) = (root / "out").rglob("*.png")
    assert made == root / "out/ja/kpi/nation/migration.png"
    content = made.read_bytes()
    wide, high = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    drawing = ET.parse(made.with_suffix(".svg")).getroot()  # noqa: S314  our own
    assert (wide, high) == tuple(round(2 * float(drawing.attrib[side])) for side in ("width", "height"))
    assert "migration.png" in made.with_suffix(".html").read_text("utf-8")
