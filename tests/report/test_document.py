from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import forms_town
from golden import matches
from kpitrack.report import document as report_document

from ..cli.conftest import Run, run  # noqa: F401  a fixture


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    monkeypatch.chdir(forms_town.write(tmp_path))
    return tmp_path


def shown(document: Any) -> str:
    """The document as text: each paragraph with its style, tables as rows, pictures as what is read out for them."""
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += ["  | " + " | ".join(cell.text.replace("\n", "⏎") for cell in row.cells) for row in block.rows]
            continue
        lines += [f"  <{one.get('descr')}>" for one in block._p.iter(qn("wp:docPr"))]
        strong = "".join(f"*{part.text}*" if part.bold else part.text for part in block.runs)
        text = "".join(one.text or "" for one in block._p.iter(qn("w:t"))) if not block.runs else strong
        if text:
            lines.append(f"[{block.style.name}] {text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_what_the_document_says(reports: Path, spoken: str) -> None:
    matches(f"report-{spoken}.docx.txt", shown(docx.Document(reports / f"report-{spoken}.docx")))


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_what_the_markdown_says(reports: Path, spoken: str) -> None:
    matches(f"report-{spoken}.md", (reports / f"report-{spoken}.md").read_text("utf-8"))


def test_pages_fonts_headings_and_page_numbers(reports: Path) -> None:
    document = docx.Document(reports / "report-ja.docx")
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    for name in ("Normal", "Heading 1", "Heading 4", "Title"):
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{letters}")) for letters in ("ascii", "hAnsi", "eastAsia")} == {"Yu Gothic"}
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    codes = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == document.core_properties.title == "地方版総合戦略の進捗"


def test_the_contents_lead_to_the_headings(reports: Path) -> None:
    body = docx.Document(reports / "report-en.docx").element.body
    named = {one.get(qn("w:name")): one.getparent() for one in body.iter(qn("w:bookmarkStart"))}
    links = list(body.iter(qn("w:hyperlink")))
    assert len(links) > 5

    def text(element: Any) -> str:
        return "".join(one.text or "" for one in element.iter(qn("w:t")))

    for link in links:
        target = link.get(qn("w:anchor"))
        assert text(link) == text(named[target])
        assert f"PAGEREF {target} \\h" in "".join(one.text for one in link.iter(qn("w:instrText")))


def test_contents_of_many_pages_list_fewer_levels(town: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def listed(most: int) -> list[str]:
        monkeypatch.setattr(report_document, "_LISTED", most)
        assert run("report", "report.docx", "--as-of", "2024").code == 0
        document = docx.Document("report.docx")
        links = document.element.body.iter(qn("w:hyperlink"))
        titles = ["".join(one.text or "" for one in link.iter(qn("w:t"))) for link in links]
        levels = {one.text: one.style.name for one in document.paragraphs if one.style.name.startswith("Heading")}
        return [levels[title] for title in titles]

    assert set(listed(90)) == {"Heading 1", "Heading 2", "Heading 3"}
    assert set(listed(len(listed(90)) - 1)) == {"Heading 1", "Heading 2"}
    assert set(listed(0)) == {"Heading 1"}


def test_each_kpi_with_figures_has_its_chart_and_a_text_for_it(reports: Path) -> None:
    report = reports / "report-en.docx"
    with zipfile.ZipFile(report) as parts:
        pictures = [name for name in parts.namelist() if name.endswith(".png")]
        assert all(parts.read(name).startswith(b"\x89PNG") for name in pictures)
    told = [one.get("descr") for one in docx.Document(report).element.body.iter(qn("wp:docPr"))]
    assert len(pictures) == len(told) == 5
    assert all(told)


def test_the_same_data_and_day_give_the_same_bytes(reports: Path, town: Path, run: Run) -> None:  # noqa: F811
    run("report", "a.docx", "--as-of", "2024")
    assert Path("a.docx").read_bytes() == (reports / "report-en.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(Path("a.docx").read_bytes())) as parts:
        assert b"2025-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_a_publisher_of_any_name_is_named(town: Path, run: Run) -> None:  # noqa: F811
    (town / "kpitrack.yaml").write_text('publisher: {name: "\\u001b[31m' + "町" * 300 + '"}\n', "utf-8")
    assert run("report", "report.docx", "--as-of", "2024").code == 0
    document = docx.Document("report.docx")
    assert len(document.core_properties.author) == 255
    assert "\\x1b[31m" + "町" * 300 in document.paragraphs[1].text


def test_charts_that_are_left_out_are_told_once(town: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(report_document, "_CHARTS", 1)
    assert run("report", "report.docx", "--as-of", "2024").code == 0
    text = shown(docx.Document("report.docx"))
    assert (text.count("From here on charts are left out"), len(re.findall("^  <", text, re.MULTILINE))) == (1, 1)


def test_a_document_of_somebody_else_is_not_written_over(town: Path, run: Run) -> None:  # noqa: F811
    docx.Document().save("mine.docx")
    mine = Path("mine.docx").read_bytes()
    assert run("report", "mine.docx", "--as-of", "2024").code == 1
    assert Path("mine.docx").read_bytes() == mine
    assert run("report", "own.docx", "--as-of", "2023").code == 0
    assert run("report", "own.docx", "--as-of", "2024").code == 0
