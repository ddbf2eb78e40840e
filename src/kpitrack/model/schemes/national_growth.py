"""国の成長戦略KPI: the share of the way made against the share of the time passed."""

from __future__ import annotations

from . import grade

SCHEME = {
    "title": {"ja": "国 成長戦略KPI（日本再興戦略以降）", "en": "National growth strategy"},
    "source": {"title": "日本再興戦略等のKPIの進捗状況", "url": "https://happylibus.com/doc/304374/"},
    "notes": {
        "ja": "F（施策の実行自体がKPIであるもの）は数値では判定できないため、ここでは付けません。",
        "en": "F, for KPIs that are the carrying out of a measure itself, cannot be told from figures and is "
        "not given.",
    },
    "grades": [
        grade("A", "経過期間の割合以上に進捗", "ahead of the time passed", progress={"at_least": "elapsed"}),
        grade("B", "Aほど進捗していない", "behind the time passed", progress={"less_than": "elapsed"}),
    ],
    "otherwise": grade("N", "今後データが得られるため現時点で評価困難", "cannot be assessed yet"),
}
