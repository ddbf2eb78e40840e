"""``kpitrack review`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import widest

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]
OURS = ("nagano-shinshu", "ibaraki", "tsuruoka-2", "sapporo-miraisousei")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_our_own_data(run: Run, language: str) -> None:
    result = run("review", *OURS, "--root", ROOT, "--year", "2026", "--lang", language, columns=80)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= 80
    golden.matches(f"review-80-{language}.txt", result.out)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_a_year_in_which_much_is_asked_for(run: Run, language: str, columns: int) -> None:
    result = run(
        "review", "nagano-shinshu", "ibaraki", "--root", ROOT, "--year", "2018", "--lang", language, columns=columns
    )
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"review-2018-{columns}-{language}.txt", result.out)


def test_what_is_asked_of_each_department(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8")
    text = text.replace("title: 移住の促進\n", "title: 移住の促進\n        department: 企画課\n")
    text = text.replace(
        "            name: 延べ宿泊者数\n", "            name: 延べ宿泊者数\n            department: 観光課\n"
    )
    town.strategy.write_text(text, "utf-8")
    lines = [line for line in run("review", "--year", "2023", "--lang", "ja", columns=80).out.splitlines() if line]
    assert lines[:3] == [
        "期限の来た実績2件のうち1件が入力済み",
        "  観光課  ................ 0/1",
        "  企画課  ################ 1/1",
    ]
    assert lines[5:] == [
        "企画課  実績1件、評価1件",
        "  集める実績値",
        "    確定待ち  2022  移住者数（累計）  town/movers",
        "  評価すること（2022年度の取組）",
        "    ○ 順調  移住者数（累計）  town/movers",
        "観光課  実績1件",
        "  集める実績値",
        "    今年度  2022  延べ宿泊者数  town/guests",
    ]
    found = json.loads(run("review", "--year", "2023", "--format", "json").out)["freshness"]
    assert found == {
        "due": 2, "in": 1, "kpis": 2, "without_department": 0, "departments": [
            {"department": "企画課", "due": 1, "in": 1}, {"department": "観光課", "due": 1, "in": 0},
        ],
    }  # fmt: skip
    town.strategy.write_text(text.replace("        department: 企画課\n", ""), "utf-8")
    shown = run("review", "--year", "2023", "--lang", "ja", columns=80).out
    assert "期限の来た実績2件のうち1件が入力済み、担当課のないKPI 1件\n" in shown
    assert "（担当課なし）  実績1件、評価1件\n" in shown


def test_of_many_organisations_those_are_named_whose_values_are_not_all_in(run: Run, town: Town) -> None:
    """Departments of the same name in different towns are not one department."""
    for n in range(25):
        name = f"other-{n}"
        (town.root / f"data/strategies/{name}.yaml").write_text(
            f"id: {name}\ntitle: 戦略\norganization: {{name: 町{n:02}}}\nperiod: {{start: 2021, end: 2025}}\nsource: 例\ngoals:\n"
            "  - {id: g, title: 目標, department: 企画課, kpis: [{id: k, name: 指標, unit: 件, better: higher, "
            "baseline: {year: 2020, value: 1}, target: {year: 2025, value: 9}}]}\n",
            "utf-8",
        )
        if n < 3:
            (town.root / f"data/actuals/{name}.yaml").write_text(
                f"strategy: {name}\nactuals: {{k: {{2022: 5}}}}\n", "utf-8"
            )
    lines = run("review", "--year", "2023", "--lang", "ja", columns=80).out.splitlines()
    assert lines[0] == "期限の来た実績27件のうち4件が入力済み、担当課のないKPI 2件"
    assert len([line for line in lines if line.startswith("  町") and line.endswith(" 0/1")]) == 20
    assert "  ほか3団体" in lines
    assert "期限の来た実績がすべて入力済みの団体：3" in lines
    assert not any(line.startswith("  企画課") for line in lines)


def test_the_sheet_for_the_committee(run: Run) -> None:
    result = run("review", "nagano-shinshu", "--root", ROOT, "--year", "2018", "--lang", "ja", "--format", "markdown")
    golden.matches("review-ja.md", result.out)


def test_a_judgement_stands_beside_the_computed_status(run: Run) -> None:
    found = json.loads(run("review", "nagano-shinshu", "--root", ROOT, "--year", "2018", "--format", "json").out)
    first = found["strategies"][0]["judgements"][0]
    assert first["ref"] == "nagano-shinshu/total-fertility-rate"
    assert first["evaluation"]["judgement"] == "C"
    assert first["evaluation"]["on"] == "2018-09-20"
    assert first["status"] == "off_track"


def test_what_the_year_asks_for(run: Run, town: Town) -> None:
    with town.strategy.open("a", encoding="utf-8") as file:
        file.write("reviews: [{year: 2022, kind: midterm, title: 中間見直し}]\n")
    result = run("review", "--as-of", "2023", "--format", "csv")
    rows = [(row["todo"], row["state"], row["ref"], row["years"]) for row in csv.DictReader(io.StringIO(result.out))]
    assert rows == [
        ("collect", "provisional", "town/movers", "2022"),
        ("collect", "due", "town/guests", "2022"),
        ("judge", "missing", "town/movers", "2022"),
        ("decide", "overdue", "", "2022"),
    ]
    document = json.loads(run("review", "--year", "R5", "--format", "json").out)
    assert (document["year"], document["summary"]) == (
        2023,
        {"values": 2, "judgements": 1, "decisions": 1, "verifications": 0},
    )
    assert document["strategies"][0]["judged_year"] == 2022


def test_csv_tells_what_is_overdue_from_what_is_due(run: Run, town: Town) -> None:
    with town.strategy.open("a", encoding="utf-8") as file:
        file.write("reviews: [{year: 2023, kind: midterm, title: 中間}, {year: 2024, kind: final, title: 最終}]\n")
    result = run("review", "--year", "2024", "--format", "csv")
    rows = [(row["todo"], row["state"], row["ref"], row["years"]) for row in csv.DictReader(io.StringIO(result.out))]
    assert rows == [
        ("collect", "due", "town/movers", "2023"),
        ("collect", "provisional", "town/movers", "2022"),
        ("collect", "overdue", "town/guests", "2022"),
        ("collect", "due", "town/guests", "2023"),
        ("decide", "overdue", "", "2023"),
        ("decide", "due", "", "2024"),
    ]


def test_the_sheet_leaves_room_where_nothing_is_judged(run: Run, town: Town) -> None:
    sheet = run("review", "--year", "2023", "--lang", "ja", "--format", "markdown").out
    assert "| 2022年度の評価 |  |" in sheet
    assert "☐ 継続" in sheet
    assert "| 委員会の意見 |  |" in sheet
    assert "☑" not in sheet


def test_the_sheet_after_the_judgement(run: Run, town: Town) -> None:
    run(
        "add-evaluation",
        "m1",
        "2022",
        "--judgement",
        "A|B",
        "--next",
        "expand",
        "--by",
        "検証委員会",
        "--on",
        "2023-08-01",
    )
    sheet = run("review", "--year", "2023", "--lang", "ja", "--format", "markdown").out
    assert "| 2022年度の評価 | A\\|B |" in sheet
    assert "☑ 拡充" in sheet
    assert "検証委員会、2023-08-01" in sheet or "検証委員会, 2023-08-01" in sheet


def test_nothing_left_to_do(run: Run, town: Town) -> None:
    assert "Nothing is asked for in: town" in run("review", "--as-of", "2021").out


def test_a_comment_of_several_lines_keeps_them(run: Run, town: Town) -> None:
    with town.strategy.open("a", encoding="utf-8") as file:
        file.write("""\
  - id: bare
    title: 役割
    evaluations:
      2022:
        judgement: 良好
        comment: |
          一行目 | 表
          二行目
        by: 委員会
