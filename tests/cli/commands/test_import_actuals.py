"""``kpitrack import-actuals`` as its users meet it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from kpitrack.cli.commands import import_actuals

from ..conftest import Run, Town

ESTAT = """\
"統計名：","社会・人口統計体系"
"表番号：","0000020201"
"表題：","Ａ　人口・世帯"
"***","数字が得られないもの"

"調査年 コード","調査年","地域 コード","地域","/項目","A1101_総人口【人】","A1301_15歳未満人口【人】"
"2015100000","2015年度","06203","山形県 鶴岡市","","129,652","15,500"
"2020100000","2020年度","06203","山形県 鶴岡市","","122,347","13,000"
"2020100000","2020年度","06204","山形県 酒田市","","100,273","***"
"""
"""After the published description of downloads from e-Stat's 社会・人口統計体系: notes, then area codes by years."""

RESAS = """\
集計年,都道府県コード,都道府県名,市区町村コード,市区町村名,総人口（人）,年少人口（人）
2015,06,山形県,06203,鶴岡市,129652,15500
2020,06,山形県,06203,鶴岡市,122347,13000
2020,06,山形県,06204,酒田市,100273,10000
"""
"""After the published description of RESAS's 人口構成: a row for each area and year."""

POPULATION = """
      - {id: population, name: 総人口, unit: 千人, target: {year: 2025, hold: at_least, value: 118}, baseline: {year: 2010, value: 136.6}}
"""


def table(path: Path, *rows: list[object], encoding: str = "cp932") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def with_population(town: Town) -> None:
    path = town.root / "data/strategies/town.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    measures:\n", f"    kpis:{POPULATION}    measures:\n", 1), "utf-8")


def test_years_across_by_name_and_by_id_in_one_go(run: Run, town: Town, tmp_path: Path) -> None:
    wide = table(
        tmp_path / "wide.csv",
        ["指標名", "単位", "R3", "R4", "R5"],
        ["移住者数（累計）", "人", "10", "20", "31"],
        ["guests", "人", "1,300", "1,350", "約1,400"],
    )
    before = town.actuals.read_bytes()
    dry = run("import-actuals", wide, "--root", town.root, "--dry-run")
    assert dry.code == 0
    assert "+    2023: 31" in dry.out
    assert town.actuals.read_bytes() == before
    result = run("import-actuals", wide, "--root", town.root)
    assert result.code == 0, result.err
    text = town.actuals.read_text("utf-8")
    assert "    2023: 31\n" in text
    assert "    2022: 1350\n" in text
    assert "# 県の公表待ち" in text
    assert "E3 “約1,400”: " in result.err
    again = run("import-actuals", wide, "--root", town.root)
    assert again.code == 0
    assert "everything is recorded already" in again.err


def test_a_word_under_a_heading_for_preliminary_figures_is_preliminary(run: Run, town: Town, tmp_path: Path) -> None:
    plan = '          - {id: plan, name: 計画, unit: "", scale: [未, 済], target: {year: 2025, value: 済}}\n'
    town.strategy.write_text(town.strategy.read_text("utf-8") + plan, "utf-8")
    wide = table(tmp_path / "wide.csv", ["kpi", "2021年度", "2022年度（速報値）"], ["town/plan", "未", "済"])
    result = run("import-actuals", wide, "--root", town.root)
    assert result.code == 0, result.err
    series = json.loads(run("show", "town/plan", "--root", town.root, "--format", "json").out)["series"]
    told = [(one["year"], one["status"]) for one in series if one["value"] is not None]
    assert told == [(2021, "normal"), (2022, "provisional")]


def test_years_down_and_target_rows(run: Run, town: Town, tmp_path: Path) -> None:
    long = table(
        tmp_path / "long.csv", ["指標名", "年度", "目標値", "実績値"],
        ["延べ宿泊者数", "令和4年度", "1,500", "1,350人"],
        ["延べ宿泊者数", "令和5年度", "1,600", "1,420人"],
    )  # fmt: skip
    result = run("import-actuals", long, "--root", town.root, "--format", "json")
    assert result.code == 0, result.err
    document = json.loads(result.out)
    assert document["left_out"] == document["not_checked"] == []
    assert document["kpis"] == [
        {
            "kpi": "town/guests", "name": "延べ宿泊者数", "unit": "人", "better": None,
            "baseline": {"year": 2020, "value": 1200}, "target": {"year": 2025, "value": 1800, "form": "percent_change"},
            "milestones": {}, "actuals": {"2022": 1350, "2023": 1420},
        }
    ]  # fmt: skip
    cells = document["files"][0]["sheets"][0]["cells"]
    assert cells["used"] + cells["left"] == cells["filled"] == 12


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "2022", "2023"], ["guests", 1350, 1420]],
        [["ref", "名称", "2022", "2023"], ["town/guests", "宿泊", 1350, 1420]],
        [["No.", "ID", "R4", "R5"], [1, "guests", 1350, 1420], [2, "others", 1, 2]],
        [["", "令和4年度", "令和5年度"], ["延べ宿泊者数", 1350, 1420]],
        [["id", "year", "value"], ["guests", 2022, 1350], ["guests", 2023, 1420]],
        [["年度", "延べ宿泊者数"], ["令和4年度", 1350], ["令和5年度", 1420]],
        [["year", "others", "guests"], [2022, 1, 1350], [2023, 2, 1420]],
    ],
)
def test_what_a_known_kpi_is_called_shows_where_the_names_stand(
    run: Run, town: Town, tmp_path: Path, rows: list[list[str]]
) -> None:
    result = run("import-actuals", table(tmp_path / "plain.csv", *rows), "--root", town.root, "--format", "json")
    assert result.code == 0, result.err
    (kpi,) = json.loads(result.out)["kpis"]
    assert (kpi["kpi"], kpi["actuals"]) == ("town/guests", {"2022": 1350, "2023": 1420})


