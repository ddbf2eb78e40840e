"""``kpitrack sheet export`` and ``sheet import`` as a planning section uses them."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpitrack.exchange.spreadsheet import cells as spreadsheet_cells
from kpitrack.repository.lock import locked
from kpitrack.repository.writing import replace_file
from kpitrack.workspace import record as recording

from ...exchange.workbooks import saved
from ..conftest import ACTUALS, Run, Town

OTHER = """\
id: village
title: 例示の村の戦略（架空）
organization: {name: 例示村}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 目標
    department: "産業課/林務係"
    kpis:
      - {id: shops, name: "=HYPERLINK(\\"http://example.invalid\\")", unit: "+店", definition: "@SUM(A1)"}
      - id: visits
        name: 来訪者数
        unit: 千人
        department: 観光課
        accumulation: sum
        baseline: {year: 2020, value: 10}
        target: {year: 2025, value: 100}
"""


@pytest.fixture
def village(town: Town) -> Town:
    """A second strategy beside the town's, without actuals."""
    (town.root / "data" / "strategies" / "village.yaml").write_text(OTHER, "utf-8")
    return town


def sheet_of(path: Path | str) -> Any:
    return openpyxl.load_workbook(path).worksheets[0]


def by_kpi(sheet: Any) -> dict[str, dict[str, Any]]:
    """The rows of an exported sheet by KPI and year, their cells by column."""
    head = heading(sheet)
    names = [cell.value for cell in head]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=head[0].row + 1)]
    return {f"{row['kpi'].value} {row['year'].value}": row for row in rows if isinstance(row["year"].value, int)}


def heading(sheet: Any) -> Any:
    """The row of machine names."""
    return next(row for row in sheet.iter_rows() if {"kpi", "year"} <= {cell.value for cell in row})


def place(path: str, key: str, name: str) -> str:
    """Where a cell of an exported workbook stands, as messages name it."""
    return f"{path} Actuals!{by_kpi(sheet_of(path))[key][name].coordinate}"


def answer(path: str, fields: dict[str, Any], source: str = "out.xlsx", **options: Any) -> str:
    """A copy of an exported workbook with cells filled in: ``{"town/guests 2022": {"value": 1}}``."""
    book = openpyxl.load_workbook(source)
    rows = by_kpi(book.worksheets[0])
    for key, cells in fields.items():
        for name, value in cells.items():
            rows[key][name].value = value
            if isinstance(value, str) and value.startswith("=") and not options.get("formulas"):
                rows[key][name].data_type = "s"
    book.save(path)
    return path


