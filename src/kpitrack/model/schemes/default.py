"""The verdict in five grades."""

from __future__ import annotations

from . import grade

SCHEMES = {
    "default": {
        "title": {"ja": "判定をそのまま評語にした標準の評価", "en": "The status, as a grade"},
        "source": {
            "title": {
                "ja": "kpitrack。しきい値95%・60%はEurostatのSDGモニタリングによる",
                "en": "kpitrack; the cut-offs 95% and 60% are those of Eurostat's SDG monitoring",
            },
        },
        "notes": {
            "ja": "Eurostatは成長率の比にこのしきい値を使います。ここでは直線の進み具合（pace）に使います。",
            "en": "Eurostat grades a ratio of growth rates by these cut-offs. Here they grade the linear pace.",
        },
        "grades": [
            grade("A", "達成・順調", "achieved or on track", status=["achieved", "achieved_early", "on_track"]),
            grade("B", "やや遅れ", "at risk", status=["at_risk"]),
            grade("C", "遅れ", "off track", status=["off_track"]),
            grade("D", "後退・未達成", "regressing or missed", status=["regressing", "missed"]),
        ],
        "otherwise": grade("−", "評価できない", "cannot be assessed"),
    }
}
