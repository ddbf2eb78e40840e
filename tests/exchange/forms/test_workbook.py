from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from kpitrack.exchange.forms.package import BadForm, read_parts, write_parts

from .shelf import BOOKS, Book, filled, opened

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def form(path: Path, cells: dict[str, Any], **more: Any) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Shelf"
    for name, value in cells.items():
        sheet[name] = value
    for name, change in more.items():
        change(sheet) if callable(change) else setattr(sheet, name, change)
    book.save(path / "form.xlsx")
    return path / "form.xlsx"


def values(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)["Shelf"].iter_rows(values_only=True))


LOOP = {
    "A1": "{{ owner }}",
    "A2": "Title",
    "A3": "{% for book in books %}{{ loop.index }}. {{ book.title }}",
    "B3": "{{ book.pages }}",
    "C3": "=B3*2",
    "D3": "{{ book.read }}{% endfor %}",
    "A4": "Total",
    "B4": "=SUM(B3:B3)",
}


def test_a_row_is_repeated_with_its_numbers_and_formulas(tmp_path: Path) -> None:
    out = filled(form(tmp_path, LOOP))
    assert values(out) == [
        ("Ada", None, None, None),
        ("Title", None, None, None),
        ("1. Atlas", 120, "=B3*2", 0.5),
        ("2. Botany", None, "=B4*2", 0),
        ("3. Codes", 300.25, "=B5*2", None),
        ("Total", "=SUM(B3:B5)", None, None),
    ]


def test_a_share_is_shown_in_per_cent_unless_the_form_says_how(tmp_path: Path) -> None:
    cells = {"A1": "{{ best.read }}", "A2": "{{ best.read }}", "A3": "{{ best.read }} done", "A4": "{{ best.read }}"}

    def look(sheet: Any) -> None:
        sheet["A2"].number_format = "0.000"
        sheet["A4"].number_format = "@"

    sheet = openpyxl.load_workbook(filled(form(tmp_path, cells, look=look)))["Shelf"]
    assert [(cell.value, cell.number_format) for cell in sheet["A"]] == [
        (0.5, "0.0%"), (0.5, "0.000"), ("50% done", "General"), ("50%", "@"),
    ]  # fmt: skip


def test_rows_between_tags_of_their_own_are_repeated_and_the_tags_are_gone(tmp_path: Path) -> None:
    cells = {
        "A1": "head", "A2": "{% for book in books %}", "A3": "{{ book.title }}", "A4": "{% for one in book.chapters %}",
        "B5": "{{ one.title }}", "A6": "{% endfor %}", "A8": "end of {{ book.title }}", "A9": "{% endfor %}", "A11": "foot",
    }  # fmt: skip
    out = values(filled(form(tmp_path, cells)))
    assert [row for row in out if any(row)] == [
        ("head", None), ("Atlas", None), (None, "Seas"), (None, "Lands"), ("end of Atlas", None), ("Botany", None),
        ("end of Botany", None), ("Codes", None), (None, "Ciphers"), ("end of Codes", None), ("foot", None),
    ]  # fmt: skip
    assert len(out) == 1 + 5 + 4 + 4 + 2  # with the empty row 7 in each turn, an empty row for no chapters, and row 10
    assert out[-1][0] == "foot"


def test_a_condition_takes_rows_away(tmp_path: Path) -> None:
    cells = {
        "A1": "{% if best.pages > 100 %}", "A2": "long", "A3": "{% else %}", "A4": "short", "A5": "{% endif %}",
        "A6": "{% if best.pages > 500 %}very {% endif %}long", "A7": "=A6",
    }  # fmt: skip
    assert values(filled(form(tmp_path, cells))) == [("long",), ("long",), ("=A2",)]


def test_a_loop_without_anything_leaves_an_empty_row_so_that_formulas_stay_right(tmp_path: Path) -> None:
    assert values(filled(form(tmp_path, LOOP), books=())) == [
        ("Ada", None, None, None), ("Title", None, None, None), (None, None, None, None),
        ("Total", "=SUM(B3:B3)", None, None),
    ]  # fmt: skip


