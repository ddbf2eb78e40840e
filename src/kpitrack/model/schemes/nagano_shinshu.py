"""長野県 信州創生戦略: the way made against the way that the 目安値 asks for."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "長野県 信州創生戦略", "en": "Nagano Prefecture"},
    "source": {
        "title": "長野県 信州創生戦略（評価の区分は2016年9月20日付の報道による）",
        "url": "http://headlines.yahoo.co.jp/hl?a=20160920-00000000-san-l20",
    },
    "notes": {
        "ja": "進捗率は、基準値から目安値までに対して基準値から実績値までがどれだけ進んだか（pace）です。"
        "目安値は milestones に書きます。「延伸」のように目安値が基準値と同じ指標では進捗率が定まらず、"
        "評価は付きません。",
        "en": "進捗率 is the way from the baseline to the actual as a share of that to the 目安値 (pace). Write "
        "the 目安値 "
        "as milestones. Where it equals the baseline, as for 延伸, there is no such share and no grade.",
    },
    "grades": [
        grade("A", "順調（実績が目安以上）", "on track", pace={"at_least": "100%"}),
        grade("B", "概ね順調", "broadly on track", pace={"at_least": "80%"}),
        grade("C", "努力を要する", "needs effort"),
    ],
    "otherwise": grade("-", "評価できない", "cannot be assessed"),
}
