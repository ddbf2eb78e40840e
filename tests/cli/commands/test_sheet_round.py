"""The year's round: what comes back, three ways, in files that cross each other."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ...exchange.workbooks import saved
from ..conftest import ACTUALS, STRATEGY, Run, Town
from .test_sheet import answer, by_kpi

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
        refused = run("sheet", "import", other, one)
        assert refused.code == 1
        assert "“Value” is 60 in a.xlsx" in refused.err
        assert "(there is: 61)" in refused.err
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


def test_a_row_that_says_nothing_of_a_kpi_that_is_gone(run: Run, sent: Town) -> None:
    answer("back.xlsx", {GUESTS: {"value": 1400}})
    strategy = (
        STRATEGY.partition("          - id: movers")[0]
        + "          - id: guests"
        + STRATEGY.partition("          - id: guests")[2]
    )
    sent.strategy.write_text(strategy, "utf-8")
    sent.actuals.write_text("strategy: town\nactuals:\n  guests:\n    2021: 1300\n", "utf-8")
    result = run("sheet", "import", "back.xlsx")
    assert result.code == 0, result.err
    assert entry(sent) == "1400"
    answer("back.xlsx", {MOVERS: {"note": "注"}})
    refused = run("sheet", "import", "back.xlsx")
    assert refused.code == 1
    assert "there is no KPI town/movers" in refused.err


def test_a_sheet_of_another_town_is_told_as_such(run: Run, sent: Town) -> None:
    answer("back.xlsx", {GUESTS: {"value": 1400}})
    other = sent.strategy.read_text("utf-8").replace("id: town\n", "id: village\n", 1)
    sent.strategy.write_text(other, "utf-8")
    sent.actuals.write_text("strategy: village\n", "utf-8")
    refused = run("sheet", "import", "back.xlsx")
    assert refused.code == 1
    assert "there is no strategy town in this repository" in refused.err
    left_out = run("sheet", "import", "back.xlsx", "--keep-going")
    assert left_out.code == 1
    assert "nothing was written" in left_out.err
    assert "recorded already" not in left_out.err


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
