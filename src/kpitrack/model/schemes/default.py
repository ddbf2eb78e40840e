"""The verdict in five grades."""

from __future__ import annotations

SCHEME = {
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
        {
            "grade": "A",
            "label": {"ja": "達成・順調", "en": "achieved or on track"},
            "when": {"status": ["achieved", "achieved_early", "on_track"]},
        },
        {"grade": "B", "label": {"ja": "やや遅れ", "en": "at risk"}, "when": {"status": ["at_risk"]}},
        {"grade": "C", "label": {"ja": "遅れ", "en": "off track"}, "when": {"status": ["off_track"]}},
        {
            "grade": "D",
            "label": {"ja": "後退・未達成", "en": "regressing or missed"},
            "when": {"status": ["regressing", "missed"]},
        },
    ],
    "otherwise": {"grade": "−", "label": {"ja": "評価できない", "en": "cannot be assessed"}},
}
