"""大阪府立図書館, 2016 to 2018: targets of the final year."""

from __future__ import annotations

from . import grade

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
        grade("A", "最終年度の数値目標の110%以上を達成", "110% and more", final=True, rate={"at_least": "110%"}),
        grade("B", "達成度90%以上110%未満", "90 to below 110%", final=True, rate={"at_least": "90%"}),
        grade("C", "達成度60%以上90%未満", "60 to below 90%", final=True, rate={"at_least": "60%"}),
        grade("D", "達成できず（60%未満）", "below 60%", final=True),
        grade(
            "A",
            "最終年度の数値目標を上回ることが予測される",
            "forecast above the target",
            forecast_progress={"more_than": "100%"},
        ),
        grade("B", "最終年度の数値目標達成に向けて順調に進捗", "advancing", on_previous={"more_than": "0%"}),
        grade("C", "最終年度の数値目標達成に困難が予測される", "hard to reach", rate={"at_least": "60%"}),
        grade("D", "最終年度の数値目標をかなり下回っており大幅な改善が必要", "far below the target"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