def test_another_value_is_refused_and_nothing_written(run: Run, town: Town, tmp_path: Path) -> None:
    other = table(tmp_path / "other.csv", ["KPI", "2021", "2023"], ["guests", "1,299", "1,420"])
    before = town.actuals.read_bytes()
    result = run("import-actuals", other, "--root", town.root)
    assert result.code == 1
    assert "1300" in result.err
    assert town.actuals.read_bytes() == before
    assert run("import-actuals", other, "--root", town.root, "--replace").code == 0
    assert "2021: 1299" in town.actuals.read_text("utf-8")


def test_near_misses_are_asked_about_and_what_is_decided_is_kept(run: Run, town: Town, tmp_path: Path) -> None:
    near = table(tmp_path / "near.csv", ["指標名", "R5"], ["延べ宿泊客数", "1,420"], ["図書館の貸出冊数", "5"])
    mapping = tmp_path / "map.yaml"
    result = run("import-actuals", near, "--root", town.root, "--map", mapping)
    assert result.code == 1
    assert "town/guests" in result.err
    assert '"延べ宿泊客数": null  # town/guests' in mapping.read_text("utf-8")
    mapping.write_text(mapping.read_text("utf-8").replace("null", "town/guests"), "utf-8")
    assert run("import-actuals", near, "--root", town.root, "--map", mapping).code == 0
    assert "2023: 1420" in town.actuals.read_text("utf-8")
    mapping.write_text("rows: [1", "utf-8")
    assert run("import-actuals", near, "--root", town.root, "--map", mapping).code == 2


def test_what_estat_and_resas_give_out(run: Run, town: Town, tmp_path: Path) -> None:
    with_population(town)
    (tmp_path / "estat.csv").write_bytes(ESTAT.encode("cp932"))
    (tmp_path / "resas.csv").write_bytes(RESAS.encode("cp932"))
    result = run("import-actuals", tmp_path / "estat.csv", "--root", town.root)
    assert result.code == 0, result.err
    text = town.actuals.read_text("utf-8")
    assert "    2015: 129.652\n    2020: 122.347\n" in text
    assert "100" not in text.partition("population")[2]
    again = run("import-actuals", tmp_path / "resas.csv", "--root", town.root)
    assert again.code == 0, again.err
    assert "everything is recorded already" in again.err


def test_targets_are_no_actuals(run: Run, town: Town, tmp_path: Path) -> None:
    plans = table(tmp_path / "plans.csv", ["指標名", "目標値(R5)"], ["延べ宿泊者数", "1,420"])
    before = town.actuals.read_bytes()
    result = run("import-actuals", plans, "--root", town.root)
    assert result.code == 1
    assert "B2 “1,420”: no actual" in result.err
    assert town.actuals.read_bytes() == before


def test_thirty_kpis_of_five_years(run: Run, town: Town, tmp_path: Path) -> None:
    kpis = "".join(
        f"          - {{id: k{i}, name: 指標その{i}, unit: 件, target: {{year: 2025, value: 900}}}}\n"
        for i in range(30)
    )
    path = town.root / "data/strategies/town.yaml"
    path.write_text(path.read_text("utf-8") + kpis, "utf-8")
    rows = [[i + 1, f"指標その{i}", *(f"{1000 * i + year:,}件" for year in range(5))] for i in range(30)]
    wide = table(tmp_path / "wide.csv", ["No", "指標名", "R1", "R2", "R3", "R4", "R5"], *rows)
    result = run("import-actuals", wide, "--root", town.root)
    assert result.code == 0, result.err
    assert "150 entries recorded" in result.err
    assert sum(line.startswith("+    20") for line in result.out.splitlines()) == 150


def test_what_is_typed_on_a_terminal(run: Run, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    near = table(tmp_path / "near.csv", ["指標名", "R5"], ["延べ宿泊客数", "1,420"])
    town.strategy.write_text(
        town.strategy.read_text("utf-8").replace("name: 延べ宿泊者数", "name: {ja: 延べ宿泊者数, en: Guests}"), "utf-8"
    )
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(import_actuals, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))

    def stop(*_: object, **__: object) -> str:
        raise typer.Abort

    monkeypatch.setattr("typer.prompt", stop)
    stopped = run("import-actuals", near)
    assert (stopped.code, "interrupted" in stopped.err) == (130, True)
    assert "town/guests  Guests\n" in stopped.err
    for typed in ("²", "9"):
        monkeypatch.setattr("typer.prompt", lambda *_, typed=typed, **__: typed)
        run("import-actuals", near)
        assert "1420" not in town.actuals.read_text("utf-8")
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "１")
    assert run("import-actuals", near).code == 0
    assert "2023: 1420" in town.actuals.read_text("utf-8")
