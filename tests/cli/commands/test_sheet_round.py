"""The year's round: what comes back, three ways, in files that cross each other."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ...exchange.workbooks import saved
from ...office import converted, needs_office
from ..conftest import ACTUALS, STRATEGY, Run, Town
from .test_sheet import answer, by_kpi, heading

GUESTS = "town/guests 2022"
MOVERS = "town/movers 2022"


@pytest.fixture
def sent(run: Run, town: Town) -> Town:
    """A town that has sent its sheet out."""
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    return town


def recorded(town: Town, line: str) -> None:
    """Someone else records an entry of the guests of 2022."""
    town.actuals.write_text(ACTUALS + f"    2022: {line}\n", "utf-8")


def entry(town: Town, kpi: str = "guests") -> str:
    """What stands for 2022."""
    block = town.actuals.read_text("utf-8").partition(f"{kpi}:")[2].partition("\n  g")[0]
    return next(
        (line.partition("2022: ")[2].partition("   #")[0] for line in block.splitlines() if "2022:" in line), ""
    )


def test_an_untouched_workbook_sets_nothing_back(run: Run, sent: Town) -> None:
    sent.actuals.write_text(ACTUALS.replace("{value: 20, status: provisional, note: 速報値}", "20"), "utf-8")
    before = sent.actuals.read_text("utf-8")
    result = run("sheet", "import", "out.xlsx")
    assert (result.code, result.out) == (0, ""), result.err
    assert sent.actuals.read_text("utf-8") == before


def test_what_changed_on_both_sides_is_shown_with_both(run: Run, sent: Town) -> None:
    back = answer("back.xlsx", {MOVERS: {"note": "県が確認中"}})
    text = ACTUALS.replace("{value: 20, status: provisional, note: 速報値}", "{value: 21, note: 県の確定値}")
    sent.actuals.write_text(text, "utf-8")
    refused = run("sheet", "import", back)
    assert refused.code == 1
    assert "県が確認中" in refused.err
    assert "県の確定値" in refused.err
    assert "changed since the sheet was exported" in refused.err
    assert sent.actuals.read_text("utf-8") == text
    assert run("sheet", "import", back, "--replace").code == 0
    assert entry(sent, "movers") == "{value: 20, note: 県が確認中, status: provisional}"  # whole, as the row stands
    assert run("sheet", "import", back).code == 0


def test_two_departments_in_two_runs(run: Run, sent: Town) -> None:
    one = answer("a.xlsx", {MOVERS: {"note": "企画課の注"}})
    other = answer("b.xlsx", {MOVERS: {"note": "観光課の注"}})
    assert run("sheet", "import", one).code == 0
    before = sent.actuals.read_text("utf-8")
    refused = run("sheet", "import", other)
    assert refused.code == 1
    assert "企画課の注" in refused.err
    assert "観光課の注" in refused.err
    assert sent.actuals.read_text("utf-8") == before


@pytest.mark.parametrize("runs", [1, 2])
def test_answers_do_not_merge_field_by_field(run: Run, sent: Town, runs: int) -> None:
    one = saved(
        answer("a.xlsx", {GUESTS: {"value": 60, "status": "provisional", "source": "4月集計"}}), "2023-05-01T00:00:00"
    )
    other = saved(answer("b.xlsx", {GUESTS: {"value": 61, "note": "確定"}}), "2023-06-01T00:00:00")
    if runs == 2:
        assert run("sheet", "import", one).code == 0
        assert run("sheet", "import", other).code == 1
        assert run("sheet", "import", other, "--replace").code == 0
    else:
        assert run("sheet", "import", other, one).code == 1
        assert entry(sent) == ""
        assert run("sheet", "import", other, one, "--replace").code == 0
    assert entry(sent) == "{value: 61, note: 確定}"


@pytest.mark.parametrize("given", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx"), (".",), ("?.xlsx",)])
def test_the_one_saved_last_counts_and_the_other_is_named(run: Run, sent: Town, given: tuple[str, ...]) -> None:
    Path("out.xlsx").unlink()  # not to be read with the folder
    run("sheet", "export", "../out.xlsx", "--year", "2022")
    saved(answer("b.xlsx", {GUESTS: {"value": 60}}, "../out.xlsx"), "2023-05-01T00:00:00")
    saved(answer("a.xlsx", {GUESTS: {"value": 61}}, "../out.xlsx"), "2023-06-01T00:00:00")
    result = run("sheet", "import", *given, "--replace")
    assert result.code == 0, result.err
    assert entry(sent) == "61"
    superseded = next(line for line in result.err.splitlines() if "superseded" in line)
    assert superseded.index("b.xlsx") < superseded.index("a.xlsx")
    assert "2023-05-01" in superseded
    assert run("sheet", "import", *given, "--replace").code == 0
    assert entry(sent) == "61"


def test_an_answer_that_says_more_of_the_same_is_no_contradiction(run: Run, sent: Town) -> None:
    short = answer("a.xlsx", {GUESTS: {"value": 60}})
    full = answer("b.xlsx", {GUESTS: {"value": "60", "source": "集計表"}})
    assert run("sheet", "import", full, short).code == 0
    assert entry(sent) == "{value: 60, source: 集計表}"


def test_a_new_value_takes_nothing_of_the_old_one_along(run: Run, town: Town) -> None:
    recorded(
        town,
        "{value: 60, status: provisional, source: 4月集計, note: 速報, published: 2023-04-30, by: {sex: {f: 30, m: 30}}}",
    )
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {GUESTS: {"value": 61, "status": "final", "source": "年報"}})
    assert run("sheet", "import", back).code == 0
    assert entry(town) == "{value: 61, source: 年報}"
    before = town.actuals.read_text("utf-8")
    assert run("sheet", "import", back).code == 0
    assert town.actuals.read_text("utf-8") == before


def test_a_provisional_value_gives_way_and_a_final_one_does_not(run: Run, town: Town) -> None:
    recorded(town, "{value: 60, status: provisional}")
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {GUESTS: {"value": 61}})
    assert run("sheet", "import", back).code == 0
    assert entry(town) == "{value: 61, status: provisional}"  # as the row says
    recorded(town, "60")
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {GUESTS: {"value": 61}})
    refused = run("sheet", "import", back)
    assert refused.code == 1
    assert "already has another value: 60" in refused.err
    assert "changed since" not in refused.err


def test_a_value_for_what_was_missing(run: Run, town: Town) -> None:
    recorded(town, "{status: missing, note: 県の公表待ち}")
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {GUESTS: {"value": 61}})
    assert run("sheet", "import", back).code == 0
    assert entry(town) == "{value: 61}"


def test_what_is_cleared_is_taken_out(run: Run, sent: Town) -> None:
    back = answer("back.xlsx", {MOVERS: {"status": None, "note": None}})
    result = run("sheet", "import", back)
    assert result.code == 0, result.err
    assert entry(sent, "movers") == "{value: 20}"
    assert run("sheet", "import", back).code == 0


def test_a_value_is_not_cleared_without_a_reason(run: Run, sent: Town) -> None:
    back = answer("back.xlsx", {MOVERS: {"value": None}})
    refused = run("sheet", "import", back)
    assert refused.code == 1
    assert "does not say why" in refused.err
    row = answer("row.xlsx", {MOVERS: {"value": None, "status": None, "note": None}})
    result = run("sheet", "import", row)
    assert result.code == 0
    assert "cleared as a whole" in result.err
    assert sent.actuals.read_text("utf-8") == ACTUALS


@pytest.mark.parametrize(("column", "named"), [("kpi", "延べ宿泊者数"), ("name", "延べ宿泊者数"), ("unit", "%")])
def test_one_column_sorted_alone(run: Run, sent: Town, column: str, named: str) -> None:
    book = openpyxl.load_workbook("out.xlsx")
    rows = by_kpi(book.worksheets[0])
    if column == "unit":
        rows[GUESTS]["unit"].value = "%"
    else:
        one, other = rows[GUESTS][column], rows[MOVERS][column]
        one.value, other.value = other.value, one.value
    rows[GUESTS]["value"].value = 1400
    book.save("back.xlsx")
    refused = run("sheet", "import", "back.xlsx")
    assert refused.code == 1
    assert "stands beside the key" in refused.err
    assert named in refused.err
    assert ("移住者数（累計）" in refused.err) == (column != "unit")
    assert sent.actuals.read_text("utf-8") == ACTUALS


def test_what_stands_beside_a_key_may_be_written_otherwise_or_be_renamed_here(run: Run, sent: Town) -> None:
    book = openpyxl.load_workbook("out.xlsx")
    row = by_kpi(book.worksheets[0])[GUESTS]
    row["name"].value = unicodedata.normalize("NFD", "延べ 宿泊者数")
    row["baseline"].value = "１，２００"
    row["value"].value = 1400
    book.save("back.xlsx")
    sent.strategy.write_text(STRATEGY.replace("延べ宿泊者数", "宿泊者数"), "utf-8")
    result = run("sheet", "import", "back.xlsx")
    assert result.code == 0, result.err
    assert entry(sent) == "1400"


def test_a_kpi_that_is_counted_otherwise_now(run: Run, sent: Town) -> None:
    back = answer("back.xlsx", {GUESTS: {"value": 1400}})
    sent.strategy.write_text(
        STRATEGY.replace("name: 延べ宿泊者数\n            unit: 人", "name: 延べ宿泊者数\n            unit: 千人"),
        "utf-8",
    )
    refused = run("sheet", "import", back)
    assert refused.code == 1
    assert "千人" in refused.err
    assert sent.actuals.read_text("utf-8") == ACTUALS


@pytest.mark.parametrize(
    "line", ["town/guests,移住者数（累計）,人,1200,2022,1400", "town/guests,延べ宿泊者数,人,1300,2022,1400"]
)
def test_a_table_that_carries_nothing_is_held_against_the_repository(run: Run, town: Town, line: str) -> None:
    Path("back.csv").write_text(f"kpi,name,unit,baseline,year,value\n{line}\n", "utf-8")
    refused = run("sheet", "import", "back.csv")
    assert refused.code == 1
    assert "stands beside the key town/guests" in refused.err
    assert town.actuals.read_text("utf-8") == ACTUALS


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_a_workbook_without_what_it_carried(run: Run, sent: Town, how: str) -> None:
    answer("back.xlsx", {MOVERS: {"note": "別の注"}, GUESTS: {"value": 1400}})
    book = openpyxl.load_workbook("back.xlsx")
    if how == "deleted":
        del book["kpitrack"]
    else:
        book["kpitrack"]["A2"].value = book["kpitrack"]["A2"].value.replace("provisional", "normal")
    book.save("back.xlsx")
    refused = run("sheet", "import", "back.xlsx")
    assert refused.code == 1
    assert ("does not carry" if how == "deleted" else "not what was exported") in refused.err
    assert "別の注" in refused.err
    assert "速報値" in refused.err
    answer("back.xlsx", {GUESTS: {"value": 1400}}, "back.xlsx")
    assert run("sheet", "import", "back.xlsx", "--replace").code == 0
    assert entry(sent) == "1400"
    assert entry(sent, "movers") == "{value: 20, status: provisional, note: 別の注}"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({GUESTS: {"note": "注だけ"}}, "does not say why"),
        ({MOVERS: {"value": 5}}, "KP4"),
        ({"town/guests 2021": {"value": 1}}, "already has another value"),
        ({GUESTS: {"value": "約30"}}, "約30"),
    ],
)
def test_keep_going_records_the_good_files(run: Run, town: Town, cells: dict[str, Any], said: str) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--year", "2021")
    good = answer("good.xlsx", {"town/movers 2021": {"source": "住民基本台帳"}})
    bad = answer("bad.xlsx", cells)
    Path("broken.xlsx").write_bytes(b"PK\3\4 and no more")
    result = run("sheet", "import", bad, good, "broken.xlsx", "--keep-going")
    assert result.code == 1
    assert said in result.err
    assert "left out: bad.xlsx" in result.err
    assert "left out: broken.xlsx" in result.err
    assert "left out: good.xlsx" not in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS.replace("2021: 10", "2021: {value: 10, source: 住民基本台帳}")


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
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
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
    with zipfile.ZipFile("back.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
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
