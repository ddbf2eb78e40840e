"""大阪府立図書館, 2016 to 2018: targets of 100 %, which nothing can exceed."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {
        "ja": "大阪府立図書館 平成28-30年度（目標値を100%とする項目）",
        "en": "Osaka Prefectural Library 2016-2018, targets of 100%",
    },
    "source": {
        "title": "大阪府立図書館「重点取組業務 自己点検シート」の自己評価の基準（第三期 平成28-30年度）",
        "url": "https://www.library.pref.osaka.jp/site/hyoka/lib-hyoka-kijun2016.html",
    },
    "notes": {
        "ja": "100%を超えることのない目標では、達成度100%をA、90%以上100%未満をBとします。",
        "en": "Where nothing can exceed the target of 100%, reaching it is an A, and 90 to below 100% a B.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
    "grades": [
        grade("A", "達成度100%", "100%", rate={"at_least": "100%"}),
        grade("B", "達成度90%以上100%未満", "90 to below 100%", rate={"at_least": "90%"}),
        grade("C", "数値目標を下回った", "below the target", rate={"at_least": "60%"}),
        grade("D", "数値目標をかなり下回っており、大幅な改善が必要", "far below the target"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
