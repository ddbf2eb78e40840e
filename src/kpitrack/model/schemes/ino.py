"""いの町: against the year's target."""

from __future__ import annotations

from . import grade

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
        grade("×", "事業終了", "ended", status=["discontinued"]),
        grade("◎", "目標値以上", "above the target", pace={"more_than": "100%"}),
        grade("○", "目標値と同等", "level with it", pace={"at_least": "100%"}),
        grade("△", "目標値未達成", "short of it", pace={"more_than": "0%"}),
        grade("×", "進捗なし", "no progress"),
    ],
    "otherwise": grade("評価なし", "目標値の設定なし", "not graded"),
}
