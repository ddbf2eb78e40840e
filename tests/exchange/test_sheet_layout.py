"""How the sheet that departments fill in is laid out, and what its files are called."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack import language
from kpitrack.exchange.sheet.columns import COLUMNS, COMMITTEE_COLUMNS, EVALUATION_COLUMNS
from kpitrack.exchange.sheet.page import LINE, TALLEST, Page, lay_out, lines_of
from kpitrack.exchange.sheet.rows import EvaluationRow, Handout, Line, SheetRow, value_lines
from kpitrack.exchange.sheet.write import department_file, portable, write_sheet

ROW = SheetRow(
    "town/k", 2024, "移住者数", "人", strategy="戦略", path=("目標1 人", "施策1 移住"), accumulation="その年度の値",
    baseline_year=2019, baseline=1000, target_year=2025, target=2000, previous_year=2023, previous=1500, expected=1800,
)  # fmt: skip


def page_of(*rows: SheetRow, one_department: bool = True) -> Page:
    return lay_out(COLUMNS, list(value_lines(rows)), one_department=one_department)


def names(page: Page, place: str) -> set[str]:
    return {column.name for column in page.columns if column.place == place}


def book_of(handout: Handout) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_sheet(handout)))


def test_what_is_empty_or_said_above_is_not_shown() -> None:
    assert {"year", "era", "department", "target_words", "kpi", "goal", "measure"} <= names(page_of(ROW), "hidden")
    shown = page_of(ROW, replace(ROW, year=2023, department="企画課"), one_department=False)
    assert {"year", "department"} <= names(shown, "page")
    assert "era" in names(shown, "hidden")


def test_a_definition_is_printed_where_there_is_room() -> None:
    language.use("ja")
    defined = replace(ROW, definition="住民基本台帳による。", department="企画課")
    assert "definition" in names(page_of(defined), "page")
    assert "definition" in names(page_of(defined, one_department=False), "beside")


def test_numbers_too_long_for_one_page_take_a_second_one() -> None:
    assert page_of(ROW).pages == 1
    long = dict.fromkeys(("baseline", "target", "previous", "expected", "value"), 123456789012345)
    page = page_of(replace(ROW, **long), one_department=False)
    assert page.pages == 2
    sheet = book_of(Handout("題", [replace(ROW, **long)])).worksheets[0]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$D:$D")


@pytest.mark.parametrize("columns", [COLUMNS, EVALUATION_COLUMNS, COMMITTEE_COLUMNS])
@pytest.mark.parametrize("one_department", [True, False])
def test_each_edition_fits_on_one_page(columns: Any, one_department: bool) -> None:
    cells = {column.name: 2000 if column.kind == "number" else "文" for column in columns}
    line = Line("asked", {**cells, "year": 2024}, asked=True)
    assert lay_out(columns, [line], one_department=one_department).pages == 1


def test_the_machine_s_part_is_hidden_and_not_printed() -> None:
    sheet = book_of(Handout("題", [ROW])).worksheets[0]
    assert (sheet["A4"].value, sheet.row_dimensions[4].hidden, sheet.column_dimensions["A"].hidden) == (
        "kpi",
        True,
        True,
    )
    assert sheet.print_area.startswith("'Actuals'!$D$1:")
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.auto_filter.ref.startswith("D5:")


def test_long_titles_are_cut_in_the_page_header_alone() -> None:
    sheet = book_of(Handout("R&D " * 60, [ROW], department="A&B課" * 40)).worksheets[0]
    assert sheet["D1"].value.startswith("R&D " * 60)
    assert sheet.oddHeader.left.text.startswith("R&&D R&&D")
    assert len(sheet.oddHeader.left.text) + len(sheet.oddHeader.right.text) < 250


def test_titles_stand_above_their_kpis_once() -> None:
    other = replace(ROW, kpi="town/l", path=("目標1 人", "施策2 定住"))
    lines = list(value_lines([ROW, replace(ROW, kpi="town/j"), other]))
    assert [(line.kind, line.cells["name"]) for line in lines] == [
        ("goal", "目標1 人"), ("measure", "施策1 移住"), ("asked", "移住者数"), ("asked", "移住者数"),
        ("measure", "施策2 定住"), ("asked", "移住者数"),
    ]  # fmt: skip
    several = [line.kind for line in value_lines([ROW, replace(other, strategy="別の戦略")])]
    assert several == ["strategy", "goal", "measure", "asked", "strategy", "goal", "measure", "asked"]


def test_rows_are_as_high_as_their_texts_and_can_grow() -> None:
    page = page_of(ROW)
    note = next(column for column in page.columns if column.name == "note")
    text = "集計の方法を改めた。" * 6
    lines = lines_of(text, note.width)
    assert lines > 5
    data = write_sheet(Handout("題", [replace(ROW, note=text)]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.row_dimensions[8].height == pytest.approx(lines * LINE + 4, abs=0.75)  # whole pixels
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<row r="8"[^>]* ht="', written)
    assert "customHeight" not in written


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=3000), st.booleans())
def test_no_part_of_a_text_to_look_at_is_lost(text: str, committee: bool) -> None:
    columns = COMMITTEE_COLUMNS if committee else EVALUATION_COLUMNS
    name = "own_done" if committee else "done"
    line = Line("shown", {"last_year_of": "town/m", "name": "施策", name: text})
    page = lay_out(columns, [line, Line("asked", {"kpi": "town/k", "year": 2024}, asked=True)], one_department=True)
    parts = [str(part.cells.get(name, "")) for part in page.parted(line)]
    assert "".join(parts) == text or "\n".join(parts) == text
    width = next(column.width for column in page.columns if column.name == name)
    assert all(lines_of(part, width) * LINE + 4 <= TALLEST for part in parts)


def test_a_title_of_any_length_stands_above_its_rows() -> None:
    sheet = book_of(Handout("題", [replace(ROW, path=("長" * 2000, "施策"))])).worksheets[0]
    assert (
        sum(str(cell.value) == "長" * 2000 for cells in sheet.iter_rows() for cell in cells) == 2
    )  # and beside the key


def test_text_to_fill_in_is_never_parted() -> None:
    row = EvaluationRow("town/m", is_node=True, year=2024, name="施策", words={"done": "長" * 5000})
    sheet = book_of(Handout("題", evaluations=[row])).worksheets[0]
    assert [len(cell.value) for cells in sheet.iter_rows() for cell in cells if str(cell.value).startswith("長")] == [
        5000
    ]


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("企画課", "01-企画課-town-2024"), ('産業課/林務*係?"<|>', "01-産業課_林務_係_____-town-2024"), ("", "01-no department-town-2024"),
        (" 課. ", "01-課-town-2024"), ("../..", "01-_-town-2024"), ("\x00\x1f", "01-__-town-2024"),
        ("課\u202exslx", "01-課_xslx-town-2024"),
    ],
)  # fmt: skip
def test_files_are_called_by_department(department: str, expected: str) -> None:
    assert department_file(1, 3, department, ["town"], [2024]) == expected


def test_files_sort_in_the_order_of_the_sheet() -> None:
    files = [department_file(number, 120, "課", ["a", "b"], [2023, 2024]) for number in (1, 9, 10, 120)]
    assert files == sorted(files)
    assert files[0] == "001-課-2023-2024"


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "LPT9.txt", "AUX .x"])
def test_names_that_windows_reserves_get_another_one(name: str) -> None:
    assert portable(name).partition(".")[0].strip().lower() not in {"con", "nul", "com1", "lpt9", "aux"}


@given(st.text())
def test_a_name_is_one_that_every_system_takes(text: str) -> None:
    name = portable(text)
    assert name
    assert len(name.encode()) <= 62
    assert not set('\\/:*?"<>|\0\n') & set(name)
    assert not name.endswith((" ", "."))
    assert not name.startswith((" ", "."))
