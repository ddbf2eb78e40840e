"""What comes back in whatever shape: what cells do not show, folders, long texts, evaluations, other programs."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ...exchange.workbooks import saved
from ...office import converted, needs_office
from ..conftest import ACTUALS, STRATEGY, Run, Town
from .test_sheet import answer, by_kpi, heading
from .test_sheet_round import GUESTS, MOVERS, entry, recorded, sent

__all__ = ["sent"]  # a fixture


@pytest.mark.parametrize(
    ("value", "number_format", "zeros"), [(0, "#,##0;-#,##0;-", True), (0, "General", False), (34.6, "0", True)]
)
def test_what_the_cell_does_not_show_is_asked_about(
    run: Run,
    sent: Town,
    value: float,
    number_format: str,
    zeros: bool,
) -> None:
    book = openpyxl.load_workbook("out.xlsx")
    cell = by_kpi(book.worksheets[0])[GUESTS]["value"]
    cell.value, cell.number_format = value, number_format
    book.worksheets[0].sheet_view.showZeros = zeros
    book.save("back.xlsx")
    refused = run("sheet", "import", "back.xlsx")
    assert refused.code == 1
    assert ("another number than 34.6" if value else "0 is stored") in refused.err
    assert sent.actuals.read_text("utf-8") == ACTUALS


def test_folders_wildcards_and_locks(run: Run, sent: Town) -> None:
    folder = Path("back/企画課")
    folder.mkdir(parents=True)
    answer(str(folder / "R4.xlsx"), {GUESTS: {"value": 1400}})
    (folder / "~$R4.xlsx").write_bytes(b"\x05somebody")
    (folder / "送付状.pdf").write_bytes(b"%PDF")
    (folder / ".DS_Store").write_bytes(b"")
    for given in ("back", "back/*", "back/*/*.xlsx", "back/**/R*.xlsx"):
        sent.actuals.write_text(ACTUALS, "utf-8")
        result = run("sheet", "import", given, str(folder / "R4.xlsx"))
        assert result.code == 0, result.err
        assert entry(sent) == "1400"
        assert ("R4.xlsx is open" in result.err) == (given != "back/**/R*.xlsx")
        assert ("送付状.pdf" in result.err) == (given in {"back", "back/*"})
        assert ".DS_Store" not in result.err
    Path("none").mkdir()
    for given, said in (("none", "no table"), ("*.ods", "no file fits"), ("gone.xlsx", "no file gone.xlsx")):
        result = run("sheet", "import", given)
        assert (result.code, said in result.err) == (2, True), result.err
    (folder / "古い.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert ".xls" in run("sheet", "import", "back").err


LONG = "長い文。\n" * 7_000  # more than the 32,767 characters that a cell holds


def test_a_note_that_no_cell_can_hold_stays(run: Run, town: Town) -> None:
    note = '"' + LONG.replace("\n", "\\n") + '"'
    recorded(town, f"{{value: 60, status: provisional, note: {note}}}")
    before = town.actuals.read_text("utf-8")
    exported = run("sheet", "export", "out.xlsx", "--year", "2022")
    assert exported.code == 0
    assert "town/guests 2022: no cell can hold what is recorded under “Note”" in exported.err
    assert run("sheet", "import", "out.xlsx").code == 0
    assert town.actuals.read_text("utf-8") == before
    back = answer("back.xlsx", {GUESTS: {"note": "短い注"}})
    refused = run("sheet", "import", back)
    assert refused.code == 1
    assert "短い注" in refused.err
    assert town.actuals.read_text("utf-8") == before
    back = answer("back.xlsx", {GUESTS: {"status": "final"}})
    assert run("sheet", "import", back).code == 0
    assert len(town.actuals.read_text("utf-8")) > len(LONG)


EVALUATED = """\
        evaluations:
          2022:
            done: |
              相談会を4回
              開いた
            judgement: B
            by: 企画課
