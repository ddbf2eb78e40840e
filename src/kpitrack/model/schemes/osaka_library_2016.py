"""大阪府立図書館, 2016 to 2018: targets that hold in every year."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {
        "ja": "大阪府立図書館 平成28-30年度（毎年の目標）",
        "en": "Osaka Prefectural Library 2016-2018, targets of every year",
    },
    "source": {
        "title": "大阪府立図書館「重点取組業務 自己点検シート」の自己評価の基準（第三期 平成28-30年度）",
        "url": "https://www.library.pref.osaka.jp/site/hyoka/lib-hyoka-kijun2016.html",
    },
    "notes": {
        "ja": "毎年の目標（every_year）の評価です。目標値を100%とする項目には osaka-library-2016-full、"
        "最終年度の目標には osaka-library-2016-final を使います。",
        "en": "For targets of every year (`every_year`). For targets of 100% use osaka-library-2016-full, for those "
        "of the final year osaka-library-2016-final.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
    "grades": [
        grade("A", "数値目標を上回る成果を達成", "above the target", rate={"at_least": "110%"}),
        grade("B", "数値目標を達成", "target reached", rate={"at_least": "90%"}),
        grade("C", "数値目標を下回った", "below the target", rate={"at_least": "60%"}),
        grade("D", "数値目標をかなり下回っており、大幅な改善が必要", "far below the target"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
