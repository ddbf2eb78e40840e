"""The tables of ``export csv`` are understood by the imports, by the names of their columns and by their headings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..conftest import Run, Town

HEADINGS = pytest.mark.parametrize("dressed", [(), ("--bom", "--headings", "ja")], ids=["names", "headings"])


def _exported(run: Run, dressed: tuple[str, ...]) -> None:
    assert run("export", "csv", "--out", "out", "--as-of", "2022", *dressed).code == 0


@HEADINGS
def test_actuals_are_recorded_again(run: Run, town: Town, dressed: tuple[str, ...]) -> None:
    before = town.actuals.read_text("utf-8")
    _exported(run, dressed)
    result = run("import-actuals", "out/actuals.csv")
    assert result.code == 0
    assert "2 KPIs matched" in result.err
    assert town.actuals.read_text("utf-8") == before
    town.actuals.write_text("strategy: town\n", "utf-8")
    assert run("import-actuals", "out/actuals.csv").code == 0
    document = json.loads(run("show", "town/movers", "--as-of", "2022", "--format", "json").out)
    assert [(one["year"], one["value"], one["status"]) for one in document["series"] if one.get("value") is not None] == [
        (2021, 10, "normal"), (2022, 20, "provisional"),
    ]  # fmt: skip


def test_a_status_that_a_table_cannot_say_is_left_and_never_made_final(run: Run, town: Town) -> None:
    town.actuals.write_text(
        "strategy: town\nactuals:\n  guests: {2021: 1300, 2022: {value: 5, status: break, note: 改定}}\n", "utf-8"
    )
    _exported(run, ())
    town.actuals.write_text("strategy: town\n", "utf-8")
    result = run("import-actuals", "out/actuals.csv", "--format", "json")
    assert result.code == 0
    assert "1300" in town.actuals.read_text("utf-8")
    assert "2022" not in town.actuals.read_text("utf-8")
    (sheet,) = json.loads(result.out)["files"][0]["sheets"]
    assert sheet["cells"]["used"] + sheet["cells"]["left"] == sheet["cells"]["filled"]
    assert sheet["cells"]["used"] >= 3


@HEADINGS
def test_small_numbers_words_and_what_is_computed(run: Run, town: Town, dressed: tuple[str, ...]) -> None:
    """What is computed is not recorded; the rest is, a step of a scale by its word."""
    town.strategy.write_text(
        town.strategy.read_text("utf-8")
        + """\
          - {id: plan, name: 計画, unit: "", scale: [未 着手, =調整中, 済], target: {year: 2025, value: 済}}
          - {id: share, name: 濃度, unit: g, indicator: "town:x", target: {year: 2025, value: 1.0e-6}}
          - {id: all, name: 合計, unit: g, computed: {indicator: "town:x", take: sum}, target: {year: 2025, value: 1}}
""",
        "utf-8",
    )
    town.actuals.write_text(
        "strategy: town\nactuals:\n  plan: {2021: 未 着手, 2022: 済}\n  share: {2021: 5.0e-7, 2022: 1.0e+17}\n", "utf-8"
    )
    _exported(run, dressed)
    assert "all," in Path("out/actuals.csv").read_text("utf-8").replace("town/all", "all")
    town.actuals.write_text("strategy: town\n", "utf-8")
    result = run("import-actuals", "out/actuals.csv")
    assert result.code == 0, result.err
    assert "    2021: 未 着手\n    2022: 済\n" in town.actuals.read_text("utf-8")
    series = json.loads(run("show", "town/share", "--as-of", "2022", "--format", "json").out)["series"]
    assert {one["year"]: one["value"] for one in series if one.get("value") is not None} == {2021: 5e-7, 2022: 1e17}


@HEADINGS
def test_kpis_are_drafted_with_their_years_and_values(run: Run, town: Town, dressed: tuple[str, ...]) -> None:
    _exported(run, dressed)
    result = run("import-strategy", "out/kpis.csv")
    assert result.code == 0
    assert "name: 移住者数（累計）" in result.out
    assert "baseline: {year: 2020, value: 0}" in result.out
    assert "target: {year: 2025, value: 50}" in result.out
    assert "baseline: {year: 2020, value: 1200}" in result.out
    assert "target: {year: 2025, value: 50}" in result.out
    guests = result.out.partition("延べ宿泊者数")[2]
    assert "\n        target:" not in guests  # a percentage of the baseline, which is no number to reach


def test_a_name_keeps_its_own_apostrophe_and_loses_that_of_the_export(run: Run, town: Town) -> None:
    text = (
        town.strategy.read_text("utf-8")
        .replace("移住者数（累計）", '"\'70年代の町並み"')
        .replace("延べ宿泊者数", '"=1+1"')
    )
    town.strategy.write_text(text, "utf-8")
    _exported(run, ())
    drafted = run("import-strategy", "out/kpis.csv").out
    assert 'name: "\'70年代の町並み"' in drafted
    assert 'name: "=1+1"' in drafted or "name: =1+1" in drafted


@HEADINGS
def test_files_of_another_version_are_known_by_what_they_hold(run: Run, town: Town, dressed: tuple[str, ...]) -> None:
    """One column of theirs is called differently, another one is not there yet: no other column is taken for a value."""
    _exported(run, dressed)
    for file, now, then in (
        ("kpis.csv", "superseded_from", "superseded"), ("kpis.csv", "次の戦略に移る年度", "次の戦略に移行"),
        ("actuals.csv", ",word\n", "\n"), ("actuals.csv", ",言葉\n", "\n"),
    ):  # fmt: skip
        text = Path("out", file).read_text("utf-8")
        Path("out", file).write_text(text.replace(now, then, 1), "utf-8")
    drafted = run("import-strategy", "out/kpis.csv").out
    assert "baseline: {year: 2020, value: 1200}" in drafted
    assert "target: {year: 2025, value: 50}" in drafted
    assert "2 KPIs matched" in run("import-actuals", "out/actuals.csv").err


def test_another_table_with_some_of_these_headings_is_read_as_ever(run: Run, town: Town) -> None:
    Path("mine.csv").write_text("name,unit,baseline,target\n来訪者数,人,10,20\n", "utf-8")
    assert "来訪者数" in run("import-strategy", "mine.csv").out


@HEADINGS
def test_a_step_of_a_scale_is_drafted_as_no_number(run: Run, town: Town, dressed: tuple[str, ...]) -> None:
    plan = '          - {id: plan, name: 計画, unit: "", scale: [未, 済], baseline: {year: 2020, value: 未}, target: {value: 済}}\n'
    town.strategy.write_text(town.strategy.read_text("utf-8") + plan, "utf-8")
    _exported(run, dressed)
    result = run("import-strategy", "out/kpis.csv")
    assert result.code == 0
    assert "計画" not in result.out
    assert "計画" in result.err
