"""What people in offices write where a file wants something else: the finding says what to write instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpitrack import language
from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.checks.selection import select
from kpitrack.repository.repository import read_repository

BASE = Path(__file__).parent / "repository"
STRATEGY = "data/strategies/tsuruoka-2.yaml"
ACTUALS = "data/actuals/tsuruoka-2.yaml"
SETTINGS = "kpitrack.yaml"

WRITTEN = [
    # Nothing.
    (STRATEGY, "name: 社会増減", "name:", "missing-field", "値を書いてください。必須の項目です"),
    (STRATEGY, "name: 社会増減", 'name: ""', "missing-field", "値を書いてください。必須の項目です"),
    (STRATEGY, "accumulation: sum", "accumulation:", "missing-field", "値を書くか、項目ごと取り除いてください"),
    # Words in Japanese.
    (ACTUALS, "status: provisional", "status: 速報値", "bad-value", "もしかして「provisional」ですか？"),
    (ACTUALS, "status: provisional", "status: P", "bad-value", "もしかして「provisional」ですか？"),
    (STRATEGY, "accumulation: sum", "accumulation: 累計", "bad-value", "もしかして「running_total」ですか？"),
    (STRATEGY, "better: lower", "better: 減少", "bad-value", "もしかして「lower」ですか？"),
    (STRATEGY, "level: municipality", "level: 市町村", "bad-value", "もしかして「municipality」ですか？"),
    (STRATEGY, "mode: half_up", "mode: 四捨五入", "bad-value", "もしかして「half_up」ですか？"),
    (STRATEGY, "next: continue", "next: 継続", "bad-value", "もしかして「continue」ですか？"),
    (STRATEGY, "kind: midterm", "kind: 中間評価", "bad-value", "もしかして「midterm」ですか？"),
    (STRATEGY, "relation: new", "relation: 新規", "bad-value", "もしかして「new」ですか？"),
    (STRATEGY, "state: under_way", "state: 実施中", "bad-value", "もしかして「under_way」ですか？"),
    (STRATEGY, "change: 500}", "improve: yes}", "bad-value", "もしかして「true」ですか？"),
    (SETTINGS, "status: [on_track, achieved]", "status: [順調]", "bad-value", "もしかして「on_track」ですか？"),
    (STRATEGY, "        unit: 倍", "        単位: 倍", "unknown-field", "もしかして「unit」ですか？"),
    (STRATEGY, "better: lower", "ｂｅｔｔｅｒ: lower", "unknown-field", "もしかして「better」ですか？"),
    (ACTUALS, "note: 未公表", "備考: 未公表", "unknown-field", "もしかして「note」ですか？"),
    # Ids.
    (ACTUALS, "  jobs: {", "  ｊｏｂｓ: {", "unknown-kpi", "もしかして「jobs」ですか？"),
    (ACTUALS, "  jobs: {", "  tsuruoka-2/jobs: {", "unknown-kpi", "もしかして「jobs」ですか？"),
    # Numbers, percentages, days.
    (ACTUALS, "2022: 7140", "2022: 7,140人", "bad-number", "7140 と書いてください"),
    (ACTUALS, "2022: 7140", "2022: 0件", "bad-number", "0 と書いてください"),
    (ACTUALS, "2022: 7140", "2022: 1.2万", "bad-number", "この項目の単位に直して、数字だけを書いてください。単位が人なら、1.2万人は12000です"),
    (ACTUALS, "2022: 7140", "2022: 714O", "bad-number", "7140 と書いてください"),
    (STRATEGY, "value: 12}", "value: 約12件}", "bad-number", "12, approximate: true と書いてください"),
    (STRATEGY, "value: 12}", "value: 12件以上}", "bad-number", "12 と書いてください"),
    (STRATEGY, "value: 47}", "value: 46人を超える}", "bad-number", "46, strict: true と書いてください"),
    (ACTUALS, "2022: 7140", "2022: 約7140", "bad-number", "引用符・単位・桁区切りをつけず、数字だけを書いてください"),
    (STRATEGY, "times_baseline: 2}", "times_baseline: 2倍}", "bad-number", "2 と書いてください"),
    (STRATEGY, "times_baseline: 2}", "times_baseline: 200%}", "bad-number", "何倍かを書いてください。80%なら 0.8 です"),
    (STRATEGY, "change: 500}", "change: ▲30％}", "bad-number", "percent_change: -30% と書くか、KPIの単位で変化の量を書いてください"),
    (STRATEGY, "value: 47}", "value: 1,047人}", "unknown-field", "手前のコンマが数値の桁区切りなら、コンマを取ってください"),
    (STRATEGY, "change: 500}", "change: 500人減}", "bad-number", "-500 と書いてください"),
    (STRATEGY, "percent_change: -30%", "percent_change: 3割減", "bad-number", "-30% と書いてください"),
    (STRATEGY, "percent_change: -30%", "percent_change: ▲30％", "bad-number", "-30% と書いてください"),
    (SETTINGS, "on_track: 95%", "on_track: 95％", "bad-number", "95% と書いてください"),
    (ACTUALS, "published: 2023-06-30", "published: 2023/6/30", "bad-value", "2023-06-30 と書いてください"),
    (ACTUALS, "published: 2023-06-30", "published: 令和5年6月30日", "bad-value", "2023-06-30 と書いてください"),
    (ACTUALS, "published: 2023-06-30", "published: 令和5年6月", "bad-value", "2024-03-31 のように年月日を書いてください"),
    # Parts.
    (ACTUALS, "male: 12}", "male: 12, total: 28}", "parts-do-not-add-up", "「total」は全体の値で、内訳ではありません。取り除いてください"),
    (ACTUALS, "male: 12}", "male: 21}", "parts-do-not-add-up", "内訳か値を直してください。割合や平均のように合計できない値なら、KPIに「additive: false」と書いてください"),
    (ACTUALS, "by: {sex: {female: 16, male: 12}}", "by: {female: 16, male: 12}", "wrong-type", "区分の名前を先に書いてください。例: by: {sex: {female: 6, male: 4}}"),
    # Shapes.
    (STRATEGY, "{year: 2020, value: 7}", "{year:2020, value:7}", "unknown-field", "「year: 2020」と書いてください"),
    (STRATEGY, "{year: 2020, value: 7}", "{year=2020, value=7}", "unknown-field", "「year: 2020」と書いてください"),
    (STRATEGY, "{year: 2020, value: 7}", "{year:　2020, value: 7}", "unknown-field", "「year: 2020」と書いてください"),
    (STRATEGY, "{year: 2020, value: 7}", "{year: 2020、 value: 7}", "yaml-syntax", "半角のコンマと空白で区切ってください"),
    (STRATEGY, "name: 社会増減", "name: |社会増減", "yaml-syntax", '引用符で囲んで "|社会増減" と書いてください'),
    (ACTUALS, "note: 数え方の変更", "note: [数え方, 変更]", "wrong-type", "文字列として書いてください。括弧やハイフンで始まる場合は、引用符で囲みます"),
    (ACTUALS, "strategy: tsuruoka-2", "strategy: 鶴岡市第2期", "bad-id", "戦略のファイルにあるidを、そのまま書いてください"),
    (STRATEGY, "{year: 2020, value: 7}", "｛year: 2020, value: 7｝", "yaml-syntax", "括弧・コンマ・コロンは半角で書いてください。例: {year: 2024, value: 12}"),
    (STRATEGY, "- {from: g2-1-1-i,", "-{from: g2-1-1-i,", "yaml-syntax", "一覧の項目の前には「- 」（ハイフンと空白）を書いてください"),
    (STRATEGY, "name: 社会増減", "name: - 社会増減", "yaml-syntax", '引用符で囲んで "- 社会増減" と書いてください'),
    (STRATEGY, "name: 社会増減", "name: [新]社会増減", "yaml-syntax", "括弧で始まる文であれば、全体を引用符で囲んでください"),
    (ACTUALS, "2022: 7140", "2022: -", "yaml-syntax", "値がなければ {status: missing} と書いてください。「-」という文字そのものなら、引用符で囲んでください"),
    (STRATEGY, "{2021: 3, 2022: 6, 2023: 9}", "[3, 6, 9]", "wrong-type", "「項目名: 値」を1行に1つずつ、または {項目名: 値, …} の形で、ハイフンや角括弧を使わずに書いてください"),
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN, ids=[one[2] for one in WRITTEN])
def test_what_to_write_instead(written: tuple[str, str, str, str, str], tmp_path: Path) -> None:
    path, old, new, name, hint = written
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    text = (BASE / path).read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / path).write_text(text.replace(old, new), "utf-8")
    repository = read_repository(tmp_path)
    language.use("ja")
    found = select(check(repository, Context(2024)), repository.configuration.in_force).findings
    assert [(one.rule.name, one.path, str(one.hint)) for one in found] == [(name, path, hint)]
