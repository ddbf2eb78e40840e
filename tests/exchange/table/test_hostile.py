"""Tables that nobody means well with, or that Excel has blown up, end soon and in a clear word."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import openpyxl
import pytest

from kpitrack.exchange.spreadsheet.cells import UnreadableSheet
from kpitrack.exchange.table.open import open_tables
from kpitrack.exchange.table.reading import TablesReading, read_tables

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["指標名", "単位", "現状値(R1)", "目標値(R6)"])
    book.active.append(["移住者数", "人", 10, 20])
    path = tmp_path / "plain.xlsx"
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return target


def reading_of(path: Path) -> TablesReading:
    return read_tables([(path.name, open_tables(path))])


def places(reading: TablesReading) -> set[str]:
    return {one.cell.place for found in reading.files[0].sheets for one in found.account.left}


def test_a_hundred_thousand_rows_that_are_only_formatted(plain: Path) -> None:
    empty = b"".join(
        b'<row r="%d">' % row
        + b"".join(b'<c r="%c%d" s="0"/>' % (65 + column, row) for column in range(10))
        + b"</row>"
        for row in range(3, 100_003)
    )
    path = changed(plain, SHEET, lambda data: data.replace(b"</sheetData>", empty + b"</sheetData>"))
    begun = process_time()
    reading = reading_of(path)
    assert process_time() - begun < 20
    assert [kpi.name for kpi in reading.kpis] == ["移住者数"]
    assert len(reading.files[0].sheets[0].account.cells) == 8


def test_a_far_row_and_a_far_column_do_not_disappear(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    book.active["A1048576"] = "最後の行"
    book.active["XFD3"] = "最後の列"
    book.save(plain)
    reading = reading_of(plain)
    assert {"A1048576", "XFD3"} <= places(reading)
    assert len(reading.kpis) == 1


def test_formulas_and_hidden_cells_are_named(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    sheet = book.active
    sheet["D2"] = "=C2*2"
    sheet.append(["空き家数", "件", 50, 40])
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("古い")["A1"] = "古い表"
    book["古い"].sheet_state = "hidden"
    book.save(plain)
    reading = reading_of(plain)
    assert [kpi.name for kpi in reading.kpis] == ["移住者数"]
    assert reading.kpis[0].value_of("target") is None
    assert {"D2", "A3", "B3", "C3", "D3", "A1"} <= places(reading)
    assert [len(found.account.cells) for found in reading.files[0].sheets] == [12, 1]


def test_merged_areas_that_overlap_or_cover_everything(plain: Path) -> None:
    merged = b"".join(
        b'<mergeCell ref="%s"/>' % area for area in (b"A1:XFD1048576", b"C2:B1", b"B2:C3", b"A1:A1", b"?", b"D2:A1")
    )
    path = changed(
        plain,
        SHEET,
        lambda data: data.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>"),
    )
    reading = reading_of(path)
    account = reading.files[0].sheets[0].account
    assert len(account.used) + len(account.left) == len(account.cells)


@pytest.mark.parametrize(
    ("part", "change", "word"),
    [
        (
            "xl/workbook.xml",
            lambda data: data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            "Strict Open XML",
        ),
        (SHEET, lambda _: b" " * 200_000_000, "larger unpacked"),
        (SHEET, lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]>' + data, "definitions"),
        (SHEET, lambda data: data[: len(data) // 2], "damaged"),
    ],
)
def test_what_is_refused(plain: Path, part: str, change: Callable[[bytes], bytes], word: str) -> None:
    with pytest.raises(UnreadableSheet) as refused:
        open_tables(changed(plain, part, change))
    assert word in str(refused.value.message)


def test_a_word_document_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 200_000_000)
    with pytest.raises(UnreadableSheet) as refused:
        open_tables(path)
    assert "larger unpacked" in str(refused.value.message)


def test_long_texts_and_many_columns_end_soon(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("指標名,目標値(R6)\n" + "基本" * 20_000 + ",1\nあ," + "1," * 1500 + "\n", "utf-8")
    begun = process_time()
    reading_of(path)
    assert process_time() - begun < 20
