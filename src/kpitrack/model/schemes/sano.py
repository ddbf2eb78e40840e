"""佐野市: points for the 達成率."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "佐野市 施策評価", "en": "Sano City"},
    "source": {
        "title": "佐野市 施策評価",
        "url": "https://www.city.sano.lg.jp/kurashi_gyosei/shiseijoho_nyusatsu/"
        "kaikaku_kaizennimuketatorikumi/3/naiyou/6505.html",
    },
    "notes": {
        "ja": "達成率（実績値÷目標値）の点数です。施策の評価は、この点数に取組方針の点数を足したものです。"
        "下げる目標の計算式は示されていないため、他の自治体が用いる（2×目標値－実績値）÷目標値とします。",
        "en": "Points for 達成率, actual / target. A measure's grade adds the points of its 取組方針. How 達成率 is "
        "computed where lower is better is not stated; (2 × target − actual) / target is taken, as other "
        "municipalities print it.",
    },
    "rate": {"higher": ["attainment"], "lower": ["mirrored_attainment"]},
    "rate_label": {"ja": "達成率", "en": "achievement rate"},
    "grades": [
        grade("7", rate={"at_least": "100%"}),
        grade("6", rate={"at_least": "90%"}),
        grade("5", rate={"at_least": "80%"}),
        grade("4", rate={"at_least": "70%"}),
        grade("3", rate={"at_least": "60%"}),
        grade("2", rate={"at_least": "50%"}),
        grade("1"),
    ],
    "otherwise": grade("−", "評価できない", "cannot be assessed"),
}
