from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Pt

from .shelf import BOOKS, Book, filled, opened


def form(path: Path, *paragraphs: str, change: Any = None) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if change:
        change(document)
    document.save(path / "form.docx")
    return path / "form.docx"


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(path).paragraphs]


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_placeholders_in_paragraphs_headers_and_footers(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Shelf of {{ owner }}"
        document.sections[0].footer.paragraphs[0].text = "{{ books | length }} books"

    out = filled(form(tmp_path, "By {{ owner }}: {{ best.title }} ({{ best.pages }})", change=change))
    section = docx.Document(out).sections[0]
    assert texts(out) == ["By Ada: Atlas (120)"]
    assert section.header.paragraphs[0].text == "Shelf of Ada"
    assert section.footer.paragraphs[0].text == "3 books"


def test_a_placeholder_cut_into_several_runs_has_the_look_of_its_first(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph()
        for text, bold in (
            ("Of {", False),
            ("{ ow", True),
            ("ner }", True),
            ("} and ", None),
            ("{{ best", True),
            (".title }}.", None),
        ):
            paragraph.add_run(text).bold = bold
        paragraph.runs[0].font.size = Pt(20)

    paragraph = docx.Document(filled(form(tmp_path, change=change))).paragraphs[0]
    assert paragraph.text == "Of Ada and Atlas."
    looks = [(run.text, run.bold, run.font.size) for run in paragraph.runs if run.text]
    assert looks == [("Of Ada", False, Pt(20)), (" and ", None, None), ("Atlas", True, None), (".", None, None)]


def test_rows_of_a_table_are_repeated_with_their_looks(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        table = document.add_table(3, 3, style="Table Grid")
        said = (
            ("Title", "Pages", ""),
            ("{% for book in books %}{{ book.title }}", "{{ book.pages }}", "{{ loop.index }}{% endfor %}"),
            ("Total", "{{ books | length }}", ""),
        )
        for row, line in zip(table.rows, said, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
        table.rows[1].cells[0].paragraphs[0].runs[0].bold = True
        table.rows[2].cells[1].merge(table.rows[2].cells[2])

    table = docx.Document(filled(form(tmp_path, change=change))).tables[0]
    assert cells(table) == [
        ["Title", "Pages", ""], ["Atlas", "120", "1"], ["Botany", "", "2"], ["Codes", "300.25", "3"], ["Total", "3\n", "3\n"],
    ]  # fmt: skip
    assert all(table.rows[i].cells[0].paragraphs[0].runs[0].bold for i in (1, 2, 3))


def test_paragraphs_and_tables_between_tags_of_their_own_are_repeated(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.add_table(1, 1).rows[0].cells[0].text = "{% for one in book.chapters %}{{ one.title }} {% endfor %}"
        document.add_paragraph("{% endfor %}")
        document.add_paragraph("{% if owner %}")
        document.add_paragraph("yes")
        document.add_paragraph("{% else %}")
        document.add_paragraph("no")
        document.add_paragraph("{% endif %}")

    out = filled(form(tmp_path, "{% for book in books %}", "{{ book.title }}", change=change))
    assert texts(out) == ["Atlas", "Botany", "Codes", "yes"]
    assert [cells(table) for table in docx.Document(out).tables] == [[["Seas Lands "]], [[""]], [["Ciphers "]]]


def test_a_loop_of_nothing_leaves_nothing_and_a_cell_keeps_a_paragraph(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        cell = document.add_table(1, 1).rows[0].cells[0]
        cell.text = "{% for book in books %}"
        for text in ("{{ book.title }}", "{% endfor %}"):
            cell.add_paragraph(text)

    out = filled(form(tmp_path, "before", change=change), books=())
    document = docx.Document(out)
    assert cells(document.tables[0]) == [[""]]
    assert document.tables[0].rows[0].cells[0]._tc[-1].tag == qn("w:p")


def test_lines_of_a_text_are_lines_and_markup_is_text(tmp_path: Path) -> None:
    said = "one\n<w:p>two</w:p> & {{ owner }}\n{% for x in y %}"
    out = filled(form(tmp_path, "{{ owner }}"), owner=said)
    paragraph = docx.Document(out).paragraphs[0]
    assert paragraph.text == said
    assert len(paragraph._p.findall(f".//{qn('w:br')}")) == 2


def test_copies_share_no_name_that_stands_once(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph("{% for book in books %}")
        paragraph = document.add_paragraph("{{ book.title }}")
        for tag, name in (("w:bookmarkStart", "here"), ("w:bookmarkEnd", None)):
            mark = paragraph._p.makeelement(qn(tag), {qn("w:id"): "7"})
            if name:
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)
        paragraph._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "0A0A0A0A")
        document.add_paragraph("{% endfor %}")

    body = docx.Document(filled(form(tmp_path, change=change))).element.body
    assert len(body.findall(f".//{qn('w:bookmarkStart')}")) == len(body.findall(f".//{qn('w:bookmarkEnd')}")) == 1
    ids = [one.get("{http://schemas.microsoft.com/office/word/2010/wordml}paraId") for one in body.iter(qn("w:p"))]
    assert ids == ["0A0A0A0A", None, None]


def test_a_paragraph_that_ends_a_section_or_a_page_is_kept(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.add_paragraph("{% endfor %}").add_run().add_break(WD_BREAK.PAGE)

    out = filled(form(tmp_path, "{% for book in books %}", "{{ book.title }}", change=change))
    assert len(docx.Document(out).element.body.findall(f".//{qn('w:br')}")) == len(BOOKS)


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        table = document.add_table(2, 2)
        table.rows[1].cells[1].text = "{{ best.titel }}"
        document.sections[0].header.paragraphs[0].text = "{{ ownr }}"

    form_, problems = opened(form(tmp_path, "fine", "{{ best.pagse }}", "{{ unclosed", change=change))
    assert form_ is None
    assert problems[0].startswith("paragraph 3: a placeholder is not closed")
    form_, problems = opened(form(tmp_path, "fine", "{{ best.pagse }}", change=change))
    assert form_ is None
    assert [line.partition(":")[0] for line in problems] == ["paragraph 2", "table 1, row 2, cell 2", "page header"]
    assert all(word in line for word, line in zip(("pages", "title", "owner"), problems, strict=True))


def test_a_text_box_is_filled(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        run = document.add_paragraph().add_run()
        picture = run._r.makeelement(qn("w:pict"), {})
        content = picture.makeelement(qn("w:txbxContent"), {})
        paragraph = document.add_paragraph("in a box: {{ owner }}")
        content.append(paragraph._p)
        picture.append(content)
        run._r.append(picture)

    body = docx.Document(filled(form(tmp_path, change=change))).element.body
    assert "in a box: Ada" in "".join(one.text or "" for one in body.iter(qn("w:t")))


@pytest.mark.parametrize("source", ["{{ best.__class__ }}", "{% include 'x' %}", "{{ 9 ** 9 }}", "{{p best }}"])
def test_nothing_of_python_can_be_reached(tmp_path: Path, source: str) -> None:
    form_, problems = opened(form(tmp_path, source))
    assert form_ is None
    assert problems


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    path = form(tmp_path, "{{ best.title }}")
    first = filled(path, books=(Book("x"),)).read_bytes()
    assert filled(path, books=(Book("x"),)).read_bytes() == first
