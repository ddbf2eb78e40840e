"""長崎市: 達成率 against the year's target, in both directions; no grades."""

from __future__ import annotations

SCHEME = {
    "title": {"ja": "長崎市 基本施策評価（達成率のみ）", "en": "Nagasaki City (its rate, no grades)"},
    "source": {"title": "長崎市 基本施策評価シート G1「次代を生きぬく子どもを育みます」（平成27年度実績）"},
    "notes": {
        "ja": "達成率は実績値÷その年度の目標値、下げる目標は（目標値×2－実績値）÷目標値です。"
        "式は明記されておらず、公表の数値から読み取りました。年度の目標値は milestones に書きます。",
        "en": "The achievement rate (達成率) is actual / the year's target, and (2 × target − actual) / target where "
        "lower is better. The formula is not stated; the printed figures show it. Write "
        "each year's target as milestones.",
    },
    "rate": {"higher": ["against_expected"], "lower": ["mirrored_against_expected"]},
    "rate_label": {"ja": "達成率", "en": "achievement rate"},
}
