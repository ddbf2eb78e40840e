"""御所市: actual ÷ target whichever way is better; no grades."""

from __future__ import annotations

SCHEME = {
    "title": {"ja": "御所市 第5次総合計画（達成率のみ）", "en": "Gose City (its rate, no grades)"},
    "source": {
        "title": "御所市 第5次総合計画「13指標」進捗状況",
        "url": "http://www.city.gose.nara.jp/0000000456.html",
    },
    "notes": {
        "ja": "達成率は、下げる目標でも実績値÷最終年度の目標値です。下げる目標では100%を超えると目標に届いていません。",
        "en": "The achievement rate (達成率) is actual / the final year's target, also where lower is "
        "better. There, above 100% means that the target is not reached.",
    },
    "rate": {"higher": ["ratio_to_target"], "lower": ["ratio_to_target"]},
    "rate_label": {"ja": "達成率", "en": "achievement rate"},
}
