"""大阪府立図書館, 2013 to 2015: targets that hold in every year."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {
        "ja": "大阪府立図書館 平成25-27年度（毎年の目標）",
        "en": "Osaka Prefectural Library 2013-2015, targets of every year",
    },
    "source": {
        "title": "大阪府立図書館 基本方針と重点目標（平成25-27年度）重点目標評価シート",
        "url": "https://www.library.pref.osaka.jp/site/hyoka/hyoka25-27.html",
    },
    "notes": {
        "ja": "毎年の目標（every_year）の評価です。最終年度の目標には osaka-library-2013-final を使います。",
        "en": "For targets of every year (`every_year`). For those of the final year use osaka-library-2013-final.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
    "grades": [
        grade("A", "達成度110%以上", "110% and more", rate={"at_least": "110%"}),
        grade("B", "達成度80%以上110%未満", "80 to below 110%", rate={"at_least": "80%"}),
        grade("C", "達成度50%以上80%未満", "50 to below 80%", rate={"at_least": "50%"}),
        grade("D", "達成度50%未満", "below 50%"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
