"""Tables in Word documents and PDF, made by LibreOffice from workbooks, say the same as the workbooks."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from kpitrack.exchange.spreadsheet.cells import UnreadableSheet
from kpitrack.exchange.table import pdf
from kpitrack.exchange.table.open import open_tables
from kpitrack.exchange.table.reading import read_tables

from ...office import converted, needs_office
from .sheets import fields

TABLES = Path(__file__).parent / "tables"
NAMES = ("01_nagasaki_g1", "02_gose_13", "06_mima_seika", "07_city_plan2_list", "13_sabae_ricchi")


def said(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """The KPIs of a file: their names without blanks, and their figures."""
    kept = ("unit", "baseline", "target", "milestones", "better", "accumulation", "actuals")
    reading = read_tables([(path.name, open_tables(path))])
    for found in reading.files[0].sheets:
        assert len(found.account.used) + len(found.account.left) == len(found.account.cells)
    return [
        ("".join(kpi.name.split()), {name: value for name, value in fields(kpi).items() if name in kept})
        for kpi in reading.kpis
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables with ruled lines, as workbooks, PDF and Word documents."""
    folder = tmp_path_factory.mktemp("documents")
    for name in NAMES:
        _ruled(TABLES / f"{name}.xlsx", folder / f"{name}.xlsx")
    books = [folder / f"{name}.xlsx" for name in NAMES]
    converted(books, "pdf", folder)
    pages = converted(books, "html", folder)
    converted(pages, "docx:MS Word 2007 XML", folder, "--infilter=HTML (StarWriter)")
    return folder


def _ruled(source: Path, target: Path) -> None:
    """The workbook with lines around its cells, wide enough for what is in them."""
    book = openpyxl.load_workbook(source)
    side = Side(style="thin")
    for sheet in book:
        wide: dict[int, int] = {}
        for row in sheet.iter_rows():
            several = sum(cell.value is not None for cell in row) > 1
            lines = 1
            for cell in row:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
                text = str(cell.value or "")
                lines = max(lines, len(text.split("\n")), -(-2 * len(text) // 56))
                if several:
                    longest = max(len(line) for line in text.split("\n"))
                    wide[cell.column] = max(wide.get(cell.column, 6), min(2 * longest + 3, 60))
            sheet.row_dimensions[row[0].row].height = 18 * lines
        for column, width in wide.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 8
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    book.save(target)


@needs_office
@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("name", NAMES)
def test_a_document_says_what_its_workbook_says(made: Path, name: str, kind: str) -> None:
    assert said(made / f"{name}.{kind}") == said(TABLES / f"{name}.xlsx")


def test_word_tables_with_merged_cells_and_lines_above(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("文章の段落です。" * 40)
    document.add_paragraph("基本目標1 しごとをつくる")
    table = document.add_table(4, 4)
    for number, row in enumerate(
        [
            ["指標名", "単位", "実績", ""],
            ["", "", "R2", "R3"],
            ["創業件数", "件", "10", "12"],
            ["就農者数", "人", "3", "4"],
        ]
    ):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_table(1, 2).cell(0, 0).text = "別の表"
    path = tmp_path / "list.docx"
    document.save(path)
    reading = read_tables([("list.docx", open_tables(path))])
    assert [(kpi.name, {y: e.value for y, e in kpi.actuals.items()}) for kpi in reading.kpis] == [
        ("創業件数", {2020: 10, 2021: 12}), ("就農者数", {2020: 3, 2021: 4}),
    ]  # fmt: skip
    assert reading.goals[0].title == "しごとをつくる"


def _pdf(text: bytes) -> bytes:
    """A PDF of one page with ``text`` as its drawing."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableSheet) as refused:
        open_tables(path)
    return f"{refused.value.message} {refused.value.hint}"


def test_pdf_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(_pdf(b"0 0 100 100 re f"))
    assert "scan" in refusal(path)
    path.write_bytes(_pdf(b"BT /F 12 Tf 20 100 Td (KPI 10 20) Tj ET"))
    assert "no table with ruled lines" in refusal(path)
    path.write_bytes(b"%PDF-1.7\n1 0 obj")
    assert "damaged" in refusal(path)
    monkeypatch.setitem(__import__("sys").modules, "pdfplumber", None)
    assert "kpitrack[pdf]" in refusal(path)
    assert pdf.read_pdf


def test_what_stands_in_a_place_without_all_its_lines_is_read() -> None:
    def letters(text: str, left: float, top: float) -> list[dict[str, Any]]:
        return [
            {"text": one, "x0": left + 8 * place, "x1": left + 8 * place + 8, "top": top, "bottom": top + 10}
            for place, one in enumerate(text)
        ]

    # a goal merged over two rows, whose lower line the end of the page has cut off
    cells = [(50.0, 0.0, 100.0, 20.0), (50.0, 20.0, 100.0, 40.0), (0.0, 0.0, 50.0, 20.0), (50.0, 40.0, 100.0, 60.0)]
    table = SimpleNamespace(cells=cells, bbox=(0, 0, 100, 60))
    paper = pdf._Paper()
    pdf._table(table, [*letters("目標", 5, 5), *letters("しごと", 5, 35), *letters("KPI", 55, 5)], paper)
    assert [(cell.place, cell.text) for row in paper.rows for cell in row] == [
        ("A1", "目標"), ("B1", "KPI"), ("A2", "しごと"),
    ]  # fmt: skip
    assert paper.areas == [(2, 1, 3, 1)]