def test_looks_heights_merged_cells_rules_and_print_areas_stay_and_follow(tmp_path: Path) -> None:
    def look(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("E3:F3")
        sheet.merge_cells("A4:A5")
        sheet["A3"].fill = PatternFill("solid", fgColor="FFFF99")
        sheet["A3"].font = Font(bold=True)
        sheet.row_dimensions[3].height = 33
        sheet.row_dimensions[4].height = 44
        sheet.conditional_formatting.add("B3:B3", FormulaRule(formula=["$B3>$B$4"], font=Font(color="FF0000")))
        listed = DataValidation(type="list", formula1="$H$4:$H$5", sqref="D3:D4")
        sheet.add_data_validation(listed)
        sheet.print_area = "A1:F5"
        sheet.print_title_rows = "1:2"
        sheet["B4"].comment = Comment("a note", "Ada")
        sheet["A4"].hyperlink = "https://example.org"
        sheet.auto_filter.ref = "A2:D3"

    out = filled(form(tmp_path, LOOP, look=look))
    with zipfile.ZipFile(out) as parts:
        (boxes,) = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".vml")]
    assert re.findall(r"Row>([0-9]+)</", boxes) == ["5"]
    sheet = openpyxl.load_workbook(out)["Shelf"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "E3:F3", "E4:F4", "E5:F5", "A6:A7"}
    assert [sheet.row_dimensions[row].height for row in range(3, 7)] == [33, 33, 33, 44]
    assert [sheet.cell(row, 1).fill.fgColor.rgb for row in range(3, 6)] == ["00FFFF99"] * 3
    assert all(sheet.cell(row, 1).font.bold for row in range(3, 6))
    (rules,) = sheet.conditional_formatting
    assert str(rules.sqref) == "B3:B5"
    assert rules.rules[0].formula == ["$B3>$B$6"]
    (checked,) = sheet.data_validations.dataValidation
    assert (str(checked.sqref), checked.formula1) == ("D3:D6", "$H$6:$H$7")
    assert sheet.print_area == "'Shelf'!$A$1:$F$7"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet["B6"].comment.text == "a note"
    assert sheet["A6"].hyperlink.target == "https://example.org"
    assert sheet.auto_filter.ref == "A2:D5"


