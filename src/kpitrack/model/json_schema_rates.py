"""What the fields of a scheme's conditions are: one for each rate of the method, in Japanese and English."""

from __future__ import annotations

RATES: dict[str, tuple[str, str]] = {
    "attainment": ("達成率（実績÷目標）についての条件", "Conditions on attainment (actual ÷ target)"),
    "against_expected": ("期待値に対する達成率（実績÷期待値）についての条件", "Conditions on actual ÷ expected value"),
    "inverse_attainment": (
        "達成率の逆数（目標÷実績。下げる目標だけ）についての条件",
        "Conditions on target ÷ actual, where lower is better",
    ),
    "inverse_against_expected": (
        "期待値÷実績（下げる目標だけ）についての条件",
        "Conditions on expected value ÷ actual, where lower is better",
    ),
    "mirrored_attainment": (
        "(2×目標－実績)÷目標（下げる目標だけ）についての条件",
        "Conditions on 2 − actual ÷ target, where lower is better",
    ),
    "mirrored_against_expected": (
        "(2×期待値－実績)÷期待値（下げる目標だけ）についての条件",
        "Conditions on 2 − actual ÷ expected value, where lower is better",
    ),
    "ratio_to_target": (
        "上げる目標か下げる目標かを問わない実績÷目標についての条件",
        "Conditions on actual ÷ target, whichever way is better",
    ),
    "deviation": (
        "目標値との差の割合（良い方がプラス）についての条件",
        "Conditions on how far from the target the actual is, as a share of it; positive is better than the target",
    ),
    "on_previous": (
        "前回の値からの変化率（良い方がプラス）についての条件",
        "Conditions on the change since the value before, in the good direction",
    ),
    "gap_to_expected": (
        "期待値との差（良い方がプラス、KPIの単位）についての条件",
        "Conditions on the distance from the expected value, in the unit; positive is better",
    ),
    "remaining": ("目標までの残り（KPIの単位）についての条件", "Conditions on what is still to go, in the unit"),
    "allowance_used": (
        "歯止めが許す悪化のうち使った割合についての条件",
        "Conditions on the share used up of the worsening that a limit allows",
    ),
    "progress": (
        "進捗率（基準値から目標までのどこまで来たか）についての条件",
        "Conditions on progress from baseline to target",
    ),
    "pace": (
        "進み具合（期待される進捗に対する割合）についての条件",
        "Conditions on the pace: progress against what the path asks for",
    ),
    "elapsed": ("経過した期間の割合についての条件", "Conditions on the share of time elapsed"),
    "change": ("基準値からの変化率についての条件", "Conditions on the change since the baseline"),
    "improvement": ("改善率（良い方向への変化率）についての条件", "Conditions on the change in the good direction"),
    "difference": ("基準値との差についての条件", "Conditions on the difference from the baseline"),
    "forecast_progress": (
        "目標年度に見込まれる進捗率についての条件",
        "Conditions on the progress forecast for the target year",
    ),
}
