"""A name is found however it is typed, in the files and on the command line."""

from __future__ import annotations

import json
import unicodedata

import pytest

from .conftest import Run, Town

NAME, DEPARTMENT = "がんばり町", "デジタル課"


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("in_file", [NAME, _apart(NAME), f"\u3000{NAME} "])
@pytest.mark.parametrize("typed", [NAME, _apart(NAME), f" {NAME}\u3000"])
def test_an_organisation(run: Run, town: Town, in_file: str, typed: str) -> None:
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("name: 例示町", f'name: "{in_file}"'), "utf-8")
    result = run("status", "--org", typed, "--format", "json", "--as-of", "2023")
    assert result.code == 0, result.err
    assert [one["organization"]["name"] for one in json.loads(result.out)["kpis"]] == [NAME, NAME]
    found = run("validate", "--select", "name-not-normal", "--format", "json", "--as-of", "2023")
    assert json.loads(found.out)["summary"]["warnings"] == int(in_file != NAME)


@pytest.mark.parametrize("in_file", [DEPARTMENT, _apart(DEPARTMENT)])
@pytest.mark.parametrize("typed", [DEPARTMENT, _apart(DEPARTMENT)])
def test_a_department(run: Run, town: Town, in_file: str, typed: str) -> None:
    text = town.strategy.read_text("utf-8").replace("unit: 人", f"unit: 人\n            department: {in_file}", 1)
    town.strategy.write_text(text, "utf-8")
    assert run("sheet", "export", "out.xlsx", "--year", "2023", "--department", typed).code == 0
    result = run("sheet", "export", "other.xlsx", "--year", "2023", "--department", "デジタル科")
    assert result.code == 2
    assert f"did you mean “{DEPARTMENT}”?" in result.err