def test_charts_pictures_text_boxes_and_breaks_stay_and_follow(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Shelf")
        for name, value in LOOP.items():
            if not value.startswith("="):
                sheet.write_string(name, value)
        sheet.write_formula("B4", "=SUM(B3:B3)", None, 99)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Shelf!$B$3:$B$3", "categories": "=Shelf!$A$3:$A$3", "name": "=Shelf!$A$1"})
        sheet.insert_chart("A8", chart)
        sheet.insert_image("H4", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
        sheet.insert_textbox("K2", "Shelf of {{ owner }}")
        sheet.set_h_pagebreaks([3])
        sheet.set_header("&L{{ owner }}&R&P")
    out = filled(path, owner="A & B")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert after.read("xl/media/image1.png") == before.read("xl/media/image1.png")
        chart_part = after.read("xl/charts/chart1.xml").decode()
        drawing = after.read("xl/drawings/drawing1.xml").decode()
        sheet_part = after.read("xl/worksheets/sheet1.xml").decode()
    assert "Shelf!$B$3:$B$5" in chart_part
    assert "numCache" not in chart_part
    assert "Shelf of A &amp; B" in drawing
    starts = [part.split("<xdr:row>")[1].partition("<")[0] for part in drawing.split("<xdr:from>")[1:]]
    assert sorted(map(int, starts)) == [1, 5, 9]  # beside row 2, and where rows 4 and 8 have gone
    assert '<brk id="3"' in sheet_part
    assert '<brk id="5"' in sheet_part
    assert "&amp;LA &amp;&amp; B&amp;R&amp;P" in sheet_part
    assert "<v>99</v>" not in sheet_part
    assert openpyxl.load_workbook(out)["Shelf"]._images


def test_each_copy_of_a_row_has_its_own_drawing_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Shelf")
        sheet.write_string("A2", "{% for book in books %}{{ book.pages }}")
        sheet.write_string("B2", "{{ book.read }}{% endfor %}")
        sheet.add_sparkline("C2", {"range": "Shelf!A2:B2"})
    with zipfile.ZipFile(filled(path)) as after:
        part = after.read("xl/worksheets/sheet1.xml").decode()
    drawn = re.findall(r"<xm:f>([^<]*)</xm:f>\s*<xm:sqref>([^<]*)</xm:sqref>", part)
    assert drawn == [("Shelf!A2:B2", "C2"), ("Shelf!A3:B3", "C3"), ("Shelf!A4:B4", "C4")]


def test_formulas_that_only_name_another_one_are_written_out_where_rows_move(tmp_path: Path) -> None:
    path = form(tmp_path, {**LOOP, "C6": "=A6&1", "C7": "=A7&1"})
    parts = read_parts(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("<f>A6&amp;1</f>", '<f t="shared" ref="C6:C7" si="0">A6&amp;1</f>')
    sheet = sheet.replace("<f>A7&amp;1</f>", '<f t="shared" si="0"/>')
    assert sheet.count('si="0"') == 2
    path.write_bytes(write_parts({**parts, "xl/worksheets/sheet1.xml": sheet.encode()}))
    filled_ = openpyxl.load_workbook(filled(path))["Shelf"]
    assert [filled_[cell].value for cell in ("C8", "C9")] == ["=A8&1", "=A9&1"]


def test_thousands_of_rows_take_seconds(tmp_path: Path) -> None:
    import time

    cells = {**LOOP, "A5": "{{ owner }}", "E3": "=C3/B$4"}
    path = form(tmp_path, {name: cells[name] for name in sorted(cells)})
    began = time.process_time()
    out = filled(path, books=tuple(Book(f"長い題名の本 {i}" * 5, i, i / 5000) for i in range(5000)))
    assert time.process_time() - began < 20
    sheet = openpyxl.load_workbook(out)["Shelf"]
    assert sheet.max_row == 5004
    assert sheet["E5002"].value == "=C5002/B$5003"
    assert sheet["B5003"].value == "=SUM(B3:B5002)"


def test_what_a_form_does_not_touch_stays_byte_for_byte(tmp_path: Path) -> None:
    path = form(tmp_path, {"A1": "{{ owner }}"})
    out = filled(path)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert before.namelist() == after.namelist()
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}


@pytest.mark.parametrize("text", ["=1+1", "+81-3", "-5", "@SUM(A1)", "{{ books }}", "{% for x in y %}", "<b>&amp;]]>"])
def test_what_comes_from_data_stays_text(tmp_path: Path, text: str) -> None:
    cells = {"A1": "{{ owner }}", "A2": "of {{ owner }}", "A3": "{{ best.title }}"}
    sheet = openpyxl.load_workbook(filled(form(tmp_path, cells), owner=text, books=(Book(text),)))["Shelf"]
    assert [cell.value for cell in sheet["A"]] == [text, f"of {text}", text]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    if text[0] in "=+-@":
        assert sheet["A1"].style_id != sheet["A2"].style_id
        assert sheet["A1"].quotePrefix


def test_a_cell_of_several_looks_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Shelf")
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "By {{ ow", bold, "ner }}", " and ", bold, "others")
    cell = openpyxl.load_workbook(filled(path), rich_text=True)["Shelf"]["A1"].value
    assert "".join(map(str, cell)) == "By Ada and others"
    assert [part.text for part in cell if hasattr(part, "font") and part.font and part.font.b] == ["others"]


def test_a_row_grows_where_its_text_needs_it_and_no_other_does(tmp_path: Path) -> None:
    def look(sheet: Any) -> None:
        for row in (1, 2, 3):
            sheet.cell(row, 1).alignment = openpyxl.styles.Alignment(wrap_text=True)
            sheet.row_dimensions[row].height = 20

    cells = {"A1": "{{ owner }}", "A2": "{{ best.title }}", "A3": "{{ books[1].title }}"}
    out = filled(form(tmp_path, cells, look=look), owner="word " * 40, books=(Book("x"), Book("長い文" * 30)))
    heights = [openpyxl.load_workbook(out)["Shelf"].row_dimensions[row].height for row in (1, 2, 3)]
    assert heights[1] == 20
    assert heights[0] > 300
    assert heights[2] > 300


def test_a_text_that_no_cell_holds_is_told_and_not_cut(tmp_path: Path) -> None:
    form_, problems = opened(form(tmp_path, {"A1": "{{ owner }}"}))
    assert form_ is not None, problems
    _, left = form_.fill({"owner": "x" * 32_768, "books": BOOKS})
    assert [one.place for one in left] == ["Shelf!A1"]


def test_every_fault_is_told_with_its_cell_and_the_nearest_word(tmp_path: Path) -> None:
    cells = {
        "A1": "{{ ownr }}", "B1": "{{ owner }}", "A2": "{{ best.titel }} {{ best.page }}", "A3": "{% for book in boks %}",
        "A4": "{{ book.title }}", "A5": "{% endfor %}", "C6": "{{ best.taken('x') }}", "C7": "{{ owner.name }}",
        "C8": "{{ books.title }}", "C9": "{{ best }}", "C10": "{{ owner | upper }}", "C11": "{{ best.pages(3) }}",
        "C12": "{{ owner }", "C13": "{{ 1 + }}",
    }  # fmt: skip
    form_, problems = opened(form(tmp_path, {name: cells[name] for name in cells if name != "C12"}))
    assert form_ is None
    told = "\n".join(problems)
    for place, nearest in (("A1", "owner"), ("A2", "title"), ("A2", "pages"), ("A3", "books")):
        assert any(line.startswith(f"Shelf!{place}:") and nearest in line for line in problems), told
    assert {line.partition(":")[0] for line in problems} == {
        f"Shelf!{cell}" for cell in ("A1", "A2", "A3", "C6", "C7", "C8", "C9", "C10", "C11", "C13")
    }
    _, unclosed = opened(form(tmp_path, {"C12": cells["C12"]}))
    assert unclosed[0].startswith("Shelf!C12: a placeholder is not closed")


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "{% for book in books %}"},
        {"A1": "{% endfor %}{{ owner }}"},
        {"A1": "{% if owner %}", "A2": "{% for book in books %}", "A3": "{% endif %}", "A4": "{% endfor %}"},
        {"A1": "{% if owner %}", "A2": "b", "B2": "{% else %}", "A3": "{% endif %}"},
    ],
)
def test_a_loop_without_its_end_is_told(tmp_path: Path, cells: dict[str, str]) -> None:
    form_, problems = opened(form(tmp_path, cells))
    assert form_ is None
    assert problems