""")
    shown = run("review", "--year", "2023", "--lang", "ja").out.splitlines()
    at = shown.index("      一行目 | 表")
    assert shown[at - 1 : at + 2] == ["      計算による判定：KPIなし", "      一行目 | 表", "      二行目"]
    sheet = run("review", "--year", "2023", "--lang", "ja", "--format", "markdown").out
    assert "| コメント | 一行目 \\| 表<br>二行目 |" in sheet


def test_the_words_of_a_year_and_what_outsiders_say_of_it(run: Run, town: Town) -> None:
    with town.strategy.open("a", encoding="utf-8") as file:
        file.write("""\
  - id: bare
    title: 役割
    evaluations:
      2022:
        judgement: 良好
        done: 相談会を開いた
        result: 移住者が増えた
        issues: 住まいが足りない
        plan: 空き家を紹介する
        comment: 窓口を一つにした
        external: {judgement: 妥当, comment: 周知を, by: 有識者会議, on: 2023-08-01}
grants: [{id: g, title: 推進交付金, start: 2021, end: 2022, verified: {2021: {outcome: 有効}}}]
""")
    shown = run("review", "--year", "2023", "--lang", "ja").out
    for line in ("取組: 相談会を開いた", "成果: 移住者が増えた", "課題: 住まいが足りない", "今後の方針: 空き家を紹介する", "コメント: 窓口を一つにした",
                 "外部評価: 妥当 / 周知を / 有識者会議, 2023-08-01", "推進交付金  2022"):  # fmt: skip
        assert f"{line}\n" in shown
    sheet = run("review", "--year", "2023", "--lang", "ja", "--format", "markdown").out
    assert "| 取組 | 相談会を開いた |" in sheet
    assert "| 委員会の意見 | 妥当 / 周知を / 有識者会議, 2023-08-01 |" in sheet
    document = json.loads(run("review", "--year", "2023", "--format", "json").out)
    assert document["strategies"][0]["verifications"] == [{"grant": "g", "title": "推進交付金", "years": [2022]}]
    said = [one["evaluation"] for one in document["strategies"][0]["judgements"] if one["ref"] == "town/bare"]
    assert (said[0]["issues"], said[0]["external"]["by"]) == ("住まいが足りない", "有識者会議")
