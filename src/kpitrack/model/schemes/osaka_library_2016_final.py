"""大阪府立図書館, 2016 to 2018: targets of the final year."""

from __future__ import annotations

SCHEME = {
    "title": {
        "ja": "大阪府立図書館 平成28-30年度（最終年度の目標）",
        "en": "Osaka Prefectural Library 2016-2018, targets of the final year",
    },
    "source": {
        "title": "大阪府立図書館「重点取組業務 自己点検シート」の自己評価の基準（第三期 平成28-30年度）",
        "url": "https://www.library.pref.osaka.jp/site/hyoka/lib-hyoka-kijun2016.html",
    },
    "notes": {
        "ja": "1、2年目は館が予測して評価します。ここでは、直線で見込まれる値が目標を上回ればA、"
        "前年度より良ければB（順調に進捗）、"
        "達成度60%以上ならC、あとはDとします。",
        "en": "In the first two years the library grades by what it predicts. Here a straight-line forecast above "
        "the target is an A, a value better than the year before a B, 60% of the target and more a C, all else a D.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
    "grades": [
        {
            "grade": "A",
            "label": {"ja": "最終年度の数値目標の110%以上を達成", "en": "110% and more"},
            "when": {"final": True, "rate": {"at_least": "110%"}},
        },
        {
            "grade": "B",
            "label": {"ja": "達成度90%以上110%未満", "en": "90 to below 110%"},
            "when": {"final": True, "rate": {"at_least": "90%"}},
        },
        {
            "grade": "C",
            "label": {"ja": "達成度60%以上90%未満", "en": "60 to below 90%"},
            "when": {"final": True, "rate": {"at_least": "60%"}},
        },
        {"grade": "D", "label": {"ja": "達成できず（60%未満）", "en": "below 60%"}, "when": {"final": True}},
        {
            "grade": "A",
            "label": {"ja": "最終年度の数値目標を上回ることが予測される", "en": "forecast above the target"},
            "when": {"forecast_progress": {"more_than": "100%"}},
        },
        {
            "grade": "B",
            "label": {"ja": "最終年度の数値目標達成に向けて順調に進捗", "en": "advancing"},
            "when": {"on_previous": {"more_than": "0%"}},
        },
        {
            "grade": "C",
            "label": {"ja": "最終年度の数値目標達成に困難が予測される", "en": "hard to reach"},
            "when": {"rate": {"at_least": "60%"}},
        },
        {
            "grade": "D",
            "label": {"ja": "最終年度の数値目標をかなり下回っており大幅な改善が必要", "en": "far below the target"},
        },
    ],
    "otherwise": {"grade": "−", "label": {"ja": "評価できない", "en": "cannot be assessed"}},
}