@pytest.mark.parametrize(
    "source",
    [
        "{{ owner.__class__ }}", "{{ best.__init__.__globals__ }}", "{{ ''.__class__.__mro__ }}", "{{ best['title'] }}",
        "{{ self }}", "{{ range(9) }}", "{{ lipsum() }}", "{{ cycler('a') }}", "{{ owner | attr('x') }}",
        "{{ owner.format(1) }}", "{{ 9 ** 9 ** 9 }}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}", "{% set x %}y{% endset %}", "{% for a, b in books %}{% endfor %}",
        "{% with x = 1 %}{% endwith %}", "{% filter upper %}x{% endfilter %}", "{{ (values) }}", "{{ owner ~ owner }}",
        "{{ loop.index }}", "{% for book in books %}{{ loop.cycle(1, 2) }}{% endfor %}", "{{ owner is string }}",
        "{% block x %}{% endblock %}", "{% call best() %}{% endcall %}", "{% extends 'x' %}",
    ],
)  # fmt: skip
def test_nothing_of_python_can_be_reached(tmp_path: Path, source: str) -> None:
    form_, problems = opened(form(tmp_path, {"B2": source}))
    assert form_ is None
    assert all(line.startswith("Shelf!B2:") for line in problems)


@pytest.mark.parametrize(
    ("source", "comes_to"),
    [
        ("{{ best.pages + 1 }}", 121),
        ("{{ books[1].pages + 1 }}", None),
        ("{{ best.pages / 0 }}", None),
        ("{{ owner + ': ' + best.title }}", "Ada: Atlas"),
        ("{{ best.title + best.pages }}", "Atlas120"),
        ("{{ best.title + books[1].pages }}", None),
        ("{{ books[9].title }}", None),
        ("{{ books[1].pages | default('―') }}", "―"),
        ("{{ best.pages | round(1) }}", 120),
        ("{{ best.read | percent(2) }}", "50.00%"),
        ("{{ 2024 | era }}", "FY2024 (Reiwa 6)"),
        ("{{ (books | first).title }}", "Atlas"),
        ("{{ books | length }}", 3),
        ("{% if books[1].read %}known{% else %}unknown{% endif %}", "known"),
        ("{% if books[1].pages %}known{% else %}unknown{% endif %}", "unknown"),
        ("{% if books[1].pages > 5 %}more{% else %}not more{% endif %}", "not more"),
        ("{% if best.title == 'Atlas' and best.pages >= 120 %}it{% endif %}", "it"),
        ("{{ 'long' if best.pages > 100 else 'short' }}", "long"),
        ("{{ best.taken }} / {{ best.taken(2023) }}", "Atlas now / Atlas in 2023"),
        ("{% for year in years %}{{ best.taken(year) }}; {% endfor %}", "Atlas in 2023; Atlas in 2024; "),
        ("{% set one = books[2] %}{{ one.title }}", "Codes"),
        ("｛｛ ｂｅｓｔ．ｔａｋｅｎ（２０２３） ｝｝", "Atlas in 2023"),
        ("{{ best.pages | default(“–”) }} pages", "120 pages"),
        ("{# a remark #}{{ owner }}", "Ada"),
        ("{% for book in books if book.pages %}{{ book.title }}{% if not loop.last %}, {% endif %}{% endfor %}", "Atlas, Codes"),
        ("{{ years | join('/') }}", "2023/2024"),
        ("{{ years }}", "2023, 2024"),
        ("{{ books[:2] | length }}", 2),
    ],
)  # fmt: skip
def test_what_placeholders_come_to(tmp_path: Path, source: str, comes_to: Any) -> None:
    cells = {"A1": source, "A2": "."}
    assert openpyxl.load_workbook(filled(form(tmp_path, cells)))["Shelf"]["A1"].value == comes_to