def test_a_series_under_two_strategies_is_asked_for_once(run: Run, village: Town) -> None:
    path = village.root / "data" / "strategies" / "village.yaml"
    text = OTHER.replace("id: village", "id: town-2").replace("2025", "2029").replace("{start: 2021", "{start: 2022")
    text = text.replace(
        "- id: visits\n        name: 来訪者数\n        unit: 千人",
        "- id: visits\n        name: 客\n        unit: 人\n        continues: town/guests",
    )
    text = text.replace("accumulation: sum", "accumulation: none").replace("2020, value", "2021, value")
    path.write_text(text, "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "R5").code == 0
    assert list(by_kpi(sheet_of("out.xlsx"))) == ["town/movers 2023", "town-2/shops 2023", "town-2/visits 2023"]
    assert run("add-actual", "town/guests", "2023", "5").code == 0
    assert run("sheet", "export", "later.xlsx", "--year", "R5").code == 0
    assert list(by_kpi(sheet_of("later.xlsx"))) == ["town/movers 2023", "town/guests 2023", "town-2/shops 2023"]


def test_the_sheet_shows_what_there_is_to_know(run: Run, village: Town) -> None:
    assert run("sheet", "export", "out.xlsx", "--year", "R4").code == 0
    rows = by_kpi(sheet_of("out.xlsx"))
    assert list(rows) == ["town/movers 2022", "town/guests 2022", "village/shops 2022", "village/visits 2022"]
    movers = {name: cell.value for name, cell in rows["town/movers 2022"].items() if cell.value is not None}
    assert movers == {
        "kpi": "town/movers", "goal": "基本目標1 人の流れをつくる", "measure": "(1) 移住の促進", "name": "移住者数（累計）", "unit": "人", "accumulation": "the running total so far",
        "baseline_year": 2020, "baseline": 0, "target_year": 2025, "target": 50, "previous_year": 2021,
        "previous": 10, "expected": 20, "year": 2022, "era": "令和4年度", "value": 20, "status": "provisional",
        "note": "速報値",
    }  # fmt: skip
    guests = rows["town/guests 2022"]
    assert (guests["target"].value, guests["expected"].value) == (1800, 1440)
    visits = rows["village/visits 2022"]
    assert (visits["expected"].value, visits["department"].value) == (20, "観光課")
    assert rows["village/shops 2022"]["department"].value == "産業課/林務係"


def test_the_row_of_names_is_the_same_in_every_language(run: Run, town: Town) -> None:
    names = []
    for language in ("ja", "en"):
        assert run("sheet", "export", "out.xlsx", "--year", "2022", "--lang", language).code == 0
        names.append([cell.value for cell in heading(sheet_of("out.xlsx"))])
    assert names[0] == names[1]
    assert {"kpi", "year", "value", "status", "source", "note", "published"} <= set(names[0])
    sheets = openpyxl.load_workbook("out.xlsx").worksheets
    assert [sheet.title for sheet in sheets if sheet.sheet_state == "visible"] == ["Actuals", "How to fill in"]
    assert [sheet.title for sheet in sheets if sheet.sheet_state == "veryHidden"] == ["kpitrack"]


def test_only_the_cells_to_fill_in_are_open(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    sheet = sheet_of("out.xlsx")
    assert sheet.protection.sheet
    row = by_kpi(sheet)["town/guests 2022"]
    assert {name for name, cell in row.items() if not cell.protection.locked} == {
        "value", "status", "source", "note", "published",
    }  # fmt: skip
    assert sheet.freeze_panes == "E6"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert not sheet.merged_cells.ranges
    letters = {row[name].column_letter for name in ("value", "status", "published")}
    assert {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation} == letters


def test_a_word_of_a_scale_is_chosen_from_its_words(run: Run, town: Town) -> None:
    scale = "scale: [3級, 2級, 1級], baseline: {year: 2020, value: 3級}, target: {year: 2025, value: 1級}"
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(f"{text}          - {{id: k, name: k, unit: '', {scale}}}\n", "utf-8")
    run("sheet", "export", "out.xlsx", "--year", "2022")
    sheet = sheet_of("out.xlsx")
    rows = by_kpi(sheet)

    def limits_of(kpi: str) -> list[tuple[str, str]]:
        cell = rows[f"town/{kpi} 2022"]["value"].coordinate
        rules = sheet.data_validations.dataValidation
        return [(rule.type, rule.formula1) for rule in rules if cell in rule.sqref]

    assert limits_of("k") == [("list", '"3級,2級,1級"')]
    assert [kind for kind, _ in limits_of("guests")] == ["decimal"]


def test_long_numbers_fit_their_columns(run: Run, village: Town) -> None:
    path = village.root / "data" / "strategies" / "village.yaml"
    path.write_text(OTHER.replace("value: 100}", "value: 35500000000000}"), "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    sheet = sheet_of("out.xlsx")
    letters = {cell.value: cell.column_letter for cell in heading(sheet)}
    for name in ("target", "value"):
        letter = letters[name]
        assert sheet.column_dimensions[letter].width > len("35,500,000,000,000"), name


def test_text_of_ours_is_never_a_formula(run: Run, village: Town) -> None:
    village.actuals.write_text(ACTUALS + '    2022: {value: 5, source: "+1+1", note: "=1+1"}\n', "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    rows = by_kpi(sheet_of("out.xlsx"))
    cells = [cell for row in rows.values() for cell in row.values()]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert rows["town/guests 2022"]["note"].value == "=1+1"
    assert rows["village/shops 2022"]["definition"].value == "@SUM(A1)"
    with zipfile.ZipFile("out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert run("sheet", "import", "out.xlsx").code == 0


def test_by_department(run: Run, village: Town) -> None:
    result = run("sheet", "export", "out.xlsx", "--year", "2022", "--split-by", "department")
    assert result.code == 0
    found = sorted(path.name for path in village.root.glob("*.xlsx"))
    assert found == [
        "out-01-no department-town-2022.xlsx", "out-02-産業課_林務係-village-2022.xlsx",
        "out-03-観光課-village-2022.xlsx",
    ]  # fmt: skip
    assert list(by_kpi(sheet_of("out-03-観光課-village-2022.xlsx"))) == ["village/visits 2022"]
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--department", "観光課").code == 0
    assert list(by_kpi(sheet_of("out.xlsx"))) == ["village/visits 2022"]
    wrong = run("sheet", "export", "out.xlsx", "--year", "2022", "--department", "観光科")
    assert wrong.code == 2
    assert "観光課" in wrong.err


def test_a_folder_that_is_not_there_is_made_for_the_departments(run: Run, village: Town) -> None:
    ask = ("--year", "2022", "--split-by", "department")
    assert run("sheet", "export", "out", *ask, "--department", "観光科").code == 2
    assert not Path("out").exists()
    assert run("sheet", "export", "out", *ask).code == 0
    assert len(list(Path("out").glob("0?-*.xlsx"))) == 3
    assert run("sheet", "export", "nowhere/out", *ask).code == 2


@pytest.mark.parametrize("arguments", [("out.xls",), ("nowhere/out.xlsx",), ("out.xlsx", "--year", "2040")])
def test_wrong_usage(run: Run, town: Town, arguments: tuple[str, ...]) -> None:
    assert run("sheet", "export", *arguments).code == 2
    assert not list(town.root.glob("**/*.xls*"))


def test_answers_are_recorded(run: Run, village: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--year", "2023")
    back = answer(
        "back.xlsx",
        {
            "town/movers 2022": {"status": "確定値", "source": "住民基本台帳"},
            "town/movers 2023": {"value": "31人"},
            "town/guests 2022": {"value": "１，４００（速報値）", "published": "R5.6.30"},
            "village/visits 2022": {"value": "12万人"},
            "village/shops 2023": {"status": "missing", "note": "=調査中"},
        },
    )
    dry = run("sheet", "import", back, "--dry-run")
    assert dry.code == 0, dry.err
    assert "+    2023: 31" in dry.out
    assert town_files(village) == {"town.yaml": ACTUALS}
    result = run("sheet", "import", back)
    assert result.code == 0, result.err
    assert "5 entries recorded" in result.err
    files = town_files(village)
    assert (
        files["town.yaml"]
        == ACTUALS.replace(
            "2022: {value: 20, status: provisional, note: 速報値}   # 県の公表待ち",
            "2022: {value: 20, note: 速報値, source: 住民基本台帳}   # 県の公表待ち\n    2023: 31",
        )
        + "    2022: {value: 1400, status: provisional, published: 2023-06-30}\n"
    )
    assert files["village.yaml"] == (
        'strategy: village\nactuals:\n  shops:\n    2023: {status: missing, note: "=調査中"}\n  visits:\n    2022: 120\n'
    )
    again = run("sheet", "import", back)
    assert (again.code, again.out) == (0, "")
    assert town_files(village) == files


def town_files(town: Town) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (town.root / "data" / "actuals").iterdir()}


def test_another_value_is_refused(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2021")
    back = answer(
        "back.xlsx", {"town/guests 2021": {"value": 1310}, "town/movers 2021": {"status": "missing", "value": None}}
    )
    refused = run("sheet", "import", back)
    assert (refused.code, refused.out) == (1, "")
    assert place("back.xlsx", "town/guests 2021", "value") in refused.err
    assert "1310" in refused.err
    assert "already has another value: 1300" in refused.err
    assert town.actuals.read_text("utf-8") == ACTUALS
    assert run("sheet", "import", back, "--replace").code == 0
    assert town.actuals.read_text("utf-8") == ACTUALS.replace("1300", "1310").replace(
        "2021: 10\n", "2021: {status: missing}\n"
    )


def test_two_departments_that_answer_differently(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    first = answer("a.xlsx", {"town/guests 2022": {"value": 1400}})
    second = answer("b.xlsx", {"town/guests 2022": {"value": 1500}})
    same = answer("c.xlsx", {"town/guests 2022": {"value": "1,400"}})
    refused = run("sheet", "import", first, second)
    assert refused.code == 1
    assert place("a.xlsx", "town/guests 2022", "value") in refused.err
    assert place("b.xlsx", "town/guests 2022", "value") in refused.err
    assert town.actuals.read_text("utf-8") == ACTUALS
    assert run("sheet", "import", first, same).code == 0
    assert "2022: 1400" in town.actuals.read_text("utf-8")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"value": "約1,400"}, "約1,400"),
        ({"value": "=700*2"}, "formula"),
        ({"value": "-"}, "may be a 0"),
        ({"value": 1400, "note": "=A1"}, "formula"),
        ({"value": 1400, "year": 2023, "era": "令和4年度"}, "2023"),
        ({"value": 1400, "kpi": "town/guest"}, "town/guests"),
        ({"value": 1400, "kpi": None}, "no KPI"),
        ({"value": 1400, "status": "たぶん確定"}, "たぶん確定"),
        ({"value": 1400, "status": "missing"}, "says that there is none"),
        ({"value": "1,400（速報値）", "status": "final"}, "both"),
        ({"value": "1,400（令和5年度）"}, "2023"),
        ({"value": 1400, "unit": "泊"}, "泊"),
        ({"note": "値は来月"}, "does not say why"),
        ({"status": "final"}, "no value"),
        ({"published": "6月末"}, "6月末"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_listed_and_nothing_written(
    run: Run, town: Town, cells: dict[str, Any], said: str
) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    good = answer("good.xlsx", {"town/movers 2022": {"note": "別の注記"}})
    bad = answer("bad.xlsx", {"town/guests 2022": cells}, formulas=True)
    result = run("sheet", "import", good, bad)
    assert result.code == 1
    assert "bad.xlsx Actuals!" in result.err
    assert said in result.err
    assert "nothing was written" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_keep_going_leaves_the_faulty_file_out(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    good = answer("good.xlsx", {"town/guests 2022": {"value": 1400}})
    bad = answer("bad.xlsx", {"town/movers 2022": {"value": "約30"}})
    result = run("sheet", "import", bad, good, "--keep-going")
    assert result.code == 1
    assert "left out" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS + "    2022: 1400\n"


def test_an_answer_that_contradicts_the_others_is_an_error(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2023")
    back = answer("back.xlsx", {"town/movers 2023": {"value": 5}})
    result = run("sheet", "import", back)
    assert result.code == 1
    assert "KP4" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(
    run: Run, village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {"town/guests 2022": {"value": 1400}, "village/visits 2022": {"value": 12}})

    def fail(root: Path, path: str, old: bytes | None, new: bytes) -> None:
        if path.endswith("village.yaml"):
            raise OSError(28, "No space left on device")
        replace_file(root, path, old, new)

    monkeypatch.setattr(recording, "replace_file", fail)
    result = run("sheet", "import", back)
    assert result.code == 1
    assert "the disk is full" in result.err
    assert town_files(village) == {"town.yaml": ACTUALS}


def test_a_sheet_without_its_names(run: Run, town: Town) -> None:
    openpyxl.Workbook().save("empty.xlsx")
    result = run("sheet", "import", "empty.xlsx")
    assert result.code == 1
    assert "kpi, year, value" in result.err
    assert run("sheet", "import", "none.xlsx").code == 2
    run("sheet", "export", "out.xlsx", "--year", "2022", "--lang", "ja")
    back = answer("back.xlsx", {"town/guests 2022": {"value": 1400}})
    book = openpyxl.load_workbook(back)
    book.worksheets[0].delete_rows(2)
    book.save(back)
    assert run("sheet", "import", back).code == 0
    assert "2022: 1400" in town.actuals.read_text("utf-8")


def test_titles_for_people_may_follow_the_names(run: Run, town: Town) -> None:
    titles = "KPIの番号（変更不可）,対象年度,実績値"
    Path("back.csv").write_text(f"令和4年度の照会\nkpi,year,value\n{titles}\ntown/guests,2022,1400\n", "utf-8")
    result = run("sheet", "import", "back.csv")
    assert result.code == 0, result.err
    assert "2022: 1400" in town.actuals.read_text("utf-8")


def test_answers_are_not_written_over(run: Run, town: Town) -> None:
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    answer("out.xlsx", {"town/guests 2022": {"value": 1400}})
    before = Path("out.xlsx").read_bytes()
    refused = run("sheet", "export", "out.xlsx", "--year", "2022")
    assert refused.code == 1
    assert "not recorded yet" in refused.err
    assert Path("out.xlsx").read_bytes() == before
    assert run("sheet", "import", "out.xlsx").code == 0
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 0
    openpyxl.Workbook().save("other.xlsx")
    assert run("sheet", "export", "other.xlsx", "--year", "2022").code == 1


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("added", ["column", "value", "sheet", "respondent"])
def test_what_a_department_has_added_is_not_written_over(run: Run, town: Town, added: str, language: str) -> None:
    command = ("sheet", "export", "out.xlsx", "--year", "2021", "--lang", language)
    assert run(*command).code == 0
    book = openpyxl.load_workbook("out.xlsx")
    sheet = book.worksheets[0]
    head = heading(sheet)[0].row
    if added == "column":
        sheet.cell(head + 1, sheet.max_column + 1, "内部メモ")
    elif added == "value":
        sheet.cell(head + 3, sheet.max_column + 2, "要確認")
    elif added == "sheet":
        book.create_sheet("内訳")["A1"] = 12
    else:
        asked = next(cell for cell in sheet[head - 1] if cell.value in {"Telephone", "電話"})
        asked.offset(column=1).value = "0235-12-3456"
    book.save("out.xlsx")
    before = Path("out.xlsx").read_bytes()
    refused = run(*command)
    assert refused.code == 1, refused.err
    name = {"column": "内部メモ", "value": "Y", "sheet": "内訳", "respondent": "!"}[added]
    assert name in refused.err.splitlines()[0]
    assert Path("out.xlsx").read_bytes() == before
    told = run("sheet", "import", "out.xlsx", "--lang", language)
    assert told.code == 0
    assert (name in told.err) == (added != "respondent")


def test_a_cell_that_reaches_over_two_rows_answers_for_neither(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2023")
    answer("back.xlsx", {"town/movers 2023": {"value": 30}})
    book = openpyxl.load_workbook("back.xlsx")
    rows = by_kpi(book.worksheets[0])
    first, last = sorted(rows[f"town/{kpi} 2023"]["value"].row for kpi in ("movers", "guests"))
    letter = rows["town/movers 2023"]["value"].column_letter
    book.worksheets[0].merge_cells(f"{letter}{first}:{letter}{last}")
    book.save("back.xlsx")
    result = run("sheet", "import", "back.xlsx")
    assert result.code == 1
    assert f"{letter}{first}: the cell is merged with those below it" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_a_note_without_its_value_is_not_written_over(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    answer("out.xlsx", {"town/guests 2022": {"note": "県の公表待ち"}})
    before = Path("out.xlsx").read_bytes()
    refused = run("sheet", "export", "out.xlsx", "--year", "2022")
    assert refused.code == 1
    assert "not recorded yet" in refused.err
    assert Path("out.xlsx").read_bytes() == before


def test_a_value_and_its_absence_contradict_each_other(run: Run, town: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    value = answer("a.xlsx", {"town/guests 2022": {"value": 1400}})
    none = answer("b.xlsx", {"town/guests 2022": {"status": "missing"}})
    for files, last, expected in (((value, none), none, "{status: missing}"), ((value, none), value, "1400")):
        saved(value, "2023-05-01T00:00:00")
        saved(none, "2023-05-02T00:00:00" if last == none else "2023-04-30T00:00:00")
        assert run("sheet", "import", *files).code == 1
        assert town.actuals.read_text("utf-8") == ACTUALS
        assert run("sheet", "import", *files, "--replace").code == 0
        assert town.actuals.read_text("utf-8") == f"{ACTUALS}    2022: {expected}\n"
        town.actuals.write_text(ACTUALS, "utf-8")


NASTY = [
    r'"_x0041_ and _x000D_"', r'"a\u0001b"', r'"a\r\nb\nc"', r'"𠮷野〜−髙"', r'"<b>&amp;</b>"', r'"=1+1"', r'"+1"', r'"@A1"',
    r'"\uFFFE"', r'" spaces "', "{ja: 注, en: note}", r'"{=A1}"', "\"'quoted\"",
]  # fmt: skip


@pytest.mark.parametrize("note", NASTY)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_recorded_comes_back_as_no_change(run: Run, town: Town, note: str, language: str) -> None:
    entry = f"{{numerator: 1, denominator: 3, note: {note}, source: {{title: {note}, url: https://example.invalid}}}}"
    town.actuals.write_text(f"{ACTUALS}    2022: {entry}\n    2023: 0.1234567890123456\n", "utf-8")
    before = town.actuals.read_bytes()
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--year", "2023", "--lang", language).code == 0
    rows = by_kpi(sheet_of("out.xlsx"))
    assert rows["town/guests 2022"]["value"].value == 0.333333333333333
    assert not [cell for row in rows.values() for cell in row.values() if cell.data_type == "f"]
    result = run("sheet", "import", "out.xlsx")
    assert (result.code, result.out) == (0, ""), result.err
    assert town.actuals.read_bytes() == before


def test_the_lock_is_free_while_a_workbook_is_read(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {"town/guests 2022": {"value": 1400}})
    real, tried = spreadsheet_cells.read_bytes, []

    def read(path: Path, *arguments: object) -> object:
        with locked(town.root, timeout=0.1):
            tried.append(path)
        return real(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(spreadsheet_cells, "read_bytes", read)
    assert run("sheet", "import", back).code == 0
    assert tried
    assert "2022: 1400" in town.actuals.read_text("utf-8")


def test_a_kpi_that_changes_meanwhile(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022")
    back = answer("back.xlsx", {"town/guests 2022": {"value": 1400}})
    real = spreadsheet_cells.read_bytes

    def read(path: Path, *arguments: object) -> object:
        text = town.strategy.read_text("utf-8").replace(
            "name: 延べ宿泊者数\n            unit: 人", "name: 延べ宿泊者数\n            unit: 千人"
        )
        town.strategy.write_text(text, "utf-8")
        return real(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(spreadsheet_cells, "read_bytes", read)
    result = run("sheet", "import", back)
    assert result.code == 1
    assert "changed by someone else" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_thousands_of_unknown_names_take_no_time(run: Run, town: Town) -> None:
    kpis = "".join(f"          - {{id: k{n}, name: 指標{n}, unit: 人}}\n" for n in range(2000))
    town.strategy.write_text(town.strategy.read_text("utf-8") + kpis, "utf-8")
    rows = "".join(f"unknown-{n},2022,1\n" for n in range(3000))
    Path("back.csv").write_text(f"kpi,year,value\n{rows}", "utf-8")
    begun = time.process_time()
    assert run("sheet", "import", "back.csv").code == 1
    assert time.process_time() - begun < 20  # comparing each with each takes minutes
