"""Files that are no plain spreadsheet are refused with a reason; plain ones are read whole."""

from __future__ import annotations

import io
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.exchange.spreadsheet.cells import Sheet, UnreadableSheet, read_bytes, sheets_of

from .workbooks import HEAD, save

SHEET = "xl/worksheets/sheet1.xml"


def changed(path: Path, parts: dict[str, bytes | Callable[[bytes], bytes]], out: str = "changed.xlsx") -> Path:
    """A copy of a workbook with some of its parts replaced or added."""
    target = path.with_name(out)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in [*names, *(name for name in parts if name not in names)]:
            part = parts.get(name, b"")
            data = part(old.read(name)) if callable(part) else part if name in parts else old.read(name)
            new.writestr(name, data)
    return target


def sheet_with(rows: bytes, dimension: bytes = b"") -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + dimension + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    )  # fmt: skip


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return save(tmp_path / "plain.xlsx", [{"kpi": "town/a", "year": 2024, "value": 1}])


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableSheet) as caught:
        sheets_of(read_bytes(path))
    return str(caught.value.message)


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


def test_reads_cells_with_their_places(plain: Path) -> None:
    (sheet,) = sheets_of(read_bytes(plain))
    assert texts(sheet) == [list(HEAD), ["town/a", "2024", "1"]]
    assert [cell.place for cell in sheet.rows[1]] == ["A2", "B2", "C2"]


def test_what_the_sheet_says_of_its_size_is_not_believed(plain: Path) -> None:
    for dimension in (b'<dimension ref="A1:A1"/>', b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="?"/>'):
        rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="C9"><v>2</v></c></row>'
        path = changed(plain, {SHEET: sheet_with(rows, dimension)})
        try:
            (sheet,) = sheets_of(read_bytes(path))
        except UnreadableSheet as refused:
            assert "damaged" in str(refused.message)  # noqa: PT017  one of the three is no range at all
        else:
            assert [[cell.place for cell in row] for row in sheet.rows] == [["A1"], ["C9"]]


@pytest.mark.parametrize("row", [b"1048576", b"99999999999999", b"-5", b"0"])
def test_rows_that_cannot_be(plain: Path, row: bytes) -> None:
    path = changed(plain, {SHEET: sheet_with(b'<row r="' + row + b'"><c r="A1"><v>1</v></c></row>')})
    try:
        sheets_of(read_bytes(path))
    except UnreadableSheet as refused:
        assert refused.message  # noqa: PT017  refused or read, but neither endless nor a crash


def test_a_far_column_costs_nothing_and_does_not_disappear(plain: Path) -> None:
    path = changed(plain, {SHEET: sheet_with(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')})
    assert texts(sheets_of(read_bytes(path))[0]) == [["1", "2"]]


def test_zip_bombs(plain: Path) -> None:
    path = changed(plain, {SHEET: sheet_with(b" " * 200_000_000)})
    assert path.stat().st_size < 1_000_000
    assert "larger unpacked" in refusal(path)


def test_a_zip_bomb_that_hides_its_size(plain: Path) -> None:
    path = changed(plain, {SHEET: sheet_with(b" " * 200_000_000)})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        while at >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] > 10**8:
                struct.pack_into("<I", data, at + offset, 1000)
            at = data.find(signature, at + 4)
    path.write_bytes(data)
    assert refusal(path)


def test_many_rows(plain: Path) -> None:
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % number for number in range(1, 100_002))
    assert "100000 rows" in refusal(changed(plain, {SHEET: sheet_with(rows)}))


def test_entities(plain: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet_with(b"")
    assert "definitions" in refusal(changed(plain, {SHEET: bomb}))


def test_macros(plain: Path) -> None:
    assert "macros" in refusal(changed(plain, {"xl/vbaProject.bin": b"\0"}, "a.xlsm"))
    macro = changed(
        plain, {"[Content_Types].xml": lambda data: data.replace(b"spreadsheetml.sheet.main", b"macroEnabled.main")}
    )
    assert "macros" in refusal(macro)


def test_other_formats(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    for name, data, word in (
        ("a.xls", ole, ".xls"),
        ("a.xlsx", ole + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("b.xlsx", b"", "empty"),
        ("c.xlsx", b"PK\x03\x04" + bytes(100), "damaged"),
        ("d.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "neither"),
        ("e.pdf", b"%PDF-1.7\n\xe2\xe3", "PDF"),
        ("e.csv", b"kpi,year\n\x82", "UTF-8"),
        ("f.csv", b'kpi,"year\n1,2', "no CSV"),
        ("g.csv", b"kpi,year,value\n" + b"a" * 200_000, "no CSV"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert word in refusal(path), name
    assert "folder" in refusal(tmp_path)
    for inside, word in (
        ({"mimetype": b"application/vnd.oasis", "content.xml": b""}, "OpenDocument"),
        ({"word/document.xml": b"", "[Content_Types].xml": b"<Types/>"}, "no Excel"),
        ({"xl/workbook.bin": b"", "[Content_Types].xml": b"<Types/>"}, ".xlsb"),
    ):
        with zipfile.ZipFile(tmp_path / "other", "w") as archive:
            for name, data in inside.items():
                archive.writestr(name, data)
        assert word in refusal(tmp_path / "other")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert "ordinary" in refusal(tmp_path / "pipe.xlsx")


def attempt(data: bytes) -> list[Sheet]:
    """What is read of ``data``; nothing where it is refused with a reason. Any other exception fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(data)
        try:
            return sheets_of(read_bytes(path))
        except UnreadableSheet as refused:
            assert str(refused.message)  # noqa: PT017  see above
            return []


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for number in range(5):
        book.active.append([f"town/k{number}", 2024, number])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WORKBOOK = workbook()


@given(st.floats(0, 1), st.lists(st.floats(0, 1, exclude_max=True), max_size=3))
def test_damage_is_refused_and_nothing_else_happens(kept: float, flipped: list[float]) -> None:
    damaged = bytearray(WORKBOOK[: max(1, round(kept * len(WORKBOOK)))])
    for place in flipped:
        damaged[int(place * len(damaged))] ^= 0xFF
    for sheet in attempt(bytes(damaged)):
        assert all(cell.text is not None for row in sheet.rows for cell in row)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    attempt(data)