def test_what_is_no_form_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.xls", b"x"), ("a.xlsx", b"x"), ("b.docx", b"PK\x03\x04")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadForm):
            opened(tmp_path / name)
    with pytest.raises(BadForm, match="no placeholder"):
        opened(form(tmp_path, {"A1": "nothing"}))
    macros = tmp_path / "m.xlsx"
    macros.write_bytes(form(tmp_path, {"A1": "{{ owner }}"}).read_bytes())
    with zipfile.ZipFile(macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(BadForm, match="macros"):
        opened(macros)
    with zipfile.ZipFile(macros.with_name("e.xlsx"), "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(BadForm, match="definitions"):
        opened(macros.with_name("e.xlsx"))


def test_the_heading_of_a_table_cannot_be_filled_and_its_body_can(tmp_path: Path) -> None:
    from openpyxl.worksheet.table import Table

    cells = {"A1": "{{ owner }}", "A2": "{% for book in books %}{{ book.title }}{% endfor %}"}
    table = lambda sheet: sheet.add_table(Table(displayName="T", ref="A1:A2"))  # noqa: E731
    _, problems = opened(form(tmp_path, cells, table=table))
    assert [line for line in problems if line.startswith("Shelf!A1:")]
    cells = {"A1": "Title", "B1": "Pages", "A2": "{% for book in books %}{{ book.title }}", "B2": "{% endfor %}"}
    table = lambda sheet: sheet.add_table(Table(displayName="T", ref="A1:B2"))  # noqa: E731
    sheet = openpyxl.load_workbook(filled(form(tmp_path, cells, table=table)))["Shelf"]
    assert sheet.tables["T"].ref == "A1:B4"
