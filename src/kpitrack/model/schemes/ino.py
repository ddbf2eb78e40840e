"""いの町: against the year's target."""

from __future__ import annotations

SCHEME = {
    "title": {"ja": "いの町 総合戦略", "en": "Ino Town"},
    "source": {
        "title": "いの町 総合戦略の評価",
        "url": "https://www.town.ino.kochi.jp/chosei/choseikeikaku/keikaku_sougousenryaku/1797/",
    },
    "notes": {
        "ja": "年度の目標値は milestones に書きます。「目標値以上」と「目標値と同等」は、"
        "超えた場合と等しい場合に分けます。",
        "en": "Write each year's target as milestones. 目標値以上 and 目標値と同等 are told apart as above and equal.",
    },
    "grades": [
        {"grade": "×", "label": {"ja": "事業終了", "en": "ended"}, "when": {"status": ["discontinued"]}},
        {
            "grade": "◎",
            "label": {"ja": "目標値以上", "en": "above the target"},
            "when": {"pace": {"more_than": "100%"}},
        },
        {"grade": "○", "label": {"ja": "目標値と同等", "en": "level with it"}, "when": {"pace": {"at_least": "100%"}}},
        {"grade": "△", "label": {"ja": "目標値未達成", "en": "short of it"}, "when": {"pace": {"more_than": "0%"}}},
        {"grade": "×", "label": {"ja": "進捗なし", "en": "no progress"}},
    ],
    "otherwise": {"grade": "評価なし", "label": {"ja": "目標値の設定なし", "en": "not graded"}},
}
