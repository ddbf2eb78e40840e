"""多摩市: year n of five is to reach n times 20% of the target."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "多摩市 総合戦略", "en": "Tama City"},
    "source": {"title": "多摩市 総合戦略の評価", "url": "https://expydoc.com/doc/10040981/"},
    "notes": {
        "ja": "公表の方式は、5年計画のn年目に目標値のn×20%を求めます。基準値が0なら pace と同じ値です。"
        "基準値が0でない指標や下げる目標にも使えるよう、基準値からの進み（pace）で見ます。",
        "en": "As published, year n of five is to reach n times 20% of the target. From a baseline of 0 that is "
        "the pace; "
        "the pace is used so that other baselines and falling KPIs can be graded too.",
    },
    "grades": [
        grade("①", "着実に進んでいる", "steady", pace={"at_least": "100%"}),
        grade("②", "概ね進んでいる", "roughly as planned", pace={"at_least": "60%"}),
        grade("③", "改善や工夫が必要", "needs improvement"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
