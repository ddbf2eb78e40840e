"""Tables in the layouts that towns print, invented figure by figure: what each cell is, and what it means."""

from __future__ import annotations

from typing import Any

import pytest

from kpitrack.exchange.spreadsheet.cells import Area
from kpitrack.exchange.table.reading import TablesReading

from .sheets import drafted, fields, left, read, sheet, values


def only(**wanted: Any) -> dict[str, Any]:
    return wanted


def pick(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def test_targets_and_actuals_under_each_year() -> None:
    one, two = values(
        ["指標名", "単位", "基準値", "H27", None, "H28", None],
        [None, None, "(H26)", "目標", "実績", "目標", "実績"],
        ["移住者数", "人", 10, 20, 18, 30, 31],
        ["相談件数", "件", 5, 8, None, 12, None],
    )
    assert one["baseline"] == {"year": 2014, "value": 10}
    assert (one["target"], one["milestones"], one["actuals"]) == (
        {"year": 2016, "value": 30}, {2015: 20}, {2015: 18, 2016: 31},
    )  # fmt: skip
    assert two["target"] == {"year": 2016, "value": 12}
    assert "actuals" not in two


def test_rows_of_targets_and_actuals_with_a_last_target_beside() -> None:
    one, two = values(
        ["No", "指標名", "単位", "基準値(H26)", "区分", "H27", "28", "29", "最終目標(R1)", "達成状況"],
        [1, "移住者数", "人", 10, "目標", 12, 14, 16, 20, "順調"],
        [None, None, None, None, "実績", 11, 15],
        [None, None, None, None, "達成率", "92%", "107%"],
        [2, "空き家数", "件", 50, "目標", 48, 46, 44, 40],
        [None, None, None, None, "実績", 49],
    )
    assert one["milestones"] == {2015: 12, 2016: 14, 2017: 16}
    assert one["actuals"] == {2015: 11, 2016: 15}
    assert one["target"] == {"year": 2019, "value": 20}
    assert two["actuals"] == {2015: 49}


def test_a_table_on_its_side_and_a_form() -> None:
    one, two = values(
        ["指標名", "移住者数", "空き家数"],
        ["単位", "人", "件"],
        ["基準値（R1）", 10, 50],
        ["目標値（R6）", 20, "40以下"],
        ["R2実績", 12, 48],
        ["R3実績", 13, "―"],
    )
    assert one["actuals"] == {2020: 12, 2021: 13}
    assert pick(two, "better", "target") == {"better": "lower", "target": {"year": 2024, "value": 40}}
    (form,) = values(
        ["施策名", "移住の促進"], ["指標名", "移住者数"], ["現状値（R1）", "10人"], ["目標値（R6）", "20人"]
    )
    assert pick(form, "unit", "baseline", "target") == {
        "unit": "人", "baseline": {"year": 2019, "value": 10}, "target": {"year": 2024, "value": 20},
    }  # fmt: skip


def test_years_down() -> None:
    one, two = values(
        ["指標名", "年度", "目標値", "実績値"],
        ["移住者数", "R2", 10, 9],
        [None, "R3", 12, 13],
        [None, "R4", 14, None],
        ["空き家数", "R2", 5, 6],
        [None, "R3", 5, 7],
    )
    assert pick(one, "target", "milestones", "actuals") == {
        "target": {"year": 2022, "value": 14}, "milestones": {2020: 10, 2021: 12}, "actuals": {2020: 9, 2021: 13},
    }  # fmt: skip
    assert two["actuals"] == {2020: 6, 2021: 7}


def test_tables_beside_each_other() -> None:
    found = values(
        ["指標名", "現状値（R1）", "目標値（R6）", None, "指標名", "現状値（R1）", "目標値（R6）"],
        ["移住者数", "10人", "20人", None, "空き家数", "50件", "40件"],
        ["出生数", "5人", "6人", None, "宿泊者数", "5万人", "6万人"],
    )
    assert [(one["name"], one["unit"], one["target"]["value"]) for one in found] == [
        ("移住者数", "人", 20), ("出生数", "人", 6), ("空き家数", "件", 40), ("宿泊者数", "万人", 6),
    ]  # fmt: skip


def test_goals_measures_and_their_own_targets() -> None:
    strategy, _ = drafted(
        read(
            sheet(
                ["基本目標1 しごとをつくる"],
                ["【数値目標】"],
                ["指標", "基準値", "目標値（R6）"],
                ["市内就業者数", "12,345人（H27）", "12,500人"],
                ["①産業振興"],
                ["重要業績評価指標（KPI）", "基準値", "目標値（R6）"],
                ["新規創業件数", "12件／年", "15件／年"],
                ["基本目標2 ひとの流れ"],
                ["【数値目標】"],
                ["指標", "基準値", "目標値（R6）"],
                ["社会増減", "▲120人（R1）", "▲60人"],
            )
        )
    )
    first, second = strategy.goals
    assert [kpi.name for kpi in first.kpis or ()] == ["市内就業者数"]
    assert [(one.number, one.title) for one in first.measures or ()] == [("①", "産業振興")]
    assert [kpi.name for kpi in second.kpis or ()] == ["社会増減"]


def test_merged_groups_of_actuals_and_targets() -> None:
    one, _ = values(
        ["施策", "指標", "単位", "実績値", None, None, "目標値", None, None],
        [None, None, None, "R1", "R2", "R3", "R4", "R5", "R6"],
        ["子育て", "出生数", "人", 100, "98", "97（速報値）", 100, 101, "102"],
        [None, "待機児童数", "人", 5, 3, 0, 0, 0, 0],
        areas=[Area(1, 4, 1, 6), Area(1, 7, 1, 9), Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(3, 1, 4, 1)],
    )
    assert one["actuals"] == {2019: 100, 2020: 98, 2021: 97}
    assert one["milestones"] == {2022: 100, 2023: 101}
    assert "baseline" not in one


@pytest.mark.parametrize(
    ("baseline", "target", "wanted"),
    [
        ("0品", "毎年度1品", only(value=1, every_year=True)),
        ("20,412人", "19,500人以上", only(hold="at_least", value=19500)),
        ("95%", "90%以上を維持", only(hold="at_least", value=90)),
        ("10件", "12件以下", only(hold="at_most", value=12)),
        ("79.5歳", "延伸", only(improve=True)),
        ("100万円", "前年度比3%増", only(improve={"over": "previous", "by": "3%"})),
        ("60%", "前年度より増加", only(improve={"over": "previous"})),
        ("未策定", "策定", only(value="策定")),
        ("1.45", "1.8程度", only(value=1.8, approximate=True)),
        ("1,000t", "1割減", only(percent_change="-10%")),
        ("50%", "50%超", only(value=50, strict=True)),
        ("590人", "610人(期間平均)", only(value=610)),
        ("80%", "Maintain 75% or above", only(hold="at_least", value=75)),
        ("40%", "Greater than 50%", only(value=50, strict=True)),
    ],
)
def test_what_targets_mean(baseline: str, target: str, wanted: dict[str, Any]) -> None:
    (found,) = values(["指標", "現状", "目標"], ["ある指標", baseline, target])
    assert found["target"] == wanted


@pytest.mark.parametrize(
    "target",
    ["年3%増", "年平均3%増", "毎年3%増", "現状維持", "全国平均以上", "5年間で100人", "前年度以上", "10件まで", "12件\n15件",
     "4 minutes (Quarterly target)", "Top quartile", "=B2*2", "※1", "改善"],
)  # fmt: skip
def test_what_is_not_certain_is_left_with_the_reason(target: str) -> None:
    reading = read(sheet(["指標", "現状", "目標"], ["ある指標", "100件", target]))
    assert reading.kpis[0].value_of("target") is None
    assert left(reading)["C2"]


def test_numbers_without_the_power_that_stands_beside_them() -> None:
    (found,) = values(["指標", "H26 実績", "27", "28"], ["入込客数", "90万人", 92, 93])
    assert (found["unit"], found["actuals"]) == ("万人", {2014: 90, 2015: 92, 2016: 93})
    (books,) = values(["指標", "R1実績", "R6目標"], ["冊数", "16,214", "4.5万冊"])
    assert (books["unit"], books["actuals"], books["target"]["value"]) == ("冊", {2019: 16214}, 45000)


def test_a_fraction_beside_percentages_is_left() -> None:
    reading = read(sheet(["指標", "現状", "目標"], ["実施率", 0.48, "50%"]))
    assert "B2" in left(reading)


def test_a_value_of_the_middle_beside_later_actuals_is_left() -> None:
    reading = read(
        sheet(
            ["指標", "策定時\n(H26)", "中間値\n(H29)", "最新値\n(H30)", "最終目標\n(R1)"],
            ["就業者", 1200, 1210, 1190, 1300],
        )
    )
    assert set(left(reading)) == {"C1", "C2"}


def test_two_targets_of_a_year_are_both_left() -> None:
    reading = read(sheet(["指標", "目標(R6)", "目標値(R6)"], ["就業者", 1200, 1210]))
    assert reading.kpis[0].value_of("target") is None
    assert {"B2", "C2"} <= set(left(reading))


def test_years_without_their_era_are_told_by_the_others() -> None:
    (found,) = values(["指標", "基準値", "目標値（平成32年度）"], ["就業者", "10人（26年度）", "20人"])
    assert found["baseline"] == {"year": 2014, "value": 10}
    (bare,) = values(["指標", "実績（5年度）", "目標値"], ["就業者", "10人", "20人"])
    assert "actuals" not in bare


def test_a_multiple_that_is_the_unit() -> None:
    (found,) = values(["指標", "基準値", "R2実績", "R6目標"], ["有効求人倍率", "1.2倍", "1.1倍", "1.3倍"])
    assert pick(found, "unit", "baseline", "target", "actuals") == {
        "unit": "倍", "baseline": {"value": 1.2}, "target": {"year": 2024, "value": 1.3}, "actuals": {2020: 1.1},
    }  # fmt: skip


def test_a_current_value_later_than_the_first_is_an_actual() -> None:
    (found,) = values(
        ["指標", "策定時（H28）", "現状値（R4）", "目標値（R5）"], ["健診受診率", "35.2%", "40.0%", "45%以上"]
    )
    assert pick(found, "baseline", "actuals") == {"baseline": {"year": 2016, "value": 35.2}, "actuals": {2022: 40}}


def test_bare_years_before_the_target_beside_a_verdict_are_actuals() -> None:
    head = ["指標", "当初値（H26年度）", "H27年度", "H28年度", "目標値（H31年度）"]
    (found,) = values([*head, "進捗状況"], ["観光客数（千人）", 123, 130, 135, 150, "順調"])
    assert found["actuals"] == {2015: 130, 2016: 135}
    reading = read(sheet(head, ["観光客数（千人）", 123, 130, 135, 150]))
    assert not reading.kpis[0].actuals
    assert {"C2", "D2"} <= set(left(reading))


def test_years_of_a_project_are_no_values_that_are_understood() -> None:
    reading = read(sheet(["KPI", "事業開始前", "1年目", "2年目", "最終目標"], ["入込客数（千人）", 100, 110, 120, 130]))
    assert pick(reading_fields(reading), "baseline", "target") == {"baseline": {"value": 100}, "target": {"value": 130}}
    assert {"C1", "C2", "D1", "D2"} == set(left(reading))


def reading_fields(reading: TablesReading) -> dict[str, Any]:
    return fields(reading.kpis[0])


def test_a_year_named_by_another_one_is_not_that_of_the_table() -> None:
    reading = read(
        sheet(
            ["令和4年度実績報告"], ["指標", "目標値", "前年度実績", "実績値"], ["閲覧数", "1,000回", "800回", "900回"]
        )
    )
    assert reading_fields(reading)["actuals"] == {2022: 900}
    assert {"C2", "C3"} <= set(left(reading))


def test_what_headings_say_of_actuals() -> None:
    reading = read(sheet(["指標", "R4実績", "R5実績見込", "R6目標"], ["閲覧数", "800回", "900回", "950回"]))
    assert [(year, entry.value, entry.status) for year, entry in reading.kpis[0].actuals.items()] == [
        (2022, 800, "normal"), (2023, 900, "forecast"),
    ]  # fmt: skip


def test_totals_are_no_indicators() -> None:
    reading = read(
        sheet(["指標", "R4実績", "R6目標"], ["東地区の会員数", 1, 2], ["西地区の会員数", 3, 4], ["合計", 4, 6])
    )
    assert [kpi.name for kpi in reading.kpis] == ["東地区の会員数", "西地区の会員数"]
    assert {"A4", "B4", "C4"} == set(left(reading))


def test_months_in_english_are_of_their_fiscal_year() -> None:
    (found,) = values(["Indicator", "Baseline (June 2019)", "Target by 31 March 2025"], ["New homes", "10", "20"])
    assert (found["baseline"]["year"], found["target"]["year"]) == (2019, 2024)


def test_a_rate_of_progress_is_no_actual_of_a_percentage() -> None:
    reading = read(
        sheet(
            ["KPI", "目標（R6）", "R2 進捗", "目標比"], ["申請率", "60%", "30%", "50%"], ["件数", "60件", "30件", "50%"]
        )
    )
    assert {"C2", "D1", "D2", "D3"} == set(left(reading))
    assert [kpi.actuals.keys() for kpi in reading.kpis] == [set(), {2020}]
    assert [kpi.value_of("target") for kpi in reading.kpis] == [{"year": 2024, "value": 60}] * 2


def test_values_under_a_heading_of_years() -> None:
    head = ["指標", "基準年度\n(平成26年度)", "実績値\n(平成27年度)", "目標年度\n(平成31年度)"]
    (found,) = values(head, ["観光客数（千人）", "100", "110", "150"])
    assert pick(found, "baseline", "actuals", "target") == {
        "baseline": {"year": 2014, "value": 100}, "actuals": {2015: 110}, "target": {"year": 2019, "value": 150},
    }  # fmt: skip


def test_rows_of_kinds_that_repeat_the_name() -> None:
    one, two = values(
        ["区分", "指標名", "H26", "H27"],
        ["目標", "創業件数", "10件", "12件"],
        ["実績", "創業件数", "9件", "13件"],
        ["目標", "移住者数", "5人", "6人"],
        ["実績", "移住者数", "4人", "6人"],
    )
    assert pick(one, "target", "milestones", "actuals") == {
        "target": {"year": 2015, "value": 12}, "milestones": {2014: 10}, "actuals": {2014: 9, 2015: 13},
    }  # fmt: skip
    assert two["actuals"] == {2014: 4, 2015: 6}