"""
TEXTS = {
    "done": "相談会を5回\n開いた: 120人",
    "issues": "課題は\n\n二つある。",
    "next": "改善",
    "external.judgement": "有効",
}


def table(path: str, rows: list[dict[str, str]], base: str | None = None) -> str:
    """A workbook that asks for the words of a measure, as it came back."""
    from kpitrack.exchange.sheet.carried import ShownRow, carry

    names = ["kpi", "node", "year", "done", "result", "issues", "next", "judgement", "external.judgement"]
    book = openpyxl.Workbook()
    book.active.append(names)
    for row in rows:
        book.active.append([({"node": "town/m1", "year": 2022} | row).get(name) for name in names])
    if base is not None:
        hidden = book.create_sheet("kpitrack")
        for line in carry(
            [ShownRow("town/m1", 2022, {"done": base, "judgement": "B"})], dt.datetime(2023, 4, 1, tzinfo=dt.UTC)
        ):
            hidden.append([line])
    book.save(path)
    return path


def test_words_come_back_whole(run: Run, town: Town) -> None:
    town.strategy.write_text(STRATEGY + EVALUATED, "utf-8")
    back = table("back.xlsx", [{"judgement": "B"} | TEXTS], base="相談会を4回\n開いた")
    result = run("sheet", "import", back)
    assert result.code == 0, result.err
    text = town.strategy.read_text("utf-8")
    assert text == STRATEGY + (
        "        evaluations:\n          2022:\n            done: |-\n              相談会を5回\n              開いた: 120人\n"
        "            judgement: B\n            issues: |-\n              課題は\n\n              二つある。\n"
        "            next: improve\n            external:\n              judgement: 有効\n"
    )
    assert run("sheet", "import", back).code == 0
    assert town.strategy.read_text("utf-8") == text


def test_words_that_changed_on_both_sides(run: Run, town: Town) -> None:
    town.strategy.write_text(STRATEGY + EVALUATED, "utf-8")
    other = table("other.xlsx", [{"done": "別の課の文", "judgement": "B"}], base="前の文")
    refused = run("sheet", "import", other)
    assert refused.code == 1
    assert "別の課の文" in refused.err
    assert "相談会を4回" in refused.err
    assert town.strategy.read_text("utf-8") == STRATEGY + EVALUATED
    beside = table("beside.xlsx", [{"done": "前の文", "result": "成果", "judgement": "B"}], base="前の文")
    assert run("sheet", "import", beside).code == 0
    assert town.strategy.read_text("utf-8") == STRATEGY + EVALUATED + "            result: 成果\n"


def test_words_of_two_departments_in_one_run(run: Run, town: Town) -> None:
    one = saved(table("a.xlsx", [{"done": "一課の文", "judgement": "B"}], base=""), "2023-05-01T00:00:00")
    other = saved(table("b.xlsx", [{"result": "二課の成果", "judgement": "B"}], base=""), "2023-05-02T00:00:00")
    refused = run("sheet", "import", one, other)
    assert refused.code == 1
    assert "一課の文" in refused.err
    assert "二課の成果" in refused.err
    assert town.strategy.read_text("utf-8") == STRATEGY


def test_a_measure_has_no_values(run: Run, town: Town) -> None:
    Path("back.csv").write_text("node,year,value,done\ntown/m1,2022,5,文\n", "utf-8")
    refused = run("sheet", "import", "back.csv")
    assert refused.code == 1
    assert "no values" in refused.err
    Path("back.csv").write_text("node,year,done,next\ntown/m2,2022,文,\ntown/m1,2022,文,たぶん\n", "utf-8")
    refused = run("sheet", "import", "back.csv")
    assert "town/m1" in refused.err
    assert "no next step" in refused.err
    assert town.strategy.read_text("utf-8") == STRATEGY


def test_long_texts_are_shown_where_they_differ(run: Run, town: Town) -> None:
    same = "同じ文。" * 100
    town.strategy.write_text(STRATEGY + f"        evaluations: {{2022: {{done: {same}記録の終わり}}}}\n", "utf-8")
    Path("back.csv").write_text(f"node,year,done\ntown/m1,2022,{same}回答の終わり\n", "utf-8")
    refused = run("sheet", "import", "back.csv")
    assert refused.code == 1
    assert "記録の終わり" in refused.err
    assert "回答の終わり" in refused.err
    assert same not in refused.err


@needs_office
def test_saved_by_another_program(run: Run, town: Town) -> None:
    """By LibreOffice: what it carries survives, an untouched workbook says nothing, and texts arrive whole."""
    town.strategy.write_text(STRATEGY + EVALUATED, "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations").code == 0
    words = {"done": "相談会を5回\n\n開いた。" + "長い文。" * 500, "next": "improve"}
    answer("back.xlsx", {GUESTS: {"value": 1400}, MOVERS: {"status": None, "note": "一行\n二行"}})
    book = openpyxl.load_workbook("back.xlsx")
    head = heading(book.worksheets[1])
    names = [cell.value for cell in head]
    (row,) = (row for row in book.worksheets[1].iter_rows() if row[names.index("node")].value == "town/m1")
    assert row[names.index("done")].value == "相談会を4回\n開いた\n"
    for name, text in words.items():
        row[names.index(name)].value = text
    book.save("back.xlsx")
    untouched, back = converted([Path("out.xlsx"), Path("back.xlsx")], "xlsx", Path("saved").absolute())
    before = town.strategy.read_text("utf-8")
    result = run("sheet", "import", untouched)
    assert (result.code, result.out) == (0, ""), result.err
    assert "carry" not in result.err
    assert "not what was exported" not in result.err
    result = run("sheet", "import", back)
    assert result.code == 0, result.err
    assert entry(town) == "1400"
    assert entry(town, "movers") == '{value: 20, note: "一行\\n二行"}'
    literal = "\n".join(" " * 14 * bool(line) + line for line in words["done"].split("\n"))
    assert before not in (after := town.strategy.read_text("utf-8"))
    assert f"done: |-\n{literal}\n            judgement: B\n            next: improve\n" in after


def test_a_million_formatted_rows(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    answer("back.xlsx", {GUESTS: {"value": 1400}})
    with zipfile.ZipFile("back.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    row = '<row r="{0}" customFormat="false" ht="15" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">'
    row += "".join(f'<c r="{chr(65 + place)}{{0}}" s="1"/>' for place in range(21)) + "</row>"
    rows = "".join(map(row.format, range(100, 400_000))).encode()
    assert len(rows) > 150_000_000
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", rows + b"</sheetData>")
    with zipfile.ZipFile("back.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    result = run("sheet", "import", "back.xlsx")
    assert result.code == 0, result.err
    assert entry(town) == "1400"


def test_a_department_by_either_way_of_writing(run: Run, town: Town) -> None:
    name = "ダム課"
    text = STRATEGY.replace(
        "            name: 移住",
        f"            department: {unicodedata.normalize('NFD', name)}\n            name: 移住",
    )
    town.strategy.write_text(
        text.replace("            name: 延べ", f"            department: {name}\n            name: 延べ"), "utf-8"
    )
    for asked in (name, unicodedata.normalize("NFD", name)):
        assert run("sheet", "export", "out.xlsx", "--year", "2022", "--department", asked).code == 0
        assert list(by_kpi(openpyxl.load_workbook("out.xlsx").worksheets[0])) == [MOVERS, GUESTS]


def test_rows_and_columns_that_were_taken_out_are_named(run: Run, sent: Town) -> None:
    book = openpyxl.load_workbook(answer("back.xlsx", {GUESTS: {"value": 1400}}))
    page = book.worksheets[0]
    page.delete_rows(by_kpi(page)[MOVERS]["value"].row)
    book.save("fewer.xlsx")
    result = run("sheet", "import", "fewer.xlsx")
    assert result.code == 0, result.err
    assert f"not in it any more, and count as not answered: {MOVERS}\n" in result.err
    assert entry(sent) == "1400"
    assert "not in it any more" not in run("sheet", "import", "back.xlsx").err
    page.delete_cols(next(cell.column for row in page.iter_rows() for cell in row if cell.value == "value"))
    book.save("without.xlsx")
    refused = run("sheet", "import", "without.xlsx")
    assert (refused.code, "no column “value”" in refused.err) == (1, True), refused.err
