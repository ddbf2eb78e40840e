"""From KPI lists to drafts: what is understood, what is left open, and nothing invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpitrack.exchange.spreadsheet.cells import Cell, Sheet
from kpitrack.exchange.table.draft import write_drafts
from kpitrack.exchange.table.reading import read_tables
from kpitrack.model.strategy import Strategy
from kpitrack.repository.yaml.exact import read_exact

from .sheets import drafted as drafted_of
from .sheets import fields as fields_of
from .sheets import left, read, sheet


def drafted(*rows: Sequence[object]) -> tuple[Strategy, str]:
    return drafted_of(read(sheet(*rows)))


def fields(strategy: Strategy) -> list[dict[str, Any]]:
    return [placed.item.model_dump(exclude_none=True, exclude_defaults=True) for placed in strategy.kpis()]


def test_tsuruoka() -> None:
    # 鶴岡市「第2期鶴岡市まち・ひと・しごと創生総合戦略」（2021年3月改訂）の表
    strategy, text = drafted(
        ["項目", "現状値", "成果指標"],
        ["移住定住施策によるテレワーク実践者数（累計）", "0件 (2020(令和2)年度)", "12件 (2024(令和6)年度)"],
        [
            "移住サポートプログラムにおける複数回（年度内）参加者数（累計）",
            "7人 (2020(令和2)年度)",
            "47人 (2024(令和6)年度)",
        ],
        ["ふるさと納税における2年連続納税者数", "3,141人 (2020(令和2)年度)", "12,600人 (2024(令和6)年度)"],
    )
    assert [(one["unit"], one["baseline"], one["target"]) for one in fields(strategy)] == [
        ("件", {"year": 2020, "value": 0}, {"year": 2024, "value": 12}),
        ("人", {"year": 2020, "value": 7}, {"year": 2024, "value": 47}),
        ("人", {"year": 2020, "value": 3141}, {"year": 2024, "value": 12600}),
    ]
    assert [one.get("accumulation") for one in fields(strategy)] == ["running_total", "running_total", None]
    assert (strategy.period.start, strategy.period.end) == (2020, 2024)
    assert strategy.title == "TODO"
    assert "# C4: 12,600人 (2024(令和6)年度)" in text


def test_words_that_may_be_steps_are_told_from_numbers() -> None:
    strategy, text = drafted(
        ["指標名", "単位", "基準値(R3)", "R4実績値", "R5実績値", "目標値(R8)"],
        ["支援の評価", "ランク", "C", "C", "Ｂ", "A"],
        ["満足度", "%", "60", "-", "62", "70"],
        ["人口", "人", "多い", "100", "95", "維持"],
    )
    assert "these are words: C, Ｂ, A. If they are steps, write scale: [C, Ｂ, A], the worst first" in text
    assert text.count("these are words") == 1
    assert fields(strategy)[0].get("baseline") is None


def test_headings_of_two_rows_goals_and_measures() -> None:
    strategy, text = drafted(
        ["第2期例示市総合戦略　KPI一覧（令和2年度～令和6年度）"],
        ["基本目標", "施策", "指標名", "単位", "現状値", None, "目標値", None, "所管課", "出典"],
        [None, None, None, None, "年度", "値", "年度", "値"],
        [
            "基本目標1　しごとをつくる",
            "（1）起業の支援",
            "創業件数",
            "件",
            "R1",
            12,
            "R6",
            "60件以上",
            "産業課",
            "商工会調べ",
        ],
        [None, None, "就農者数", "人", "令和元年度", 3.0, "令和6年度末", "約20人", "農政課"],
        ["基本目標2　ひとの流れ", None, "社会増減", "人", "H31.3", "▲120", "R6", "▲60"],
    )
    assert (strategy.title, strategy.period.start, strategy.period.end) == (
        "第2期例示市総合戦略 KPI一覧（令和2年度～令和6年度）", 2020, 2024,
    )  # fmt: skip
    first, second = strategy.goals
    assert (first.number, first.title, second.title) == ("基本目標1", "しごとをつくる", "ひとの流れ")
    assert first.measures
    assert (first.measures[0].number, first.measures[0].title) == ("（1）", "起業の支援")
    one, two, three = fields(strategy)
    assert one["target"] == {"year": 2024, "value": 60}
    assert (one["better"], one["department"], one["source"]) == ("higher", "産業課", "商工会調べ")
    assert two["target"] == {"year": 2024, "value": 20, "approximate": True}
    assert three["baseline"] == {"year": 2018, "value": -120}
    assert "# A1" in text


def test_years_in_headings_and_targets_for_several_years() -> None:
    strategy, _ = drafted(
        ["指標（単位）", "基準値（H30）", "目標値", None, None],
        [None, None, "R2", "R4", "R6"],
        ["農業産出額（億円）", 43.5, 44, 45, 46],
        ["刑法犯認知件数", "120件", "110件", "100件", "90件未満"],
    )
    one, two = fields(strategy)
    assert one["unit"] == "億円"
    assert one["baseline"] == {"year": 2018, "value": 43.5}
    assert one["milestones"] == {2020: 44, 2022: 45}
    assert one["target"] == {"year": 2024, "value": 46}
    assert two["target"] == {"year": 2024, "value": 90, "strict": True}
    assert two["better"] == "lower"


def test_a_unit_keeps_its_power_of_ten() -> None:
    strategy, _ = drafted(
        ["指標", "現況値", "目標値"],
        ["市内総生産", "2,345億円（令和3年度）", "2,500億円（R11）"],
        ["寄附額", "9,800万円（R3）", "2億円（R11）"],
    )
    one, two = fields(strategy)
    assert (one["unit"], one["baseline"]["value"], one["target"]["value"]) == ("億円", 2345, 2500)
    assert (two["unit"], two["baseline"]["value"], two["target"]["value"]) == ("円", 98_000_000, 200_000_000)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2倍", {"times_baseline": 2}),
        ("3割減", {"percent_change": -0.3}),
        ("30人増", {"change": 30}),
        ("延伸", {"improve": True}),
        ("全国1位", {"value": 1}),
    ],
)
def test_forms_of_targets(target: str, expected: dict[str, Any]) -> None:
    strategy, _ = drafted(["指標名", "現状値", "目標値(R6)"], ["ある指標", 100, target])
    assert fields(strategy)[0]["target"] == {"year": 2024, **expected}


@pytest.mark.parametrize(
    "target",
    [
        "現状維持",
        "改善",
        "年4%",
        "4億3,0000万円",
        "なし",
        "0.5ポイント改善",
        "44.2% 34市町村",
        "=B2*2",
    ],
)
def test_what_is_not_understood_is_said_with_its_cell(target: str) -> None:
    rows = sheet(["指標名", "現状値", "目標値(R6)"], ["ある指標", 100, target])
    cells = rows.rows[1]
    formula = Cell(2, 3, target, formula=target.startswith("="))
    text = write_drafts(
        read_tables([("list.xlsx", [Sheet("一覧", (rows.rows[0], (*cells[:2], formula)))])]), "list.xlsx"
    ).strategy
    assert "target:" not in text
    assert f"# C2 “{target}”" in text


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [
        ("93%", "93%超", {"better": "higher", "target": {"year": 2025, "value": 93, "strict": True}}),
        ("1,000人/年", "1,000人以上/年", {"unit": "人/年", "better": "higher", "target": {"year": 2025, "value": 1000}}),
        ("―", "2033年までに1万ha程度の増加",
         {"unit": "ha", "target": {"year": 2033, "change": 10000, "approximate": True}}),
    ],
)  # fmt: skip
def test_targets_beside_their_baselines(baseline: str, target: str, expected: dict[str, Any]) -> None:
    strategy, text = drafted(["指標名", "現状値(2020)", "目標値(2025)"], ["ある指標", baseline, target])
    (found,) = fields(strategy)
    assert {name: found.get(name) for name in expected} == expected, text
    assert "another direction" not in text


@pytest.mark.parametrize(
    ("baseline", "target", "said"),
    [("12%", "+5%", "may be a change"), ("30%", "▲20%", "may be a change"), ("全国41位", "東北1位", "東北")],
)
def test_what_may_be_meant_otherwise_is_said(baseline: str, target: str, said: str) -> None:
    _, text = drafted(["指標名", "現状値(2020)", "目標値(2025)"], ["ある指標", baseline, target])
    assert any(said in line for line in text.splitlines() if "# C2" in line and line.strip().startswith("#")), text


def test_headings_that_are_not_understood_are_named_with_those_that_would_be() -> None:
    reading = read(
        sheet(
            ["指標名", "現状値(R1)", "目標値(R6)", "R3", "R4実績", "ひみつ"],
            ["ある指標", 100, 200, 1, 2, 3],
        )
    )
    assert fields_of(reading.kpis[0])["actuals"] == {2022: 2}
    reasons = left(reading)
    assert set(reasons) == {"D1", "D2", "F1", "F2"}
    assert "targets or actuals" in reasons["D2"]
    assert "ひみつ" in reasons["F1"]
    assert "実績値" in reasons["F1"]


def test_no_list() -> None:
    assert not read(sheet(["議事録"], ["日時", "場所"], ["5月1日", "庁舎"])).kpis


words = st.text(max_size=12) | st.sampled_from(
    [
        "指標名",
        "目標値",
        "現状値",
        "単位",
        "年度",
        "R6",
        "12,600人 (2024(令和6)年度)",
        "基本目標1 しごと",
        "延伸",
        "2倍",
        "",
    ]
)
values = words | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()


@settings(deadline=None)
@given(st.lists(st.lists(values, max_size=6), max_size=8), st.lists(words, min_size=3, max_size=5))
def test_a_draft_is_always_yaml(rows: list[list[object]], head: list[str]) -> None:
    text = write_drafts(
        read_tables([("a\nb.xlsx", [sheet(*rows[:2], ["指標名", "目標値", *head], *rows[2:])])]), "a\nb.xlsx"
    ).strategy
    document = read_exact(text.encode())
    assert not document.findings, text
    assert isinstance(document.data, dict)
