"""大阪府立図書館, 2013 to 2015: targets of the final year."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {
        "ja": "大阪府立図書館 平成25-27年度（最終年度の目標）",
        "en": "Osaka Prefectural Library 2013-2015, targets of the final year",
    },
    "source": {
        "title": "大阪府立図書館 基本方針と重点目標（平成25-27年度）重点目標評価シート",
        "url": "https://www.library.pref.osaka.jp/site/hyoka/hyoka25-27.html",
    },
    "notes": {
        "ja": "1、2年目は、最終年度より早く達成すればA、あとは前年度からの動きで評価します。"
        "最終年度は毎年の目標と同じ区分です。",
        "en": "In the first two years an early achievement is an A, and all else goes by the change on the year "
        "before. The final year has the bounds of the yearly targets.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成度", "en": "degree of achievement"},
    "grades": [
        grade("A", "達成度110%以上", "110% and more", final=True, rate={"at_least": "110%"}),
        grade("B", "達成度80%以上110%未満", "80 to below 110%", final=True, rate={"at_least": "80%"}),
        grade("C", "達成度50%以上80%未満", "50 to below 80%", final=True, rate={"at_least": "50%"}),
        grade("D", "達成度50%未満", "below 50%", final=True),
        grade("A", "最終年度より早く達成", "achieved before the final year", status=["achieved_early"]),
        grade("B", "順調に増加", "rising", on_previous={"more_than": "0%"}),
        grade("C", "前年度と同レベル", "level with the year before", on_previous={"at_least": "0%"}),
        grade("D", "前年度より減少", "lower than the year before"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
