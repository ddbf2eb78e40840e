"""A KPI that is computed over towns: which have answered, with what, and which have not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from published import publish

from ..conftest import Run

PREFECTURE = """\
id: pref
title: 県の戦略
organization: {name: 山形県, code: "060003", level: prefecture}
period: {start: 2020, end: 2025}
goals:
  - id: g
    title: 目標
    kpis:
      - {id: done, name: 計画を策定した市町村の割合, unit: "%", baseline: {year: 2019, value: 0}, target: {year: 2025, value: 100},
         computed: {indicator: "x:plans", take: share, where: {at_least: 1}, level: municipality, within: prefecture, of: 35}}
      - {id: total, name: 計画の数, unit: 件, baseline: {year: 2019, value: 0}, target: {year: 2025, value: 100},
         computed: {indicator: "x:plans", take: sum, level: municipality}}
"""
TOWNS = {
    "tsuruoka": ("鶴岡市", "062031", {2021: 2, 2022: 3}),
    "sakata": ("酒田市", "062049", {2021: 0, 2022: 0}),
    "yamagata": ("山形市", "062014", {2021: 1}),
    "sendai": ("仙台市", "041009", {2022: 5}),  # of another prefecture
}


@pytest.fixture
def prefecture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def write(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")

    write("kpitrack.yaml", "")
    write("data/strategies/pref.yaml", PREFECTURE)
    for name, (called, code, values) in TOWNS.items():
        write(
            f"data/strategies/{name}.yaml",
            f'id: {name}\ntitle: {called}の戦略\norganization: {{name: {called}, code: "{code}", level: municipality}}\n'
            "period: {start: 2020, end: 2025}\ngoals:\n  - id: g\n    title: 目標\n    kpis: [{id: plans, name: 計画, unit: 件, "
            'indicator: "x:plans", baseline: {year: 2020}, target: {year: 2025, value: 3}}]\n',
        )
        write(
            f"data/actuals/{name}.yaml",
            f"strategy: {name}\nactuals: {{plans: {json.dumps(values)}}}\n".replace('"', ""),
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_those_that_have_answered_are_named_with_their_values_and_the_others(prefecture: Path, run: Run) -> None:
    text = run("show", "pref/done", "--as-of", "2022").out
    assert "FY2021: 3 of 35 have answered" in text
    given = re.findall(r"^  (\S+市) +(\d) 件 +(counted|not counted)$", text, re.MULTILINE)
    assert given == [("山形市", "1", "counted"), ("鶴岡市", "2", "counted"), ("酒田市", "0", "not counted")]
    assert "not in this repository: 32" in text
    assert "仙台市" not in text
    text = run("show", "pref/total", "--as-of", "2022").out
    assert "FY2022: 3 of 4 have answered" in text
    assert re.search(r"not yet: 山形市$", text, re.MULTILINE)
    assert "counted" not in text


def test_json_has_them_and_only_where_the_kpi_is_computed(prefecture: Path, run: Run) -> None:
    document = json.loads(run("show", "pref/done", "--as-of", "2022", "--format", "json").out)
    answers = document["answers"]
    assert (answers["year"], answers["answered"], answers["of"]) == (2021, 3, 35)
    assert (document["answered"], document["of"]) == (3, 35)
    assert answers["given"][0] == {
        "organization": {"name": "山形市", "code": "062014"}, "ref": "yamagata/plans", "value": 1, "unit": "件", "counted": True,
    }  # fmt: skip
    assert answers["open"] == []
    assert "answers" not in json.loads(run("show", "sakata/plans", "--as-of", "2022", "--format", "json").out)


def test_a_dataset_tells_the_same(prefecture: Path, run: Run) -> None:
    asked = ("show", "pref/total", "--as-of", "2022", "--format", "json")
    own = json.loads(run(*asked).out)["answers"]
    assert run("snapshot", "all").code == 0
    assert json.loads(run(*asked, "--source", "all").out)["answers"] == own


def test_the_page_has_a_table_of_the_towns_and_its_data(prefecture: Path) -> None:
    publish(prefecture, prefecture / "out", 2022)
    page = (prefecture / "out/ja/kpi/pref/total.html").read_text("utf-8")
    assert "2022年度: 4団体のうち3団体が回答" in page
    rows = re.findall(r'href="([^"]*)">(\S+市)</a></th><td [^>]*class="number" data-sort="([^"]*)">([^<]*)</td>', page)
    assert rows == [
        ("../../../ja/kpi/sendai/plans.html", "仙台市", "5.0", "5 件"),
        ("../../../ja/kpi/tsuruoka/plans.html", "鶴岡市", "3.0", "3 件"),
        ("../../../ja/kpi/sakata/plans.html", "酒田市", "0.0", "0 件"),
        ("../../../ja/kpi/yamagata/plans.html", "山形市", "", "未回答"),
    ]
    assert (prefecture / "out/data/pref/total.answers.csv").read_text("utf-8").splitlines()[-1] == (
        "山形市,062014,yamagata/plans,2022,,件,"
    )
    assert "該当" in (prefecture / "out/ja/kpi/pref/done.html").read_text("utf-8")
    assert 'id="answers"' not in (prefecture / "out/ja/kpi/sakata/plans.html").read_text("utf-8")


def test_where_nobody_has_answered_it_says_so(prefecture: Path, run: Run) -> None:
    for name in TOWNS:
        (prefecture / f"data/actuals/{name}.yaml").unlink()
    text = run("show", "pref/total", "--as-of", "2022").out
    assert "none of 4 has answered" in text
    assert "not yet: 仙台市, 山形市, 鶴岡市, 酒田市" in text


def test_of_organisations_with_two_strategies_the_later_document_has_to_answer(prefecture: Path, run: Run) -> None:
    for name in TOWNS:
        (prefecture / f"data/actuals/{name}.yaml").unlink()
        text = (prefecture / f"data/strategies/{name}.yaml").read_text("utf-8")
        (prefecture / f"data/strategies/{name}2.yaml").write_text(text.replace(f"id: {name}", f"id: {name}2"), "utf-8")
    document = json.loads(run("show", "pref/total", "--as-of", "2022", "--format", "json").out)
    assert {one["ref"] for one in document["answers"]["open"]} == {f"{name}2/plans" for name in TOWNS}


def test_the_values_by_year_are_drawn_and_listed_with_how_many_had_answered(prefecture: Path, run: Run) -> None:
    document = json.loads(run("show", "pref/total", "--as-of", "2022", "--format", "json").out)
    assert [(one["year"], one["value"]) for one in document["series"] if one["value"] is not None] == [
        (2021, 3),
        (2022, 8),
    ]
    text = run("show", "pref/total", "--as-of", "2022").out
    assert re.search(r"2021 +3 of 4 have answered", text)
    assert re.search(r"2021 +4団体のうち3団体が回答", run("show", "pref/total", "--as-of", "2022", "--lang", "ja").out)
    working = run("explain", "pref/total", "--as-of", "2022")
    assert working.code == 0
    assert "FY2022: 8" in working.out
    publish(prefecture, prefecture / "out", 2022)
    assert "2022,8,,provisional" in (prefecture / "out/data/pref/total.csv").read_text("utf-8")


def test_a_quotient_over_organisations_has_no_more_digits_than_can_be_read(prefecture: Path, run: Run) -> None:
    text = run("show", "pref/done", "--as-of", "2022").out
    assert "66.7" in text
    assert "66.66" not in text
    assert json.loads(run("show", "pref/done", "--as-of", "2022", "--format", "json").out)["actual"]["value"] > 66.66


def test_a_form_has_the_values_that_are_computed(prefecture: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = '{{ kpi("pref/total").actual(2021) }}'
    book.active["A2"] = '{{ kpi("pref/total").actual }}'
    book.save("form.xlsx")
    assert run("fill", "form.xlsx", "out.xlsx", "--as-of", "2022").code == 0
    sheet = openpyxl.load_workbook("out.xlsx").active
    assert [sheet["A1"].value, sheet["A2"].value] == [3, 8]


def test_a_baseline_that_is_computed_is_told_in_the_working_and_the_chart(prefecture: Path, run: Run) -> None:
    path = prefecture / "data/strategies/pref.yaml"
    total = "{id: total, name: 計画の数, unit: 件, baseline: {year: 2019, value: 0}"
    path.write_text(path.read_text("utf-8").replace(total, total.replace("2019, value: 0", "2021")), "utf-8")
    working = run("explain", "pref/total", "--as-of", "2022").out
    assert "b = 3, computed over the organisations of FY2021" in working
    shown = run("show", "pref/total", "--as-of", "2022").out
    for out in (working, shown):
        assert "1 organisation has not answered" in " ".join(out.split())
        assert "is not known" not in out
    assert re.search(r"^2021 +3 .*baseline", shown, re.MULTILINE)


def test_a_later_year_of_which_fewer_have_answered_is_shown_only(prefecture: Path, run: Run) -> None:
    lines = run("explain", "done", "--as-of", "2023", "--lang", "en").out.splitlines()
    of = {line.split()[0]: line for line in lines if re.match(r" +FY\d{4}: ", line)}
    assert "usable" in of["FY2021:"]
    assert of["FY2022:"].endswith("fewer have answered than in FY2021: shown only")
