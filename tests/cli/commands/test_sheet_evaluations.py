"""Evaluations asked for and returned in the sheet, of departments and of a committee."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from unicodedata import normalize

import openpyxl
import pytest
from ruamel.yaml import YAML

from ..conftest import STRATEGY, Run, Town

EARLIER = """\
        evaluations:
          2021:
            done: 相談会を4回開催した。
            result: |-
              相談 40 件
              移住 10 世帯
            judgement: B
            next: expand
            by: 企画課
            external: {judgement: 有効であった, comment: 相談から定住まで支えること。, by: 有識者会議, on: 2022-08-01}
"""
LONG = "移住相談を東京で行った。\n" * 2000 + "（以上）"


@pytest.fixture
def judged(town: Town) -> Town:
    """The town with an evaluation of an earlier year, and departments."""
    text = STRATEGY.replace(
        "        title: 移住の促進\n", f"        title: 移住の促進\n        department: 企画課\n{EARLIER}"
    )
    text = text.replace("    title: 人の流れをつくる\n", "    title: 人の流れをつくる\n    department: 政策課\n")
    town.strategy.write_text(text, "utf-8")
    return town


def table(path: str, sheet: str = "Evaluations") -> tuple[Any, dict[str, Any], dict[str, dict[str, Any]]]:
    """A sheet, the cells of its titles, and its rows by key and year: ``town/m1 2022``."""
    found = openpyxl.load_workbook(path)[sheet]
    head = next(row for row in found.iter_rows() if {"kpi", "year"} <= {cell.value for cell in row})
    names = [cell.value for cell in head]
    titles, *rows = (dict(zip(names, row, strict=True)) for row in found.iter_rows(min_row=head[0].row + 1))
    keyed = {}
    for row in rows:
        key = row["kpi"].value or row["node"].value
        keyed[f"{key} {row['year'].value}" if key else f"earlier {row['last_year_of'].value}"] = row
    return found, titles, keyed


def filled(out: str, path: str, cells: dict[str, dict[str, Any]]) -> str:
    """A copy of the workbook ``out`` with texts filled in."""
    book = openpyxl.load_workbook(out)
    _, _, rows = table(out)
    for key, fields in cells.items():
        for name, value in fields.items():
            cell = book["Evaluations"][rows[key][name].coordinate]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def test_a_sum_is_shown_beside_the_target_that_it_is_held_against(run: Run, town: Town) -> None:
    strategy = town.strategy.read_text("utf-8").replace("accumulation: running_total", "accumulation: sum")
    town.strategy.write_text(strategy, "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations").code == 0
    figures = table("out.xlsx")[2]["town/movers 2022"]["figures"].value
    assert figures.startswith("actual: 20人\n(provisional)\nsum so far: 30人\ntarget: ")


def test_each_goal_measure_and_kpi_is_asked_for(run: Run, judged: Town) -> None:
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations").code == 0
    sheet, titles, rows = table("out.xlsx")
    assert list(rows) == ["town/g1 2022", "town/m1 2022", "earlier town/m1", "town/movers 2022", "town/guests 2022"]
    assert [titles[name].value for name in ("done", "result", "issues", "plan", "judgement", "next")] == [
        "What was done", "Results", "Issues", "What comes next", "Judgement", "Next year",
    ]  # fmt: skip
    assert [rows[key]["department"].value for key in ("town/g1 2022", "town/movers 2022")] == ["政策課", "企画課"]
    assert rows["town/movers 2022"]["figures"].value == "actual: 20人\n(provisional)\ntarget: 50 (2025)"
    assert rows["town/m1 2022"]["figures"].value is None  # the verdicts are of a later year
    assert {name for name, cell in rows["town/m1 2022"].items() if not cell.protection.locked} == {
        "done", "result", "issues", "plan", "judgement", "comment", "next", "by", "on",
    }  # fmt: skip
    chosen = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert chosen[rows["town/m1 2022"]["next"].column_letter] == '"continue,improve,expand,complete,stop"'


def test_what_was_said_of_an_earlier_year_stands_below_to_look_at(run: Run, judged: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations")
    _, _, rows = table("out.xlsx")
    row = rows["earlier town/m1"]
    assert (row["done"].value, row["result"].value) == ("相談会を4回開催した。", "相談 40 件\n移住 10 世帯")
    assert (row["next"].value, row["figures"].value) == ("expand", "FY2021 (Reiwa 3), for reference")
    assert all(cell.protection.locked for cell in row.values())
    assert row["result"].alignment.wrap_text
    assert [row[name].value for name in ("kpi", "node", "year")] == [None] * 3


def test_a_word_of_a_scale_has_no_unit(run: Run, judged: Town) -> None:
    text = judged.strategy.read_text("utf-8")
    scale = "unit: ランク, scale: [C, B, A], baseline: {year: 2020, value: C}, target: {year: 2025, value: A}"
    judged.strategy.write_text(f"{text}          - {{id: rank, name: 評価, {scale}}}\n", "utf-8")
    judged.actuals.write_text(f"{judged.actuals.read_text('utf-8')}  rank: {{2022: B}}\n", "utf-8")
    run("sheet", "export", "out.xlsx", "--year", "2022", "--as-of", "2023", "--evaluations")
    assert table("out.xlsx")[2]["town/rank 2022"]["figures"].value.startswith("actual: B\ntarget: A (2025)\n")


def test_the_figures_of_a_measure_count_its_kpis(run: Run, judged: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--as-of", "2023", "--evaluations")
    rows = table("out.xlsx")[2]
    assert rows["town/g1 2022"]["figures"].value == "2 KPIs\n○ on track 1\n△ at risk 1"
    assert rows["town/movers 2022"]["figures"].value.endswith("○ on track")


def test_words_come_back_whole(run: Run, judged: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations")
    before = judged.strategy.read_text("utf-8")
    assert run("sheet", "import", "out.xlsx").code == 0
    assert judged.strategy.read_text("utf-8") == before
    words = {
        "done": LONG, "result": "=1+1", "issues": "- 人手\n- 予算", "plan": "＋α", "judgement": "A", "comment": "@順調",
    }  # fmt: skip
    answers = {**words, "next": "拡充", "by": "企画課長", "on": "R5.6.10"}
    back = filled("out.xlsx", "back.xlsx", {"town/m1 2022": answers, "town/guests 2022": {"issues": "宿の不足"}})
    result = run("sheet", "import", back)
    assert result.code == 0, result.err
    after = judged.strategy.read_text("utf-8")
    measure = YAML(typ="safe", pure=True).load(after)["goals"][0]["measures"][0]
    recorded = measure["evaluations"][2022]
    assert {name: recorded[name] for name in words} == words
    assert (recorded["next"], recorded["by"], str(recorded["on"])) == ("expand", "企画課長", "2023-06-10")
    assert measure["kpis"][1]["evaluations"] == {2022: {"issues": "宿の不足"}}
    remaining = iter(after.splitlines())
    assert all(line in remaining for line in before.splitlines()), after
    assert run("validate").code == 0
    assert run("sheet", "import", back).code == 0
    assert judged.strategy.read_text("utf-8") == after
    run("sheet", "export", "again.xlsx", "--year", "2022", "--evaluations")
    rows = table("again.xlsx")[2]
    assert [rows["town/m1 2022"][name].value for name in words] == [*words.values()]
    assert not [cell for row in rows.values() for cell in row.values() if cell.data_type == "f"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("as_csv", [True, False])
def test_words_are_read_by_the_titles_of_their_columns_too(run: Run, judged: Town, language: str, as_csv: bool) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations", "--lang", language)
    book = openpyxl.load_workbook("out.xlsx")
    sheet = book.worksheets[1]
    at = {cell.value: cell.column for cell in sheet[4]}
    row = next(row[0].row for row in sheet.iter_rows() if row[at["node"] - 1].value == "town/m1")
    sheet.cell(row, at["plan"]).value = "次の一手\n二つ"
    sheet.delete_rows(4)
    book.save("back.xlsx")
    if as_csv:
        lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        with Path("back.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)
    result = run("sheet", "import", "back.csv" if as_csv else "back.xlsx")
    assert result.code == 0, result.err
    measure = YAML(typ="safe", pure=True).load(judged.strategy)["goals"][0]["measures"][0]
    assert measure["evaluations"][2022] == {"plan": "次の一手\n二つ"}


def test_a_committee_judges_beside_the_department(run: Run, judged: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2021", "--committee")
    assert openpyxl.load_workbook("out.xlsx").sheetnames == ["Evaluations", "How to fill in", "kpitrack"]
    _, _, rows = table("out.xlsx")
    row = rows["town/m1 2021"]
    assert row["own_judgement"].value == "B\nnext year: expand"
    assert (row["own_done"].value, row["external.judgement"].value) == ("相談会を4回開催した。", "有効であった")
    assert {name for name, cell in row.items() if not cell.protection.locked} == {
        "external.judgement", "external.comment", "external.by", "external.on",
    }  # fmt: skip
    said = {
        "external.judgement": "B",
        "external.comment": "宿を。\n早く。",
        "external.by": "議会",
        "external.on": "R4.9.1",
    }
    result = run("sheet", "import", filled("out.xlsx", "back.xlsx", {"town/guests 2021": said}))
    assert result.code == 0, result.err
    measure = YAML(typ="safe", pure=True).load(judged.strategy)["goals"][0]["measures"][0]
    external = measure["kpis"][1]["evaluations"][2021]["external"]
    assert {name: str(value) for name, value in external.items()} == {
        "judgement": "B", "comment": "宿を。\n早く。", "by": "議会", "on": "2022-09-01",
    }  # fmt: skip
    assert measure["evaluations"][2021]["external"]["by"] == "有識者会議"


def test_a_department_is_asked_for_its_own_below_the_titles_of_others(run: Run, judged: Town) -> None:
    run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations", "--split-by", "department")
    names = sorted(path.name for path in Path().glob("*.xlsx"))
    assert names == ["out-01-企画課-town-2022.xlsx", "out-02-政策課-town-2022.xlsx"]
    sheet, _, rows = table(names[0])
    assert [key for key in rows if not key.startswith("earlier")] == [
        "town/m1 2022", "town/movers 2022", "town/guests 2022",
    ]  # fmt: skip
    assert "基本目標1 人の流れをつくる" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert [key for key in table(names[1])[2] if not key.startswith("earlier")] == ["town/g1 2022"]


def test_a_text_longer_than_a_row_goes_on_below(run: Run, judged: Town) -> None:
    long = "移住相談を東京で行った。" * 100 + "（以上）"
    judged.strategy.write_text(judged.strategy.read_text("utf-8").replace("相談会を4回開催した。", long), "utf-8")
    run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations")
    sheet, _, _ = table("out.xlsx")
    _, at = sheet.title, {cell.value: cell.column - 1 for row in sheet.iter_rows() for cell in row if cell.row == 4}
    parts = [row[at["done"]] for row in sheet.iter_rows(min_row=6) if row[at["last_year_of"]].value]
    assert len(parts) > 1
    assert "".join(cell.value for cell in parts) == long
    assert all(sheet.row_dimensions[cell.row].height <= 409 for cell in parts)
    assert run("sheet", "import", "out.xlsx").code == 0


@pytest.mark.parametrize(("language", "day"), [("ja", "2023年6月30日（金）"), ("en", "Friday, 2023-06-30")])
def test_until_when_an_answer_is_awaited(run: Run, judged: Town, language: str, day: str) -> None:
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--due", "R5.6.30", "--lang", language).code == 0
    sheet = openpyxl.load_workbook("out.xlsx").worksheets[0]
    assert day in str(sheet["D2"].value)
    assert day in sheet.oddFooter.left.text
    wrong = run("sheet", "export", "other.xlsx", "--due", "6月末")
    assert wrong.code == 2
    assert "6月末" in wrong.err


def test_a_department_is_one_however_its_name_is_composed(run: Run, judged: Town) -> None:
    composed, parted = (normalize(form, "ガバナンス課") for form in ("NFC", "NFD"))
    text = judged.strategy.read_text("utf-8").replace("企画課\n        evaluations", f"{parted}\n        evaluations")
    judged.strategy.write_text(
        text.replace("name: 延べ宿泊者数", f"name: 延べ宿泊者数\n            department: {composed}"), "utf-8"
    )
    for name in (composed, parted):
        assert run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations", "--department", name).code == 0
        assert [key for key in table("out.xlsx")[2] if not key.startswith("earlier")] == [
            "town/m1 2022", "town/movers 2022", "town/guests 2022",
        ]  # fmt: skip
    Path("hand out").mkdir()
    assert run("sheet", "export", "hand out", "--year", "2022", "--split-by", "department").code == 0
    assert [path.name for path in Path("hand out").iterdir()] == [f"01-{composed}-town-2022.xlsx"]
    assert run("sheet", "export", "hand out", "--year", "2022").code == 2


def test_a_strategy_without_kpis_is_asked_for_its_evaluations(run: Run, town: Town) -> None:
    town.strategy.write_text(STRATEGY[: STRATEGY.index("        kpis:")], "utf-8")
    town.actuals.unlink()
    assert run("sheet", "export", "out.xlsx", "--year", "2022").code == 2
    assert run("sheet", "export", "out.xlsx", "--year", "2022", "--evaluations").code == 0
    assert list(table("out.xlsx")[2]) == ["town/g1 2022", "town/m1 2022"]
    assert run("sheet", "export", "other.xlsx", "--year", "2030", "--evaluations").code == 2
