"""Further layouts of towns and councils: groups over columns, rows of others, names above the table, merged values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpitrack.exchange.spreadsheet.cells import Area
from kpitrack.exchange.table.actuals import values_of
from kpitrack.exchange.table.grid import nothing_known
from kpitrack.exchange.table.open import open_tables
from kpitrack.exchange.table.reading import TablesReading, read_tables
from kpitrack.model.strategy import KPI

from .sheets import fields, left, read, sheet, values


def reached(reading: TablesReading, number: int = 0, **kpi: Any) -> dict[int, Any]:
    """The yearly values that a row holds of a known KPI."""
    known = KPI.model_validate({"id": "k", "name": "k", "unit": "人", "better": "higher", **kpi})
    found = values_of(reading.records[number], known, reading.accounts[number], number)
    return {one.year: one.fields["value"] for one in found}


def only_actuals(*rows: list[object], areas: tuple[Area, ...] = ()) -> TablesReading:
    return read_tables([("list.xlsx", [sheet(*rows, areas=areas)])], known=nothing_known)


# What is taken


def test_an_indicator_named_above_its_table() -> None:
    # 「指標①」の下に、目標値・実績値の行だけの表がある施策評価シート
    one, two = values(
        ["指標①　健康ポイント事業参加者数（人）"],
        ["区分", "令和元年度", "令和2年度"],
        ["目標値", "500", "600"],
        ["実績値", "412", "350"],
        ["達成率", "82.4%", "58.3%"],
        ["指標②　特定保健指導実施率（％）"],
        ["区分", "令和元年度", "令和2年度"],
        ["目標値", "40", "45"],
        ["実績値", "38.2", "30.1"],
    )
    assert (one["name"], one["unit"], one["milestones"], one["actuals"]) == (
        "健康ポイント事業参加者数（人）", "人", {2019: 500}, {2019: 412, 2020: 350},
    )  # fmt: skip
    assert (two["target"], two["actuals"]) == ({"year": 2020, "value": 45}, {2019: 38.2, 2020: 30.1})


def test_values_and_their_times_in_two_rows() -> None:
    # 鳥取県東部農林事務所「平成27年度工程表」測定指標 1 と 2
    head = ["", "基準値", "年度当初値", "今年度目標値", "今年度実績値", "長期的目標値"]
    one, two = values(
        ["指標1"],
        ["指標名", "新規就農者の育成確保(新規の認定者数)"],
        head,
        ["数値", "5名", "4名", "5名", "7名", "5名"],
        ["時点", "H23年度末", "H26年度末", "H27年度末", "H27年度末", "H30年度末"],
        ["指標2"],
        ["指標名", "認定農業者の育成確保(新規の認定者数)"],
        head,
        ["数値", "143名", "143名", "145名", "150名", "153名"],
        ["時点", "H26年度末", "H26年度末", "H27年度末", "H27年度末", "H30年度末"],
    )
    assert one == {
        "name": "新規就農者の育成確保(新規の認定者数)", "unit": "名", "baseline": {"year": 2011, "value": 5},
        "milestones": {2015: 5}, "target": {"year": 2018, "value": 5}, "actuals": {2014: 4, 2015: 7},
    }  # fmt: skip
    assert (two["baseline"], two["target"], two["actuals"]) == (
        {"year": 2014, "value": 143}, {"year": 2018, "value": 153}, {2015: 150},
    )  # fmt: skip


def test_groups_over_columns_that_are_not_merged() -> None:
    rows: list[list[object]] = [
        [None, None, None, "実績", None, None, "目標", None, None],
        ["分野", "指標", "単位", "H28", "H29", "H30", "R1", "R2", "R3"],
        ["福祉", "認知症サポーター数", "人", 1200, 1350, 1490, 1600, 1700, 1800],
    ]
    (found,) = values(*rows)
    assert (found["target"], found["milestones"]) == ({"year": 2021, "value": 1800}, {2019: 1600, 2020: 1700})
    assert found["actuals"] == {2016: 1200, 2017: 1350, 2018: 1490}
    assert reached(only_actuals(*rows)) == {2016: 1200, 2017: 1350, 2018: 1490}


def test_values_of_single_years_beside_running_totals() -> None:
    rows: list[list[object]] = [
        ["KPI", "単位", "R2実績", None, "R3実績", None],
        [None, None, "単年度", "累計", "単年度", "累計"],
        ["空き家バンク成約件数", "件", 8, 8, 11, 19],
        ["移住者数（累計）", "人", 5, 5, 7, 12],
    ]
    merged = (Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 1, 4), Area(1, 5, 1, 6))
    one, two = values(*rows, areas=merged)
    assert (one["actuals"], two["actuals"]) == ({2020: 8, 2021: 11}, {2020: 5, 2021: 12})
    assert two["accumulation"] == "running_total"
    reading = only_actuals(*rows, areas=merged)
    assert reached(reading, 1) == {2020: 5, 2021: 7}
    assert reached(only_actuals(*rows, areas=merged), 1, accumulation="running_total") == {2020: 5, 2021: 12}


def test_rows_of_running_totals_and_of_single_years_are_of_one_indicator() -> None:
    (found,) = values(
        ["指標", "区分", "R2", "R3"],
        ["移住者数", "実績（単年度）", 5, 7],
        [None, "実績（累計）", 5, 12],
        [None, "目標（単年度）", 6, 6],
        areas=[Area(2, 1, 4, 1)],
    )
    assert (found["actuals"], found["target"]) == ({2020: 5, 2021: 7}, {"year": 2021, "value": 6})


def test_the_unit_in_the_label_of_a_row_or_in_its_heading() -> None:
    one, two = values(
        ["KPI", "", "R2", "R3"],
        ["企業数", "目標値（社）", 1, 2],
        [None, "実績値（社）", 1, 1],
        ["成約数", "目標値（件）", 10, 10],
        [None, "実績値（件）", 7, 12],
        areas=[Area(2, 1, 3, 1), Area(4, 1, 5, 1)],
    )
    assert (one["unit"], two["unit"]) == ("社", "件")
    (found,) = values(["指標", "現状値（人）R1", "目標値R6（人）"], ["利用者", 10, 20])
    assert found["unit"] == "人"
    (waste,) = values(["Indicator", "Target 2023/24"], ["Residual waste per household (kg)", 470])
    assert waste["unit"] == "kg"


def test_a_rate_in_brackets_where_the_heading_says_so() -> None:
    one, two = values(
        ["指標", "目標値（R6）", "R3実績（達成率）", "R4実績（達成率）"],
        ["健康教室参加者", "300人", "210人（70％）", "285人\n（95％）"],
        ["健診受診率", "100％", "97.2％（97％）", "98.0％（98.0%）"],
    )
    assert (one["actuals"], two["actuals"]) == ({2021: 210, 2022: 285}, {2021: 97.2, 2022: 98})
    reading = read(sheet(["指標", "R3実績"], ["参加者", "210人（70％）"]))
    assert "B2" in left(reading)


def test_headings_that_name_a_pair_with_its_year() -> None:
    (found,) = values(
        ["指標名（単位）", "基準値\n2019", "2020\n目標／実績", None, "2024\n目標"],
        ["公民館利用者（人）", 8020, 8100, 3011, 9000],
        areas=[Area(1, 3, 1, 4)],
    )
    assert (found["milestones"], found["actuals"]) == ({2020: 8100}, {2020: 3011})


def test_titles_that_take_the_number_of_the_rows_below() -> None:
    # 両筑平野の市の農業の計画「施策目標の進捗度」(平成27年度): 番号は目標の行だけにある
    reading = read(
        sheet(
            ["評価指標", None, "現状値\n(現況年度)", "27年度実績", "目標値\n(目標年度)"],
            ["1", "認定農業者数を増やします"],
            [
                None,
                "○市が認定した農業経営改善計画の認定経営体数",
                "122経営体\n(26年度)",
                "126経営体",
                "132経営体\n(36年度)",
            ],
            ["2", "集落営農等の法人化を推進します"],
            [None, "○集落営農等の法人化数", "3法人\n(26年度)", "4法人", "6法人\n(36年度)"],
        )
    )
    assert [fields(kpi)["actuals"] for kpi in reading.kpis] == [{2015: 126}, {2015: 4}]
    assert [goal.title for goal in reading.goals] == ["認定農業者数を増やします"]
    assert [one.title for one in reading.goals[0].measures] == ["集落営農等の法人化を推進します"]


def test_years_of_a_survey_behind_the_value_and_values_per_year() -> None:
    one, two = values(
        ["指標", "R2実績", "R3実績", "目標値"],
        ["総人口", "12,000人", None, "11,500人（R7国勢調査）"],
        ["相談件数", "10件", "12件/年", "20件（R6）"],
    )
    assert one["target"] == {"year": 2025, "value": 11500}
    assert two["actuals"] == {2020: 10, 2021: 12}


def test_days_as_excel_keeps_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    day = dt.datetime
    for row in (
        ["指標名", "単位", day(2019, 4, 1), day(2020, 4, 1), "目標", "基準時点", "基準値"],
        [None, None, "実績", "実績", "令和6年度", None, None],
        ["ごみ排出量", "t", 5120, 5010, 4500, day(2018, 3, 31), 5300],
    ):
        page.append(row)
    for place in ("C1", "D1"):
        page[place].number_format = '[$-ja-JP]ggge"年度"'
    page["F3"].number_format = "yyyy/m/d"
    for area in ("A1:A2", "B1:B2", "F1:F2", "G1:G2"):
        page.merge_cells(area)
    path = tmp_path / "days.xlsx"
    book.save(path)
    reading = read_tables([("days.xlsx", open_tables(path))])
    found = fields(reading.kpis[0])
    assert (found["actuals"], found["target"]) == ({2019: 5120, 2020: 5010}, {"year": 2024, "value": 4500})
    assert found["baseline"] == {"year": 2017, "value": 5300}
    again = read_tables([("days.xlsx", open_tables(path))], known=nothing_known)
    assert reached(again, unit="t") == {2019: 5120, 2020: 5010}


def test_a_later_value_than_the_baseline_of_the_kpi_was_reached() -> None:
    reading = only_actuals(
        ["指標", "策定時（H30）", "現状値（R4）", "目標値（R6）"], ["移住者数", "10人", "18人", "20人"]
    )
    assert reached(reading, baseline={"year": 2018, "value": 10}) == {2022: 18}
    beside = only_actuals(["指標", "直近年度", "直近値", "目標値"], ["移住者数", "R4", "18人", "20人"])
    assert reached(beside, baseline={"year": 2018, "value": 10}) == {2022: 18}


# What is left, where taking it would be wrong


@pytest.mark.parametrize("own", ["町", "本町", "例示町"])
def test_values_of_the_prefecture_and_the_nation_are_none_of_the_town(own: str) -> None:
    rows: list[list[object]] = [
        ["指標", "区分", "単位", "R1実績", "R2実績", "目標（R6）"],
        ["健康寿命", own, "歳", 79.1, 79.4, 80],
        [None, "県", "歳", 79.9, 80.1, None],
        [None, "国", "歳", 80, 80.1, None],
    ]
    merged = (Area(2, 1, 4, 1),)
    (found,) = values(*rows, areas=merged)
    assert found["actuals"] == {2019: 79.1, 2020: 79.4}
    reading = only_actuals(*rows, areas=merged)
    assert len(reading.records) == 1
    assert reached(reading, unit="歳") == {2019: 79.1, 2020: 79.4}


def test_a_prefecture_may_be_the_own_one() -> None:
    (found,) = values(
        ["指標", "区分", "R1実績"], ["健康寿命", "県", "79.9歳"], [None, "全国", "80歳"], areas=[Area(2, 1, 3, 1)]
    )
    assert found["actuals"] == {2019: 79.9}


def test_columns_and_rows_for_comparison() -> None:
    (found,) = values(
        ["PI Ref", "Description", "Frequency", "2021/22 Outturn", "2022/23 Target", "2022/23 Outturn",
         "National average 2021/22", "Quartile"],
        ["NI191", "Residual household waste", "Annual", "512", "500", "489", "530", "2nd"],
    )  # fmt: skip
    assert found["name"] == "Residual household waste"
    assert found["actuals"] == {2021: 512, 2022: 489}
    assert "baseline" not in found  # the year before a yearly target begins no plan
    reading = read(
        sheet(["指標", "R4実績", "県平均（R4）"], ["認知件数", "241件", "389件"], ["（参考）県平均", "389件", None])
    )
    assert [kpi.name for kpi in reading.kpis] == ["認知件数"]
    assert {"C1", "C2", "A3", "B3"} == set(left(reading))


def test_the_kind_of_an_indicator_is_not_its_name() -> None:
    one, two = values(
        ["指標種別", "指標名", "単位", "R2実績", "R3目標"],
        ["活動指標", "隊員募集回数", "回", 3, 4],
        ["成果指標", "隊員定住率", "％", 50, 70],
    )
    assert (one["name"], two["name"]) == ("隊員募集回数", "隊員定住率")
    first, second = values(
        ["指標", "指標", "R2実績", "R4目標"],
        ["活動指標", "隊員募集回数", "3回", "4回"],
        ["成果指標", "隊員定住率", "50％", "70％"],
    )
    assert (first["name"], second["name"]) == ("隊員募集回数", "隊員定住率")


def test_merged_values_over_several_years() -> None:
    reading = read(
        sheet(
            ["指標", "区分", "R2", "R3", "R4"],
            ["講座回数", "目標", "毎年度 4回"],
            [None, "実績", "4回", "5回", "3回"],
            ["満足度", "目標", None, None, "70％"],
            [None, "実績", "61.2％", None, "63.5％"],
            ["団体数", "目標", "30団体", None, "40団体"],
            [None, "実績", "28団体", "31団体", "35団体"],
            areas=[Area(2, 1, 3, 1), Area(2, 3, 2, 5), Area(4, 1, 5, 1), Area(5, 3, 5, 4), Area(6, 1, 7, 1),
                   Area(6, 3, 6, 4)],
        )
    )  # fmt: skip
    one, two, three = map(fields, reading.kpis)
    assert one["target"] == {"year": 2022, "value": 4, "every_year": True}
    assert two["actuals"] == {2022: 63.5}
    assert (three["target"], "milestones" in three) == ({"year": 2022, "value": 40}, False)
    assert all("several years" in left(reading)[place] for place in ("C5", "C6"))
    down = read(
        sheet(
            ["指標", "年度", "目標値", "実績値"], ["移住者数", "R2", 50, 9], [None, "R3", None, 13],
            areas=[Area(2, 3, 3, 3), Area(2, 1, 3, 1)],
        )
    )  # fmt: skip
    assert down.kpis[0].value_of("target") is None
    assert {year: one.value for year, one in down.kpis[0].actuals.items()} == {2020: 9, 2021: 13}


def test_headings_that_count_over_several_years() -> None:
    reading = read(
        sheet(
            ["KPI", "単位", "H27～R1実績累計", "R2～R6目標累計", "目標値（R6）５年間累計", "R2実績"],
            ["新規雇用者数", "人", 150, 200, 210, 31],
        )
    )
    assert fields(reading.kpis[0]) == {"name": "新規雇用者数", "unit": "人", "actuals": {2020: 31}}
    assert {"C2", "D2", "E2"} <= set(left(reading))


def test_a_change_from_a_year_that_is_not_the_baseline() -> None:
    rows = ["指標", "基準値（R1）", "目標値（R6）"], ["CO2排出量", "123千t-CO2", "H25比26％減"]
    reading = read(sheet(*rows))
    assert reading.kpis[0].value_of("target") is None
    assert "2013" in left(reading)["C2"]
    (same,) = values(["指標", "基準値（H25）", "目標値（R6）"], ["CO2排出量", "123千t-CO2", "H25比26％減"])
    assert same["target"] == {"year": 2024, "percent_change": "-26%"}


def test_a_number_that_is_to_be_kept() -> None:
    reading = read(sheet(["指標", "現状", "目標"], ["学校数", "11校", "11校（現状維持）"]))
    assert any("hold" in str(message) for _, message in reading.kpis[0].open)


def test_last_years_value_is_no_baseline() -> None:
    form, yearly = values(
        ["成果指標", "単位", "R3実績", "R4目標", "R4実績", "R6目標"],
        ["移住世帯数", "世帯", 21, 24, 26, 30],
        ["空き家登録件数", "件", 33, "40件", 38, "60件以上"],
    )
    assert "baseline" not in form
    assert "baseline" not in yearly
    (planned,) = values(["指標", "H30実績", "R1目標", "R2目標", "R3目標"], ["利用者数", 10, 11, 12, 13])
    assert planned["baseline"] == {"year": 2018, "value": 10}


@pytest.mark.parametrize("title", ["年次別目標値一覧", "各年度の目標", "KPI年次計画"])
def test_years_of_a_plan_are_no_actuals(title: str) -> None:
    reading = only_actuals([title], ["指標", "単位", "R2年度", "R3年度"], ["移住者数", "人", 20, 25])
    assert reached(reading) == {}


def test_a_bare_year_beside_actuals_is_none() -> None:
    reading = only_actuals(["指標", "R2実績", "R3実績", "R6"], ["移住者数", "20人", "25人", "40人"])
    assert reached(reading) == {2020: 20, 2021: 25}


def test_subtotals_with_their_count() -> None:
    reading = read(sheet(["指標", "R4実績", "R6目標"], ["会員数", 1, 2], ["小計（1指標）", 4, 6]))
    assert [kpi.name for kpi in reading.kpis] == ["会員数"]


def test_rows_of_years_and_kinds_with_one_column_of_values() -> None:
    one, two = values(
        ["指標名", "年度", "区分", "値", "単位"],
        ["観光客数", "R2", "目標", 100, "千人"],
        ["観光客数", "R2", "実績", 60, "千人"],
        ["観光客数", "R3", "目標", 110, "千人"],
        ["観光客数", "R3", "実績", 75, "千人"],
        ["宿泊数", "R2", "目標", 10, "人泊"],
        ["宿泊数", "R2", "実績", 6, "人泊"],
    )
    assert (one["milestones"], one["target"], one["actuals"]) == (
        {2020: 100}, {"year": 2021, "value": 110}, {2020: 60, 2021: 75},
    )  # fmt: skip
    assert (two["target"], two["actuals"]) == ({"year": 2020, "value": 10}, {2020: 6})


def test_the_year_of_an_actual_in_a_column_of_its_own() -> None:
    rows: list[list[object]] = [
        ["指標", "目標値", "目標年度", "実績値", "実績年度"],
        ["保育士数", "120人", "R7", "111人", "R5.4.1"],
        ["学童保育利用者", "300人", "R7", "287人", "R4"],
    ]
    assert [one["actuals"] for one in values(*rows)] == [{2023: 111}, {2022: 287}]
    assert reached(only_actuals(*rows), 1) == {2022: 287}


def test_headings_in_the_place_of_names_are_no_indicators() -> None:
    reading = read(
        sheet(
            ["KPI", "新規雇用者数", None, "単位", "人"],
            ["基準値（R1）", "12", "目標値（R6）", "60"],
            ["R2実績", "10", "R3実績", "22", "R4実績", "35"],
        )
    )
    assert [fields(kpi) for kpi in reading.kpis if kpi.lines and kpi.value_of("target")] == []
    assert "単位" not in {kpi.name for kpi in reading.kpis}


def test_titles_above_tables_beside_each_other() -> None:
    found = values(
        ["基本目標１", None, None, None, "基本目標２", None, None],
        ["KPI", "R1", "R6目標", None, "KPI", "R1", "R6目標"],
        ["起業数", "3件", "10件", None, "転入者", "210人", "250人"],
        ["雇用数", "12人", "30人", None, "空き家成約", "4件", "10件"],
    )
    assert [(one["name"], one["target"]["value"]) for one in found] == [
        ("起業数", 10), ("雇用数", 30), ("転入者", 250), ("空き家成約", 10),
    ]  # fmt: skip


def test_rows_of_others_among_targets_and_actuals() -> None:
    rows: list[list[object]] = [
        ["KPI", "区分", "R3実績", "R4実績"],
        ["男性育休取得率（％）", "目標", 20, 30],
        [None, "実績", 12.5, 28],
        [None, "全国", 14, 17.1],
    ]
    reading = read(sheet(*rows, areas=[Area(2, 1, 4, 1)]))
    assert len(reading.kpis) == 1
    assert fields(reading.kpis[0])["actuals"] == {2021: 12.5, 2022: 28}
    assert len(only_actuals(*rows, areas=(Area(2, 1, 4, 1),)).records) == 1
    (found,) = values(
        ["Indicator", "Area", "2021/22 outturn", "2022/23 outturn", "Target 2022/23"],
        ["Employment rate", "Council", "72.0%", "73.1%", "74%"],
        [None, "England", "75.5%", "75.8%", None],
        areas=[Area(2, 1, 3, 1)],
    )
    assert found["actuals"] == {2021: 72, 2022: 73.1}


def test_targets_of_means_and_of_the_time_of_the_plan() -> None:
    reading = read(sheet(["指標", "R6目標（5か年平均）", "R4実績"], ["出生数", "220人", "201人"]))
    assert reading.kpis[0].value_of("target") is None
    (found,) = values(["指標", "目標（R6）策定時", "R5実績"], ["移住者数", "100人", "48人"])
    assert "baseline" not in found


def test_pounds_and_units_that_contradict_the_name() -> None:
    (found,) = values(["Indicator", "2021/22 actual", "Target 2022/23"], ["GVA per hour", "£28.9", "£30"])
    assert (found["unit"], found["actuals"], found["target"]["value"]) == ("£", {2021: 28.9}, 30)
    reading = read(sheet(["指標", "単位", "目標値"], ["宿泊者数（千人）", "人", 48]))
    assert any("千人" in str(message) for _, message in reading.kpis[0].open)


def test_known_names_make_no_headings_of_their_rows() -> None:
    names = {"認定経営体数", "集落営農の法人化数"}
    rows: list[list[object]] = [
        ["評価指標", None, "現状値\n(現況年度)", "27年度実績", "目標値\n(目標年度)"],
        [None, "認定経営体数", "61経営体\n(22年度)", "―", "74経営体\n(36年度)"],
        [None, "集落営農の法人化数", "3法人\n(26年度)", "4法人", "6法人\n(36年度)"],
    ]
    reading = read_tables([("list.xlsx", [sheet(*rows)])], known=names.__contains__)
    assert [reached(reading, number, unit="法人") for number in range(len(reading.records))] == [{}, {2015: 4}]
    pairs: list[list[object]] = [
        ["年度", "出前講座（回）", None],
        [None, "目標", "実績"],
        ["令和2年度", 10, 6],
        ["令和3年度", 12, 9],
    ]
    merged = (Area(1, 1, 2, 1), Area(1, 2, 1, 3))
    reading = read_tables([("list.xlsx", [sheet(*pairs, areas=merged)])], known={"出前講座（回）"}.__contains__)
    assert [reached(reading, unit="回")] == [{2020: 6, 2021: 9}]


def test_projects_beside_a_merged_indicator() -> None:
    rows: list[list[object]] = [
        ["施策", "KPI", "目標値\n(R6)", "R4実績", "主な事業", "事業費\n(千円)"],
        ["移住促進", "移住者数", "50人", "38人", "移住相談会", "1,200"],
        [None, None, None, None, "お試し住宅", "800"],
        ["子育て", "出生数", "160人", "131人", "出産祝金", "3,000"],
    ]
    merged = tuple(Area(2, column, 3, column) for column in range(1, 5))
    assert [(one["name"], one["actuals"]) for one in values(*rows, areas=merged)] == [
        ("移住者数", {2022: 38}), ("出生数", {2022: 131}),
    ]  # fmt: skip
    assert len(only_actuals(*rows, areas=merged).records) == 2


def test_indicators_of_goals_and_of_measures_in_the_same_rows() -> None:
    rows: list[list[object]] = [
        ["基本目標", "数値目標", None, None, "重要業績評価指標（KPI）", None, None],
        [None, "指標", "R1基準", "R6目標", "指標", "R4実績", "R6目標"],
        ["しごと", "就業者数", "5,000人", "5,100人", "創業件数", "8件", "20件"],
        [None, None, None, None, "求人数", "120件", "150件"],
        ["ひと", "社会増減", "▲100人", "▲50人", "移住者", "38人", "50人"],
    ]
    merged = [
        Area(1, 1, 2, 1),
        Area(1, 2, 1, 4),
        Area(1, 5, 1, 7),
        *(Area(3, column, 4, column) for column in range(1, 5)),
    ]
    reading = read(sheet(*rows, areas=merged))
    assert [(kpi.name, kpi.value_of("target")["value"]) for kpi in reading.kpis] == [
        ("就業者数", 5100), ("社会増減", -50), ("創業件数", 20), ("求人数", 150), ("移住者", 50),
    ]  # fmt: skip
    assert [goal.title for goal in reading.goals] == ["しごと", "ひと"]
    other = read(sheet(*rows, ["指標", "R4実績", "R6目標"], ["出生数", "131人", "160人"], areas=merged))
    assert {kpi.name: kpi.value_of("target") for kpi in other.kpis if kpi.name != "出生数"} == {
        "就業者数": {"year": 2024, "value": 5100}, "社会増減": {"year": 2024, "value": -50},
    }  # fmt: skip


def test_a_kind_merged_down_beside_the_names_and_a_unit_below_their_heading() -> None:
    one, two = values(
        ["KPI", "指標", "単位", "R4実績", "目標(R6)"],
        [None, "認定農業者", "人", 118, 125],
        [None, "新規就農者", "人", 5, 6],
        areas=[Area(1, 1, 3, 1)],
    )
    assert (one["name"], two["name"]) == ("認定農業者", "新規就農者")
    below, _ = values(
        ["指標名", "計画時", "実績値", None, "目標値"],
        ["（単位）", "R1", "R2", "R3", "R6"],
        ["移住者数（人）", 20, 25, 30, 50],
        ["空き家登録（件）", 10, 12, 15, 30],
        areas=[Area(1, 3, 1, 4)],
    )
    assert (below["name"], below["baseline"], below["actuals"]) == (
        "移住者数（人）", {"year": 2019, "value": 20}, {2020: 25, 2021: 30},
    )  # fmt: skip


def test_rows_whose_words_are_those_of_headings_begin_no_table() -> None:
    one, two, three = values(
        ["指標", "単位", "R4実績", "R6目標"],
        ["健診の項目数", "件", "実績なし", "現状維持"],
        ["評価項目の公表数", "件", "目標未達", "目標なし"],
        ["参加者数", "人", 12, 20],
    )
    assert (one["name"], two["name"]) == ("健診の項目数", "評価項目の公表数")
    assert (three["actuals"], three["target"]) == ({2022: 12}, {"year": 2024, "value": 20})


@pytest.mark.parametrize(
    ("written", "year"), [("31/03/2022", 2021), ("12/25/2021", 2021), ("01/04/2022", None), ("2022/03/31", 2021)]
)
def test_days_as_the_west_writes_them(written: str, year: int | None) -> None:
    (found,) = values(
        ["Indicator", "Baseline", "Baseline date", "Target 2023/24"],
        ["Homes built", "10", written, "20"],
        ["Homes let", "11", "31/03/2022", "21"],
    )[:1]
    assert found["baseline"] == ({"year": year} if year else {}) | {"value": 10}


def test_running_totals_told_in_the_cells() -> None:
    one, two = values(
        ["指標", "R3実績", "R4実績", "R6目標"],
        ["移住者数", "累計12人", "累計30人", "累計50人"],
        ["相談者数", "12人", "30人（累計）", "50人"],
    )
    assert (one["accumulation"], one["actuals"]) == ("running_total", {2021: 12, 2022: 30})
    assert two["actuals"] == {2021: 12}


def test_points_of_what_is_no_share() -> None:
    one, two = values(
        ["指標", "基準値（R1）", "R6目標"], ["利用者数", "40人", "10ポイント増"], ["満足度", "40%", "10ポイント増"]
    )
    assert "target" not in one
    assert two["target"] == {"year": 2024, "change": 10}


def test_units_in_columns_beside_the_values() -> None:
    one, two = values(
        ["指標", "基準値（R1）", None, "目標値（R6）", None, "R4実績", None],
        ["移住者数", 20, "人", 50, "人", 38, "人"],
        ["宿泊者数", "1.2", "万人", "2.0", "万人", "0.9", "万人"],
        areas=[Area(1, 2, 1, 3), Area(1, 4, 1, 5), Area(1, 6, 1, 7)],
    )
    assert (one["unit"], one["target"], one["actuals"]) == ("人", {"year": 2024, "value": 50}, {2022: 38})
    assert (two["unit"], two["baseline"]) == ("万人", {"year": 2019, "value": 1.2})
    (apart,) = values(["KPI", "基準値（R1）", "", "目標値（R6）", ""], ["満足度", "55.0", "％", "65.0", "％"])
    assert (apart["unit"], apart["target"]) == ("％", {"year": 2024, "value": 65})


@pytest.mark.parametrize("beside", ["5段階評価", "10年後の目標値", "3か年平均"])
def test_headings_that_begin_with_a_number(beside: str) -> None:
    (found,) = values(["指標", "R4実績", "R6目標", beside], ["参加者数", "1,200人", "1,500人", 4])
    assert (found["actuals"], found["target"]["value"]) == ({2022: 1200}, 1500)
    rows: list[list[object]] = [
        ["指標", "目標", None, beside],
        [None, "R4", "R6", None],
        ["参加者数", "1,200人", "1,500人", 4],
    ]
    merged = (Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 2, 4))
    assert values(*rows, areas=merged)[0]["milestones"] == {2022: 1200}
    assert reached(only_actuals(*rows, areas=merged)) == {}


def test_a_year_with_another_word_says_more_than_the_year() -> None:
    rows: list[list[object]] = [
        ["KPI", "R4実績", "R5目標", "R6要求額", "達成率"],
        ["移住者数（人）", 22, 30, "7,000", "73%"],
        ["相談件数（件）", 310, 320, "2,200", "97%"],
    ]
    assert [one["actuals"] for one in values(*rows)] == [{2022: 22}, {2022: 310}]
    alone: list[list[object]] = [["KPI", "R3年度末", "R4（見込）", "R5要求額"], ["移住者数（人）", 20, 22, "7,000"]]
    assert reached(only_actuals(*alone)) == {2021: 20, 2022: 22}


def test_yearly_targets_with_rates_beside_them_are_no_actuals() -> None:
    rows: list[list[object]] = [
        ["年次別目標値一覧"],
        ["指標", "R2", "R3", "達成率"],
        ["移住者数", "20人", "25人", "90%"],
    ]
    assert "actuals" not in values(*rows)[0]
    assert reached(only_actuals(*rows)) == {}


def test_a_heading_that_is_not_understood_in_a_lower_row() -> None:
    reading = read(
        sheet(
            ["指標名", "単位", "実績", None, "目標", "その他"],
            [None, None, "R3", "R4", "R6", "優先度"],
            ["移住者数", "人", 12, 15, 20, 3],
            areas=[Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 1, 4)],
        )
    )
    assert fields(reading.kpis[0])["actuals"] == {2021: 12, 2022: 15}
    assert "優先度" in left(reading)["F3"]


def test_indicators_told_in_sentences_are_not_named_by_their_measures() -> None:
    found = values(
        ["施策", "指標と目標", "実績"],
        ["移住", "移住者数を50人（R6）に増やす", "38人（R4）"],
        ["健康", "健診受診率を60％以上にする（R6）", "52.1％（R4）"],
    )
    assert [one["name"] for one in found] == ["移住者数を50人（R6）に増やす", "健診受診率を60％以上にする（R6）"]
    assert [one["actuals"] for one in found] == [{2022: 38}, {2022: 52.1}]
