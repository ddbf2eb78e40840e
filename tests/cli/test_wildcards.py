"""Wildcards and folders as arguments: shells on Windows expand none, so that kpitrack does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run, Town

TABLE = "指標名,単位,2022,2023\n移住者数（累計）,人,20,{value}\n"


@pytest.fixture
def back(town: Town) -> Path:
    folder = town.root / "back" / "企画課"
    folder.mkdir(parents=True)
    (folder / "2.csv").write_text("指標名,単位,2023\n延べ宿泊者数,人,1400\n", "utf-8")
    (folder.parent / "1.csv").write_text("指標名,単位,2023\n移住者数（累計）,人,30\n", "utf-8")
    (folder.parent / "~$1.xlsx").write_bytes(b"\x06")
    (folder.parent / "notes.txt").write_text("memo")
    return folder.parent


@pytest.mark.parametrize("argument", ["back", "back/**/*.csv", "back/1.csv back/企画課/*.csv", "b?ck"])
def test_tables_of_departments(run: Run, town: Town, back: Path, argument: str) -> None:
    result = run("import-actuals", *argument.split())
    assert result.code == 0, result.err
    values = {kpi["kpi"]: kpi["actual"]["value"] for kpi in json.loads(run("status", "--format", "json").out)["kpis"]}
    assert values == {"movers": 30, "guests": 1400}


def test_what_is_passed_over_is_named(run: Run, back: Path) -> None:
    said = run("import-actuals", back, "--dry-run").err
    assert "passed over: " in said
    assert "notes.txt" in said


@pytest.mark.parametrize("command", ["import-actuals", "import-strategy", "validate"])
@pytest.mark.usefixtures("town")
def test_what_fits_nothing(run: Run, command: str) -> None:
    result = run(command, "*.xls?")
    assert (result.code, "no file fits *.xls?" in result.err) == (2, True)
    result = run(command, "none.xlsx")
    assert (result.code, "there is no file none.xlsx" in result.err) == (2, True)


def test_validate_takes_them_too(run: Run, town: Town) -> None:
    town.actuals.write_text("strategy: town\nactuals: {movers: {2021: x}}\n", "utf-8")
    assert run("validate", "data/act*/*.yaml").code == 1
    assert run("validate", "data/strat*").code == 0
