"""What the columns of the verdicts mean, in Japanese and English."""

# ruff: noqa: E501  a table reads better in long lines
from __future__ import annotations

from collections.abc import Mapping

from kpitrack.model.json_schema_words import RATES

_WORDS: Mapping[str, tuple[str, str]] = {
    **RATES,
    "growth_ratio": ("実際の伸び÷必要な伸び（いずれも1年あたりの複利）", "Growth observed ÷ growth required, each compound per year"),
    "forecast_value": ("実績を通る直線による目標年の見込み（KPIの単位）", "What a straight line through the actuals comes to in the target's year, in the unit"),
    "needed_per_year": ("目標に届くために1年あたり必要な増減（KPIの単位）", "What is needed per year to reach the target, in the unit"),
    "strategy": ("戦略のID", "The id of the strategy"),
    "kpi": ("KPIのID", "The id of the KPI"),
    "ref": ("KPIの全体での名前（戦略のID/KPIのID）", "The KPI's name among all: strategy/kpi"),
    "better": ("良い方向。higherは上、lowerは下", "Which way is better"),
    "better_assumed": ("良い方向が示されておらず、上とみなした", "Nothing shows which way is better: higher is assumed"),
    "start_year": ("出発点の年度（基準値の年度、または期間の前年度）", "The year of the start: the baseline's, or that before the period"),
    "start_value": ("出発点の値", "The value at the start"),
    "target_value": ("目標の数値", "The absolute number of the target"),
    "limit_low": ("達成となる値の下限", "The least value that meets the target"),
    "limit_high": ("達成となる値の上限", "The greatest value that meets the target"),
    "limit": ("悪化を一定の範囲で認める目標（歯止め）", "The target allows a worsening and limits it"),
    "as_of": ("判定した年度", "The year of the verdict"),
    "actual_year": ("最新の実績値の年度", "The year of the newest actual value"),
    "actual_value": ("最新の実績値。合計のKPIではその年度までの合計", "The newest actual value; for a sum, the sum up to that year"),
    "actual_status": ("最新の実績値の状態", "The status of the newest actual value"),
    "actual_numerator": ("最新の実績値の分子", "Its numerator"),
    "actual_denominator": ("最新の実績値の分母", "Its denominator"),
    "answered": ("計算するKPIで、値のある団体の数", "Of a computed KPI, how many organisations have a value"),
    "of": ("計算するKPIで、対象の団体の数", "Of a computed KPI, how many organisations there are"),
    "previous_year": ("一つ前の実績値の年度", "The year of the value before the newest"),
    "previous_value": ("一つ前の実績値", "The value before the newest"),
    "decided_by_year": ("達成・未達成を決めた値の年度", "The year of the value that decided"),
    "decided_by_value": ("達成・未達成を決めた値", "The value that made it achieved or missed"),
    "comparator_start": ("比較対象の出発点での値", "What it is compared with, at the start"),
    "comparator_value": ("比較対象の最新の実績値の年度での値", "What it is compared with, in the actual's year"),
    "comparator_final": ("比較対象の判定を決めた年度での値", "What it is compared with, in the year that decides"),
    "previous_amount": ("一つ前の年度に記録された値", "The value as recorded of the year before"),
    "actual_amount": ("最新の年度に記録された値", "The value as recorded of the newest year"),
    "expected": ("最新の実績値の年度の期待値", "The expected value in the actual's year"),
    "forecast_meets_target": ("見込みが目標に届く", "Whether the forecast meets the target"),
    "forecast_clipped": ("0%または100%を超えるため見込みを止めた", "The forecast was cut off at the end of a share"),
    "status": ("計算した状況", "The computed status"),
    "reason": ("評価できない理由", "Why it cannot be assessed"),
    "provisional": ("確定していない値による判定", "The verdict rests on a value that is not final"),
    "stale": ("もう新しい値があるはずの時期", "A newer value should be there by now"),
    "break": ("基準値の後に系列の断絶がある", "The series has a break after the baseline"),
    "missing_years": ("あるはずの値がない年度", "The years without a value that should be there"),
    "missed_years": ("毎年度の目標に届かなかった年度", "The years that missed a target of every year"),
    "discontinued": ("判定の年度には終わっているKPI", "The KPI was given up by the year of the verdict"),
    "last_before_target": ("目標年度の前の最後の値", "The newest value is the last one before the target's year"),
    "improved": ("未達成だが基準値より良い", "Missed, but better than the baseline"),
    "last_year": ("前回の判定の年度", "The year of the verdict before"),
    "last_value": ("前回の判定の値", "The value of the verdict before"),
    "last_status": ("前回の状況", "The status before"),
    "last_grade": ("前回の評価", "The grade before"),
    "last_improved": ("前回、基準値より良かった", "Whether it was better than the baseline before"),
    "turned": ("前回からの状況の変化", "Whether the status got better or worse"),
    "target_revised": ("その間に目標が変わった", "The target was revised in between"),
    "waits_for_year": ("値を待っている年度", "The year whose value is awaited"),
    "grade_scheme": ("評価の区分の名前", "The grading scheme"),
    "grade": ("評価", "The grade"),
    "grade_label": ("評価の言葉", "The words of the grade"),
    "grade_label_en": ("評価の言葉（英語）", "The words of the grade in English"),
    "grade_index": ("評価の順位（0が最上、-1は評価できない）", "The grade's place, from 0; -1 where there is none"),
    "grade_rate_name": ("評価に使う率の名前", "The name of the scheme's rate"),
    "grade_rate_value": ("評価に使う率。比で示し、差ならKPIの単位の値", "The scheme's rate, as a ratio; a difference in the KPI's unit"),
    "grade_rate_label": ("評価に使う率の呼び名", "What the scheme calls its rate"),
    "grade_rate_label_en": ("評価に使う率の呼び名（英語）", "What the scheme calls its rate, in English"),
}  # fmt: skip


def meaning(column: str) -> tuple[str, str]:
    """What a column means, in Japanese and English.

    Raises:
        KeyError: nothing is known of it.
    """
    if column in _WORDS:
        return _WORDS[column]
    japanese, english = _WORDS[column.removeprefix("reason_")]
    return f"値がない理由: {japanese}", f"Why there is none: {english}"
