"""What the rates are that a grading scheme may go by, in Japanese and English."""

# ruff: noqa: E501  a table reads better in long lines
from __future__ import annotations

RATES: dict[str, tuple[str, str]] = {
    "attainment": ("達成率（実績÷目標）", "Attainment: actual ÷ target"),
    "against_expected": ("期待値に対する達成率（実績÷期待値）", "Actual ÷ expected value"),
    "progress": ("進捗率（基準値から目標までのどこまで来たか）", "Progress from the baseline to the target"),
    "pace": ("進捗ペース（基準値からの増減÷期待される増減）", "Change since the baseline ÷ the change expected by then"),
    "elapsed": ("基準年から目標年までの経過率", "The elapsed share of the time from baseline to target"),
    "change": ("基準値からの変化率", "Change since the baseline, as a share of it"),
    "difference": ("基準値からの増減（KPIの単位）", "Difference to the baseline, in the unit"),
    "improvement": ("基準値からの改善率（良い方がプラス）", "Improvement since the baseline; positive is better"),
    "forecast_progress": ("目標年の見込みでの進捗率", "Progress at the forecast for the target's year"),
    "remaining": ("目標までの残り（KPIの単位）", "What is still to go, in the unit"),
    "inverse_attainment": ("達成率の逆数（目標÷実績。下げる目標だけ）", "Target ÷ actual, where lower is better"),
    "inverse_against_expected": ("期待値÷実績（下げる目標だけ）", "Expected value ÷ actual, where lower is better"),
    "mirrored_attainment": ("(2×目標－実績)÷目標（下げる目標だけ）", "2 − actual ÷ target, where lower is better"),
    "mirrored_against_expected": ("(2×期待値－実績)÷期待値（下げる目標だけ）", "2 − actual ÷ expected value, where lower is better"),
    "ratio_to_target": ("上げる目標か下げる目標かを問わない実績÷目標", "Actual ÷ target, whichever way is better"),
    "deviation": ("目標値との差の割合（良い方がプラス）", "How far from the target the actual is, as a share of it; positive is better"),
    "on_previous": ("前回の値からの変化率（良い方がプラス）", "Change since the value before, in the good direction"),
    "gap_to_expected": ("期待値との差（良い方がプラス、KPIの単位）", "Distance from the expected value, in the unit; positive is better"),
    "allowance_used": ("歯止めが許す悪化のうち使った割合", "The share used up of the worsening that a limit allows"),
}  # fmt: skip
