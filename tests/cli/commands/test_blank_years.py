"""A year that was written down with nothing behind it: an error to compute with, and filled in by what records."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import ACTUALS, Run, Town

BLANK = ACTUALS + "    2022:   # 観光課が6月に出す\n    2023:\n"
TABLE = "指標名,令和4年度\n延べ宿泊者数,1350\n"
SHEET = "kpi,year,value\ntown/guests,2022,1350\n"


@pytest.fixture
def waiting(town: Town) -> Town:
    """The repository with two years that wait for their values."""
    town.actuals.write_text(BLANK, "utf-8")
    return town


@pytest.mark.parametrize(("command", "table"), [("add-actual", ""), ("sheet import", SHEET), ("import-actuals", TABLE)])
@pytest.mark.parametrize("keep_going", [(), ("--keep-going",)])
def test_recording_fills_it_in(run: Run, waiting: Town, command: str, table: str, keep_going: tuple[str, ...]) -> None:
    Path("back.csv").write_text(table, "utf-8-sig")
    given = ["back.csv"] if table else ["guests", "2022", "1350"]
    result = run(*command.split(), *given, *keep_going)
    assert result.code == 0, result.err
    assert waiting.actuals.read_text("utf-8") == BLANK.replace("2022:   #", "2022: 1350   #")
    assert run("validate", "--format", "concise").out.count("value-needs-status") == 1


def test_that_there_is_no_value_fills_it_in_too(run: Run, waiting: Town) -> None:
    assert run("add-actual", "guests", "2022", "未公表").code == 0
    assert "    2022: {status: missing" in waiting.actuals.read_text("utf-8")


@pytest.mark.parametrize("command", [["add-actual", "guests", "2022", "1350"], ["sheet", "import", "back.csv"]])
def test_what_else_is_wrong_in_the_file_keeps_it_from_being_filled_in(
    run: Run, waiting: Town, command: list[str]
) -> None:
    Path("back.csv").write_text(SHEET, "utf-8-sig")
    wrong = BLANK.replace("2021: 1300", "2021: {status: provisional}")
    waiting.actuals.write_text(wrong, "utf-8")
    result = run(*command)
    assert result.code == 1
    assert result.err.count("value-needs-status") == 1
    assert waiting.actuals.read_text("utf-8") == wrong


def test_nothing_is_computed_from_it(run: Run, waiting: Town) -> None:
    result = run("status")
    assert (result.code, result.out) == (1, "")
    assert result.err.count("value-needs-status") == 2
